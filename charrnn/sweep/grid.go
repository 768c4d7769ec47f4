// Package sweep trains the runs of a grid: a CSV file with a run in each row and an option
// in each column. The grid and a func that trains one run come in; a folder for each run and
// a CSV file of results go out.
//
//	grid.go     the rows of a grid
//	record.go   what the folder of a run says of it
//	claim.go    locks of folders
//	sweep.go    runs, several at a time
//	run.go      one run: new, continued or again
//	results.go  the CSV file of results
//	table.go    results as they are read, and what their runs differ in
//	bars.go     results in characters
//	chart.go    results in a picture
//
// Several processes can work on one grid at the same time, if they see the same folder. A
// process claims a run by a lock on a file in the folder of the run, and the record in that
// folder says how far the run is. There is nothing else that they share: no server, and no
// messages. Whoever finishes a run writes the results of all runs from their records, so
// that the last one to finish leaves them complete.
package sweep

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Grid is a table of runs.
type Grid struct {
	File    string   // its name, for messages
	Columns []string // the header
	Line    int      // of the header
	Rows    []*Row
}

// A Row is a run.
type Row struct {
	Number int      // from 1
	Line   int      // in the file
	Name   string   // of its folder: the cell of the column NameColumn, or its number
	Cells  []string // one for each column; "" leaves the option as it is
}

// NameColumn is the column that names runs.
const NameColumn = "name"

// maxRows bounds a grid.
const maxRows = 100_000

// ParseGrid reads a grid. Cells are separated by commas, or by semicolons or tabs if the
// header has no comma. White space around a cell does not count. Errors name the line.
func ParseGrid(file string, text []byte) (*Grid, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	g := &Grid{File: file}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord = separator(text), -1
	r.TrimLeadingSpace = r.Comma != '\t' // it is space, too
	for {
		cells, err := r.Read()
		switch {
		case err == io.EOF && len(g.Rows) == 0:
			return nil, fmt.Errorf("%s: no rows: a row is a run, and the header has names of flags of train, such as units,epochs", file)
		case err == io.EOF:
			return g, g.names()
		case err != nil:
			return nil, g.syntax(err)
		}
		for i, cell := range cells {
			cells[i] = strings.TrimSpace(cell)
		}
		line, _ := r.FieldPos(0)
		if g.Columns == nil {
			g.Columns, g.Line = cells, line
			err = g.checkHeader()
		} else {
			err = g.add(line, cells)
		}
		if err != nil {
			return nil, err
		}
	}
}

// separator returns what separates the cells of a grid.
func separator(text []byte) rune {
	header, _, _ := bytes.Cut(bytes.TrimLeft(text, "\r\n"), []byte("\n"))
	for _, r := range ",;\t" {
		if bytes.ContainsRune(header, r) {
			return r
		}
	}
	return ','
}

// Errorf returns an error about a line.
func (g *Grid) Errorf(line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", g.File, line, fmt.Errorf(format, args...))
}

// syntax returns the error of package csv as one of the line.
func (g *Grid) syntax(err error) error {
	var at *csv.ParseError
	if errors.As(err, &at) {
		return g.Errorf(at.Line, "%w: put a cell with quotes or commas into double quotes, and double the quotes in it", at.Err)
	}
	return fmt.Errorf("%s: %w", g.File, err)
}

func (g *Grid) checkHeader() error {
	for i, c := range g.Columns {
		switch {
		case c == "":
			return g.Errorf(g.Line, "column %d has no name: name a flag of train, or remove it", i+1)
		case slices.Contains(g.Columns[:i], c):
			return g.Errorf(g.Line, "two columns %s: remove one", c)
		}
	}
	return nil
}

// add adds a row.
func (g *Grid) add(line int, cells []string) error {
	switch {
	case len(cells) != len(g.Columns):
		return g.Errorf(line, "%s, and the header has %d: leave a cell empty for the usual value", count(len(cells), "cell"), len(g.Columns))
	case !slices.ContainsFunc(cells, func(c string) bool { return c != "" }):
		return g.Errorf(line, "the row is empty: remove it, or give it a name in a column %s", NameColumn)
	case len(g.Rows) == maxRows:
		return g.Errorf(line, "more than %d rows: divide the grid", maxRows)
	}
	g.Rows = append(g.Rows, &Row{Number: len(g.Rows) + 1, Line: line, Cells: cells})
	return nil
}

// names gives the rows their names. Two of them must not share a folder, on disks that do
// not tell capitals from small letters either.
func (g *Grid) names() error {
	lines := map[string]int{}
	column := slices.Index(g.Columns, NameColumn)
	for _, r := range g.Rows {
		r.Name = strconv.Itoa(r.Number)
		if column >= 0 && r.Cells[column] != "" {
			r.Name = r.Cells[column]
		}
		if !fileName(r.Name) {
			return g.Errorf(r.Line, "name %q: it is to be the name of a folder: use letters, digits and the signs - _ + = and dots inside", r.Name)
		}
		key := strings.ToLower(r.Name)
		if first := lines[key]; first > 0 {
			return g.Errorf(r.Line, "name %q: line %d has it, too: names of runs, and numbers of rows without a name, must differ", r.Name, first)
		}
		lines[key] = r.Line
	}
	return nil
}

// fileName reports whether a name can be that of a folder on any system.
func fileName(name string) bool {
	const longest = 100
	if len(name) > longest || !utf8.ValidString(name) || strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".") {
		return false
	}
	return !strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("-_+=., ", r)
	})
}

// count returns a number of things: "1 row", "2 rows".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
