package charrnn

import (
	"charabanc/data"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

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
