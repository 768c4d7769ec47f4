package charrnn

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/trainlog"
)

// tinyOptions returns the options of a run of less than a second, with its files in dir.
func tinyOptions(dir string) Options {
	o := DefaultOptions()
	o.Embedding, o.Units, o.Layers = 12, 20, 2
	o.BatchSize, o.SeqLength = 6, 10
	o.Epochs, o.Frequency = 4, 2
	o.ModelDir, o.Log = dir, filepath.Join(dir, "log.csv")
	o.Critic = testCritic{}
	return o
}

// tinyCorpus returns text that a tiny network can learn.
func tinyCorpus() *corpus.Corpus {
	c := &corpus.Corpus{}
	for i := range 30 {
		bar := []string{"ABc def|", "gab agf|", "e2d cBA|"}[i%3]
		c.Pieces = append(c.Pieces, fmt.Sprintf("X: %d\nK:G\n%s\n\n", i+1, strings.Repeat(bar, 4+i%4)))
	}
	return c
}

// runTraining trains on tinyCorpus, or resumes such a run.
func runTraining(ctx context.Context, o Options, resume bool) error {
	var err error
	if resume {
		_, err = Resume(ctx, tinyCorpus(), o)
	} else {
		_, err = Train(ctx, tinyCorpus(), o)
	}
	return err
}

