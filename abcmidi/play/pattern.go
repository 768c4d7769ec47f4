package play

import (
	"strings"

	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// This file has the patterns of bass and chords of each meter.

// patterns are the strokes of a bar by its number of beats: f the bass, c the
// chord, b both, z a rest; each lasts its share of the bar.
var patterns = map[int]string{
	1: "f", 2: "fzczfzcz", 3: "fzczcz", 4: "fzczfzcz", 5: "fzczczfzcz", 6: "fzcfzc",
	7: "fzcfcfc", 8: "fzcfzcfc", 9: "fzcfzcfzc", 12: "fzcfzcfzcfzc", 15: "fzcfzcfzcfzcfzc",
}

// groupPatterns are the strokes of one group of a meter such as 2+3/8.
var groupPatterns = map[int]string{1: "f", 2: "fc", 3: "fzc", 4: "fzcz"}

// patternFor returns the pattern of a bar of a meter, simple or additive.
func patternFor(m *music.Meter) string {
	if len(m.Groups) == 1 {
		if p, ok := patterns[m.Groups[0]]; ok {
			return p
		}
	}
	var b strings.Builder
	for _, g := range m.Groups {
		for ; g > 4; g -= 3 {
			b.WriteString(groupPatterns[3])
		}
		b.WriteString(groupPatterns[g])
	}
	return b.String()
}

// stroke is one letter of a pattern, with its place in the bar.
type stroke struct {
	letter byte
	from   music.Fraction // quarter notes from the beginning of the bar
	to     music.Fraction
	next   music.Fraction // where the next stroke or the next bar begins
	length music.Fraction
}

// strokes spreads a pattern over a bar of some length; none if it has no
// length itself.
func strokes(pattern string, bar music.Fraction) []stroke {
	type part struct {
		letter byte
		units  int
	}
	var parts []part
	units := 0
	for i := 0; i < len(pattern); {
		letter := pattern[i]
		from := i + 1
		for i++; i < len(pattern) && chars.IsDigit(pattern[i]); i++ {
		}
		n := min(chars.Number(pattern[from:i], 1), 64)
		parts = append(parts, part{letter, n})
		units += n
	}
	if units == 0 || !bar.Positive() {
		return nil
	}
	var list []stroke
	at := 0
	for _, p := range parts {
		if p.letter != 'z' && p.units > 0 {
			from, to := bar.Times(int64(at), int64(units)), bar.Times(int64(at+p.units), int64(units))
			if n := len(list); n > 0 {
				list[n-1].next = from
			}
			list = append(list, stroke{p.letter, from, to, bar, to.Sub(from)})
		}
		at += p.units
	}
	return list
}
