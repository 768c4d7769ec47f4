package play

import (
	"iter"
	"strings"

	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// This file has the patterns of bass and chords of each meter.

// patterns are the strokes of a bar by the numerator of its meter, as letters of
// %%MIDI gchord:
//
//	f      the bass
//	c      the chord
//	b      both
//	g to j one note of the chord, the lowest first
//	G to J the same, in the bass
//	z      a rest
//
// Letters last equally long, times the number after them, if there is one.
var patterns = map[int]string{
	1: "f", 2: "fzczfzcz", 3: "fzczcz", 4: "fzczfzcz", 5: "fzczczfzcz", 6: "fzcfzc",
	7: "fzcfcfc", 8: "fzcfzcfc", 9: "fzcfzcfzc", 12: "fzcfzcfzcfzc", 15: "fzcfzcfzcfzcfzc",
}

// groupPatterns are the strokes of one group of a meter such as 2+3/8.
var groupPatterns = map[int]string{1: "f", 2: "fc", 3: "fzc", 4: "fzcz"}

// patternFor returns the pattern of a bar of a meter. A meter that has none of its
// own is put together from groups of four or fewer.
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

// stroke is one letter of a pattern. Its times are in quarter notes from the
// beginning of the bar.
type stroke struct {
	letter   byte
	from, to music.Fraction
	next     music.Fraction // where the next stroke or the next bar begins
}

// barCycle counts the bars that a pattern over several of them takes.
type barCycle struct {
	pattern  string
	bars, at int
}

// next goes on to a bar and returns when in it the pattern began, 0 or less, and how long it is,
// in quarter notes. Another pattern begins anew; a pickup and the bar it completes are one.
func (c *barCycle) next(bar *playedBar, pattern string, bars int) (begins, full music.Fraction) {
	if bars == 1 { // as nearly always
		return (music.Fraction{}).Sub(bar.phase), bar.setting.BarLength
	}
	if pattern != c.pattern || bars != c.bars {
		*c = barCycle{pattern, bars, 0}
	}
	length := bar.setting.BarLength
	begins = (music.Fraction{}).Sub(bar.phase).Sub(length.Times(int64(c.at), 1))
	if !bar.end.Sub(bar.start).Add(bar.phase).Less(length) {
		c.at = (c.at + 1) % bars
	}
	return begins, length.Times(int64(bars), 1)
}

// maxUnits bounds the number after a letter of a pattern.
const maxUnits = 64

// strokes spreads a pattern over a bar of a length in quarter notes. There are
// none if the pattern or the bar has no length.
func strokes(pattern string, bar music.Fraction) []stroke {
	units := 0
	for _, n := range letters(pattern) {
		units += n
	}
	if units == 0 || !bar.Positive() {
		return nil
	}
	var list []stroke
	at := 0
	for letter, n := range letters(pattern) {
		if letter != 'z' && n > 0 {
			from, to := bar.Times(int64(at), int64(units)), bar.Times(int64(at+n), int64(units))
			if k := len(list); k > 0 {
				list[k-1].next = from
			}
			list = append(list, stroke{letter, from, to, bar})
		}
		at += n
	}
	return list
}

// letters yields the letters of a pattern, each with the number after it, 1
// without one.
func letters(pattern string) iter.Seq2[byte, int] {
	return func(yield func(byte, int) bool) {
		for i := 0; i < len(pattern); {
			letter := pattern[i]
			from := i + 1
			for i++; i < len(pattern) && chars.IsDigit(pattern[i]); i++ {
			}
			if !yield(letter, min(chars.Number(pattern[from:i], 1), maxUnits)) {
				return
			}
		}
	}
}
