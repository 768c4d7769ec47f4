package web

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const logHead = "epoch,loss,acc,val_loss,val_acc,learning_rate,seconds,chars_per_second\n"

func TestTraining(t *testing.T) {
	folder := t.TempDir()
	log, samples := filepath.Join(folder, "log.csv"), filepath.Join(folder, "samples.abc")
	ts := start(t, fakeNetwork{}, ServeOptions{Log: log, Samples: samples})
	list := ts.open(ts.request("/api/training", nil))
	for _, name := range []string{log, samples} {
		if e := next(t, list, "note"); !strings.Contains(e.data, "not there yet") || !strings.Contains(e.data, filepath.Base(name)) {
			t.Errorf("note %s", e.data)
		}
	}
	rows := func() []logRow {
		t.Helper()
		var v struct{ Rows []logRow }
		if err := json.Unmarshal([]byte(next(t, list, "log").data), &v); err != nil {
			t.Fatal(err)
		}
		return v.Rows
	}
	write(t, log+".new", logHead+"1,2.5,0.25,,,0.001,10,1000\n")
	os.Rename(log+".new", log)
	if got := rows(); len(got) != 1 || got[0].Epoch != 1 || *got[0].Loss != 2.5 || got[0].ValLoss != nil || *got[0].CharsPerSecond != 1000 {
		t.Errorf("%+v", got)
	}
	add, err := os.OpenFile(log, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer add.Close()
	add.WriteString("2,2.2")
	if got := rows(); len(got) != 1 {
		t.Errorf("half a row: %+v", got)
	}
	add.WriteString("5,0.5,1.5,0.75,0.001,10,1000\n")
	if got := rows(); len(got) != 2 || *got[1].Loss != 2.25 || *got[1].ValLoss != 1.5 || *got[1].ValAccuracy != 0.75 {
		t.Errorf("%+v", got)
	}
	write(t, samples+".new", tuneText(1)+"\n"+tuneText(2))
	os.Rename(samples+".new", samples)
	if e := next(t, list, "tune"); !strings.Contains(e.data, `"title":"Tune 2"`) {
		t.Errorf("tune %.200s", e.data)
	}
	os.Remove(log)
	if e := next(t, list, "note"); !strings.Contains(e.data, "not there yet") {
		t.Errorf("note %s", e.data)
	}
}

func TestParseLog(t *testing.T) {
	tests := []struct {
		name, text string
		epochs     int
		fails      bool
	}{
		{"nothing", "", 0, false},
		{"half a head", "epoch,lo", 0, false},
		{"head", logHead, 0, false},
		{"other columns", "epoch,colour,loss\n3,blue,1.5\n", 1, false},
		{"fewer fields", logHead + "1,2\n", 1, false},
		{"more fields", logHead + "1,2,3,4,5,6,7,8,9\n", 1, false},
		{"not numbers", logHead + "1,NaN,+Inf,x,,,,\n", 1, false},
		{"no epoch", logHead + "x,2\n2,2\n", 1, false},
		{"a quote", logHead + "1,\"2\n2,2\n", 0, false},
		{"lines of Windows", strings.ReplaceAll(logHead+"1,2\n", "\n", "\r\n"), 1, false},
		{"another table", "a,b\n1,2\n", 0, true},
		{"column that ends in epoch", "notepoch\n1\n", 0, true},
		{"no table", "\x00\xff\n\"", 0, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rows, err := parseLog([]byte(test.text))
			if len(rows) != test.epochs || (err != nil) != test.fails {
				t.Errorf("%d rows, %v", len(rows), err)
			}
			if _, err := json.Marshal(rows); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestWatched holds what is said of files that are no files of a training.
func TestWatched(t *testing.T) {
	folder := t.TempDir()
	other := filepath.Join(folder, "other.csv")
	write(t, other, "a,b\n1,2\n")
	tests := []struct{ name, log, samples, note string }{
		{"none", "", "", "no training is watched"},
		{"another table", other, "", "other.csv: it is not a training log"},
		{"folder", folder, "", "it is not a file"},
		{"folder of samples", "", folder, "it is not a file"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ts := start(t, fakeNetwork{}, ServeOptions{Log: test.log, Samples: test.samples})
			list := ts.open(ts.request("/api/training", nil))
			if e := next(t, list, "note"); !strings.Contains(e.data, test.note) {
				t.Errorf("note %s, want %s", e.data, test.note)
			}
		})
	}
}
