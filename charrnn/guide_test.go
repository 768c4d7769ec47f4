package charrnn

import (
	"errors"
	"io"
	"strings"
	"testing"
)

// guideFunc is a guide without state.
type guideFunc func(tune string) (int, string)

func (f guideFunc) Next(tune string) (int, string) { return f(tune) }
func (f guideFunc) Memory() Memory                 { return nil }

func guidedBy(f guideFunc) func(uint64) Guide { return func(uint64) Guide { return f } }

func guidedOptions(g func(uint64) Guide) SampleOptions {
	o := DefaultSampleOptions()
	o.Tunes, o.Seed, o.Guide = 6, 11, g
	return o
}

// TestGuideLetsPass checks that a guide that accepts everything does not change the tunes.
func TestGuideLetsPass(t *testing.T) {
	for _, reset := range []bool{false, true} {
		c := tinyCheckpoint(t, "X: 1\nABäc|", reset)
		_, want := sampleText(t, c, guidedOptions(nil))
		text, got := sampleText(t, c, guidedOptions(guidedBy(func(tune string) (int, string) { return len(tune), "" })))
		if strings.Join(got, "#") != strings.Join(want, "#") {
			t.Errorf("reset %v: tunes %q, want %q", reset, got, want)
		}
		if text != strings.Join(want, "") {
			t.Errorf("reset %v: text %q, want the tunes alone", reset, text)
		}
	}
}

// TestGuideGoesBack returns to many positions in greedy sampling: if every state is
// restored exactly, the tune is the same.
func TestGuideGoesBack(t *testing.T) {
	for _, precision := range []Precision{Float32, Int8} {
		o := DefaultSampleOptions()
		o.Precision, o.Text = precision, "X: 1\nA"
		goesBack(t, tinyCheckpoint(t, "X: 1\nABäc|", true), o)
	}
}

// goesBack compares a greedy tune with one whose guide goes back to many positions.
func goesBack(t *testing.T, c *Checkpoint, o SampleOptions) {
	t.Helper()
	o.Tunes, o.Greedy = 1, true
	end := func(tune string) (int, string) { // greedy text need not end by itself
		if len(tune) == 150 {
			return len(tune), "\n\n"
		}
		return len(tune), ""
	}
	o.Guide = guidedBy(end)
	want, _ := sampleText(t, c, o)
	backs := []int{9, 17, 16, 31, 33, 64, 90, 100, 100}
	o.Guide = guidedBy(func(tune string) (int, string) {
		if len(backs) > 0 && len(tune) > 120 {
			keep := backs[0]
			backs = backs[1:]
			return keep, ""
		}
		return end(tune)
	})
	if got, _ := sampleText(t, c, o); got != want || len(backs) > 0 {
		t.Errorf("%s: after going back %q, want %q", o.Precision, got, want)
	}
}

// TestGuideDecides forbids a symbol and forces others, in any number of threads.
func TestGuideDecides(t *testing.T) {
	c := tinyCheckpoint(t, "X: 1\nABäc|", true)
	guide := func(tune string) (int, string) {
		switch {
		case strings.HasSuffix(tune, "B"):
			return len(tune) - 1, ""
		case strings.HasSuffix(tune, "ä"):
			return len(tune) - len("ä"), "c|"
		case strings.HasSuffix(tune, "A"):
			return len(tune), "A11"
		}
		return len(tune), ""
	}
	o := guidedOptions(guidedBy(guide))
	o.Tunes = 40
	o.Threads = 1
	text, tunes := sampleText(t, c, o)
	if len(tunes) != 40 || strings.ContainsAny(text, "Bä") {
		t.Errorf("%d tunes: %q", len(tunes), text)
	}
	if n := strings.Count(text, "A"); n == 0 || strings.Count(text, "AA11") != n/2 {
		t.Errorf("%d A and %d AA11: %q", n, strings.Count(text, "AA11"), text)
	}
	o.Threads = 3
	if other, _ := sampleText(t, c, o); other != text {
		t.Error("three threads write other tunes than one")
	}
}

// TestGuideGivesUp checks that there is an error if no tune can pass.
func TestGuideGivesUp(t *testing.T) {
	c := tinyCheckpoint(t, "X: 1\nABc|", true)
	for want, guide := range map[error]guideFunc{
		ErrGuide:      func(tune string) (int, string) { return 0, "" },
		ErrVocabulary: func(tune string) (int, string) { return len(tune), "ß" },
	} {
		if err := Sample(t.Context(), c, guidedOptions(guidedBy(guide)), io.Discard, nil); !errors.Is(err, want) {
			t.Errorf("error %v, want %v", err, want)
		}
	}
	o := guidedOptions(guidedBy(nil))
	o.Length = 10
	if err := o.Check(); !errors.Is(err, ErrOption) {
		t.Errorf("guided text of a fixed length: error %v", err)
	}
}
