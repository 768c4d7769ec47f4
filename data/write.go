package data

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// WriteFile writes a file whole or not at all: the content goes to a new file
// in the same folder, is synced to the disk, and takes the name. Folders that
// are missing are made. After an error, which is one line that names the file,
// what was there is as it was and nothing is left beside it.
//
// A file that is replaced keeps its permissions. What is not a regular file, as
// /dev/stdout or a named pipe, is not replaced but written to.
func WriteFile(name string, content []byte) error {
	f, err := Create(name)
	if err != nil {
		return err
	}
	defer f.Abort()
	if _, err := f.Write(content); err != nil {
		return err
	}
	return f.Commit()
}

// File is a file that is being written. It appears under its name when it is
// committed.
type File struct {
	name string
	w    *bufio.Writer
	file *os.File // nil for standard output
	temp bool     // file has a temporary name
	made []string // folders made for it, the innermost first
	done bool
}

// Create begins a file that [WriteFile] would write, for content that comes in
// parts. Either Commit or Abort must be called.
func Create(name string) (*File, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, writeError(name, err)
	case err == nil && info.IsDir():
		return nil, fmt.Errorf("%s: it is a folder: name a file", name)
	case err == nil && !info.Mode().IsRegular():
		file, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			return nil, writeError(name, err)
		}
		return &File{name: name, w: bufio.NewWriterSize(file, 1<<16), file: file}, nil
	}
	f := &File{name: name, temp: true}
	dir := filepath.Dir(name)
	if f.made, err = makeFolders(dir); err == nil {
		f.file, err = createTemp(dir)
	}
	if err == nil && info != nil {
		err = keepMode(f.file, info.Mode().Perm())
	}
	if err != nil {
		f.Abort()
		return nil, writeError(name, err)
	}
	f.w = bufio.NewWriterSize(f.file, 1<<16)
	return f, nil
}

// Output is Create, or if the name is "-" a File that writes to stdout.
func Output(name string, stdout io.Writer) (*File, error) {
	if name == "-" {
		return &File{name: "stdout", w: bufio.NewWriterSize(stdout, 1<<16)}, nil
	}
	return Create(name)
}

// Write writes a part of the content. It is buffered.
func (f *File) Write(p []byte) (int, error) {
	n, err := f.w.Write(p)
	if err != nil {
		err = writeError(f.name, err)
	}
	return n, err
}

// Commit gives the file its name. If that fails, it is aborted.
func (f *File) Commit() error {
	err := f.w.Flush()
	if err == nil && f.temp {
		err = f.file.Sync()
	}
	if f.file != nil && err == nil {
		if err = f.file.Close(); err == nil && f.temp {
			err = os.Rename(f.file.Name(), f.name)
		}
	}
	if err != nil {
		f.Abort()
		return writeError(f.name, err)
	}
	f.done = true
	return nil
}

// Abort gives the file up. After Commit or Abort it does nothing.
func (f *File) Abort() {
	if f.done {
		return
	}
	f.done = true
	if f.file != nil {
		f.file.Close()
		if f.temp {
			os.Remove(f.file.Name())
		}
	}
	for _, dir := range f.made {
		os.Remove(dir) // if nobody has put anything there
	}
}

// makeFolders makes a folder and those above it. It returns the ones that were
// missing, the innermost first.
func makeFolders(dir string) (made []string, err error) {
	for d := filepath.Clean(dir); ; d = filepath.Dir(d) {
		if _, err := os.Stat(d); !errors.Is(err, fs.ErrNotExist) || d == filepath.Dir(d) {
			break
		}
		made = append(made, d)
	}
	return made, os.MkdirAll(dir, 0o777)
}

// keepMode gives a new file the permissions of the one that it replaces.
func keepMode(f *os.File, mode fs.FileMode) error {
	info, err := f.Stat()
	if err == nil && info.Mode().Perm() != mode {
		err = f.Chmod(mode)
	}
	return err
}

// writeError says in one line what kept a file from being written.
func writeError(name string, err error) error {
	remedy := "choose another place"
	if errors.Is(err, fs.ErrPermission) {
		remedy = "choose a place you may write to"
	}
	return fmt.Errorf("%s: %w: %s", name, Cause(err), remedy)
}
