package charrnn

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"charabanc/charrnn/trainlog"
)

// interrupted trains with o until a step of an epoch.
func interrupted(t *testing.T, o Options, epoch, step int) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	o.Watch.Step = func(p Progress) {
		if p.Epoch == epoch && p.Step == step {
			stop()
		}
	}
	if err := runTraining(ctx, o, false); !errors.Is(err, ErrInterrupted) {
		t.Fatalf("stopping gave error %v", err)
	}
}

// resumed returns the options of the run in a folder.
func resumed(t *testing.T, dir string) Options {
	t.Helper()
	o, err := ResumeOptions(dir)
	if err != nil {
		t.Fatal(err)
	}
	o.Critic = testCritic{}
	return o
}

// TestResumeKeeps resumes a run without naming its options, and checks that checkpoints
// that were due stay, and that another log is not touched.
func TestResumeKeeps(t *testing.T) {
	t.Chdir(t.TempDir())
	os.WriteFile("training_log.csv", []byte(oneRow), 0o644)
	o := tinyOptions("model")
	o.Epochs, o.Frequency, o.EarlyStop, o.SampleEvery = 5, 1, 4, 3
	o.Log = filepath.Join("logs", "run.csv")
	interrupted(t, o, 3, 1)
	r := resumed(t, "model")
	if r.Frequency != 1 || r.Log != o.Log || r.EarlyStop != 4 || r.SampleEvery != 3 {
		t.Fatalf("resumed with %+v", r)
	}
	r.Frequency = 10
	if err := runTraining(t.Context(), r, true); err != nil {
		t.Fatal(err)
	}
	got := savedEpochs("model")
	for _, epoch := range []int{1, 2, 3, 5} { // 3 was due when its epoch began
		if !slices.Contains(got, epoch) {
			t.Errorf("checkpoints %v: that of epoch %d is missing", got, epoch)
		}
	}
	if rows, err := trainlog.ReadFile(o.Log); err != nil || len(rows) != 5 {
		t.Errorf("%d rows in the log, error %v", len(rows), err)
	}
	if text, _ := os.ReadFile("training_log.csv"); string(text) != oneRow {
		t.Errorf("the other log is %q", text)
	}
}

// TestResumeElsewhere resumes a run from another folder, where another log has the name
// of its log.
func TestResumeElsewhere(t *testing.T) {
	home, other := t.TempDir(), t.TempDir()
	t.Chdir(home)
	o := tinyOptions("model")
	o.Log = "log.csv"
	interrupted(t, o, 3, 1)
	t.Chdir(other)
	os.WriteFile("log.csv", []byte(oneRow), 0o644)
	r := resumed(t, filepath.Join(home, "model"))
	if err := runTraining(t.Context(), r, true); err != nil {
		t.Fatal(err)
	}
	if rows, err := trainlog.ReadFile(filepath.Join(home, "log.csv")); err != nil || len(rows) != 4 {
		t.Errorf("%d rows in the log, error %v", len(rows), err)
	}
	if text, _ := os.ReadFile("log.csv"); string(text) != oneRow {
		t.Errorf("the other log is %q", text)
	}
}

// TestResumeLog resumes with logs that may be those of the run.
func TestResumeLog(t *testing.T) {
	for name, test := range map[string]struct {
		change  func(text string) string // the log when the run is resumed
		refused bool
	}{
		"as it was":       {func(text string) string { return text }, false},
		"gone":            {func(text string) string { return "" }, false},
		"shorter":         {func(text string) string { return text[:strings.Index(text, "\n2,")+1] }, false},
		"of another run":  {func(text string) string { return strings.Replace(text, "\n1,", "\n1,9", 1) }, true},
		"longer":          {func(text string) string { return text + "3,1,1,1,1,1,1,1\n4,1,1,1,1,1,1,1\n" }, true},
		"with epoch 9":    {func(text string) string { return text + "9,1,1,1,1,1,1,1\n" }, true},
		"no log":          {func(text string) string { return "X:1\nK:C\nabc|\n" }, true},
		"another epoch 3": {func(text string) string { return text + "3,1,1,1,1,1,1,1\n" }, false}, // moves on to log-2.csv
	} {
		t.Run(name, func(t *testing.T) {
			o := tinyOptions(t.TempDir())
			interrupted(t, o, 3, 1)
			text, _ := os.ReadFile(o.Log)
			changed := test.change(string(text))
			os.WriteFile(o.Log, []byte(changed), 0o644)
			if changed == "" {
				os.Remove(o.Log)
			}
			r := resumed(t, o.ModelDir)
			var notes []string
			r.Watch.Note = func(line string) {
				if strings.Contains(line, "goes on in") {
					notes = append(notes, line)
				}
			}
			err := runTraining(t.Context(), r, true)
			if test.refused {
				if err == nil || !strings.Contains(err.Error(), "name another with --log") {
					t.Errorf("error %v", err)
				}
				if now, _ := os.ReadFile(o.Log); string(now) != changed {
					t.Errorf("the log became %q", now)
				}
				r.Log = filepath.Join(o.ModelDir, "other.csv")
				err = runTraining(t.Context(), r, true)
			}
			if err != nil {
				t.Fatal(err)
			}
			log := r.Log
			if len(notes) > 0 {
				log = filepath.Join(o.ModelDir, "log-2.csv")
				if now, _ := os.ReadFile(o.Log); string(now) != changed {
					t.Errorf("the log became %q", now)
				}
			}
			if rows, err := trainlog.ReadFile(log); err != nil || len(rows) != 4 {
				t.Errorf("%d rows in %s, error %v; notes %q", len(rows), log, err, notes)
			}
		})
	}
}

// TestLogTaken writes to the log while the run does.
func TestLogTaken(t *testing.T) {
	o := tinyOptions(t.TempDir())
	var notes []string
	o.Watch = Watch{
		Epoch: func(r trainlog.Row) {
			if r.Epoch == 2 {
				os.WriteFile(o.Log, []byte(oneRow), 0o644)
			}
		},
		Note: func(line string) { notes = append(notes, line) },
	}
	if err := runTraining(t.Context(), o, false); err != nil {
		t.Fatal(err)
	}
	second := filepath.Join(o.ModelDir, "log-2.csv")
	if rows, err := trainlog.ReadFile(second); err != nil || len(rows) != 4 {
		t.Errorf("%d rows, error %v", len(rows), err)
	}
	if text, _ := os.ReadFile(o.Log); string(text) != oneRow {
		t.Errorf("the log is %q", text)
	}
	if !slices.ContainsFunc(notes, func(s string) bool { return strings.Contains(s, "goes on in "+second) }) {
		t.Errorf("notes %q", notes)
	}
	if r := resumed(t, o.ModelDir); r.Log != second {
		t.Errorf("the run would be resumed with log %s", r.Log)
	}
}

// TestLogNames checks that a log cannot have the name of another file of the run.
func TestLogNames(t *testing.T) {
	for name, want := range map[string]bool{
		"log.csv": true, "run.json": false, "weights.3.safetensors": false, "weights.x.safetensors": true,
		"resume.safetensors": false, "char_to_idx.json": false, ".lock": false,
	} {
		o := DefaultOptions()
		o.Log = filepath.Join(".", "model", name)
		if err := o.Check(); (err == nil) != want || err != nil && !errors.Is(err, ErrOption) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}
