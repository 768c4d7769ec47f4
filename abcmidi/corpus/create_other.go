//go:build !unix

package corpus

import (
	"os"
	"path/filepath"
)

// folder is one that files are written to.
type folder struct{ path string }

func openFolder(path string) *folder { return &folder{path: path} }

func (f *folder) close() {}

func (f *folder) create(name string, data []byte) error {
	return os.WriteFile(filepath.Join(f.path, name), data, 0o666)
}

func (f *folder) rename(from, to string) error {
	return os.Rename(filepath.Join(f.path, from), filepath.Join(f.path, to))
}
