package charrnn

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2/maybe"
)

// writeFile replaces a file in one step: it writes a temporary file beside it, syncs
// and renames it. It makes missing folders.
func writeFile(name string, content []byte) error {
	err := os.MkdirAll(filepath.Dir(name), 0o755)
	if err == nil {
		err = maybe.WriteFile(name, content, 0o644)
	}
	if err != nil {
		return fmt.Errorf("%s: %w: not written, an older file is unchanged", name, cause(err))
	}
	return nil
}

// cause returns the reason for a file error, without the operation and the name that
// package os puts before it.
func cause(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
