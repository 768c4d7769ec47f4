package sweep

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"charabanc/charrnn/trainlog"
	"charabanc/data"
)

// recordFile is the record of a run in its folder. It is replaced as a whole.
const recordFile = "sweep.json"

// A record says how far a run is.
type record struct {
	Flags    []string `json:"flags"`            // that it has been started with
	Attempts int      `json:"attempts"`         // how often it was started, new or to go on
	Begun    bool     `json:"begun"`            // the files in the folder are of these flags
	Error    string   `json:"error,omitempty"`  // of the last attempt
	Result   *Result  `json:"result,omitempty"` // of a run that is done
}

// A Result is what a run has come to. Losses are in nats per symbol.
type Result struct {
	ValidationLoss     *float64 `json:"val_loss,omitempty"` // the lowest; nil without held-out tunes
	BestEpoch          int      `json:"best_epoch"`         // that has it; without held-out tunes, the last
	ValidationAccuracy *float64 `json:"val_acc,omitempty"`  // of that epoch
	Loss               float64  `json:"loss"`               // of the last epoch, on the training text
	Epochs             int      `json:"epochs"`
	Seconds            float64  `json:"seconds"` // of training
	CharsPerSecond     float64  `json:"chars_per_second"`
}

// errNoRows says that a run has ended without an epoch.
var errNoRows = errors.New("the training log has no rows")

// resultOf returns the result of a run from its log.
func resultOf(rows []*trainlog.Row) (*Result, error) {
	if len(rows) == 0 {
		return nil, errNoRows
	}
	last := rows[len(rows)-1]
	r := &Result{BestEpoch: last.Epoch, Loss: last.Loss, Epochs: len(rows)}
	chars := 0.0
	for _, row := range rows {
		r.Seconds += row.Seconds
		chars += row.Seconds * row.CharsPerSecond
		if row.ValidationLoss != nil && (r.ValidationLoss == nil || *row.ValidationLoss < *r.ValidationLoss) {
			r.ValidationLoss, r.ValidationAccuracy, r.BestEpoch = row.ValidationLoss, row.ValidationAccuracy, row.Epoch
		}
	}
	if r.Seconds > 0 {
		r.CharsPerSecond = chars / r.Seconds
	}
	return r, nil
}

// is reports whether the record is of a run with these flags.
func (r *record) is(flags []string) bool { return slices.Equal(r.Flags, flags) }

// readRecord returns the record in a folder; an empty one if there is none that can be read.
func readRecord(folder string) *record {
	r := &record{}
	text, err := os.ReadFile(filepath.Join(folder, recordFile))
	if err == nil && json.Unmarshal(text, r) != nil {
		return &record{}
	}
	return r
}

// write writes the record to a folder.
func (r *record) write(folder string) error {
	text, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Join(folder, recordFile), err)
	}
	return data.WriteFile(filepath.Join(folder, recordFile), append(text, '\n'))
}

// makeFolder makes the folder of a run.
func makeFolder(folder string) error {
	err := os.MkdirAll(folder, 0o777)
	if err == nil {
		return nil
	}
	if info, statErr := os.Stat(folder); statErr == nil && !info.IsDir() {
		err = fs.ErrExist
	}
	return fmt.Errorf("folder %s: %w: choose another place for the runs with --folder", folder, data.Cause(err))
}
