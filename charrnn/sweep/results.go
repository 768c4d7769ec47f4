package sweep

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"charabanc/charrnn/trainlog"
	"charabanc/data"
	"github.com/gocarina/gocsv"
)

// A line is what results say of a run after the cells of the grid. Losses are in nats, as
// in training logs. Without a result, fields are empty.
type line struct {
	ValidationLoss     trainlog.Optional `csv:"val_loss"`
	BestEpoch          *int              `csv:"best_epoch"`
	ValidationAccuracy trainlog.Optional `csv:"val_acc"`
	Loss               trainlog.Optional `csv:"loss"`
	Epochs             *int              `csv:"epochs_done"`
	Seconds            trainlog.Optional `csv:"seconds"`
	CharsPerSecond     trainlog.Optional `csv:"chars_per_second"`
	Folder             string            `csv:"folder"`
	Error              string            `csv:"error"`
}

// lineOf returns the line of a record.
func lineOf(r *record, folder string) line {
	l := line{Folder: folder, Error: r.Error}
	if x := r.Result; x != nil {
		l.ValidationLoss, l.BestEpoch, l.ValidationAccuracy = trainlog.Optional{Value: x.ValidationLoss}, &x.BestEpoch, trainlog.Optional{Value: x.ValidationAccuracy}
		l.Loss, l.Epochs = trainlog.Optional{Value: &x.Loss}, &x.Epochs
		l.Seconds, l.CharsPerSecond = trainlog.Optional{Value: &x.Seconds}, trainlog.Optional{Value: &x.CharsPerSecond}
	}
	return l
}

// table collects what gocsv writes.
type table struct{ rows [][]string }

// Write adds a row.
func (t *table) Write(row []string) error {
	t.rows = append(t.rows, slices.Clone(row))
	return nil
}

// Flush and Error are called by gocsv.
func (*table) Flush()       {}
func (*table) Error() error { return nil }

// cells returns lines as rows of cells, after a header.
func cells(lines []line) [][]string {
	var t table
	if err := gocsv.MarshalCSV(lines, &t); err != nil {
		panic(err) // a line can be marshaled
	}
	return t.rows
}

// resultColumns are the columns that follow those of the grid.
var resultColumns = cells(make([]line, 1))[0]

// writeResults writes the results of all rows from their records.
func (s *Sweep) writeResults() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := makeFolder(s.Folder); err != nil {
		return err
	}
	defer waitFor(s.Folder)()
	var lines []line
	for _, row := range s.Grid.Rows {
		r := readRecord(s.folder(row))
		if !r.is(s.flags(row)) {
			r = &record{}
		}
		lines = append(lines, lineOf(r, s.folder(row)))
	}
	rows := cells(lines)
	for i := range rows {
		own := s.Grid.Columns
		if i > 0 {
			own = s.Grid.Rows[i-1].Cells
		}
		rows[i] = slices.Concat(own, rows[i])
	}
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	w.WriteAll(rows) // to memory: no error
	return data.WriteFile(s.Output, text.Bytes())
}

// checkOutput returns an error if the file of results has other content: what is not the
// result of a sweep, or of a grid that has other columns. A grid may gain or lose columns.
func (s *Sweep) checkOutput() error {
	text, err := os.ReadFile(s.Output)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && len(bytes.TrimSpace(text)) == 0:
		return nil
	case err != nil:
		return fmt.Errorf("%s: %w: name another file with -o", s.Output, data.Cause(err))
	}
	columns, ok := gridColumns(text)
	switch {
	case !ok:
		return fmt.Errorf("%s: it has other content than results of a sweep: name another file with -o, or move it away", s.Output)
	case !contains(columns, s.Grid.Columns) && !contains(s.Grid.Columns, columns):
		return fmt.Errorf("%s: it has the results of another grid: name another file with -o, or move it away", s.Output)
	}
	return nil
}

// gridColumns returns the columns of the grid in a file of results. ok is false for another
// file.
func gridColumns(text []byte) (columns []string, ok bool) {
	header, err := csv.NewReader(bytes.NewReader(text)).Read()
	n := len(header) - len(resultColumns)
	if err != nil || n < 1 || !slices.Equal(header[n:], resultColumns) {
		return nil, false
	}
	return header[:n], true
}

// contains reports whether all of some are in list.
func contains(list, some []string) bool {
	return !slices.ContainsFunc(some, func(x string) bool { return !slices.Contains(list, x) })
}
