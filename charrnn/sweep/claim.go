package sweep

import (
	"context"
	"fmt"
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
	if release, ok, err = data.Lock(filepath.Join(folder, lockFile)); err != nil {
		err = fmt.Errorf("folder %s: %w: choose a folder that can be written with --folder", folder, err)
	}
	return release, ok, err
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
