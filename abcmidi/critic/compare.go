package critic

import (
	"context"
	"io"
)

// Compare prints figures about tunes next to those of people, under two names. Each
// tune of people is compared with the others. When ctx ends, Compare returns its error.
func Compare(ctx context.Context, out io.Writer, names [2]string, tunes, people []string) error {
	ours, theirs := NewSurveys(people)
	for _, tune := range tunes {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		ours.Add(tune, -1)
	}
	for i, tune := range people {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		theirs.Add(tune, i)
	}
	return WriteSurveys(out, names, [2]*Survey{ours, theirs})
}
