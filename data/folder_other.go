//go:build !unix

package data

import (
	"errors"
	"os"
	"path/filepath"
)

// Folder is a folder that files are written to.
type Folder struct{ path string }

func openFolder(path string) *Folder { return &Folder{path} }

// Close closes the folder.
func (f *Folder) Close() {}

// Path returns the name of a file in the folder.
func (f *Folder) Path(name string) string { return filepath.Join(f.path, name) }

// create writes a new file and returns its name.
func (f *Folder) create(content []byte) (name string, err error) {
	file, err := createTemp(f.path)
	if err != nil {
		return "", err
	}
	_, err = file.Write(content)
	return filepath.Base(file.Name()), errors.Join(err, file.Close())
}

func (f *Folder) rename(from, to string) error { return os.Rename(f.Path(from), f.Path(to)) }

func (f *Folder) remove(name string) { os.Remove(f.Path(name)) }
