package charrnn

import (
	"context"
	"errors"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestPractice wants the judge to be shown tunes in settled epochs alone, and those
// that it lets pass to be learnt, but none that were learnt or written before. One
// that lets nothing pass leaves the run as it would have been.
func TestPractice(t *testing.T) {
	lessons, last := 0, 0 // epochs of practice, and what was learnt in the last
	run := func(practice float64, judge func(string) bool) string {
		o := tinyOptions(t.TempDir())
		o.Reset, o.Settle, o.Practice = true, 0.5, practice
		c := tinyCorpus()
		c.Judge = judge
		if err := Train(t.Context(), c, o, false, Watch{Practice: func(written, sound, learnt int) {
			if lessons++; written != drawn*27 || sound > written || learnt > sound {
				t.Errorf("%d written, %d sound, %d learnt", written, sound, learnt)
			}
			last = learnt
		}}); err != nil {
			t.Fatal(err)
		}
		return weights(t, o.ModelDir, 4)
	}
	judged := 0
	none := run(0.5, func(tune string) bool {
		if judged++; !strings.HasPrefix(tune, "X: ") || !strings.HasSuffix(tune, "\n\n") {
			t.Errorf("judged %q", tune)
		}
		return false
	})
	if judged == 0 || judged > 2*drawn*27 {
		t.Errorf("%d tunes were judged, want no more than twice the 27 that are learnt in each of two epochs", judged)
	}
	without := run(0, nil)
	if none != without {
		t.Error("a judge that lets nothing pass leaves its trace")
	}
	if run(0.5, func(string) bool { return true }) == without || last == 0 {
		t.Error("tunes that the judge lets pass are not learnt")
	}
	if lessons != 4 {
		t.Errorf("%d epochs of practice, want two in each run with any", lessons)
	}
}

// TestPracticeInterrupted stops a run while it writes tunes, and wants it to be
// saved and to come to the same end when it goes on.
func TestPracticeInterrupted(t *testing.T) {
	options := func() Options {
		o := tinyOptions(t.TempDir())
		o.Reset, o.Settle, o.Practice = true, 0.5, 0.5
		return o
	}
	through, parts := options(), options()
	if err := Train(t.Context(), tinyCorpus(), through, false, Watch{}); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	c := tinyCorpus()
	c.Judge = func(string) bool { stop(); return true }
	if err := Train(ctx, c, parts, false, Watch{}); !errors.Is(err, ErrInterrupted) {
		t.Fatalf("stopping gave error %v", err)
	}
	if err := Train(t.Context(), tinyCorpus(), parts, true, Watch{}); err != nil {
		t.Fatal(err)
	}
	if weights(t, through.ModelDir, 4) != weights(t, parts.ModelDir, 4) {
		t.Error("the resumed run has other weights")
	}
}

// TestPracticeBest wants the last epoch of a run that practises to be its best, though
// others may predict better.
func TestPracticeBest(t *testing.T) {
	o := tinyOptions(t.TempDir())
	o.Epochs, o.Frequency, o.LearningRate = 8, 3, 0.1 // too fast for the loss to fall each epoch
	o.Reset, o.Settle, o.Practice = true, 0.5, 0.5
	if err := runTraining(t, t.Context(), o, false, Watch{}); err != nil {
		t.Fatal(err)
	}
	if name, err := FindCheckpoint(o.ModelDir, ""); err != nil || name != WeightsFile(o.ModelDir, 8) {
		t.Errorf("best is %s (error %v), want epoch 8", name, err)
	}
	rows, _ := ReadLog(o.Log)
	best := 0
	for i, r := range rows {
		if *r.ValidationLoss < *rows[best].ValidationLoss {
			best = i
		}
	}
	if best == 7 {
		t.Fatal("epoch 8 predicts best, too: this says nothing")
	}
}

// TestOwn trains until the network writes tunes it has learnt, and wants none of
// them, and no tune twice, among its own.
func TestOwn(t *testing.T) {
	o := tinyOptions(t.TempDir())
	o.Epochs, o.LearningRate, o.Reset = 60, 1e-2, true
	tr, err := newTrainer(tinyCorpus(), o, Watch{})
	if err != nil {
		t.Fatal(err)
	}
	defer tr.close()
	for tr.at.Epoch <= o.Epochs {
		if err := tr.epoch(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	c := &Checkpoint{Parameters: tr.net.learnt(), Vocabulary: tr.vocabulary, About: tr.about()}
	s := DefaultSampleOptions()
	s.Tunes = 200
	copies := 0
	if err := Sample(t.Context(), c, s, io.Discard, func(tune string) error {
		if slices.Contains(tr.corpus.Pieces, tune) {
			copies++
		}
		return nil
	}); err != nil || copies == 0 {
		t.Fatalf("%d copies in 200 tunes, error %v: this says nothing", copies, err)
	}
	own, err := tr.own(t.Context(), 200)
	if err != nil || len(own) == 0 {
		t.Fatalf("no own tunes, error %v", err)
	}
	for i, tune := range own {
		if slices.Contains(tr.corpus.Pieces, tune) || slices.Contains(own[:i], tune) {
			t.Errorf("%q was there before", tune)
		}
	}
}

// TestStand wants own tunes to stand in the places of tunes of their kind, each
// kind keeping its share.
func TestStand(t *testing.T) {
	corpus := &Corpus{Kind: func(tune string) string { return tune[:1] }}
	for i := range 40 {
		corpus.Pieces = append(corpus.Pieces, []string{"a", "b", "b", "c"}[i%4]+strconv.Itoa(i))
	}
	tr := &trainer{corpus: corpus, options: Options{Practice: 0.3}, at: position{Epoch: 7}}
	var own []string
	for i := range 20 {
		own = append(own, "A", "b own "+strconv.Itoa(i), "a own "+strconv.Itoa(i))
	}
	places, n := tr.stand(own)
	taken := map[string]int{}
	for i, tune := range places {
		if tune == "" {
			continue
		}
		if taken[tune[:1]]++; tune[0] != corpus.Pieces[i][0] {
			t.Errorf("%q stands in the place of %q", tune, corpus.Pieces[i])
		}
	}
	if want := map[string]int{"a": 3, "b": 6}; !reflect.DeepEqual(taken, want) || n != 9 {
		t.Errorf("places taken: %v, %d in all, want %v", taken, n, want)
	}
	if again, _ := tr.stand(own); !reflect.DeepEqual(places, again) {
		t.Error("the second time they stand elsewhere")
	}
	tr.at.Epoch = 8
	if other, _ := tr.stand(own); reflect.DeepEqual(places, other) {
		t.Error("another epoch has the same places")
	}
}
