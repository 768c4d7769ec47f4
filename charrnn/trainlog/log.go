// Package trainlog is the log of a training run: rows, one for each epoch, to CSV and
// back, to a curve in characters and to a picture.
//
//	log.go    rows, CSV
//	curve.go  a curve in characters; the best row
//	plot.go   pictures of one or several logs
package trainlog

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"charabanc/data"
	"github.com/gocarina/gocsv"
)

// A Row is one epoch of a training log. Losses are in nats per symbol.
type Row struct {
	Epoch              int
	Loss               float64
	Accuracy           float64
	ValidationLoss     *float64 // nil without held-out tunes
	ValidationAccuracy *float64
	LearningRate       float64 // of the last update of the epoch
	Seconds            float64 // of training, without validation
	CharsPerSecond     float64
}

// csvRow is a Row in the file.
type csvRow struct {
	Epoch              int      `csv:"epoch"`
	Loss               figure   `csv:"loss"`
	Accuracy           figure   `csv:"acc"`
	ValidationLoss     Optional `csv:"val_loss"`
	ValidationAccuracy Optional `csv:"val_acc"`
	LearningRate       figure   `csv:"learning_rate"`
	Seconds            figure   `csv:"seconds"`
	CharsPerSecond     figure   `csv:"chars_per_second"`
}

// figure is a number written with six significant digits.
type figure float64

// MarshalCSV is called by gocsv.
func (f figure) MarshalCSV() (string, error) { return strconv.FormatFloat(float64(f), 'g', 6, 64), nil }

// Optional is a number that may be missing: an empty field. For a pointer to a number with
// a format of its own, gocsv reads 0 from an empty field.
type Optional struct{ Value *float64 }

// MarshalCSV is called by gocsv.
func (o Optional) MarshalCSV() (string, error) {
	if o.Value == nil {
		return "", nil
	}
	return figure(*o.Value).MarshalCSV()
}

// UnmarshalCSV is called by gocsv.
func (o *Optional) UnmarshalCSV(text string) error {
	if text == "" {
		o.Value = nil
		return nil
	}
	x, err := strconv.ParseFloat(text, 64)
	o.Value = &x
	return err
}

func (r *Row) csv() csvRow {
	return csvRow{r.Epoch, figure(r.Loss), figure(r.Accuracy), Optional{r.ValidationLoss}, Optional{r.ValidationAccuracy},
		figure(r.LearningRate), figure(r.Seconds), figure(r.CharsPerSecond)}
}

func (r csvRow) row() *Row {
	return &Row{r.Epoch, float64(r.Loss), float64(r.Accuracy), r.ValidationLoss.Value, r.ValidationAccuracy.Value,
		float64(r.LearningRate), float64(r.Seconds), float64(r.CharsPerSecond)}
}

func csvRows(rows []*Row) []csvRow {
	var list []csvRow
	for _, r := range rows {
		list = append(list, r.csv())
	}
	return list
}

// ErrNotLog is wrapped by the error about a file that is not a log.
var ErrNotLog = errors.New("it is not a training log")

// IsFile reports whether the rows go to a file.
func IsFile(name string) bool { return name != "" && name != "-" }

// ReadFile returns the rows of the log in a file: none if there is no such file, or if it
// is a device or a pipe.
func ReadFile(name string) ([]*Row, error) {
	if !IsFile(name) {
		return nil, nil
	}
	if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() {
		return nil, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("log %s: %w: name another with --log", name, data.Cause(err))
	}
	rows, err := Parse(text)
	if err != nil {
		return nil, fmt.Errorf("log %s: %w: name another with --log", name, err)
	}
	return rows, nil
}

// Parse returns the rows of a log that has a column for the epoch.
func Parse(text []byte) ([]*Row, error) {
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, nil
	}
	header, _, _ := bytes.Cut(text, []byte("\n"))
	if !strings.Contains(","+strings.TrimSpace(string(header))+",", ",epoch,") {
		return nil, ErrNotLog
	}
	var lines []csvRow
	if err := gocsv.UnmarshalBytes(text, &lines); err != nil {
		return nil, ErrNotLog
	}
	var rows []*Row
	for _, line := range lines {
		rows = append(rows, line.row())
	}
	return rows, nil
}

// Text returns rows as they are in a file.
func Text(rows []*Row) string {
	text, err := gocsv.MarshalString(csvRows(rows))
	if err != nil {
		panic(err) // a csvRow can be marshaled
	}
	return text
}

// Continues reports whether a log on disk can be that of a run with the given rows. It
// may have one row more: that of an epoch that ended after the resume file was written.
// A log with fewer rows was shortened.
func Continues(disk, rows []*Row) bool {
	n := min(len(disk), len(rows))
	return len(disk) <= len(rows)+1 && Text(disk[:n]) == Text(rows[:n])
}

// SameEpoch reports whether two rows are of the same epoch of the same run: all but the
// times are equal.
func SameEpoch(a, b *Row) bool {
	x, y := *a, *b
	x.Seconds, x.CharsPerSecond = y.Seconds, y.CharsPerSecond
	return Text([]*Row{&x}) == Text([]*Row{&y})
}

// AppendRow writes the last row to out, after a header if it is the first.
func AppendRow(rows []*Row, out io.Writer) error {
	if len(rows) == 1 {
		return gocsv.Marshal(csvRows(rows), out)
	}
	return gocsv.MarshalWithoutHeaders(csvRows(rows[len(rows)-1:]), out)
}
