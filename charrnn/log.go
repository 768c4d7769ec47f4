package charrnn

import (
	"bytes"
	"charabanc/data"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/gocarina/gocsv"
)

// A LogRow is one epoch of a training log. Losses are in nats per symbol.
type LogRow struct {
	Epoch              int
	Loss               float64
	Accuracy           float64
	ValidationLoss     *float64 // nil without held-out tunes
	ValidationAccuracy *float64
	LearningRate       float64 // of the last update of the epoch
	Seconds            float64 // of training, without validation
	CharsPerSecond     float64
}

// csvRow is a LogRow in the file.
type csvRow struct {
	Epoch              int      `csv:"epoch"`
	Loss               figure   `csv:"loss"`
	Accuracy           figure   `csv:"acc"`
	ValidationLoss     optional `csv:"val_loss"`
	ValidationAccuracy optional `csv:"val_acc"`
	LearningRate       figure   `csv:"learning_rate"`
	Seconds            figure   `csv:"seconds"`
	CharsPerSecond     figure   `csv:"chars_per_second"`
}

// figure is a number written with six significant digits.
type figure float64

// MarshalCSV is called by gocsv.
func (f figure) MarshalCSV() (string, error) { return strconv.FormatFloat(float64(f), 'g', 6, 64), nil }

// optional is a figure that may be missing: an empty field. For a pointer to a figure,
// gocsv reads 0 from an empty field.
type optional struct{ value *float64 }

// MarshalCSV is called by gocsv.
func (o optional) MarshalCSV() (string, error) {
	if o.value == nil {
		return "", nil
	}
	return figure(*o.value).MarshalCSV()
}

// UnmarshalCSV is called by gocsv.
func (o *optional) UnmarshalCSV(text string) error {
	if text == "" {
		o.value = nil
		return nil
	}
	x, err := strconv.ParseFloat(text, 64)
	o.value = &x
	return err
}

func (r *LogRow) csv() csvRow {
	return csvRow{r.Epoch, figure(r.Loss), figure(r.Accuracy), optional{r.ValidationLoss}, optional{r.ValidationAccuracy},
		figure(r.LearningRate), figure(r.Seconds), figure(r.CharsPerSecond)}
}

func (r csvRow) row() *LogRow {
	return &LogRow{r.Epoch, float64(r.Loss), float64(r.Accuracy), r.ValidationLoss.value, r.ValidationAccuracy.value,
		float64(r.LearningRate), float64(r.Seconds), float64(r.CharsPerSecond)}
}

// ReadLog reads a training log. Columns may be missing. A file that does not exist is
// an empty log.
func ReadLog(name string) ([]*LogRow, error) {
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(bytes.TrimSpace(text)) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("log %s: %w", name, data.Cause(err))
	}
	rows, err := ParseLog(text)
	if err != nil {
		return nil, fmt.Errorf("log %s: %w: move it away, or name another file with --log", name, err)
	}
	return rows, nil
}

// ParseLog reads the text of a training log. Columns may be missing.
func ParseLog(text []byte) ([]*LogRow, error) {
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, nil
	}
	head, _, _ := strings.Cut(string(text), "\n")
	if columns := strings.Split(strings.TrimSpace(head), ","); !slices.Contains(columns, "epoch") || !slices.Contains(columns, "loss") {
		return nil, errors.New("not a training log: it has no columns epoch and loss")
	}
	var lines []csvRow
	if err := gocsv.UnmarshalBytes(text, &lines); err != nil {
		return nil, err
	}
	var rows []*LogRow
	for _, line := range lines {
		rows = append(rows, line.row())
	}
	return rows, nil
}

func csvRows(rows []*LogRow) []csvRow {
	var list []csvRow
	for _, r := range rows {
		list = append(list, r.csv())
	}
	return list
}
