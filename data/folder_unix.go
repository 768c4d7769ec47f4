//go:build unix

package data

import (
	"path/filepath"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// This file creates and renames a file with four system calls. An os.File takes
// eight more, to find out what kind of file it is and whether it can be waited
// for, and os.Rename one: for thousands of small files that is as long as
// converting the tunes in them.

// Folder is a folder that files are written to. It is held open so that the
// system need not look for it once for every file.
type Folder struct {
	path   string
	fd     int    // where names begin
	prefix string // of names: none, but for a folder that may not be opened

	named atomic.Bool // files need a name from the first (folder_linux.go)
}

func openFolder(path string) *Folder {
	var fd int
	err := retry(func() (err error) {
		fd, err = unix.Open(path, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
		return err
	})
	if err != nil {
		return &Folder{path: path, fd: unix.AT_FDCWD, prefix: filepath.Clean(path) + "/"}
	}
	return &Folder{path: path, fd: fd}
}

// Close closes the folder.
func (f *Folder) Close() {
	if f.fd != unix.AT_FDCWD {
		unix.Close(f.fd)
	}
}

// Path returns the name of a file in the folder.
func (f *Folder) Path(name string) string { return filepath.Join(f.path, name) }

// create writes a new file and returns its name, which is "" if there is none.
// It never opens a file or follows a link that is there.
func (f *Folder) create(content []byte) (name string, err error) {
	var fd int
	for {
		name = tempName()
		if fd, err = f.open(name, unix.O_WRONLY|unix.O_CREAT|unix.O_EXCL); err == nil {
			break
		}
		if err != unix.EEXIST {
			return "", err
		}
	}
	err = writeAll(fd, content)
	if e := unix.Close(fd); err == nil && e != unix.EINTR { // closed all the same
		err = e
	}
	return name, err
}

// open opens a file in the folder.
func (f *Folder) open(name string, flags int) (fd int, err error) {
	err = retry(func() (err error) {
		fd, err = unix.Openat(f.fd, f.prefix+name, flags|unix.O_CLOEXEC, 0o666)
		return err
	})
	return fd, err
}

func writeAll(fd int, data []byte) error {
	for len(data) > 0 {
		n, err := unix.Write(fd, data)
		if err != nil && err != unix.EINTR {
			return err
		}
		data = data[max(n, 0):]
	}
	return nil
}

func (f *Folder) rename(from, to string) error {
	return retry(func() error { return unix.Renameat(f.fd, f.prefix+from, f.fd, f.prefix+to) })
}

func (f *Folder) remove(name string) { unix.Unlinkat(f.fd, f.prefix+name, 0) }

// retry calls f until no signal interrupts it.
func retry(f func() error) error {
	for {
		if err := f(); err != unix.EINTR {
			return err
		}
	}
}
