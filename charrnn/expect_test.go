package charrnn

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"charabanc/charrnn/internal/network"
)

// expect is Expect without an error.
func expect(t *testing.T, c *Checkpoint, text string, o ExpectOptions) *Expectations {
	t.Helper()
	e, err := c.Expect(t.Context(), text, o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// near reports whether two numbers are the same within the rounding of float32.
func near(a, b float64) bool { return math.Abs(a-b) <= 1e-5*max(1, math.Abs(b)) }

// TestExpectIsNext compares each place with what Next says of the text before it.
func TestExpectIsNext(t *testing.T) {
	c := tinyCheckpoint(t, "X: \nABc|", true)
	const text = "X: A\nABc|cB A|\n"
	e := expect(t, c, text, ExpectOptions{Likely: 3})
	if first := e.Symbols[0]; len(e.Symbols) != len(text) || first.Symbol != "X" || first.Probability != 1 || first.Likely != nil {
		t.Fatalf("%d symbols, the first is %+v, want one that is given", len(e.Symbols), first)
	}
	bits := 0.0
	for i, got := range e.Symbols[1:] {
		next, err := c.Next(text[:i+1])
		if err != nil {
			t.Fatal(err)
		}
		own := slices.IndexFunc(next, func(p Prediction) bool { return p.Symbol == got.Symbol })
		if got.Symbol != text[i+1:i+2] || !near(got.Probability, next[own].Probability) {
			t.Errorf("place %d: %+v, want %+v", i+1, got, next[own])
		}
		if len(got.Likely) != 3 {
			t.Fatalf("place %d: %d guesses, want 3", i+1, len(got.Likely))
		}
		for k, p := range got.Likely {
			if p.Symbol != next[k].Symbol || !near(p.Probability, next[k].Probability) {
				t.Errorf("place %d: guess %d is %+v, want %+v", i+1, k, p, next[k])
			}
		}
		bits -= math.Log2(got.Probability)
	}
	if e.Predicted != len(text)-1 || !near(e.Bits, bits) {
		t.Errorf("%v bits of %d symbols, want %v of %d", e.Bits, e.Predicted, bits, len(text)-1)
	}
}

// TestExpectIsEvaluate compares the sum with the loss of Evaluate, in both precisions,
// without a copy term and with one.
func TestExpectIsEvaluate(t *testing.T) {
	for _, reset := range []bool{true, false} {
		c := copied(t)
		c.About.Reset = reset
		text := "X: " + strings.Repeat("ABc|", 30) + "\n\n"
		var alone float64
		for _, o := range []ExpectOptions{{NoCopy: true}, {NoCopy: true, Precision: Int8}, {Memory: newEcho}, {Memory: newEcho, Precision: Int8}} {
			v, err := c.Evaluate(t.Context(), []string{text}, EvaluateOptions{Precision: o.Precision, Memory: o.Memory, NoCopy: o.NoCopy})
			if err != nil {
				t.Fatal(err)
			}
			want := v.Bits()
			if !o.NoCopy {
				want = v.Copy.Bits()
			}
			e := expect(t, c, text, o)
			if got := e.Bits / float64(e.Predicted); !near(got, want) || e.Predicted != v.Symbols {
				t.Errorf("reset %v, precision %q, copy %v: %v bits of %d symbols, want %v of %d", reset, o.Precision, !o.NoCopy, got, e.Predicted, want, v.Symbols)
			}
			if o.NoCopy {
				alone = e.Bits
			} else if e.Bits > alone/2 {
				t.Errorf("%v bits with the copy term, %v without", e.Bits, alone)
			}
		}
	}
}

// TestExpectUnknown: symbols that are not in the vocabulary change nothing for the others.
func TestExpectUnknown(t *testing.T) {
	c := tinyCheckpoint(t, "X: \nABc|", true)
	o := ExpectOptions{Likely: 100}
	known, mixed := expect(t, c, "XABc", o), expect(t, c, "éXA☃Bcé", o)
	if mixed.Bits != known.Bits || mixed.Predicted != 3 || len(mixed.Symbols) != 7 {
		t.Errorf("%v bits of %d symbols, want those of the known ones: %v", mixed.Bits, mixed.Predicted, known.Bits)
	}
	for place, want := range map[int]Expectation{
		0: {"é", 0, nil},
		1: known.Symbols[0],
		2: known.Symbols[1],
		3: {"☃", 0, known.Symbols[2].Likely},
		4: known.Symbols[2],
		5: known.Symbols[3],
	} {
		got := mixed.Symbols[place]
		if got.Symbol != want.Symbol || got.Probability != want.Probability || !slices.Equal(got.Likely, want.Likely) {
			t.Errorf("place %d: %+v, want %+v", place, got, want)
		}
	}
	if last := mixed.Symbols[6].Likely; len(last) != c.Vocabulary.Len() {
		t.Errorf("%d guesses, want all %d symbols", len(last), c.Vocabulary.Len())
	}
	if e := expect(t, c, "", o); len(e.Symbols) != 0 || e.Bits != 0 {
		t.Errorf("of nothing %+v", e)
	}
}

// TestExpectRanks: guesses are the most probable ones, in order.
func TestExpectRanks(t *testing.T) {
	r := &reader{p: []float64{0.1, 0.3, 0.1, 0.2, 0.3}}
	for likely, want := range map[int][]int32{0: {}, 1: {1}, 2: {1, 4}, 3: {1, 4, 3}, 4: {1, 4, 3, 0}, 5: {1, 4, 3, 0, 2}} {
		r.likely = likely
		if r.rank(); !slices.Equal(r.order, want) {
			t.Errorf("the %d most probable are %v, want %v", likely, r.order, want)
		}
	}
}

func TestExpectFails(t *testing.T) {
	c := tinyCheckpoint(t, "X: \nABc|", true)
	for name, o := range map[string]ExpectOptions{"precision": {Precision: "fp64"}, "likely": {Likely: -1}} {
		if _, err := c.Expect(t.Context(), "X", o); !errors.Is(err, ErrOption) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := c.Expect(ctx, "XAB", ExpectOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: error %v", err)
	}
}

// BenchmarkExpect reads texts of a size with the reference network, with the eight most
// probable symbols of each place. The weights are prepared each time.
func BenchmarkExpect(b *testing.B) {
	o := DefaultOptions()
	c := tinyCheckpoint(b, "X: \nABCDEFGabcdefg|:0123456789/^=_,'\"mMKRLTdjshiklnopqrtuvwyzNOPSVWYZ-.()[]", true)
	c.parameters = network.NewParameters(o.config(c.Vocabulary.Len()))
	c.parameters.Initialise(1)
	for _, precision := range []Precision{Float32, Int8} {
		for _, symbols := range []int{1, 1000, 30_000} {
			b.Run(fmt.Sprintf("%s/symbols=%d", precision, symbols), func(b *testing.B) {
				text := strings.Repeat("AB cd|:e", symbols/8+1)[:symbols]
				for b.Loop() {
					if _, err := c.Expect(b.Context(), text, ExpectOptions{Precision: precision, Likely: 8}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.N*symbols)/b.Elapsed().Seconds(), "chars/s")
			})
		}
	}
}
