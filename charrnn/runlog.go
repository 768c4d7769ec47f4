package charrnn

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"charabanc/data"

	"github.com/gocarina/gocsv"
)

// The rows of a run are kept in its resume file, too. So the run knows its log, and does
// not overwrite that of another run.

// savedLog is the log of a run in its resume file.
type savedLog struct {
	Name string `json:"name"` // as given
	Path string `json:"path"` // absolute: a run may be resumed from another folder
	Rows string `json:"rows"` // as in the file
}

// errNotLog is wrapped by the error about a file that is not a log.
var errNotLog = errors.New("it is not a training log")

// logged reports whether the rows go to a file.
func logged(name string) bool { return name != "" && name != "-" }

// fileRows returns the rows of the log in a file: none if there is no such file, or if it
// is a device or a pipe.
func fileRows(name string) ([]*LogRow, error) {
	if !logged(name) {
		return nil, nil
	}
	if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() {
		return nil, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("log %s: %w: name another with --log", name, data.Cause(err))
	}
	rows, err := parseRows(text)
	if err != nil {
		return nil, fmt.Errorf("log %s: %w: name another with --log", name, err)
	}
	return rows, nil
}

// parseRows returns the rows of a log that has a column for the epoch.
func parseRows(text []byte) ([]*LogRow, error) {
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, nil
	}
	header, _, _ := bytes.Cut(text, []byte("\n"))
	if !strings.Contains(","+strings.TrimSpace(string(header))+",", ",epoch,") {
		return nil, errNotLog
	}
	var lines []csvRow
	if err := gocsv.UnmarshalBytes(text, &lines); err != nil {
		return nil, errNotLog
	}
	var rows []*LogRow
	for _, line := range lines {
		rows = append(rows, line.row())
	}
	return rows, nil
}

// rowsText returns rows as they are in a file.
func rowsText(rows []*LogRow) string {
	text, err := gocsv.MarshalString(csvRows(rows))
	if err != nil {
		panic(err) // a csvRow can be marshaled
	}
	return text
}

// continues reports whether a log on disk can be that of a run with the given rows. It
// may have one row more: that of an epoch that ended after the resume file was written.
// A log with fewer rows was shortened.
func continues(disk, rows []*LogRow) bool {
	n := min(len(disk), len(rows))
	return len(disk) <= len(rows)+1 && rowsText(disk[:n]) == rowsText(rows[:n])
}

// savedLog returns what the resume file has of the log.
func (t *trainer) savedLog() *savedLog {
	l := &savedLog{Name: t.options.Log, Rows: rowsText(t.rows)}
	if logged(l.Name) {
		l.Path, _ = filepath.Abs(l.Name)
	}
	return l
}

// find returns the name of the log for a run that is resumed from a model folder: that of
// the file that continues its rows. The program may have been started in another folder,
// or the files of the run were moved to a folder of their own.
func (l *savedLog) find(dir string) string {
	if l.Path == "" {
		return l.Name
	}
	rows, _ := parseRows([]byte(l.Rows))
	for _, name := range []string{l.Name, l.Path, filepath.Join(dir, filepath.Base(l.Name))} {
		if disk, err := fileRows(name); err == nil && len(disk) > 0 && continues(disk, rows) {
			return name
		}
	}
	here, _ := filepath.Abs(l.Name)
	if info, err := os.Stat(filepath.Dir(l.Path)); err == nil && info.IsDir() && l.Path != here {
		return l.Path
	}
	return l.Name
}

// restoreLog sets the rows to those of a saved run, and refuses a log that is not its
// log. Older resume files do not have the rows: they are read from the log.
func (t *trainer) restoreLog(s *savedLog) error {
	disk, err := fileRows(t.options.Log)
	if err != nil {
		return err
	}
	if s != nil {
		t.rows, _ = parseRows([]byte(s.Rows))
	} else {
		t.rows = slices.Clone(disk[:min(len(disk), t.at.Epoch-1)])
		for i, row := range t.rows {
			if row.Epoch != i+1 {
				t.rows = nil
			}
		}
	}
	if !continues(disk, t.rows) || len(disk) > len(t.rows) && disk[len(t.rows)].Epoch != t.at.Epoch {
		return fmt.Errorf("log %s: it is not the log of this run: name another with --log", t.options.Log)
	}
	if len(disk) > len(t.rows) {
		t.redone = disk[len(t.rows)]
	}
	return nil
}

// writeLog adds a row to the log of a run. If somebody else has written to the file, the
// log goes on in another one.
func (t *trainer) writeLog(row *LogRow) error {
	before := t.rows
	t.rows = append(t.rows, row)
	switch t.options.Log {
	case "":
		return nil
	case "-":
		if t.options.Watch.Log == nil {
			return nil
		}
		return appendRow(t.rows, t.options.Watch.Log)
	}
	disk, err := fileRows(t.options.Log)
	own := err == nil && continues(disk, before)
	if own && len(disk) > len(before) { // the row of an epoch that is trained again
		own = t.redone != nil && sameEpoch(disk[len(before)], row)
	}
	if t.redone = nil; !own {
		former := t.options.Log
		t.options.Log = freeName(former)
		t.note("log %s: another program has changed it: this run goes on in %s", former, t.options.Log)
	}
	return data.WriteFile(t.options.Log, []byte(rowsText(t.rows))) // as a whole: it never has half a row
}

// sameEpoch reports whether two rows are of the same epoch of the same run: all but the
// times are equal.
func sameEpoch(a, b *LogRow) bool {
	x, y := *a, *b
	x.Seconds, x.CharsPerSecond = y.Seconds, y.CharsPerSecond
	return rowsText([]*LogRow{&x}) == rowsText([]*LogRow{&y})
}

// freeName returns the first of name-2.csv, name-3.csv and so on that is not there.
func freeName(name string) string {
	ext := filepath.Ext(name)
	for i := 2; ; i++ {
		if free := strings.TrimSuffix(name, ext) + "-" + strconv.Itoa(i) + ext; !exists(free) {
			return free
		}
	}
}

// appendRow writes the last row to out, after a header if it is the first.
func appendRow(rows []*LogRow, out io.Writer) error {
	if len(rows) == 1 {
		return gocsv.Marshal(csvRows(rows), out)
	}
	return gocsv.MarshalWithoutHeaders(csvRows(rows[len(rows)-1:]), out)
}

// checkLog returns an error if the log has the name of another file of the run.
func (o *Options) checkLog() error {
	if !logged(o.Log) || o.ModelDir == "" {
		return nil
	}
	log, err := filepath.Abs(o.Log)
	dir, err2 := filepath.Abs(o.ModelDir)
	if err != nil || err2 != nil || filepath.Dir(log) != dir {
		return nil
	}
	base := filepath.Base(log)
	_, isWeights := epochOf(base)
	if isWeights || base == resumeFile || base == runFile || base == vocabularyFile || base == lockFile {
		return fmt.Errorf("log %s: %w: the run has another file of that name: name another with --log", o.Log, ErrOption)
	}
	return nil
}
