package critic

import "context"

// Compare returns figures about tunes next to those of people. name names the tunes.
// Each tune of people is compared with the others. When ctx ends, Compare returns its
// error.
func Compare(ctx context.Context, name string, tunes, people []string) (*Comparison, error) {
	ours, theirs := NewSurveys(people)
	for _, tune := range tunes {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		ours.Add(tune, -1)
	}
	for i, tune := range people {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		theirs.Add(tune, i)
	}
	return NewComparison([2]string{name, "corpus"}, [2]*Survey{ours, theirs}), nil
}
