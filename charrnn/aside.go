package charrnn

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"charabanc/data"
)

// A new run does not overwrite the files of another one. It moves them to a folder
// previous-1, previous-2 and so on in the model folder. Files are renamed one by one, the
// resume file first. A file is always in one of the two places, so that a kill loses
// nothing; the next run then moves the rest to the same folder.

const (
	previousPrefix = "previous-"
	// unfinishedFile is in a previous folder while files are moved there.
	unfinishedFile = ".unfinished"
)

// setAside moves the files of the run that was in the model folder before, and the log
// if there are rows in it.
func (t *trainer) setAside() error {
	dir := t.options.ModelDir
	files, err := runFiles(dir)
	if err != nil {
		return err
	}
	rows, err := fileRows(t.options.Log)
	if err != nil {
		return err
	}
	if dir == "" {
		dir = filepath.Dir(t.options.Log)
	}
	log := ""
	if len(rows) > 0 {
		log = t.options.Log
		files = append(files, log)
	}
	if len(files) == 0 {
		return nil
	}
	for _, name := range files {
		if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() {
			return fmt.Errorf("%s: it belongs to another run, and is not a regular file: move it away, or choose another folder with --model-dir", name)
		}
	}
	to, err := moveAll(files, dir)
	if err != nil {
		return err
	}
	switch {
	case log == "":
		t.note("%s: the files of the run that was there are now in %s", dir, to)
	case len(files) == 1:
		t.note("%s: the log of another run is now in %s", log, to)
	default:
		t.note("%s: the files of the run that was there, and the log %s, are now in %s", dir, log, to)
	}
	return nil
}

// runFiles returns the files of a run that are in a model folder.
func runFiles(dir string) ([]string, error) {
	if dir == "" {
		return nil, nil
	}
	var files []string
	for _, name := range []string{resumeFile, runFile, vocabularyFile} {
		name = filepath.Join(dir, name)
		_, err := os.Lstat(name)
		switch {
		case err == nil:
			files = append(files, name)
		case !errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("%s: %w: choose another folder with --model-dir", name, data.Cause(err))
		}
	}
	for _, epoch := range savedEpochs(dir) {
		files = append(files, weightsFile(dir, epoch))
	}
	return files, nil
}

// moveAll moves files to a previous folder in dir, and returns its name.
func moveAll(files []string, dir string) (to string, err error) {
	to, err = previousFolder(files, dir)
	if err != nil {
		return "", err
	}
	unfinished := filepath.Join(to, unfinishedFile)
	if err := data.WriteFile(unfinished, nil); err != nil {
		return "", err
	}
	for _, name := range files {
		if err := move(name, filepath.Join(to, filepath.Base(name))); err != nil {
			return "", fmt.Errorf("%s belongs to another run, and cannot be moved to %s: %w: move it away, or choose another folder with --model-dir", name, to, data.Cause(err))
		}
	}
	os.Remove(unfinished)
	return to, nil
}

// previousFolder makes the folder to move files to: the first that is not there yet, or
// the last one if a run was killed while it moved files there.
func previousFolder(files []string, dir string) (string, error) {
	last, next := "", ""
	for i := 1; ; i++ {
		next = filepath.Join(dir, previousPrefix+strconv.Itoa(i))
		if _, err := os.Lstat(next); errors.Is(err, fs.ErrNotExist) {
			break
		} else if err != nil {
			return "", fmt.Errorf("%s: %w: choose another folder with --model-dir", next, data.Cause(err))
		}
		last = next
	}
	if last != "" && exists(filepath.Join(last, unfinishedFile)) && !anyExists(files, last) {
		return last, nil
	}
	if err := os.Mkdir(next, 0o777); err != nil {
		return "", fmt.Errorf("%s: %w: choose a folder that can be written with --model-dir", next, data.Cause(err))
	}
	return next, nil
}

// anyExists reports whether there is a file in dir with the name of one of files.
func anyExists(files []string, dir string) bool {
	for _, name := range files {
		if exists(filepath.Join(dir, filepath.Base(name))) {
			return true
		}
	}
	return false
}

func exists(name string) bool {
	_, err := os.Lstat(name)
	return !errors.Is(err, fs.ErrNotExist)
}

// move renames a file. To another disk, as a log may have to go, it is copied and then
// removed.
func move(from, to string) error {
	err := os.Rename(from, to)
	if err == nil {
		return nil
	}
	text, readErr := os.ReadFile(from)
	if readErr != nil || data.WriteFile(to, text) != nil {
		return err
	}
	return os.Remove(from)
}
