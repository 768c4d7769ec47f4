package charrnn

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"charabanc/charrnn/trainlog"
	"charabanc/data"
)

// Files in a model folder other than checkpoints and the resume file.
const (
	vocabularyFile = "char_to_idx.json"
	runFile        = "run.json"
	sampleFile     = "sample.abc"
)

// runInfo is the content of run.json: the checkpoints of the latest run in a folder.
type runInfo struct {
	Best int `json:"best"` // epoch of the lowest validation loss; with practice, the latest
	Last int `json:"last"` // epoch of the latest checkpoint
}

// save writes a checkpoint of the epoch that has ended if it is due or the best so
// far. The former best checkpoint is deleted, unless it was due when it was written.
func (t *trainer) save(ctx context.Context, best bool) error {
	dir, epoch := t.options.ModelDir, t.at.Epoch
	due := t.due(epoch)
	if !due && (!best || t.held == nil) {
		return nil
	}
	term, err := t.newCopy(ctx, best, due)
	if err != nil || dir == "" {
		return err
	}
	c := Checkpoint{Vocabulary: t.vocabulary, About: t.last, Half: t.options.Half, Copy: term, parameters: t.net.Trained()}
	name := weightsFile(dir, epoch)
	if err := t.writeJSON(vocabularyFile, t.vocabulary, " "); err != nil {
		return err
	}
	if t.buffer, err = c.saveFile(name, t.buffer); err != nil {
		return err
	}
	former, extra := t.at.BestEpoch, t.at.BestOnly
	t.at.LastSaved = epoch
	if best {
		t.at.BestEpoch, t.at.BestOnly = epoch, !due
	}
	if err := t.writeJSON(runFile, runInfo{Best: t.at.BestEpoch, Last: t.at.LastSaved}, ""); err != nil {
		return err
	}
	if best && extra && former != epoch {
		os.Remove(weightsFile(dir, former))
	}
	if t.options.Watch.Saved != nil {
		t.options.Watch.Saved(name, best && t.held != nil)
	}
	return nil
}

// due reports whether a checkpoint of an epoch is written even if it is not the best. In
// the epoch in which a run is resumed, it also is if it was due before.
func (t *trainer) due(epoch int) bool {
	return t.options.due(epoch) || epoch == t.resumed.epoch && t.resumed.options.due(epoch)
}

func (o *Options) due(epoch int) bool { return epoch%o.Frequency == 0 || epoch == o.Epochs }

// writeJSON writes a value to a file in the model folder, one field a line if indent
// is not "".
func (t *trainer) writeJSON(name string, value any, indent string) error {
	text, err := json.Marshal(value)
	if indent != "" && err == nil {
		text, err = json.MarshalIndent(value, "", indent)
	}
	if err != nil {
		return err
	}
	return data.WriteFile(filepath.Join(t.options.ModelDir, name), append(text, '\n'))
}

// probe checks before the run that its files can be written.
func (t *trainer) probe() error {
	var dirs []string
	if t.options.ModelDir != "" {
		dirs = append(dirs, t.options.ModelDir)
	}
	if trainlog.IsFile(t.options.Log) {
		dirs = append(dirs, filepath.Dir(t.options.Log))
	}
	for _, dir := range dirs {
		err := os.MkdirAll(dir, 0o755)
		if err == nil {
			var f *os.File
			if f, err = os.CreateTemp(dir, ".probe-*"); err == nil {
				f.Close()
				os.Remove(f.Name())
			}
		}
		if err != nil {
			return fmt.Errorf("training: folder %s: %w: choose a folder that can be written", dir, data.Cause(err))
		}
	}
	return nil
}

// clean deletes the temporary files of runs that were killed. The folder must be locked.
func (t *trainer) clean() {
	if t.options.ModelDir == "" {
		return
	}
	files, _ := os.ReadDir(t.options.ModelDir)
	for _, f := range files {
		for _, pattern := range []string{".*" + weightsSuffix + "*", ".charabanc.*", ".probe-*"} {
			if ok, _ := filepath.Match(pattern, f.Name()); ok && f.Type().IsRegular() {
				os.Remove(filepath.Join(t.options.ModelDir, f.Name()))
			}
		}
	}
}
