package charrnn

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"charabanc/charrnn/trainlog"
	"charabanc/data"
)

// The rows of a run are kept in its resume file, too. So the run knows its log, and does
// not overwrite that of another run.

// savedLog is the log of a run in its resume file.
type savedLog struct {
	Name string `json:"name"` // as given
	Path string `json:"path"` // absolute: a run may be resumed from another folder
	Rows string `json:"rows"` // as in the file
}

// savedLog returns what the resume file has of the log.
func (t *trainer) savedLog() *savedLog {
	l := &savedLog{Name: t.options.Log, Rows: trainlog.Text(t.rows)}
	if trainlog.IsFile(l.Name) {
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
	rows, _ := trainlog.Parse([]byte(l.Rows))
	for _, name := range []string{l.Name, l.Path, filepath.Join(dir, filepath.Base(l.Name))} {
		if disk, err := trainlog.ReadFile(name); err == nil && len(disk) > 0 && trainlog.Continues(disk, rows) {
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
	disk, err := trainlog.ReadFile(t.options.Log)
	if err != nil {
		return err
	}
	if s != nil {
		t.rows, _ = trainlog.Parse([]byte(s.Rows))
	} else {
		t.rows = slices.Clone(disk[:min(len(disk), t.at.Epoch-1)])
		for i, row := range t.rows {
			if row.Epoch != i+1 {
				t.rows = nil
			}
		}
	}
	if !trainlog.Continues(disk, t.rows) || len(disk) > len(t.rows) && disk[len(t.rows)].Epoch != t.at.Epoch {
		return fmt.Errorf("log %s: it is not the log of this run: name another with --log", t.options.Log)
	}
	if len(disk) > len(t.rows) {
		t.redone = disk[len(t.rows)]
	}
	return nil
}

// writeLog adds a row to the log of a run. If somebody else has written to the file, the
// log goes on in another one.
func (t *trainer) writeLog(row *trainlog.Row) error {
	before := t.rows
	t.rows = append(t.rows, row)
	switch t.options.Log {
	case "":
		return nil
	case "-":
		if t.options.Watch.Log == nil {
			return nil
		}
		return trainlog.AppendRow(t.rows, t.options.Watch.Log)
	}
	disk, err := trainlog.ReadFile(t.options.Log)
	own := err == nil && trainlog.Continues(disk, before)
	if own && len(disk) > len(before) { // the row of an epoch that is trained again
		own = t.redone != nil && trainlog.SameEpoch(disk[len(before)], row)
	}
	if t.redone = nil; !own {
		former := t.options.Log
		t.options.Log = freeName(former)
		t.note("log %s: another program has changed it: this run goes on in %s", former, t.options.Log)
	}
	return data.WriteFile(t.options.Log, []byte(trainlog.Text(t.rows))) // as a whole: it never has half a row
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

// checkLog returns an error if the log has the name of another file of the run.
func (o *Options) checkLog() error {
	if !trainlog.IsFile(o.Log) || o.ModelDir == "" {
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
