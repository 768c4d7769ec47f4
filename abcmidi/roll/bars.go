package roll

import (
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/score"
)

// bar is a bar of the score, as it is played, in quarter notes.
type bar struct {
	from, to music.Fraction
	number   int            // from 1; 0 for a pickup
	beat     music.Fraction // length of a beat; 0 in free meter
	phase    music.Fraction // how much of the bar is missing at its beginning
}

// maxBars is how many bars a picture has at most.
const maxBars = 1 << 14

// barsOf returns the bars of a score up to its end. A pickup is a bar of its own, before
// bar 1; the short bar before a later one makes one bar with it. There are none if the
// score does not tell its bars, in free meter, and if they would be more than maxBars.
func barsOf(s *score.Score, end music.Fraction) (bars []bar) {
	if len(s.Meters) == 0 || len(s.Bars) > maxBars {
		return nil
	}
	meter, number := 0, 0
	missing := music.Fraction{} // of the latest bar
	for i, from := range s.Bars {
		to := end
		if i+1 < len(s.Bars) {
			to = s.Bars[i+1]
		}
		for meter+1 < len(s.Meters) && s.Meters[meter+1].At.Cmp(from) <= 0 {
			meter++
		}
		length, full := to.Sub(from), s.Meters[meter].Meter.Bar()
		b := bar{from: from, to: to, beat: s.Meters[meter].Meter.Beat()}
		switch short := length.Less(full); {
		case short && i == 0:
			b.phase = full.Sub(length)
		case missing.Positive() && length.Cmp(missing) == 0:
			bars[len(bars)-1].to, missing = to, music.Fraction{}
			continue
		default:
			number++
			b.number, missing = number, music.Fraction{}
			if short {
				missing = full.Sub(length)
			}
		}
		bars = append(bars, b)
	}
	return bars
}
