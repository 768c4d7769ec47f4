//go:build unix

package abcmidi

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// This file creates and renames files with the four system calls that it
// takes. An os.File takes eight more, to find out what kind of file it is and
// whether it can be waited for, and os.Rename one: for thousands of small files
// that is as long as converting the tunes in them.

// createFile is os.WriteFile.
func createFile(path string, data []byte) error {
	fd, err := openNew(path)
	if err != nil {
		return &fs.PathError{Op: "open", Path: path, Err: err}
	}
	err = writeAll(fd, data)
	if e := unix.Close(fd); err == nil && e != unix.EINTR { // closed all the same
		err = e
	}
	if err != nil {
		return &fs.PathError{Op: "write", Path: path, Err: err}
	}
	return nil
}

func openNew(path string) (fd int, err error) {
	for {
		fd, err = unix.Open(path, unix.O_WRONLY|unix.O_CREAT|unix.O_TRUNC|unix.O_CLOEXEC, 0o666)
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

// renameFile is os.Rename of a file.
func renameFile(from, to string) error {
	for {
		err := unix.Rename(from, to)
		if err == nil {
			return nil
		}
		if err != unix.EINTR {
			return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
		}
	}
}
