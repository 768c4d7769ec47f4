package roll

import (
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/score"
)

// bar is a bar of the score, as it is played, in quarter notes.
type bar struct {
	from, to music.Fraction
	number   int            // from 1; 0 for a pickup and in free meter
	beat     music.Fraction // length of a beat
	phase    music.Fraction // how much of the bar is missing at its beginning
}

// maxBars is how many bars a picture has at most.
const maxBars = 1 << 14

// freeBar is the length of the parts that free meter is cut into, in quarter notes.
var freeBar = music.NewFraction(4, 1)

// barsOf returns the bars of a score up to its end. A pickup is a bar of its own, before
// bar 1. There are none in free meter, and if they would be more than maxBars.
func barsOf(s *score.Score, pickup, end music.Fraction) (bars []bar) {
	if len(s.Meters) == 0 {
		return nil
	}
	now, number := music.Fraction{}, 0
	add := func(length, full music.Fraction, beat music.Fraction, counted bool) {
		b := bar{from: now, to: now.Add(length), beat: beat, phase: full.Sub(length)}
		if counted {
			number++
			b.number = number
		}
		bars = append(bars, b)
		now = b.to
	}
	for i, change := range append([]score.MeterChange{{Meter: music.FreeMeter()}}, s.Meters...) {
		until := end
		if i < len(s.Meters) {
			until = s.Meters[i].At
		}
		length, counted := change.Meter.Bar(), true
		if !length.Positive() {
			length, counted = freeBar, false
		}
		if i == 1 && pickup.Positive() && pickup.Less(length) && pickup.Cmp(until.Sub(now)) <= 0 {
			add(pickup, length, change.Meter.Beat(), false)
		}
		for now.Less(until) {
			if len(bars) >= maxBars {
				return nil
			}
			part := length
			if rest := until.Sub(now); rest.Less(part) && until.Less(end) { // the meter changes within the bar
				part = rest
			}
			add(part, part, change.Meter.Beat(), counted)
		}
	}
	return bars
}
