package charrnn

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"charabanc/charrnn/trainlog"
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
	rows, err := trainlog.ReadFile(t.options.Log)
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
	for _, name := range []string{resumeFile, runFile, vocabularyFile, sampleFile} {
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
	release, ok, err := data.Lock(name)
	switch {
	case err != nil:
		return unlock, fmt.Errorf("model folder %s: %w: choose a folder that can be written", dir, err)
	case !ok:
		return unlock, fmt.Errorf("model folder %s: another run is training into it: wait for it, or choose another with --model-dir", dir)
	}
	return release, nil
}

// The name of a checkpoint is weights.EPOCH.safetensors.
const (
	weightsPrefix = "weights."
	weightsSuffix = ".safetensors"
)

// weightsFile returns the name of the checkpoint of an epoch in a folder.
func weightsFile(dir string, epoch int) string {
	return filepath.Join(dir, weightsPrefix+strconv.Itoa(epoch)+weightsSuffix)
}

// ErrNoCheckpoint is wrapped by the error of [FindCheckpoint] if the folder holds no
// checkpoint at all.
var ErrNoCheckpoint = errors.New("no checkpoint")

// FindCheckpoint returns the name of a checkpoint file. name is the number of an epoch,
// for the file in folder dir; or the name of a file; or "", for the best checkpoint of
// the latest run in dir.
func FindCheckpoint(dir, name string) (string, error) {
	epochs := savedEpochs(dir)
	if name == "" {
		return bestCheckpoint(dir, epochs)
	}
	epoch, err := strconv.Atoi(name)
	if err != nil {
		if _, err := os.Stat(name); err != nil {
			return "", fmt.Errorf("checkpoint %s: %w: name an epoch or a .safetensors file", name, data.Cause(err))
		}
		return name, nil
	}
	if len(epochs) == 0 {
		return "", noCheckpoint(dir)
	}
	if !slices.Contains(epochs, epoch) {
		return "", fmt.Errorf("checkpoint of epoch %d: not in %s: there is %s", epoch, dir,
			strings.Trim(strings.ReplaceAll(fmt.Sprint(epochs), " ", ", "), "[]"))
	}
	return weightsFile(dir, epoch), nil
}

func bestCheckpoint(dir string, epochs []int) (string, error) {
	if text, err := os.ReadFile(filepath.Join(dir, runFile)); err == nil {
		var r runInfo
		if json.Unmarshal(text, &r) == nil && slices.Contains(epochs, r.Best) {
			return weightsFile(dir, r.Best), nil
		}
	}
	if len(epochs) == 0 {
		return "", noCheckpoint(dir)
	}
	return weightsFile(dir, slices.Max(epochs)), nil
}

// savedEpochs returns the epochs that have a checkpoint in a folder.
func savedEpochs(dir string) []int {
	files, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var epochs []int
	for _, f := range files {
		if epoch, ok := epochOf(f.Name()); ok {
			epochs = append(epochs, epoch)
		}
	}
	slices.Sort(epochs)
	return epochs
}

// epochOf returns the epoch in the name of a checkpoint.
func epochOf(name string) (epoch int, ok bool) {
	number, isWeights := strings.CutPrefix(name, weightsPrefix)
	number, isWeights2 := strings.CutSuffix(number, weightsSuffix)
	epoch, err := strconv.Atoi(number)
	return epoch, isWeights && isWeights2 && err == nil && epoch >= 0 && strconv.Itoa(epoch) == number
}

func noCheckpoint(dir string) error {
	return fmt.Errorf("%w in %s: train first (charabanc train), or name another folder with --model-dir", ErrNoCheckpoint, dir)
}
