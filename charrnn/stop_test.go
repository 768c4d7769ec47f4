package charrnn

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/trainlog"
)

// TestEarlyStop trains until the held-out loss rises, in one go and in two.
func TestEarlyStop(t *testing.T) {
	options := func() Options {
		o := tinyOptions(t.TempDir())
		o.Epochs, o.LearningRate, o.EarlyStop, o.Frequency = 200, 0.05, 3, 1000
		return o
	}
	o := options()
	var out Outcome
	o.Watch.End = func(r Outcome) { out = r }
	if err := runTraining(t.Context(), o, false); err != nil {
		t.Fatal(err)
	}
	last := len(out.Rows)
	if !out.Stopped || last >= 200 || last-out.Best != 3 || *out.Rows[out.Best-1].ValidationLoss != out.BestLoss {
		t.Fatalf("stopped %v after %d epochs, best %d with %v", out.Stopped, last, out.Best, out.BestLoss)
	}
	if name, err := FindCheckpoint(o.ModelDir, ""); err != nil || name != weightsFile(o.ModelDir, out.Best) {
		t.Errorf("best is %s, error %v", name, err)
	}
	if err := runTraining(t.Context(), resumed(t, o.ModelDir), true); err == nil || !strings.Contains(err.Error(), "early-stop") {
		t.Errorf("resuming a run that has stopped: error %v", err)
	}
	parts := options()
	interrupted(t, parts, out.Best+2, 3)
	if err := runTraining(t.Context(), resumed(t, parts.ModelDir), true); err != nil {
		t.Fatal(err)
	}
	if rows, _ := trainlog.ReadFile(parts.Log); len(rows) != last {
		t.Errorf("resumed, it stopped after %d epochs, want %d", len(rows), last)
	}
	more := resumed(t, o.ModelDir)
	more.EarlyStop, more.Epochs = 0, last+2
	if err := runTraining(t.Context(), more, true); err != nil {
		t.Errorf("without an early stop: %v", err)
	}
}

