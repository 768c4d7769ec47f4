package check

import (
	"fmt"
	"math"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
)

// This file compares the length of each bar with its meter.

// bars reports the bars that are too long or too short. A bar may be short at the edge
// of a section if it and others make a whole bar in the order of playing: see
// incompleteRuns. A bar whose length another fault may have changed counts as a bad one
// and is not reported: there is one finding for each cause.
func (c *checker) bars(v *layout.Voice, bars []layout.Bar, order *abc.PartOrder) (list []voiceBar) {
	incomplete := incompleteRuns(v, order)
	for i := range bars {
		b := &bars[i]
		first := v.FirstNoteOrRest(b)
		if first < 0 {
			c.overlays(v, b)
			continue
		}
		c.result.Bars++
		full := v.Items[first].Setting.BarLength
		message := wrongBar(v, b, full, incomplete)
		marred := len(c.marred) > 0 && c.isMarred(barSpan(v, b))
		switch {
		case message == "":
			c.overlays(v, b)
		case marred:
			c.result.BadBars++
		default:
			c.result.BadBars++
			c.report(v.Items[first].Pos, RuleBar, "%s", message)
		}
		list = addBar(list, voiceBar{first, b.Length, message != "" || marred}, full)
	}
	return list
}

// wrongBar says what is wrong with the length of a bar in a meter whose bars are full; ""
// if nothing is.
func wrongBar(v *layout.Voice, b *layout.Bar, full music.Fraction, incomplete map[int]shortRun) string {
	what := "short"
	switch {
	case !full.Positive() || b.Length == full:
		return ""
	case b.Length.IsZero(): // notes so short that their length is rounded to nothing
		return ""
	case full.Less(b.Length):
		if wholeRest(v, b, full) {
			return ""
		}
		what = "long"
	case edgeBefore(v, b) || edgeAfter(v, b):
		if run, ok := incomplete[v.FirstNoteOrRest(b)]; ok {
			return run.String()
		}
		return ""
	}
	return fmt.Sprintf("bar is too %s: %s quarter notes, the meter has %s", what, b.Length, full)
}

// String says what is wrong with short bars at the edges of sections.
func (r shortRun) String() string {
	s := r.bars
	if len(s) == 1 {
		return fmt.Sprintf("bar is too short: %s quarter notes, the meter has %s, and no bar before or after it makes up for that",
			s[0].length, s[0].full)
	}
	return fmt.Sprintf("bars at the edge of a section do not add up: %s and then %s quarter notes, the meter has %s",
		s[0].length, r.sum().Sub(s[0].length), s[0].full)
}

// barSpan returns where a bar is in the text: from the bar line or note before it to the
// bar line after it. Bar lines that another voice has given are elsewhere.
func barSpan(v *layout.Voice, b *layout.Bar) (from, to abc.Pos) {
	first, last := b.From, b.To-1
	for !v.Items[first].Lasts() {
		first++
	}
	for !v.Items[last].Lasts() {
		last--
	}
	from, to = 0, v.Items[last].Pos
	for i := b.From - 1; i >= 0; i-- {
		it := &v.Items[i]
		if it.Lasts() || it.Kind == layout.ItemBarLine && it.Pos < v.Items[first].Pos {
			from = it.Pos
			break
		}
	}
	for i := last + 1; i < len(v.Items); i++ {
		it := &v.Items[i]
		if it.Kind == layout.ItemBarLine && it.Pos >= to {
			return from, it.Pos
		}
		if it.Lasts() {
			return from, max(to, it.Pos)
		}
	}
	return from, math.MaxInt32
}

// wholeRest reports whether a bar is one rest for several full bars, as Z4.
func wholeRest(v *layout.Voice, b *layout.Bar, full music.Fraction) bool {
	rests := 0
	for i := b.From; i < b.To; i++ {
		switch v.Items[i].Kind {
		case layout.ItemSound:
			return false
		case layout.ItemRest:
			rests++
		}
	}
	return rests == 1 && b.Length.Mod(full).IsZero()
}

// edge reports whether a section may begin at an item or right after it: at a repeat
// sign, double bar, ending, part or direction, and at the beginning of a line, since
// many tunes have each phrase on a line of its own and nothing else between.
func edge(it *layout.Item) bool {
	switch it.Kind {
	case layout.ItemBarLine:
		b := it.BarLine
		if b.Start > 0 || b.End > 0 || b.Style == abc.DoubleBar || b.Style == abc.ThinThickBar || b.Style == abc.ThickThinBar {
			return true
		}
	case layout.ItemEnding, layout.ItemPart, layout.ItemNavigation:
		return true
	}
	return it.StartsLine
}

// edgeBefore reports whether a section may begin with a bar.
func edgeBefore(v *layout.Voice, b *layout.Bar) bool {
	for i := b.From - 1; i >= 0 && !v.Items[i].Lasts(); i-- {
		if edge(&v.Items[i]) {
			return true
		}
	}
	for i := b.From; i < b.To; i++ {
		it := &v.Items[i]
		if edge(it) {
			return true
		}
		if it.Lasts() {
			// The first notes of the tune may be a pickup.
			return !v.HasSound(0, b.From)
		}
	}
	return false
}

// edgeAfter reports whether a section may end with a bar, or begin inside it.
func edgeAfter(v *layout.Voice, b *layout.Bar) bool {
	for i := b.From; i < b.To; i++ {
		if it := &v.Items[i]; !it.Lasts() && edge(it) {
			return true
		}
	}
	for i := b.To; i < len(v.Items); i++ {
		it := &v.Items[i]
		if edge(it) {
			return true
		}
		if it.Lasts() {
			return false
		}
	}
	return true // the end of the tune
}
