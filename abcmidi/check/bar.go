package check

import (
	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
)

// This file compares the length of each bar with its meter.

// bars reports the bars that are too long or too short. A bar may be short at the edge
// of a section if it and others make a whole bar in the order of playing: see
// incompleteRuns.
func (c *checker) bars(v *layout.Voice, bars []layout.Bar, order *abc.PartOrder) {
	incomplete := incompleteRuns(v, order)
	for i := range bars {
		b := &bars[i]
		first := v.FirstNoteOrRest(b)
		if first < 0 {
			continue
		}
		c.result.Bars++
		full := v.Items[first].Setting.BarLength
		if !full.Positive() || b.Length == full {
			continue
		}
		pos := v.Items[first].Pos
		switch {
		case b.Length.IsZero(): // notes so short that their length is rounded to nothing
		case full.Less(b.Length):
			if wholeRest(v, b, full) {
				continue
			}
			c.badBar(pos, b.Length, full, "long")
		case !edgeBefore(v, b) && !edgeAfter(v, b):
			c.badBar(pos, b.Length, full, "short")
		default:
			if run, ok := incomplete[first]; ok {
				c.badRun(pos, run)
			}
		}
	}
}

// badBar reports a bar that is too long or too short.
func (c *checker) badBar(pos abc.Pos, length, full music.Fraction, what string) {
	c.result.BadBars++
	c.report(pos, RuleBar, "bar is too %s: %s quarter notes, the meter has %s", what, length, full)
}

// badRun reports short bars at the edges of sections.
func (c *checker) badRun(pos abc.Pos, run shortRun) {
	c.result.BadBars++
	s := run.bars
	if len(s) == 1 {
		c.report(pos, RuleBar, "bar is too short: %s quarter notes, the meter has %s, and no bar before or after it makes up for that",
			s[0].length, s[0].full)
		return
	}
	c.report(pos, RuleBar, "bars at the edge of a section do not add up: %s and then %s quarter notes, the meter has %s",
		s[0].length, run.sum().Sub(s[0].length), s[0].full)
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
