package check

import (
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
)

// This file compares overlays with their bars, and voices with each other.

// overlays reports the overlays of a bar (ABC 2.1 section 7.4) that have no music, have
// none before them, or last longer or shorter than what they are laid over.
func (c *checker) overlays(v *layout.Voice, b *layout.Bar) {
	for i := b.From; v.Overlays > 0 && i < b.To; i++ {
		it := &v.Items[i]
		if it.Kind != layout.ItemOverlay {
			continue
		}
		length := overlayLength(v, i)
		switch {
		case !it.InGroup && !anyLasts(v, b.From, i) || it.InGroup && it.Length.IsZero():
			c.report(it.Pos, RuleEmptyOverlay, "overlay in a bar with no music before it: write a rest before the &")
		case length.IsZero():
			c.report(it.Pos, RuleEmptyOverlay, "overlay without music")
		case it.Length.Less(length):
			c.report(it.Pos, RuleOverlay, "overlay is too long: %s quarter notes over %s", length, it.Length)
		case length.Less(it.Length):
			c.report(it.Pos, RuleOverlay, "overlay is too short: %s quarter notes over %s", length, it.Length)
		}
	}
}

// overlayLength returns how long the overlay that item i begins lasts.
func overlayLength(v *layout.Voice, i int) (length music.Fraction) {
	layer := v.Items[i].Layer
	for i++; i < len(v.Items) && v.Items[i].Kind != layout.ItemOverlay && v.Items[i].Layer == layer; i++ {
		if v.Items[i].Lasts() {
			length = length.Add(v.Items[i].Length)
		}
	}
	return length
}

// anyLasts reports whether there is a note or rest among the items from up to, but not
// including, to.
func anyLasts(v *layout.Voice, from, to int) bool {
	for i := from; i < to; i++ {
		if v.Items[i].Lasts() {
			return true
		}
	}
	return false
}

// voiceBar is a bar of a voice, beside those of the others.
type voiceBar struct {
	first  int // its first note or rest
	length music.Fraction
	wrong  bool // reported
}

// add adds a bar to a voice. A rest for several bars is as many of them.
func addBar(bars []voiceBar, b voiceBar, full music.Fraction) []voiceBar {
	if full.Positive() && full.Less(b.length) && b.length.Mod(full).IsZero() {
		for n := b.length; n.Positive() && len(bars) < maxChecked; n = n.Sub(full) {
			bars = append(bars, voiceBar{b.first, full, b.wrong})
		}
		return bars
	}
	return append(bars, b)
}

// voices reports voices that have fewer bars than the one with the most, and those in
// which a bar, the last left out, is longer or shorter than that of the others: from there
// on the voices are apart.
func (c *checker) voices(voices []*layout.Voice, bars [][]voiceBar) {
	if c.unfinished || len(voices) < 2 {
		return
	}
	most := 0
	for i := range bars {
		if len(bars[i]) > len(bars[most]) {
			most = i
		}
	}
	for i, v := range voices {
		mine, others := bars[i], bars[most]
		if i == most || len(mine) == 0 || total(mine) == total(others) {
			continue
		}
		c.voice = v.ID
		if len(mine) < len(others) {
			at := v.Items[mine[len(mine)-1].first].Pos
			c.report(at, RuleVoices, "voice %s ends after %d bars, and voice %s has %d", v.ID, len(mine), voices[most].ID, len(others))
			continue
		}
		for k := range mine[:len(mine)-1] {
			if a, b := &mine[k], &others[k]; a.length != b.length && !a.wrong && !b.wrong {
				c.report(v.Items[a.first].Pos, RuleVoices, "bar %d lasts %s quarter notes in voice %s, and %s in voice %s",
					k+1, a.length, v.ID, b.length, voices[most].ID)
				break
			}
		}
	}
	c.voice = ""
}

// total returns how long bars last together: bars that are divided in another way, as at a
// repeat within a bar, are not apart.
func total(bars []voiceBar) (sum music.Fraction) {
	for i := range bars {
		sum = sum.Add(bars[i].length)
	}
	return sum
}
