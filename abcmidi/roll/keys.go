package roll

import (
	"slices"

	"charabanc/abcmidi/score"
	"gonum.org/v1/plot/vg"
)

// ladder says how high in a row a key is. Drums have a lane of their own at the bottom,
// with a step for each that is played.
type ladder struct {
	low, high int // MIDI keys
	step      vg.Length
	drums     []uint8
	drumStep  vg.Length
}

// Heights of rows and of steps.
const (
	rowHeight              = 150 // points; a row of many keys has more, as steps have a least height
	minStep, maxStep       = 1.5, 4.2
	drumLane               = 18
	drumGap                = 5
	minKeys, marginSteps   = 12, 2
	lowestKey, highestKey  = 0, 127
	defaultLow, defaultTop = 60, 72
)

// newLadder returns the ladder of a score: the keys that it plays, an octave or more,
// and some to spare.
func newLadder(s *score.Score) ladder {
	l := ladder{low: highestKey, high: lowestKey}
	for _, v := range s.Voices {
		for _, e := range v.Events {
			if v.Role == score.Drums {
				l.drums = append(l.drums, e.Key)
				continue
			}
			l.low, l.high = min(l.low, int(e.Key)), max(l.high, int(e.Key))
		}
	}
	slices.Sort(l.drums)
	l.drums = slices.Compact(l.drums)
	if l.low > l.high {
		l.low, l.high = defaultLow, defaultTop
	}
	l.low, l.high = l.low-marginSteps, l.high+marginSteps
	if missing := minKeys - (l.high - l.low); missing > 0 {
		l.low, l.high = l.low-missing/2, l.high+(missing+1)/2
	}
	l.step = min(maxStep, max(minStep, rowHeight/vg.Length(l.high-l.low+1)))
	if len(l.drums) > 0 {
		l.drumStep = min(maxStep, drumLane/vg.Length(len(l.drums)))
	}
	return l
}

// lane returns the height of the lane of drums, and the gap above it.
func (l *ladder) lane() vg.Length {
	if len(l.drums) == 0 {
		return 0
	}
	return vg.Length(len(l.drums))*l.drumStep + drumGap
}

// height returns the height of a row.
func (l *ladder) height() vg.Length { return l.lane() + vg.Length(l.high-l.low+1)*l.step }

// bottom returns where the step of a key begins, above the bottom of the row.
func (l *ladder) bottom(key int) vg.Length { return l.lane() + vg.Length(key-l.low)*l.step }

// place returns where a note of a voice is drawn, and how high.
func (l *ladder) place(role score.Role, key uint8) (bottom, height vg.Length) {
	if role == score.Drums {
		i, _ := slices.BinarySearch(l.drums, key)
		return vg.Length(i) * l.drumStep, l.drumStep
	}
	return l.bottom(int(key)), l.step
}

// isBlack reports whether a key is a black one of the piano.
func isBlack(key int) bool {
	switch (key + 12) % 12 {
	case 1, 3, 6, 8, 10:
		return true
	}
	return false
}
