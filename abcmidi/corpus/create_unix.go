//go:build unix

package corpus

import (
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// This file creates and renames files with the four system calls that it
// takes. An os.File takes eight more, to find out what kind of file it is and
// whether it can be waited for, and os.Rename one: for thousands of small files
// that is as long as converting the tunes in them.

// folder is one that files are written to. It is held open so that the system
// need not look for it once for every file.
type folder struct {
	path   string // as others call it
	fd     int    // where names begin
	prefix string // of names: none, but for a folder that may not be opened

	named atomic.Bool // files have to have a name from the first (nameless_linux.go)
}

func openFolder(path string) *folder {
	for {
		fd, err := unix.Open(path, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
		if err == nil {
			return &folder{path: path, fd: fd}
		}
		if err != unix.EINTR {
			return &folder{path: path, fd: unix.AT_FDCWD, prefix: filepath.Clean(path) + "/"}
		}
	}
}

func (f *folder) close() {
	if f.fd != unix.AT_FDCWD {
		unix.Close(f.fd)
	}
}

// create is os.WriteFile.
func (f *folder) create(name string, data []byte) error {
	fd, err := f.open(name, unix.O_WRONLY|unix.O_CREAT|unix.O_TRUNC)
	if err != nil {
		return &fs.PathError{Op: "open", Path: filepath.Join(f.path, name), Err: err}
	}
	err = writeAll(fd, data)
	if e := unix.Close(fd); err == nil && e != unix.EINTR { // closed all the same
		err = e
	}
	if err != nil {
		return &fs.PathError{Op: "write", Path: filepath.Join(f.path, name), Err: err}
	}
	return nil
}

// open opens a file in the folder.
func (f *folder) open(name string, flags int) (fd int, err error) {
	for {
		fd, err = unix.Openat(f.fd, f.prefix+name, flags|unix.O_CLOEXEC, 0o666)
		if err != unix.EINTR {
			return fd, err
		}
	}
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

// rename is os.Rename of a file.
func (f *folder) rename(from, to string) error {
	for {
		err := unix.Renameat(f.fd, f.prefix+from, f.fd, f.prefix+to)
		if err == nil {
			return nil
		}
		if err != unix.EINTR {
			return &os.LinkError{Op: "rename", Old: filepath.Join(f.path, from), New: filepath.Join(f.path, to), Err: err}
		}
	}
}