func weights(t *testing.T, dir string, epoch int) string {
	t.Helper()
	text, err := os.ReadFile(weightsFile(dir, epoch))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestTrainingLearns(t *testing.T) {
	o := tinyOptions(t.TempDir())
	o.Epochs, o.LearningRate = 30, 1e-2
	if err := runTraining(t.Context(), o, false); err != nil {
		t.Fatal(err)
	}
	rows, err := trainlog.ReadFile(o.Log)
	if err != nil || len(rows) != 30 {
		t.Fatalf("%d rows in the log, error %v, want 30", len(rows), err)
	}
	first, last := rows[0], rows[29]
	if last.Loss > 0.5 || *last.ValidationLoss > 0.5 || first.Loss < 2 || last.Accuracy < 0.85 {
		t.Errorf("from %+v to %+v (held out %v)", *first, *last, *last.ValidationLoss)
	}
	for _, name := range []string{vocabularyFile, runFile, resumeFile} {
		if _, err := os.Stat(filepath.Join(o.ModelDir, name)); err != nil {
			t.Error(err)
		}
	}
}

// TestResume checks that a run that is stopped within an epoch and resumed gives the same
// bytes as a run that is not, with every kind of source and with other numbers of threads.
func TestResume(t *testing.T) {
	for name, change := range map[string]func(*Options){
		"plain":             func(o *Options) {},
		"shuffled":          func(o *Options) { o.Shuffle, o.Reset = true, true },
		"windows":           func(o *Options) { o.Stride = 7 },
		"cosine":            func(o *Options) { o.Schedule, o.WarmUp, o.Clip = "cosine", 0.1, 0.5 },
		"noisy":             func(o *Options) { o.WeightDrop, o.LockedDropout, o.WeightDecay, o.Average = 0.3, true, 0.1, 0.9 },
		"practice":          func(o *Options) { o.Reset, o.Settle, o.Practice = true, 0.5, 0.5 },
		"transposed":        func(o *Options) { o.Transpose, o.Settle = true, 0.25 },
		"bf16":              func(o *Options) { o.Precision, o.WeightDrop = BF16, 0.2 },
		"no held-out tunes": func(o *Options) { o.Validation = 0 },
	} {
		t.Run(name, func(t *testing.T) {
			through := tinyOptions(t.TempDir())
			change(&through)
			through.Threads = 1
			if err := runTraining(t.Context(), through, false); err != nil {
				t.Fatal(err)
			}
			parts := tinyOptions(t.TempDir())
			change(&parts)
			parts.Threads = 2
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			parts.Watch = Watch{Step: func(p Progress) {
				if p.Epoch == 3 && p.Step == 2 {
					stop()
				}
			}}
			if err := runTraining(ctx, parts, false); !errors.Is(err, ErrInterrupted) {
				t.Fatalf("stopping gave error %v", err)
			}
			parts, err := ResumeOptions(parts.ModelDir)
			if err != nil {
				t.Fatal(err)
			}
			parts.Critic, parts.Frequency, parts.Log, parts.Threads = testCritic{}, 2, filepath.Join(parts.ModelDir, "log.csv"), 3
			if err := runTraining(t.Context(), parts, true); err != nil {
				t.Fatal(err)
			}
			if weights(t, through.ModelDir, 4) != weights(t, parts.ModelDir, 4) {
				t.Error("the resumed run has other weights")
			}
			a, _ := trainlog.ReadFile(through.Log)
			b, _ := trainlog.ReadFile(parts.Log)
			if len(a) != 4 || len(b) != 4 {
				t.Fatalf("%d and %d rows in the logs, want 4", len(a), len(b))
			}
			for i := range a {
				if a[i].Loss != b[i].Loss || a[i].Accuracy != b[i].Accuracy {
					t.Errorf("epoch %d: %+v, resumed %+v", i+1, *a[i], *b[i])
				}
			}
		})
	}
}

// TestLongerRun trains for 2 epochs, then resumes with 4.
func TestLongerRun(t *testing.T) {
	through, parts := tinyOptions(t.TempDir()), tinyOptions(t.TempDir())
	parts.Epochs = 2
	for _, o := range []Options{through, parts} {
		if err := runTraining(t.Context(), o, false); err != nil {
			t.Fatal(err)
		}
	}
	if err := runTraining(t.Context(), parts, true); err == nil || !strings.Contains(err.Error(), "--epochs") {
		t.Errorf("resuming a finished run: error %v", err)
	}
	parts.Epochs = 4
	if err := runTraining(t.Context(), parts, true); err != nil {
		t.Fatal(err)
	}
	if weights(t, through.ModelDir, 4) != weights(t, parts.ModelDir, 4) {
		t.Error("the longer run has other weights")
	}
}

func TestResumeRefusesAnotherRun(t *testing.T) {
	o := tinyOptions(t.TempDir())
	if err := runTraining(t.Context(), o, true); err == nil {
		t.Error("resumed where there was no run")
	}
	if err := runTraining(t.Context(), o, false); err != nil {
		t.Fatal(err)
	}
	before := weights(t, o.ModelDir, 4)
	other := o
	other.Epochs, other.Units = 8, 21
	if err := runTraining(t.Context(), other, true); err == nil || !strings.Contains(err.Error(), "units") {
		t.Errorf("other units: error %v", err)
	}
	other = o
	other.Epochs, other.Precision = 8, BF16
	if err := runTraining(t.Context(), other, true); err == nil || !strings.Contains(err.Error(), "precision") {
		t.Errorf("another precision: error %v", err)
	}
	o.Epochs = 8
	if _, err := Resume(t.Context(), &corpus.Corpus{Pieces: tinyCorpus().Pieces[1:]}, o); err == nil {
		t.Error("resumed with another text")
	}
	file := filepath.Join(o.ModelDir, resumeFile)
	text, _ := os.ReadFile(file)
	text[len(text)/2] ^= 4
	os.WriteFile(file, text, 0o644)
	if err := runTraining(t.Context(), o, true); !errors.Is(err, ErrCheckpoint) {
		t.Errorf("a damaged file: error %v", err)
	}
	if weights(t, o.ModelDir, 4) != before {
		t.Error("a refused run changed a checkpoint")
	}
}

// TestDivergence checks the error, and that the last checkpoint is kept.
func TestDivergence(t *testing.T) {
	o := tinyOptions(t.TempDir())
	o.Epochs = 2
	if err := runTraining(t.Context(), o, false); err != nil {
		t.Fatal(err)
	}
	before := weights(t, o.ModelDir, 2)
	tr, err := newTrainer(tinyCorpus(), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tr.close()
	tr.net.Params.Flat[0] /= 0
	for i := range tr.net.Params.Flat {
		tr.net.Params.Flat[i] *= 1e38
	}
	if err := tr.epoch(t.Context()); !errors.Is(err, ErrDiverged) || !strings.Contains(err.Error(), "epoch 1, step 1") {
		t.Errorf("error %v", err)
	}
	if weights(t, o.ModelDir, 2) != before {
		t.Error("the last good checkpoint is gone")
	}
}

// TestBestCheckpoint checks that run.json names the epoch of the lowest validation loss,
// and that former best checkpoints that were not due are deleted.
func TestBestCheckpoint(t *testing.T) {
	o := tinyOptions(t.TempDir())
	o.Epochs, o.Frequency, o.LearningRate = 7, 5, 5e-3
	if err := runTraining(t.Context(), o, false); err != nil {
		t.Fatal(err)
	}
	rows, _ := trainlog.ReadFile(o.Log)
	best := 0
	for i, r := range rows {
		if *r.ValidationLoss < *rows[best].ValidationLoss {
			best = i
		}
	}
	name, err := FindCheckpoint(o.ModelDir, "")
	if err != nil || name != weightsFile(o.ModelDir, best+1) {
		t.Errorf("best is %s (error %v), want epoch %d", name, err, best+1)
	}
	for _, epoch := range savedEpochs(o.ModelDir) {
		if epoch != 5 && epoch != 7 && epoch != best+1 {
			t.Errorf("the checkpoint of epoch %d was left", epoch)
		}
	}
}

func TestCheckpoint(t *testing.T) {
	o := tinyOptions(t.TempDir())
	if err := runTraining(t.Context(), o, false); err != nil {
		t.Fatal(err)
	}
	name := weightsFile(o.ModelDir, 4)
	c, err := LoadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if c.About.Epoch != 4 || c.About.Start != "X: " || c.About.ValidationLoss == 0 {
		t.Errorf("the checkpoint says %+v of itself", c.About)
	}
	again := filepath.Join(t.TempDir(), "again.safetensors")
	if err := c.SaveFile(again); err != nil {
		t.Fatal(err)
	}
	a, _ := os.ReadFile(name)
	b, _ := os.ReadFile(again)
	if string(a) != string(b) {
		t.Error("loading and saving gave other bytes")
	}
	rows, _ := trainlog.ReadFile(o.Log)
	_, held := tinyCorpus().Split(o.Validation)
	e, err := c.Evaluate(t.Context(), held, EvaluateOptions{Precision: Float32, Threads: 1})
	if err != nil || math.Abs(e.Loss-*rows[3].ValidationLoss) > 1e-5 {
		t.Errorf("evaluated loss %v (error %v), logged %v", e.Loss, err, *rows[3].ValidationLoss)
	}
	for n := 0; n < len(a); n += 1 + len(a)/50 {
		os.WriteFile(again, a[:n], 0o644)
		if _, err := LoadFile(again); err == nil {
			t.Fatalf("cut to %d bytes it still loads", n)
		}
	}
	for _, epoch := range []string{"3", "-1", "x", "4.5"} {
		if _, err := FindCheckpoint(o.ModelDir, epoch); err == nil {
			t.Errorf("found a checkpoint of epoch %s", epoch)
		}
	}
}

func TestCorporaTooSmall(t *testing.T) {
	for name, c := range map[string]*corpus.Corpus{
		"empty":             {},
		"one symbol":        {Pieces: []string{"a"}},
		"less than a batch": {Pieces: []string{strings.Repeat("ab", 20)}},
	} {
		o := tinyOptions(t.TempDir())
		if _, err := Train(t.Context(), c, o); err == nil {
			t.Errorf("%s: trained", name)
		}
		if files, _ := os.ReadDir(o.ModelDir); len(files) > 0 {
			t.Errorf("%s: left %v", name, files)
		}
	}
	o := tinyOptions(t.TempDir())
	if _, err := Train(t.Context(), &corpus.Corpus{Pieces: []string{strings.Repeat("a", 500)}}, o); err != nil {
		t.Errorf("one symbol many times: error %v", err)
	}
}

func TestLearningRate(t *testing.T) {
	o := DefaultOptions()
	o.LearningRate, o.Schedule, o.WarmUp = 2, "cosine", 0.1
	for step, want := range map[int]float64{1: 0.2, 5: 1, 10: 2, 55: 1, 100: 0} {
		if got := o.rate(step, 100); got < want-0.05 || got > want+0.05 {
			t.Errorf("rate of step %d is %v, want about %v", step, got, want)
		}
	}
}

// TestLearned checks that a checkpoint knows the pieces it has learned, and no others.
func TestLearned(t *testing.T) {
	o := tinyOptions(t.TempDir())
	o.Epochs, o.Half = 1, true
	text := tinyCorpus()
	number := func(tune string) string { return strings.Fields(tune)[1] }
	o.Critic = testCritic{signature: number}
	if _, err := Train(t.Context(), text, o); err != nil {
		t.Fatal(err)
	}
	c, err := LoadFile(weightsFile(o.ModelDir, 1))
	if err != nil {
		t.Fatal(err)
	}
	learned := c.Learned()
	train, held := text.Split(o.Validation)
	for want, side := range map[bool][]string{true: train, false: held} {
		for _, p := range side {
			if got := learned(number(p)); got != want {
				t.Errorf("learned %q: %v, want %v", p, got, want)
			}
		}
	}
	if (&Checkpoint{}).Learned() != nil {
		t.Error("a checkpoint without signatures claims to know")
	}
}
