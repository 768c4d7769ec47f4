package critic

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
)

func TestHistogram(t *testing.T) {
	h := histogram[string]{"b": 2, "a": 2, "": 5, "c": 1}
	if got, want := top(h.shares(), 3), "none 50 %, a 20 %, b 20 %"; got != want {
		t.Errorf("top: %s, want %s", got, want)
	}
	for _, test := range []struct {
		o    histogram[string]
		want float64
	}{{h, 0}, {histogram[string]{"x": 1}, 1}, {histogram[string]{"": 1}, 0.5}, {histogram[string]{}, 0.5}} {
		if got := h.distance(test.o); math.Abs(got-test.want) > 1e-9 {
			t.Errorf("distance to %v: %v, want %v", test.o, got, test.want)
		}
	}
}

func TestQuantile(t *testing.T) {
	for q, want := range map[float64]float64{0: 1, 0.24: 2, 0.5: 3, 0.95: 5, 1: 5} {
		if got := quantile([]float64{4, 1, 5, 2, 3}, q); got != want {
			t.Errorf("quantile %v is %v, want %v", q, got, want)
		}
	}
	if quantile(nil, 0.5) != 0 || mean(nil) != 0 {
		t.Error("an empty list has a quantile or a mean other than 0")
	}
	if got := mean([]float64{1, 2, 6}); got != 3 {
		t.Errorf("mean %v, want 3", got)
	}
}

func TestSurvey(t *testing.T) {
	corpus := []string{
		"X:1\nT:A\nM:4/4\nR:Reel\nK:C\nCDEF GABc|CDEF GABc|\n\n",
		"X:2\nT:B\nM:6/8\nK:G\nGBd gdB|cea d3|\n\n",
	}
	samples := []string{
		"X:1\nT:C\nM:4/4\nK:D\n\"D\"DEFG ABcd|DEFG ABcd|\n\n", // the first one, a tone higher
		"X:2\nT:D\nM:6/8\nK:G\nGBd gdB|cea d3|\n\n",           // a copy
		"X:3\nT:E\nM:4/4\nK:C\ncccc cccc|ccc|cBcB cBcB|\n\n",  // its second bar is short
		"X:4\nT:F\nM:6/8\nK:G\nGBd gdB|ABA GAB|c3 A3|\n\n",    // part of one
	}
	a, b := NewSurveys(corpus)
	for _, s := range samples {
		a.Add(s, -1)
	}
	for i, s := range corpus {
		b.Add(s, i)
	}
	if a.tunes != 4 || a.valid != 3 || a.bars != 10 || a.badBars != 1 {
		t.Errorf("%d of %d tunes valid, %d of %d bars bad", a.valid, a.tunes, a.badBars, a.bars)
	}
	if a.written.copies != 1 || a.inOneKey.copies != 2 || b.written.copies != 0 || b.inOneKey.copies != 0 {
		t.Errorf("copies %d and %d in the samples, %d and %d in the corpus", a.written.copies, a.inOneKey.copies, b.written.copies, b.inOneKey.copies)
	}
	if a.written.halves != 1 || a.inOneKey.halves != 2 {
		t.Errorf("%d and %d tunes are half of another", a.written.halves, a.inOneKey.halves)
	}
	if b.pitchClasses[2] != 5 || b.intervals[2] != 10 || b.intervals[-12] != 1 {
		t.Errorf("pitch classes %v, intervals %v", b.pitchClasses, b.intervals)
	}
	if got := a.meters.distance(b.meters); got != 0 {
		t.Errorf("meters half and half, as in the corpus, are %v apart", got)
	}
	if got := a.keys.distance(b.keys); math.Abs(got-0.25) > 1e-9 {
		t.Errorf("keys D C G G and C G are %v apart, want 0.25", got)
	}
	if got := b.recurrence.figures().Exact; got != 0.25 {
		t.Errorf("%v of the corpus's bars were in their tunes before, want one of four", got)
	}
	table := NewComparison([2]string{"samples", "corpus"}, [2]*Survey{a, b}).String()
	for _, want := range []string{"fully valid ", " 75.0 % ", " 100.0 %", "10.00 %", "G 50 %, C 25 %, D 25 %", "Reel 50 %"} {
		if !strings.Contains(table, want) {
			t.Errorf("no %q in\n%s", want, table)
		}
	}
	a, _ = NewSurveys(corpus)
	a.Add("X:1\nT:No key, no music\n\n", -1)
	if a.written.copies != 0 || a.inOneKey.copies != 0 || a.written.halves != 0 || a.inOneKey.halves != 0 {
		t.Errorf("a tune without music is like others: %+v, %+v", a.written, a.inOneKey)
	}
	a, b = NewSurveys(nil)
	text, err := json.Marshal(NewComparison([2]string{"none", "none"}, [2]*Survey{a, b}))
	if err != nil || strings.Contains(string(text), "null") {
		t.Errorf("two empty collections: %s, error %v", text, err)
	}
}
