package sweep

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"charabanc/charrnn/trainlog"
)

// sweepOf returns a sweep of a grid in a folder. Its runs end at once.
func sweepOf(t *testing.T, dir, grid string) *Sweep {
	t.Helper()
	g, err := ParseGrid("grid.csv", []byte(grid))
	if err != nil {
		t.Fatal(err)
	}
	s := &Sweep{Grid: g, Folder: filepath.Join(dir, "results"), Output: filepath.Join(dir, "results.csv"), Jobs: 1, Out: &strings.Builder{}}
	for _, r := range g.Rows {
		s.Flags = append(s.Flags, r.Cells)
	}
	s.Run = func(_ context.Context, j Job) ([]*trainlog.Row, error) {
		j.Begun()
		return logOf(float64(j.Row.Number)), nil
	}
	return s
}

// logOf returns a log of two epochs, the first of which is the best.
func logOf(loss float64) []*trainlog.Row {
	return []*trainlog.Row{
		{Epoch: 1, Loss: 3, ValidationLoss: new(loss), ValidationAccuracy: new(0.5), Seconds: 1, CharsPerSecond: 100},
		{Epoch: 2, Loss: 2.5, ValidationLoss: new(loss + 1), ValidationAccuracy: new(0.25), Seconds: 3, CharsPerSecond: 200},
	}
}

// results returns the lines of the results after the header, without those columns that are
// the same for all: "cells|val_loss|error".
func results(t *testing.T, s *Sweep) string {
	t.Helper()
	text, err := os.ReadFile(s.Output)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimSpace(line), ",")
		n := len(s.Grid.Columns)
		list = append(list, strings.Join(cells[:n+1], ",")+","+cells[len(cells)-1])
	}
	return strings.Join(list[1:], " ")
}

func TestResults(t *testing.T) {
	s := sweepOf(t, t.TempDir(), "units,name\n8,\n16,wide\n")
	if err := s.Do(t.Context()); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(s.Output)
	want := "units,name,val_loss,best_epoch,val_acc,loss,epochs_done,seconds,chars_per_second,folder,error\n" +
		"8,,1,1,0.5,2.5,2,4,175," + s.folder(s.Grid.Rows[0]) + ",\n" +
		"16,wide,2,1,0.5,2.5,2,4,175," + s.folder(s.Grid.Rows[1]) + ",\n"
	if err != nil || string(text) != want {
		t.Errorf("%v\n%s\nwant\n%s", err, text, want)
	}
	lines := "row 1 of 2: begun\nrow 1 of 2: held out: loss 1.0000 after epoch 1, 0s\n" +
		"row 2 of 2, wide: begun\nrow 2 of 2, wide: held out: loss 2.0000 after epoch 1, 0s\n" + s.Output + ": 2 of 2 runs done\n"
	if got := s.Out.(*strings.Builder).String(); got != lines {
		t.Errorf("printed\n%s", got)
	}
}

