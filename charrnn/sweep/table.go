package sweep

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gocarina/gocsv"
)

// A Table is a file of results.
type Table struct {
	columns []string // of the grid
	runs    []run    // in the order of the grid
	varying []int    // columns that have several values
}

// A run is a row of a table.
type run struct {
	number   int
	cells    []string
	folder   string
	error    string
	done     bool
	heldOut  bool    // bits and accuracy are those of held-out tunes
	bits     float64 // loss in bits per symbol
	accuracy float64 // NaN: none
	epoch    int
}

// IsResults reports whether a text is a file of results.
func IsResults(text []byte) bool {
	_, ok := gridColumns(text)
	return ok
}

var errNotResults = errors.New("they are not as sweep has written them: call sweep again")

// ParseTable reads a file of results.
func ParseTable(text []byte) (*Table, error) {
	columns, ok := gridColumns(text)
	if !ok {
		return nil, errNotResults
	}
	var lines []line
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err == nil {
		err = gocsv.UnmarshalCSV(csv.NewReader(bytes.NewReader(text)), &lines)
	}
	if err != nil || len(lines) != len(rows)-1 {
		return nil, errNotResults
	}
	t := &Table{columns: columns}
	for i, l := range lines {
		t.runs = append(t.runs, l.run(i+1, rows[i+1][:len(columns)]))
	}
	for i, name := range columns {
		if name != NameColumn && slices.ContainsFunc(t.runs, func(r run) bool { return r.cells[i] != t.runs[0].cells[i] }) {
			t.varying = append(t.varying, i)
		}
	}
	return t, nil
}

// run returns a line as a run.
func (l line) run(number int, cells []string) run {
	r := run{number: number, cells: cells, folder: l.Folder, error: l.Error, accuracy: math.NaN()}
	loss := l.ValidationLoss.Value
	if r.heldOut = loss != nil; !r.heldOut {
		loss = l.Loss.Value
	}
	if loss == nil || math.IsNaN(*loss) || math.IsInf(*loss, 0) {
		return r
	}
	r.done, r.bits = true, *loss/math.Ln2
	if l.BestEpoch != nil {
		r.epoch = *l.BestEpoch
	}
	if a := l.ValidationAccuracy.Value; a != nil {
		r.accuracy = *a
	}
	return r
}

// label names a run: its name, or what it has in the columns that vary.
func (t *Table) label(r run) string {
	if i := slices.Index(t.columns, NameColumn); i >= 0 && r.cells[i] != "" {
		return r.cells[i]
	}
	if len(t.varying) == 0 {
		return filepath.Base(r.folder)
	}
	return t.values(r, t.varying)
}

// values returns the cells of a run in some columns: "units=8 layers=2". An empty cell is
// left out.
func (t *Table) values(r run, columns []int) string {
	var list []string
	for _, i := range columns {
		if r.cells[i] != "" {
			list = append(list, t.columns[i]+"="+r.cells[i])
		}
	}
	return cmp.Or(strings.Join(list, " "), "as usual")
}

// value returns the cell of a run as a number. If it is none, that is NaN.
func (r run) value(column int) float64 {
	x, err := strconv.ParseFloat(r.cells[column], 64)
	if err != nil || math.IsInf(x, 0) {
		return math.NaN()
	}
	return x
}

// numeric reports whether all runs have numbers in a column.
func (t *Table) numeric(column int) bool {
	return !slices.ContainsFunc(t.runs, func(r run) bool { return math.IsNaN(r.value(column)) })
}

// done returns the runs that have a result.
func (t *Table) done() []run {
	return slices.DeleteFunc(slices.Clone(t.runs), func(r run) bool { return !r.done })
}

// sorted returns the runs in the order of the only column that varies, if it has numbers;
// else the best first, and those without a result last.
func (t *Table) sorted() []run {
	list := slices.Clone(t.runs)
	if len(t.varying) == 1 && t.numeric(t.varying[0]) {
		slices.SortStableFunc(list, func(a, b run) int { return cmp.Compare(a.value(t.varying[0]), b.value(t.varying[0])) })
		return list
	}
	slices.SortStableFunc(list, func(a, b run) int {
		switch {
		case a.done && b.done:
			return cmp.Compare(a.bits, b.bits)
		case a.done:
			return -1
		case b.done:
			return 1
		}
		return 0
	})
	return list
}

// what names the losses of runs.
func what(runs []run) string {
	switch held := func(r run) bool { return r.heldOut }; {
	case !slices.ContainsFunc(runs, held):
		return "bits per symbol of the training text"
	case slices.ContainsFunc(runs, func(r run) bool { return !r.heldOut }):
		return "bits per symbol, held out, or of the training text if nothing is"
	}
	return "bits per symbol, held out"
}
