package score_test

import (
	"fmt"
	"testing"

	"charabanc/abcmidi/music"
	"charabanc/abcmidi/score"
)

func TestClock(t *testing.T) {
	at := func(n int64) music.Fraction { return music.NewFraction(n, 1) }
	for _, c := range []struct {
		name   string
		tempos []score.TempoChange
		want   string // at 0, 2, 4 and 6 quarter notes
	}{
		{"no tempo", nil, "0 1 2 3"},
		{"one", []score.TempoChange{{Quarters: at(60)}}, "0 2 4 6"},
		{"a change", []score.TempoChange{{Quarters: at(60)}, {At: at(4), Quarters: at(120)}}, "0 2 4 5"},
		{"the first comes late", []score.TempoChange{{At: at(2), Quarters: at(60)}}, "0 1 3 5"},
		{"two at a time", []score.TempoChange{{Quarters: at(60)}, {Quarters: at(240)}}, "0 0.5 1 1.5"},
		{"no rate", []score.TempoChange{{Quarters: at(0)}}, "0 1 2 3"},
	} {
		clock := score.NewClock(&score.Score{Tempos: c.tempos})
		got := fmt.Sprint(clock.Seconds(at(0)), clock.Seconds(at(2)), clock.Seconds(at(4)), clock.Seconds(at(6)))
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
