package score

import (
	"sort"

	"charabanc/abcmidi/music"
)

// Clock turns the times of a score, in quarter notes, into seconds.
type Clock struct {
	changes []clockChange // the first is at time 0
}

// clockChange is a tempo from a time on.
type clockChange struct {
	quarters, seconds float64 // when it begins
	pace              float64 // seconds in a quarter note
}

// NewClock returns the clock of a score's tempos.
func NewClock(s *Score) *Clock {
	c := &Clock{changes: []clockChange{{pace: 60.0 / DefaultTempo}}}
	for _, t := range s.Tempos {
		at, rate := t.At.Float(), t.Quarters.Float()
		if rate <= 0 {
			continue
		}
		change := clockChange{quarters: at, seconds: c.Seconds(t.At), pace: 60 / rate}
		if last := len(c.changes) - 1; c.changes[last].quarters >= at {
			c.changes[last].pace = change.pace
		} else {
			c.changes = append(c.changes, change)
		}
	}
	return c
}

// Seconds returns when a time of the score is.
func (c *Clock) Seconds(at music.Fraction) float64 {
	q := at.Float()
	i := max(sort.Search(len(c.changes), func(i int) bool { return c.changes[i].quarters > q })-1, 0)
	return c.changes[i].seconds + (q-c.changes[i].quarters)*c.changes[i].pace
}
