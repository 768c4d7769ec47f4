package sweep

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"charabanc/data"
	"github.com/gofrs/flock"
)

// lockFile is locked in the folder of a run while a process has it, and in the folder of
// all runs while the results are written. A lock ends with the process, however that ends;
// the file stays.
const lockFile = ".lock"

// claim locks the folder of a run, unless another has locked it. release ends the lock. On
// a file system without locks, every claim succeeds.
func claim(folder string) (release func(), ok bool, err error) {
	if err := makeFolder(folder); err != nil {
		return nil, false, err
	}
	f := flock.New(filepath.Join(folder, lockFile), flock.SetPermissions(0o666))
	ok, err = f.TryLock()
	switch {
	case errors.Is(err, fs.ErrPermission):
		return nil, false, fmt.Errorf("folder %s: %w: choose a folder that can be written with --folder", folder, data.Cause(err))
	case err != nil:
		return func() {}, true, nil
	}
	return func() { f.Unlock() }, ok, nil
}

// patience is how long a process waits for others that write the results.
const patience = 10 * time.Second

// waitFor locks a folder when others have ended their locks. If they do not, or there are
// no locks, it goes on without.
func waitFor(folder string) (release func()) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	f := flock.New(filepath.Join(folder, lockFile), flock.SetPermissions(0o666))
	f.TryLockContext(ctx, 5*time.Millisecond)
	return func() { f.Unlock() }
}
