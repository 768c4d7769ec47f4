package data

import (
	"errors"
	"io/fs"

	"github.com/gofrs/flock"
)

// Lock locks a file, which is made if it is missing, unless another process has locked it:
// then ok is false. The lock ends with unlock or with the process, however that ends; the
// file stays. On a file system without locks every call succeeds. The error is of a folder
// that cannot be written to.
func Lock(name string) (unlock func(), ok bool, err error) {
	f := flock.New(name, flock.SetPermissions(0o666))
	ok, err = f.TryLock()
	switch {
	case errors.Is(err, fs.ErrPermission):
		return func() {}, false, Cause(err)
	case err != nil:
		return func() {}, true, nil
	case !ok:
		return func() {}, false, nil
	}
	return func() { f.Unlock() }, true, nil
}
