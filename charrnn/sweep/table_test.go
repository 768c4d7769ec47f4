package sweep

import (
	"bytes"
	"errors"
	"math"
	"strings"
	"testing"

	"charabanc/charrnn/trainlog"
	"gonum.org/v1/plot/plotter"
)

// tableOf returns the results of a grid. A line is "cells: bits", "cells: error", or "cells:"
// for a run that is not done.
func tableOf(t *testing.T, columns string, lines ...string) *Table {
	t.Helper()
	var text strings.Builder
	text.WriteString(columns + "," + strings.Join(resultColumns, ",") + "\n")
	for _, l := range lines {
		cells, result, _ := strings.Cut(l, ":")
		tail := ",,,,,,,results/x," + strings.TrimSpace(result)
		for _, bits := range []struct{ text, nats string }{{"1", "0.693147"}, {"2", "1.386294"}, {"3", "2.079442"}, {"0", "0"}} {
			switch strings.TrimSpace(result) {
			case bits.text:
				tail = bits.nats + ",5," + bits.nats + ",1,9,10,100,results/x,"
			case bits.text + " of training":
				tail = ",9,," + bits.nats + ",9,10,100,results/x,"
			}
		}
		text.WriteString(cells + "," + tail + "\n")
	}
	table, err := ParseTable([]byte(text.String()))
	if err != nil {
		t.Fatalf("%v:\n%s", err, text.String())
	}
	return table
}

func TestBars(t *testing.T) {
	for _, c := range []struct {
		name  string
		table *Table
		want  []string // the beginning of each line
	}{
		{"numbers", tableOf(t, "units,layers", "64,1: 1", "8,1: 2", "16,1:", "32,1: boom"), []string{
			"units", "8      " + strings.Repeat("█", 67), "16     not done", "32     failed: boom", "64     " + strings.Repeat("█", 33) + "▌ ",
			"bits per symbol, held out; best: 1.000 after epoch 5, in results/x"}},
		{"several columns", tableOf(t, "units,recipe", "8,: 3", "9,best: 1 of training"), []string{
			"units  recipe", "9      best    █", "8              █", "bits per symbol, held out, or of the training text if nothing is; best: 1.000 after epoch 9"}},
		{"names", tableOf(t, "name,units", "a,8: 2 of training", "b,8: 2 of training"), []string{"name", "x     █", "x     █", "bits per symbol of the training text; "}},
		{"nothing done", tableOf(t, "units", "8: boom", "9:"), []string{"units", "8      failed: boom", "9      not done"}},
		{"a loss of 0", tableOf(t, "units", "8: 0"), []string{"name", "x    ", "bits"}},
	} {
		var out strings.Builder
		if err := c.table.Bars(&out); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
		for i, line := range lines {
			if i >= len(c.want) || !strings.HasPrefix(line, c.want[i]) {
				t.Errorf("%s: line %d: %q", c.name, i+1, line)
			}
			if n := len([]rune(line)); n > lineWidth && i < len(lines)-1 {
				t.Errorf("%s: line %d has %d characters", c.name, i+1, n)
			}
		}
		if len(lines) < len(c.want) {
			t.Errorf("%s: %d lines", c.name, len(lines))
		}
	}
}

func TestPlot(t *testing.T) {
	for _, c := range []struct {
		name  string
		table *Table
		has   []string // text in the picture
		not   string
	}{
		{"numbers", tableOf(t, "units", "8: 1", "16: 2", "32:"), []string{">units<", "bits per symbol, held out", "best: units=8, 1.000"}, "units=16"},
		{"decades", tableOf(t, "clip", "0.01: 1", "100: 2"), []string{">0.1<", ">1<", ">10<"}, "units"},
		{"lines", tableOf(t, "units,layers,random-seed", "8,1,1: 1", "9,1,1: 2", "10,1,1: 2", "8,2,1: 3", "9,2,1: 2", "9,2,2: 1"), []string{">units<", ">layers=1<", ">layers=2<"}, ">random-seed=1<"},
		{"no numbers", tableOf(t, "recipe", "best: 1", "plain: 2"), []string{">recipe=best  1.000<", ">recipe=plain  2.000<"}, "best: "},
		{"an empty cell", tableOf(t, "units", "8: 1", ": 2"), []string{">units=8  1.000<", ">as usual  2.000<"}, "best: "},
		{"all differ", tableOf(t, "units,dropout", "8,0: 1", "9,0.1: 2", "10,0.2: 3"), []string{">units=9 dropout=0.1  2.000<"}, "best: "},
		{"one run", tableOf(t, "name,units", "a,8: 1"), []string{">a  1.000<"}, "best: "},
	} {
		var out bytes.Buffer
		if err := c.table.Plot(&out, trainlog.PlotOptions{}); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		for _, text := range c.has {
			if !strings.Contains(out.String(), text) {
				t.Errorf("%s: no %q", c.name, text)
			}
		}
		if strings.Contains(out.String(), c.not) {
			t.Errorf("%s: %q is in it", c.name, c.not)
		}
	}
	var out bytes.Buffer
	accuracies := trainlog.PlotOptions{Accuracy: true}
	if err := tableOf(t, "units", "8: 1", "9: 2").Plot(&out, accuracies); err != nil || !strings.Contains(out.String(), "best: units=9, 1.386") {
		t.Errorf("accuracies: error %v", err)
	}
	for name, table := range map[string]*Table{"failed": tableOf(t, "units", "8: boom"), "training": tableOf(t, "units", "8: 1 of training")} {
		if err := table.Plot(&out, accuracies); !errors.Is(err, errNothing) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// TestManyBars draws the best of more runs than a picture has room for.
func TestManyBars(t *testing.T) {
	lines := []string{"worst: 3"}
	for i := range maxBars {
		lines = append(lines, "r"+strings.Repeat("x", i)+": 1")
	}
	var out bytes.Buffer
	if err := tableOf(t, "recipe", lines...).Plot(&out, trainlog.PlotOptions{}); err != nil {
		t.Fatal(err)
	}
	if text := out.String(); !strings.Contains(text, "the best 30 of 31 runs") || strings.Contains(text, "worst") {
		t.Error("not the best 30 of 31 runs")
	}
}

func TestMeans(t *testing.T) {
	got := means(plotter.XYs{{X: 2, Y: 1}, {X: 1, Y: 5}, {X: 2, Y: 4}})
	if len(got) != 2 || got[0] != (plotter.XY{X: 1, Y: 5}) || got[1] != (plotter.XY{X: 2, Y: 2.5}) {
		t.Errorf("means %v", got)
	}
}

// FuzzTable draws any file of results.
func FuzzTable(f *testing.F) {
	header := "units," + strings.Join(resultColumns, ",") + "\n"
	f.Add(header + "8,1,1,0.5,1,1,1,1,f,\n")
	f.Add(header + "8,-1,1,0.5,1,1,1,1,f,\n9,NaN,,,1e308,,,,,x\n")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := ParseTable([]byte(text))
		if err != nil {
			return
		}
		var out strings.Builder
		if err := table.Bars(&out); err != nil {
			t.Error(err)
		}
		for _, r := range table.done() {
			if math.IsNaN(r.bits) {
				t.Error("a run is done that has no loss")
			}
		}
		table.Plot(&out, trainlog.PlotOptions{})
	})
}
