package data

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// This file makes temporary files, and removes those that a crash has left.

// tempPrefix begins the names of temporary files.
const tempPrefix = ".charabanc."

// createTemp makes a new file in a folder. It never opens a file or follows a
// link that is there.
func createTemp(dir string) (*os.File, error) {
	removeLeftovers(dir)
	for {
		f, err := os.OpenFile(filepath.Join(dir, tempName()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
}

// tempName makes the names of temporary files; tests change it.
var tempName = randomName

// randomName is a name that nobody can guess, with the process in it.
func randomName() string {
	return tempPrefix + strconv.Itoa(os.Getpid()) + "." + strconv.FormatUint(rand.Uint64(), 36)
}

// leftAfter is how long nothing has been written to a file that is a leftover. A file
// on a shared disk may be that of a process on another computer.
const leftAfter = time.Hour

// cleaned are the folders that have been searched for leftovers.
var cleaned sync.Map

// removeLeftovers removes the temporary files in a folder whose process is gone. It
// looks into each folder once, and does not mind errors.
func removeLeftovers(dir string) {
	if _, done := cleaned.LoadOrStore(filepath.Clean(dir), true); done {
		return
	}
	f, err := os.Open(dir)
	if err != nil {
		return
	}
	defer f.Close()
	for {
		names, err := f.Readdirnames(1024)
		for _, name := range names {
			if isLeftover(filepath.Join(dir, name)) {
				os.Remove(filepath.Join(dir, name))
			}
		}
		if err != nil {
			return
		}
	}
}

// isLeftover reports whether a file is a temporary one that nobody will rename.
func isLeftover(path string) bool {
	rest, ok := strings.CutPrefix(filepath.Base(path), tempPrefix)
	number, _, ok2 := strings.Cut(rest, ".")
	pid, err := strconv.Atoi(number)
	if !ok || !ok2 || err != nil || running(pid) {
		return false
	}
	info, err := os.Lstat(path)
	return err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > leftAfter
}

// running reports whether there is a process, or may be.
func running(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	defer p.Release()
	return !errors.Is(p.Signal(syscall.Signal(0)), os.ErrProcessDone)
}
