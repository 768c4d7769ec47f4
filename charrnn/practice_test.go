package charrnn

import (
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestPractice wants the judge to be shown tunes in settled epochs alone, and those
// that it lets pass to be learnt, but none that were learnt or written before. One
// that lets nothing pass leaves the run as it would have been.
func TestPractice(t *testing.T) {
	run := func(practice float64, judge func(string) bool) string {
		o := tinyOptions(t.TempDir())
		o.Reset, o.Settle, o.Practice = true, 0.5, practice
		c := tinyCorpus()
		c.Judge = judge
		if err := Train(t.Context(), c, o, false, Watch{}); err != nil {
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
	if judged == 0 || judged > 2*27 {
		t.Errorf("%d tunes were judged, want no more than the 27 that are learnt in each of two epochs", judged)
	}
	without := run(0, nil)
	if none != without {
		t.Error("a judge that lets nothing pass leaves its trace")
	}
	if run(0.5, func(string) bool { return true }) == without {
		t.Error("tunes that the judge lets pass are not learnt")
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

// TestPlaces wants own tunes in as many places as there may be, and the other
// tunes where they were.
func TestPlaces(t *testing.T) {
	pieces := []piece{{numbers(0, 10)}, {numbers(10, 10)}, {numbers(20, 10)}, {numbers(30, 10)}}
	s, err := newLanes(pieces, &Options{BatchSize: 1, SeqLength: 4, Epochs: 10, Settle: 0.5, Practice: 0.5})
	if err != nil {
		t.Fatal(err)
	}
	if s.practises(5) || !s.practises(6) {
		t.Error("practice is for the settled half of ten epochs")
	}
	s.own = [][]int32{numbers(100, 5), numbers(110, 5), numbers(120, 5)}
	seen := map[int]bool{}
	for epoch := 6; epoch <= 10; epoch++ {
		s.begin(epoch)
		if len(s.text) != 2*10+2*5 {
			t.Errorf("epoch %d has %d symbols, want two tunes and two own ones", epoch, len(s.text))
		}
		for i := range pieces {
			if seen[i] = seen[i] || slices.Contains(s.text, int32(10*i)); s.fresh[0] != true {
				t.Error("a tune does not begin afresh")
			}
		}
		if !slices.Contains(s.text, 100) || !slices.Contains(s.text, 110) {
			t.Errorf("epoch %d reads %v, without the first two own tunes", epoch, s.text)
		}
	}
	if want := map[int]bool{0: true, 1: true, 2: true, 3: true}; !reflect.DeepEqual(seen, want) {
		t.Errorf("tunes that still came: %v, want each in some epoch", seen)
	}
}
