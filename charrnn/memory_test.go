package charrnn

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"

	"charabanc/charrnn/internal/copyterm"
)

// diary is an echo that keeps the tunes it has forgotten.
type diary struct {
	echo
	former *[]string
}

func (d *diary) Reset() {
	if len(d.tune) > 0 {
		*d.former = append(*d.former, string(d.tune))
	}
	d.echo.Reset()
}

// TestMemoriesSeeTunes checks that a memory sees each tune alone and as a whole.
func TestMemoriesSeeTunes(t *testing.T) {
	c := copied(t)
	for _, reset := range []bool{false, true} {
		c.About.Reset = reset
		var seen []string
		o := DefaultSampleOptions()
		o.Tunes, o.Threads, o.Seed = 20, 1, 3
		o.Memory = func() Memory { return &diary{former: &seen} }
		_, tunes := sampleText(t, c, o)
		slices.Sort(seen)
		slices.Sort(tunes)
		if !slices.Equal(seen, tunes) {
			t.Errorf("reset %v: memories have seen %q, the tunes are %q", reset, seen, tunes)
		}
	}
}

func TestProposalOf(t *testing.T) {
	const n = copyterm.SuffixFeatures
	for features, want := range map[[4]int][4]int32{
		{0, 1, 2, 3}:     {n, n + 1, n + 2, n + 3},
		{-1, -1, -1, 0}:  {-1, -1, -1, n},
		{-1, 5, -1, -1}:  {-1, n + 5, -1, -1},
		{-1, -1, -1, -1}: {-1, -1, -1, -1},
	} {
		if got := proposalOf(7, features); got != (copyterm.Proposal{Symbol: 7, Features: want}) {
			t.Errorf("features %v: %v, want %v", features, got, want)
		}
	}
}

// TestCopyTermWeights checks that weights find their features by name.
func TestCopyTermWeights(t *testing.T) {
	const n = copyterm.SuffixFeatures
	c := &CopyTerm{Scale: 1.5, Weights: map[string]float64{"match of 3": 1, "2 others after a line": 2, "three before": 3, "odd": 4, "unknown": 5}}
	for name, test := range map[string]struct {
		words  bool
		memory func() Memory
		want   map[int]float32
		n      int
	}{
		"all":       {false, newEcho, map[int]float32{0: 1, n - 1: 2, n: 3, n + 2: 4}, n + 4},
		"words":     {true, newEcho, map[int]float32{0: 1, n - 1: 2}, n},
		"no memory": {false, nil, map[int]float32{0: 1, n - 1: 2}, n},
	} {
		got := c.term(test.words, test.memory)
		if got.Scale != 1.5 || len(got.Weights) != test.n {
			t.Errorf("%s: %+v, want %d weights", name, got, test.n)
		}
		for i, w := range got.Weights {
			if w != test.want[i] {
				t.Errorf("%s: weight %d is %v, want %v", name, i, w, test.want[i])
			}
		}
	}
}

func TestThinned(t *testing.T) {
	pieces := []string{"0...", "1...", "2...", "3...", "4..."}
	for symbols, want := range map[int]string{100: "01234", 20: "01234", 19: "024", 10: "024", 9: "03", 1: "0"} {
		got := ""
		for _, p := range thinned(pieces, symbols) {
			got += p[:1]
		}
		if got != want {
			t.Errorf("to %d symbols: pieces %s, want %s", symbols, got, want)
		}
	}
	if got := thinned(nil, 10); len(got) > 0 {
		t.Errorf("of nothing: %q", got)
	}
}

// TestResumeCopy stops runs within an epoch and while a copy term is fitted.
func TestResumeCopy(t *testing.T) {
	options := func() Options {
		o := tinyOptions(t.TempDir())
		o.NoCopy, o.Memory, o.Reset, o.Validation = false, newEcho, true, 0.7
		return o
	}
	through := options()
	want, err := Train(t.Context(), tinyCorpus(), through)
	if err != nil || want.Copy == nil {
		t.Fatalf("copy term %v, error %v", want.Copy, err)
	}
	for name, stop := range map[string]func(o *Options, stop func()){
		"training": func(o *Options, stop func()) {
			o.Watch.Step = func(p Progress) {
				if p.Epoch == 3 && p.Step == 2 {
					stop()
				}
			}
		},
		"fitting": func(o *Options, stop func()) {
			o.Memory = func() Memory { stop(); return newEcho() }
		},
	} {
		parts := options()
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		stop(&parts, cancel)
		if _, err := Train(ctx, tinyCorpus(), parts); !errors.Is(err, ErrInterrupted) {
			t.Fatalf("%s: stopping gave error %v", name, err)
		}
		o := resumed(t, parts.ModelDir)
		o.Memory = newEcho
		got, err := Resume(t.Context(), tinyCorpus(), o)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got.Copy, want.Copy) || weights(t, parts.ModelDir, 4) != weights(t, through.ModelDir, 4) {
			t.Errorf("%s: the resumed run has %+v, want %+v, or another file", name, got.Copy, want.Copy)
		}
	}
}
