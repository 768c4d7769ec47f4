package charrnn

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"charabanc/charrnn/corpus"
)

// ownTunes returns a corpus with other tunes and symbols than tinyCorpus.
func ownTunes() *corpus.Corpus {
	c := &corpus.Corpus{}
	for i := range 20 {
		c.Pieces = append(c.Pieces, fmt.Sprintf("X: %d\nK:Dö\n%s\n\n", i+1, strings.Repeat("DFA dAF|", 3+i%3)))
	}
	return c
}

// signs returns a critic whose signatures have a prefix.
func signs(prefix string) Critic {
	return testCritic{signature: func(tune string) string { return prefix + strings.Join(strings.Fields(tune), "") }}
}

// parent returns a checkpoint of tinyCorpus.
func parent(t *testing.T) *Checkpoint {
	t.Helper()
	o := tinyOptions("")
	o.ModelDir, o.Log, o.Epochs, o.LearningRate = "", "", 10, 1e-2
	o.Critic = signs("old")
	c, err := Train(t.Context(), tinyCorpus(), o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// fromOptions returns the options of a run that goes on from c.
func fromOptions(dir string, c *Checkpoint) Options {
	o := tinyOptions(dir)
	o.Critic = signs("new")
	o.StartFrom(c)
	return o
}

// TestFrom goes on from a checkpoint with another text.
func TestFrom(t *testing.T) {
	from := parent(t)
	o := fromOptions(t.TempDir(), from)
	var seen Overview
	var out Outcome
	o.Watch = Watch{Begin: func(v Overview) { seen = v }, End: func(r Outcome) { out = r }}
	c, err := Train(t.Context(), ownTunes(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range slices.Concat(from.Vocabulary.Symbols, []string{"D", "ö"}) {
		if !slices.Contains(c.Vocabulary.Symbols, s) {
			t.Errorf("symbol %q is not in the vocabulary", s)
		}
	}
	if !slices.IsSorted(c.Vocabulary.Symbols) || seen.New != 3 {
		t.Errorf("symbols %q, %d new", c.Vocabulary.Symbols, seen.New)
	}
	if seen.Before == nil || out.Before == nil || *out.Before != *seen.Before || out.Best == 0 || out.BestLoss >= *out.Before || len(out.Rows) != 4 {
		t.Errorf("began with %+v, ended with %+v", seen, out)
	}
	learned := c.Learned()
	for prefix, text := range map[string]*corpus.Corpus{"old": tinyCorpus(), "new": ownTunes()} {
		train, _ := text.Split(o.Validation)
		if signature := signs(prefix).Signature(train[0]); !learned(signature) {
			t.Errorf("%s is not learned", signature)
		}
	}
	if c.About.Epoch != 4 {
		t.Errorf("epoch %d, want 4", c.About.Epoch)
	}
}

// TestFromBegins compares the network before its first step with the checkpoint: the loss
// on text that both know is the same.
func TestFromBegins(t *testing.T) {
	from := parent(t)
	o := fromOptions("", from)
	o.ModelDir, o.Log = "", ""
	tr, err := newTrainer(tinyCorpus(), o, o.ancestor())
	if err != nil {
		t.Fatal(err)
	}
	defer tr.close()
	a, err := from.Evaluate(t.Context(), tinyCorpus().Pieces, EvaluateOptions{Precision: Float32, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	b, err := tr.checkpoint().Evaluate(t.Context(), tinyCorpus().Pieces, EvaluateOptions{Precision: Float32, Threads: 1})
	if err != nil || a.Loss != b.Loss {
		t.Errorf("loss %v, of the checkpoint %v (error %v)", b.Loss, a.Loss, err)
	}
}

// TestFromResume stops runs that go on from a checkpoint, and resumes them without it.
func TestFromResume(t *testing.T) {
	from := parent(t)
	for name, change := range map[string]func(*Options){
		"plain":    func(o *Options) {},
		"average":  func(o *Options) { o.Average = 0.9 },
		"practice": func(o *Options) { o.Reset, o.Settle, o.Practice = true, 0.5, 0.5 },
	} {
		t.Run(name, func(t *testing.T) {
			through, parts := fromOptions(t.TempDir(), from), fromOptions(t.TempDir(), from)
			change(&through)
			change(&parts)
			var ends []Outcome
			through.Watch.End = func(r Outcome) { ends = append(ends, r) }
			if _, err := Train(t.Context(), ownTunes(), through); err != nil {
				t.Fatal(err)
			}
			for i, stop := range []int{0, 3, 20} { // in the first step, and after some
				ctx, cancel := context.WithCancel(t.Context())
				steps := 0
				o := parts
				run := Train
				if i > 0 {
					o, run = resumed(t, parts.ModelDir), Resume
					o.Critic = parts.Critic
				}
				o.Watch.Step = func(Progress) {
					if steps++; steps == stop {
						cancel()
					}
				}
				if stop == 0 {
					o.Watch.Begin = func(Overview) { cancel() }
				}
				if _, err := run(ctx, ownTunes(), o); !errors.Is(err, ErrInterrupted) {
					t.Fatalf("stopping gave error %v", err)
				}
				cancel()
			}
			o := resumed(t, parts.ModelDir)
			o.Critic = parts.Critic
			o.Watch.End = func(r Outcome) { ends = append(ends, r) }
			if _, err := Resume(t.Context(), ownTunes(), o); err != nil {
				t.Fatal(err)
			}
			if weights(t, through.ModelDir, 4) != weights(t, parts.ModelDir, 4) {
				t.Error("the resumed run has other weights")
			}
			if len(ends) != 2 || *ends[0].Before != *ends[1].Before || ends[0].BestLoss != ends[1].BestLoss {
				t.Errorf("ended with %+v", ends)
			}
		})
	}
}

// TestFromConflicts names options that contradict the checkpoint.
func TestFromConflicts(t *testing.T) {
	from := parent(t)
	for name, change := range map[string]func(*Options){
		"embedding": func(o *Options) { o.Embedding = 13 },
		"units":     func(o *Options) { o.Units = 21 },
		"layers":    func(o *Options) { o.Layers = 1 },
		"tokens":    func(o *Options) { o.Words = true },
	} {
		o := fromOptions("", from)
		o.ModelDir, o.Log = "", filepath.Join(t.TempDir(), "log.csv")
		change(&o)
		if _, err := Train(t.Context(), ownTunes(), o); !errors.Is(err, ErrOption) || !strings.HasPrefix(err.Error(), name+" ") {
			t.Errorf("%s: error %v", name, err)
		}
	}
	o := Options{From: from, BatchSize: 6, SeqLength: 10, Epochs: 1}
	if c, err := Train(t.Context(), ownTunes(), o); err != nil || c.parameters.Config.Units != 20 {
		t.Errorf("sizes of zero: %v", err)
	}
}
