package layout

import (
	"charabanc/abcmidi/music"
)

// This file is the one place that knows where a bar begins and ends, and where
// in its meter it lies.
//
// A bar is a stretch of time. It ends at a bar line, and at P:, since a part
// begins with a bar of its own ([Item.EndsBar]). Only what the standard ties to
// the bar line itself goes by bar lines alone: accidentals, overlays, the | of w:
// and s: lines, repeats, and D.C. and D.S.

// EndsBar reports whether a bar ends at the item. Whatever follows bars, in the
// order of the text or in the order of playing, asks this.
func (it *Item) EndsBar() bool { return it.Kind == ItemBarLine || it.Kind == ItemPart }

// Bar is one bar of the text.
type Bar struct {
	From, To int            // its items: From to To-1, the one that ends it among them
	Length   music.Fraction // quarter notes, of layer 0
	phase    music.Fraction // where in a full bar of the meter it begins
}

// Measure returns the bars of a voice in the order of the text. On the way it
// bounds the length of each item, and sets how far each overlay goes back and how
// loud each sound is. The bars are good until the next voice is measured.
func (v *Voice) Measure() []Bar {
	bars := v.memory.bars[:0]
	var lengths []music.Fraction // of the bars so far, without those that only overlays sound in
	cur := Bar{}
	var total, group music.Fraction // of the lengths, and where the latest (& is in them
	for i := range v.Items {
		it := &v.Items[i]
		switch {
		case it.Lasts():
			if it.Length.Num() > music.MaxLength*it.Length.Den() { // after many >
				it.Length = music.NewFraction(music.MaxLength, 1)
			}
			if it.Layer == 0 {
				cur.Length = cur.Length.Add(it.Length)
			}
		case it.Kind == ItemOverlay:
			if it.InGroup {
				it.Length = total.Add(cur.Length).Sub(group)
				continue
			}
			it.Length = cur.Length
			before := int(it.overlayBars)
			if cur.Length.Positive() {
				before--
			}
			for _, length := range lengths[max(0, len(lengths)-before):] {
				it.Length = it.Length.Add(length)
			}
		case it.EndsBar():
			cur.To = i + 1
			bars = append(bars, cur)
			if v.Overlays > 0 && cur.Length.Positive() {
				lengths, total = append(lengths, cur.Length), total.Add(cur.Length)
			}
			cur = Bar{From: i + 1}
		case it.Kind == itemGroup:
			group = total.Add(cur.Length)
		}
	}
	cur.To = len(v.Items)
	bars = append(bars, cur)
	v.memory.bars = bars
	v.findPhases(bars)
	v.setVelocities(bars)
	return bars
}

// findPhases sets the phase of each bar.
func (v *Voice) findPhases(bars []Bar) {
	var p Phaser
	for i := range bars {
		if first := v.FirstNoteOrRest(&bars[i]); first >= 0 {
			bars[i].phase = p.Next(bars[i].Length, v.Items[first].Setting.BarLength)
		}
	}
}

// Phaser finds where in a full bar of the meter each bar begins. A short bar that
// comes first is a pickup: it ends where a full bar ends. A short bar after a short
// bar goes on where that one stopped, if both fit into one full bar.
type Phaser struct {
	begun   bool
	carried music.Fraction // length of a short bar that the next may go on from
}

// Next returns the phase of the next bar, which is so long in a meter whose bars
// are full. In free meter, where full is 0, the phase is 0.
func (p *Phaser) Next(length, full music.Fraction) (phase music.Fraction) {
	first := !p.begun
	p.begun = true
	switch {
	case !length.Less(full):
		p.carried = music.Fraction{}
	case first:
		return full.Sub(length)
	case p.carried.Positive() && p.carried.Add(length).Cmp(full) <= 0:
		phase, p.carried = p.carried, music.Fraction{}
	default:
		p.carried = length
	}
	return phase
}

// FirstNoteOrRest returns the index of the first note or rest of a bar, overlays
// left out, or -1.
func (v *Voice) FirstNoteOrRest(b *Bar) int {
	for i := b.From; i < b.To; i++ {
		if v.Items[i].Lasts() && v.Items[i].Layer == 0 {
			return i
		}
	}
	return -1
}

// HasSound reports whether there is a note or chord among the items from up to,
// but not including, to.
func (v *Voice) HasSound(from, to int) bool {
	for i := from; i < to; i++ {
		if v.Items[i].Kind == ItemSound {
			return true
		}
	}
	return false
}

// barStart returns the index of the item that ends the bar before item i, or 0.
func barStart(items []Item, i int) int {
	for i > 0 && !items[i].EndsBar() {
		i--
	}
	return i
}

// barEnd returns the index after the item that ends the bar of item i.
func barEnd(items []Item, i int) int {
	for i < len(items) && !items[i].EndsBar() {
		i++
	}
	return min(i+1, len(items))
}

// afterBarLine returns the index after the next bar line from item i on.
func afterBarLine(items []Item, i int) int {
	for i < len(items) && items[i].Kind != ItemBarLine {
		i++
	}
	return i + 1
}
