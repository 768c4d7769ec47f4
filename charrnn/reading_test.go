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
		for _, precision := range []Precision{Float32, Int8} {
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