func TestEarlyStopRefused(t *testing.T) {
	for name, change := range map[string]func(*Options){
		"no validation": func(o *Options) { o.Validation = 0 },
		"practice":      func(o *Options) { o.Reset, o.Settle, o.Practice = true, 0.5, 0.5 },
	} {
		o := tinyOptions(t.TempDir())
		o.EarlyStop = 2
		change(&o)
		if err := runTraining(t.Context(), o, false); !errors.Is(err, ErrOption) || !strings.HasPrefix(err.Error(), "early-stop 2") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// TestExplosion trains with a learning rate that makes the loss explode without becoming
// infinite.
func TestExplosion(t *testing.T) {
	o := tinyOptions(t.TempDir())
	o.Epochs, o.Frequency = 2, 1
	if err := runTraining(t.Context(), o, false); err != nil {
		t.Fatal(err)
	}
	before := weights(t, o.ModelDir, 2)
	r := resumed(t, o.ModelDir)
	r.Epochs = 9
	tr, _, err := restart(t.Context(), tinyCorpus(), r)
	if err != nil {
		t.Fatal(err)
	}
	defer tr.close()
	tr.options.LearningRate = 500
	for err == nil && tr.at.Epoch <= 9 {
		err = tr.epoch(t.Context())
	}
	if !errors.Is(err, ErrDiverged) || !strings.Contains(err.Error(), "lower --learning-rate") {
		t.Errorf("error %v", err)
	}
	if weights(t, o.ModelDir, 2) != before {
		t.Error("the last good checkpoint is gone")
	}
	for loss, want := range map[float64]bool{0: false, 20: true, 5: false, math.Inf(1): true, math.NaN(): true} {
		if got := tr.diverged(loss); got != want {
			t.Errorf("a loss of %v with %d symbols: diverged %v", loss, tr.vocabulary.Len(), got)
		}
	}
}

// TestNothingHeldOut trains on texts of which nothing can be held out.
func TestNothingHeldOut(t *testing.T) {
	long := strings.Repeat("abc def ", 50)
	for name, test := range map[string]struct {
		corpus *corpus.Corpus
		share  float64
		note   string
	}{
		"all equal":   {&corpus.Corpus{Pieces: slices.Repeat([]string{"X:1\nabcdefg\n\n"}, 40)}, 0.1, "all 40 tunes are equal"},
		"tiny share":  {&corpus.Corpus{Pieces: []string{long}}, 0.0001, "raise --validation"},
		"one symbol":  {&corpus.Corpus{Pieces: []string{long}, HeldOut: []string{"a"}}, 0.1, "fewer than two symbols"},
		"share of 0":  {&corpus.Corpus{Pieces: []string{long}}, 0, ""},
		"large share": {&corpus.Corpus{Pieces: []string{long}}, 0.2, ""},
	} {
		o := tinyOptions(t.TempDir())
		o.Epochs, o.Validation = 1, test.share
		var notes []string
		o.Watch = Watch{Note: func(line string) { notes = append(notes, line) }}
		c, err := Train(t.Context(), test.corpus, o)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		held := slices.IndexFunc(notes, func(s string) bool { return strings.HasPrefix(s, "nothing is held out") })
		if (held >= 0) != (test.note != "") || held >= 0 && !strings.Contains(notes[held], test.note) {
			t.Errorf("%s: notes %q, want %q", name, notes, test.note)
		}
		rows, _ := trainlog.ReadFile(o.Log)
		if (rows[0].ValidationLoss != nil) != (test.share == 0.2) {
			t.Errorf("%s: logged %+v", name, *rows[0])
		}
		if _, _, ok := c.HeldOut(test.corpus); ok && test.note != "" && name == "all equal" {
			t.Errorf("%s: the checkpoint has held-out tunes", name)
		}
	}
}

// TestStopsAnywhere ends the context in each phase of a run, and resumes it.
func TestStopsAnywhere(t *testing.T) {
	options := func() Options {
		o := tinyOptions(t.TempDir())
		o.Reset, o.Settle, o.Practice, o.SampleEvery, o.Frequency = true, 0.5, 0.5, 1, 1
		o.Watch.Sample = func(int, string) {}
		return o
	}
	through := options()
	if err := runTraining(t.Context(), through, false); err != nil {
		t.Fatal(err)
	}
	for name, arrange := range map[string]func(o *Options, stop func()){
		"at the start":       func(o *Options, stop func()) { o.Watch.Begin = func(Overview) { stop() } },
		"while it practises": func(o *Options, stop func()) { o.Critic = stopsGenerating(stop) },
		"before evaluating": func(o *Options, stop func()) {
			o.Watch.Step = func(p Progress) {
				if p.Step == p.Steps {
					stop()
				}
			}
		},
		"before a sample": func(o *Options, stop func()) { o.Watch.Epoch = func(trainlog.Row) { stop() } },
	} {
		o := options()
		ctx, stop := context.WithCancel(t.Context())
		arrange(&o, stop)
		if err := runTraining(ctx, o, false); !errors.Is(err, ErrInterrupted) {
			t.Errorf("%s: error %v", name, err)
		}
		stop()
		r := resumed(t, o.ModelDir)
		if err := runTraining(t.Context(), r, true); err != nil {
			t.Errorf("%s: resuming: %v", name, err)
		}
		if weights(t, o.ModelDir, 4) != weights(t, through.ModelDir, 4) {
			t.Errorf("%s: the resumed run has other weights", name)
		}
	}
}

// TestEvaluatingStops ends the context while held-out tunes are evaluated.
func TestEvaluatingStops(t *testing.T) {
	o := tinyOptions(t.TempDir())
	tr, err := newTrainer(tinyCorpus(), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tr.close()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := tr.evaluate(ctx); !errors.Is(err, ErrInterrupted) {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(resumePath(o.ModelDir)); err != nil {
		t.Errorf("not saved: %v", err)
	}
}

// TestSampleEvery checks the tunes of a run, and that they do not change it.
func TestSampleEvery(t *testing.T) {
	var tunes []string
	var dir string
	run := func(every int) string {
		dir = t.TempDir()
		o := tinyOptions(dir)
		o.SampleEvery = every
		o.Watch.Sample = func(epoch int, tune string) {
			if epoch%2 != 0 || tune == "" || len(tune) > 2*maxPreview {
				t.Errorf("epoch %d: tune %q", epoch, tune)
			}
			tunes = append(tunes, tune)
		}
		if err := runTraining(t.Context(), o, false); err != nil {
			t.Fatal(err)
		}
		return weights(t, o.ModelDir, 4)
	}
	without := run(0)
	if len(tunes) != 0 {
		t.Errorf("%d tunes, want none", len(tunes))
	}
	if run(2) != without {
		t.Error("generated tunes change the weights")
	}
	if len(tunes) != 2 || tunes[0] == tunes[1] {
		t.Errorf("tunes %q, want two", tunes)
	}
	if got, err := os.ReadFile(SampleFile(dir)); err != nil || string(got) != strings.TrimRight(tunes[1], "\n")+"\n" {
		t.Errorf("file %q, error %v, want the second tune", got, err)
	}
	if first := tunes; run(2) == "" || !slices.Equal(first, tunes[2:]) {
		t.Error("the same run gives other tunes")
	}
}

// TestSampleFile: the latest tune is in the model folder though nobody watches; where it
// cannot be written, one note says so.
func TestSampleFile(t *testing.T) {
	for name, test := range map[string]struct {
		blocked bool
		notes   int
	}{"written": {false, 0}, "a folder is in its place": {true, 1}} {
		t.Run(name, func(t *testing.T) {
			o := tinyOptions(t.TempDir())
			o.SampleEvery = 1
			file := SampleFile(o.ModelDir)
			var notes []string
			o.Watch.Note = func(line string) {
				if strings.Contains(line, "sample.abc") {
					notes = append(notes, line)
				}
			}
			o.Watch.Begin = func(Overview) {
				if test.blocked {
					os.MkdirAll(filepath.Join(file, "x"), 0o755)
				}
			}
			if err := runTraining(t.Context(), o, false); err != nil {
				t.Fatal(err)
			}
			if text, err := os.ReadFile(file); test.blocked != (err != nil) || !test.blocked && len(text) < 2 {
				t.Errorf("file %q, error %v", text, err)
			}
			if len(notes) != test.notes {
				t.Errorf("notes %q, want %d", notes, test.notes)
			}
		})
	}
}

// TestWarnings checks the notes about options that do nothing, and about few updates.
func TestWarnings(t *testing.T) {
	fine := func(o *Options) { o.Epochs = 20 }
	for name, test := range map[string]struct {
		change func(*Options)
		notes  []string
	}{
		"fine":             {fine, nil},
		"few updates":      {func(o *Options) { o.BatchSize, o.Epochs = 60, 1 }, []string{"updates in an epoch", "no better than that of 1-gram counts"}},
		"transpose":        {func(o *Options) { fine(o); o.Transpose, o.Critic = true, same{} }, []string{"transpose changes nothing"}},
		"can be":           {func(o *Options) { fine(o); o.Transpose = true }, nil},
		"practice":         {func(o *Options) { fine(o); o.Settle, o.Practice, o.Critic = 0.2, 0.5, same{} }, []string{"practice changes nothing"}},
		"a high loss":      {func(o *Options) { fine(o); o.LearningRate = 1e-9 }, []string{"no better than that of 1-gram counts"}},
		"the best recipe":  {func(o *Options) { fine(o); o.Transpose, o.Settle, o.Practice, o.Critic = true, 0.2, 0.5, same{} }, []string{"transpose", "practice"}},
		"no steps to warn": {func(o *Options) { fine(o); o.Settle, o.Practice = 0.2, 0.5 }, nil},
	} {
		o := tinyOptions(t.TempDir())
		o.LearningRate = 1e-2
		o.Log = filepath.Join(o.ModelDir, "log.csv")
		test.change(&o)
		var notes []string
		o.Watch.Note = func(line string) { notes = append(notes, line) }
		if err := runTraining(t.Context(), o, false); err != nil {
			t.Fatal(err)
		}
		if len(notes) != len(test.notes) {
			t.Errorf("%s: notes %q, want %q", name, notes, test.notes)
			continue
		}
		for i, want := range test.notes {
			if !strings.Contains(notes[i], want) {
				t.Errorf("%s: notes %q, want %q", name, notes, test.notes)
			}
		}
	}
}

// same is a critic of text that is no music.
type same struct{ testCritic }

func (same) Variants(tune string) []string { return []string{tune} }

func (same) Sound(string) bool   { return false }
func (same) Musical(string) bool { return false }
