package abc

import (
	"charabanc/abcmidi/music"
)

// brokenFactors is what a > (dots positive) or < makes of the note before it
// and of the one behind it.
func BrokenFactors(dots int) (before, after music.Fraction) {
	n := min(max(dots, -dots), 8)
	long, short := music.NewFraction(1<<(n+1)-1, 1<<n), music.NewFraction(1, 1<<n)
	if dots < 0 {
		return short, long
	}
	return long, short
}
