package charrnn

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
)

// TestEvaluateInThreads checks that the number of threads does not change a result, and
// that tracks are read apart from each other only where they may be.
func TestEvaluateInThreads(t *testing.T) {
	c := copied(t)
	pieces := slices.Repeat(tinyCorpus().Pieces, 3)
	for _, reset := range []bool{false, true} {
		for _, precision := range []Precision{Float32, Int16, Int8} {
			t.Run(fmt.Sprintf("reset=%v/%s", reset, precision), func(t *testing.T) {
				c.About.Reset = reset
				o := EvaluateOptions{Precision: precision, Memory: func() Memory { return &echo{} }, Threads: 1}
				one, err := c.Evaluate(t.Context(), pieces, o)
				if err != nil {
					t.Fatal(err)
				}
				for _, o.Threads = range []int{2, 5} {
					many, err := c.Evaluate(t.Context(), pieces, o)
					if err != nil || many.Loss != one.Loss || many.Accuracy != one.Accuracy || *many.Copy != *one.Copy {
						t.Errorf("%d threads: %+v, %v, want %+v", o.Threads, many, err, one)
					}
				}
				// The examples of a fit are read in lanes, in order.
				ids, _ := c.Vocabulary.EncodeAll(pieces)
				list, alone, err := c.examples(t.Context(), newReach(ids, reset), o, false)
				if err != nil || list.Len() != one.Symbols || alone.Correct != int(math.Round(one.Accuracy*float64(one.Symbols))) || math.Abs(alone.Mean()-one.Loss) > 1e-9 {
					t.Errorf("in lanes: %+v, %v, want %+v", alone, err, one)
				}
			})
		}
	}
}

func TestEvaluateStops(t *testing.T) {
	c := copied(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := c.Evaluate(ctx, tinyCorpus().Pieces, EvaluateOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of the context: %v", err)
	}
}

// TestPrecisions checks that a loss of 16 bits is that of float32, and that of 8 bits near it.
func TestPrecisions(t *testing.T) {
	c := tinyCheckpoint(t, "X: 1\nABc|", true)
	pieces := slices.Repeat(tinyCorpus().Pieces, 2)
	loss := map[Precision]float64{}
	for _, p := range []Precision{Float32, Int16, Int8} {
		e, err := c.Evaluate(t.Context(), pieces, EvaluateOptions{Precision: p})
		if err != nil {
			t.Fatal(err)
		}
		loss[p] = e.Loss
	}
	if d := math.Abs(loss[Int16] - loss[Float32]); d > 2e-6 || d == 0 {
		t.Errorf("the loss of 16 bits differs by %v", d)
	}
	if d := math.Abs(loss[Int8] - loss[Float32]); d > 0.01 || d == 0 {
		t.Errorf("the loss of 8 bits differs by %v", d)
	}
	if _, err := c.Evaluate(t.Context(), pieces, EvaluateOptions{Precision: "int4"}); !errors.Is(err, ErrOption) {
		t.Errorf("a precision that is not known: %v", err)
	}
	if p := DefaultEvaluateOptions().Precision; p != Int16 && p != Float32 {
		t.Errorf("the default is %s", p)
	}
}
