package charrnn

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"charabanc/data"

	"github.com/gofrs/flock"
)

// lockFile is locked while a run trains into a model folder. The lock ends with the
// process, however that ends; the file stays.
const lockFile = ".lock"

// lock locks a model folder for one run. unlock ends the lock. If the file system has no
// locks, there is none.
func lock(dir string) (unlock func(), err error) {
	unlock = func() {}
	if dir == "" {
		return unlock, nil
	}
	name := filepath.Join(dir, lockFile)
	if info, err := os.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return unlock, fmt.Errorf("%s: it is not a file: move it away, or choose another folder with --model-dir", name)
	}
	f := flock.New(name, flock.SetPermissions(0o666))
	ok, err := f.TryLock()
	switch {
	case err == nil && ok:
		return func() { f.Unlock() }, nil
	case err == nil:
		return unlock, fmt.Errorf("model folder %s: another run is training into it: wait for it, or choose another with --model-dir", dir)
	case errors.Is(err, fs.ErrPermission):
		return unlock, fmt.Errorf("model folder %s: %w: choose a folder that can be written", dir, data.Cause(err))
	}
	return unlock, nil
}