// TestOrder ends the runs in the opposite order. Results are in that of the grid.
func TestOrder(t *testing.T) {
	s := sweepOf(t, t.TempDir(), "units\n1\n2\n3\n4\n")
	s.Jobs = 4
	ended := make([]chan struct{}, 6)
	for i := range ended {
		ended[i] = make(chan struct{})
	}
	close(ended[5])
	s.Run = func(_ context.Context, j Job) ([]*trainlog.Row, error) {
		<-ended[j.Row.Number+1]
		defer close(ended[j.Row.Number])
		return logOf(float64(j.Row.Number)), nil
	}
	if err := s.Do(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, want := results(t, s), "1,1, 2,2, 3,3, 4,4,"; got != want {
		t.Errorf("results %s, want %s", got, want)
	}
}

// TestAgain calls a sweep again after something has happened.
func TestAgain(t *testing.T) {
	boom := errors.New("boom\nbang")
	type call struct {
		grid string
		err  error  // of each run
		stop bool   // the sweep is interrupted in its first run
		only int    // row
		want string // runs, "+" if they are continued; results
	}
	for name, calls := range map[string][]call{
		"done": {
			{grid: "units\n1\n2\n", want: "1 2: 1,1, 2,2,"},
			{grid: "units\n1\n2\n", want: ": 1,1, 2,2,"},
		},
		"a row is edited, one is added": {
			{grid: "units\n1\n2\n", want: "1 2: 1,1, 2,2,"},
			{grid: "units\n1\n7\n8\n", want: "2 3: 1,1, 7,2, 8,3,"},
		},
		"a row was added that has not run": {
			{grid: "units\n1\n2\n", want: "1 2: 1,1, 2,2,"},
			{grid: "units\n5\n2\n3\n", only: 3, want: "3: 5,, 2,2, 3,3,"},
		},
		"failed": {
			{grid: "units\n1\n2\n", err: boom, want: "1 2: 1,,boom bang 2,,boom bang"},
			{grid: "units\n1\n2\n", want: "1+ 2+: 1,1, 2,2,"},
		},
		"interrupted": {
			{grid: "units\n1\n2\n", stop: true, want: "1: 1,, 2,,"},
			{grid: "units\n1\n2\n", want: "1+ 2: 1,1, 2,2,"},
		},
		"it cannot be saved": {
			{grid: "units\n1\n2\n", stop: true, err: boom, want: "1: 1,,boom bang 2,,"},
			{grid: "units\n1\n2\n", want: "1+ 2: 1,1, 2,2,"},
		},
		"interrupted and edited": {
			{grid: "units\n1\n2\n", stop: true, want: "1: 1,, 2,,"},
			{grid: "units\n3\n2\n", want: "1 2: 3,1, 2,2,"},
		},
		"one row": {
			{grid: "units\n1\n2\n3\n", only: 2, want: "2: 1,, 2,2, 3,,"},
			{grid: "units\n1\n2\n3\n", want: "1 3: 1,1, 2,2, 3,3,"},
		},
	} {
		dir := t.TempDir()
		for i, c := range calls {
			s := sweepOf(t, dir, c.grid)
			s.Only, s.Failed = c.only, s.Failures()
			ctx, cancel := context.WithCancel(t.Context())
			var ran []string
			s.Run = func(ctx context.Context, j Job) ([]*trainlog.Row, error) {
				name := j.Row.Name
				if j.Resume {
					name += "+"
				}
				ran = append(ran, name)
				j.Begun()
				if c.stop {
					cancel()
					return nil, cmp.Or(c.err, ctx.Err())
				}
				return logOf(float64(j.Row.Number)), c.err
			}
			err := s.Do(ctx)
			cancel()
			if got := strings.Join(ran, " ") + ": " + results(t, s); got != c.want {
				t.Errorf("%s, call %d: %s\nwant %s", name, i+1, got, c.want)
			}
			if c.stop != errors.Is(err, context.Canceled) || (c.err != nil && !c.stop) != errors.Is(err, ErrFailed) {
				t.Errorf("%s, call %d: error %v", name, i+1, err)
			}
		}
	}
}

// TestCannotContinue begins a run anew whose files cannot be continued.
func TestCannotContinue(t *testing.T) {
	s := sweepOf(t, t.TempDir(), "units\n1\n")
	r := &record{Flags: s.Flags[0], Begun: true}
	if err := makeFolder(s.folder(s.Grid.Rows[0])); err != nil {
		t.Fatal(err)
	}
	if err := r.write(s.folder(s.Grid.Rows[0])); err != nil {
		t.Fatal(err)
	}
	whole := s.Run
	s.Run = func(ctx context.Context, j Job) ([]*trainlog.Row, error) {
		if j.Resume {
			return nil, errors.New("the text has changed")
		}
		return whole(ctx, j)
	}
	if err := s.Do(t.Context()); err != nil || results(t, s) != "1,1," {
		t.Errorf("error %v, results %s", err, results(t, s))
	}
}

// TestNoRecord ends a sweep when the record of a run cannot be written.
func TestNoRecord(t *testing.T) {
	s := sweepOf(t, t.TempDir(), "units\n1\n2\n")
	if err := os.MkdirAll(filepath.Join(s.folder(s.Grid.Rows[0]), recordFile), 0o777); err != nil {
		t.Fatal(err)
	}
	s.Run = func(ctx context.Context, j Job) ([]*trainlog.Row, error) {
		j.Begun()
		return nil, ctx.Err()
	}
	if err := s.Do(t.Context()); err == nil || !strings.Contains(err.Error(), recordFile+": it is a folder") {
		t.Errorf("error %v", err)
	}
}

// TestSeveralProcesses trains one grid with several sweeps, as processes would. Each row is
// trained once, those that fail too, and every sweep that waits has all results.
func TestSeveralProcesses(t *testing.T) {
	dir := t.TempDir()
	var lock sync.Mutex
	var ran []string
	var all sync.WaitGroup
	for i := range 3 {
		s := sweepOf(t, dir, "units\n1\n2\n3\n4\n5\n6\n7\n8\n9\n")
		s.Jobs, s.Wait, s.Failed = 2, i == 0, map[int]int{}
		s.Run = func(_ context.Context, j Job) ([]*trainlog.Row, error) {
			lock.Lock()
			ran = append(ran, j.Row.Name)
			lock.Unlock()
			time.Sleep(time.Millisecond)
			if j.Row.Number == 5 {
				return nil, errors.New("boom")
			}
			return logOf(float64(j.Row.Number)), nil
		}
		all.Go(func() {
			err := s.Do(t.Context())
			if !s.Wait {
				return
			}
			if got, want := results(t, s), "1,1, 2,2, 3,3, 4,4, 5,,boom 6,6, 7,7, 8,8, 9,9,"; got != want || !errors.Is(err, ErrFailed) {
				t.Errorf("error %v, results %s", err, got)
			}
		})
	}
	all.Wait()
	if slices.Sort(ran); strings.Join(ran, "") != "123456789" {
		t.Errorf("rows %q were trained", ran)
	}
}

// TestHeld passes over a row that another process has.
func TestHeld(t *testing.T) {
	s := sweepOf(t, t.TempDir(), "units\n1\n2\n")
	release, ok, err := claim(s.folder(s.Grid.Rows[0]))
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	if err := s.Do(t.Context()); err != nil || results(t, s) != "1,, 2,2," {
		t.Errorf("error %v, results %s", err, results(t, s))
	}
	if got := s.Out.(*strings.Builder).String(); !strings.HasSuffix(got, "\nleft to other processes: 1 run\n"+s.Output+": 1 of 2 runs done\n") {
		t.Errorf("printed %s", got)
	}
	release()
	if err := s.Do(t.Context()); err != nil || results(t, s) != "1,1, 2,2," {
		t.Errorf("error %v, results %s", err, results(t, s))
	}
}

func TestOtherContent(t *testing.T) {
	tail := "," + strings.Join(resultColumns, ",") + "\n"
	for name, c := range map[string]struct{ text, want string }{
		"nothing":       {"", ""},
		"this grid":     {"units,layers" + tail, ""},
		"fewer columns": {"units" + tail, ""},
		"more columns":  {"layers,clip,units" + tail, ""},
		"another grid":  {"units,clip" + tail, "it has the results of another grid: name another file with -o, or move it away"},
		"a log":         {"epoch,loss,acc\n1,2,3\n", "it has other content than results of a sweep: name another file with -o, or move it away"},
		"no table":      {"\"a\nb", "it has other content than results of a sweep: name another file with -o, or move it away"},
	} {
		s := sweepOf(t, t.TempDir(), "units,layers\n1,1\n")
		os.WriteFile(s.Output, []byte(c.text), 0o644)
		err := s.Do(t.Context())
		if c.want == "" && err != nil || c.want != "" && (err == nil || err.Error() != s.Output+": "+c.want) {
			t.Errorf("%s: error %v", name, err)
		}
		if text, _ := os.ReadFile(s.Output); c.want != "" && string(text) != c.text {
			t.Errorf("%s: it was overwritten", name)
		}
	}
}

// TestFolderInTheWay ends a sweep that cannot write.
func TestFolderInTheWay(t *testing.T) {
	s := sweepOf(t, t.TempDir(), "units\n1\n2\n")
	os.WriteFile(s.Folder, nil, 0o644)
	if err := s.Do(t.Context()); err == nil || errors.Is(err, ErrFailed) {
		t.Errorf("error %v", err)
	}
}
