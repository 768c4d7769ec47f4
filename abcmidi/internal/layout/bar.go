package layout

import (
	"charabanc/abcmidi/music"
)

// This file is the one place that knows where a bar begins and ends, and where
// in its meter it lies.

// measured is one bar of the text: its items and where its notes lie in the
// meter.
type Measured struct {
	From, To int            // items
	Length   music.Fraction // of layer 0
	phase    music.Fraction // where the bar begins in a bar of the meter
}

// measure walks a voice in the order of the text: it bounds lengths, settles how
// far each overlay goes back, the phase of each bar, and the velocities. The bars
// hold until the next voice is measured.
func (v *Voice) Measure() []Measured {
	bars := v.memory.bars[:0]
	var lengths []music.Fraction // of the bars so far, those of overlays left out
	cur := Measured{}
	for i := range v.Items {
		it := &v.Items[i]
		switch it.Kind {
		case ItemSound, ItemRest:
			if it.Length.Num() > music.MaxLength*it.Length.Den() { // after many a >
				it.Length = music.NewFraction(music.MaxLength, 1)
			}
			if it.Layer == 0 {
				cur.Length = cur.Length.Add(it.Length)
			}
		case ItemOverlay:
			it.Length = cur.Length
			more := int(it.Data[0])
			if cur.Length.Positive() {
				more--
			}
			for n := 1; n <= min(more, len(lengths)); n++ {
				it.Length = it.Length.Add(lengths[len(lengths)-n])
			}
		case ItemBar, ItemPart:
			cur.To = i + 1
			bars = append(bars, cur)
			if v.Layers > 0 && cur.Length.Positive() {
				lengths = append(lengths, cur.Length)
			}
			cur = Measured{From: i + 1}
		}
	}
	cur.To = len(v.Items)
	bars = append(bars, cur)
	v.memory.bars = bars
	v.phases(bars)
	v.velocities(bars)
	return bars
}

// phases says where each bar begins in the meter.
func (v *Voice) phases(bars []Measured) {
	var p Phaser
	for i := range bars {
		if sound := v.FirstSound(&bars[i]); sound >= 0 {
			bars[i].phase = p.Next(bars[i].Length, v.Items[sound].Ctx.Bar)
		}
	}
}

// phaser finds where bars begin in a bar of the meter. A short bar that comes
// first is a pickup: it ends with the meter's bar. A short bar after another
// short one goes on where that stopped, if both fit into one bar.
type Phaser struct {
	begun   bool
	carried music.Fraction // length of a short bar that the next may go on from
}

// next returns the phase of the next bar, which has a length in a meter whose
// bars are full.
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

// firstSound is the first note or rest of a bar, -1 if there is none.
func (v *Voice) FirstSound(b *Measured) int {
	for i := b.From; i < b.To; i++ {
		if v.Items[i].Lasts() && v.Items[i].Layer == 0 {
			return i
		}
	}
	return -1
}

func (v *Voice) HasSound(b Measured) bool {
	for i := b.From; i < b.To; i++ {
		if v.Items[i].Kind == ItemSound {
			return true
		}
	}
	return false
}

// endsBar reports whether a bar ends at the item: at a bar line, and at P:, as a
// part begins with a bar of its own. Whoever counts bars, in the order of the
// text or of playing, asks here.
func (it *Item) EndsBar() bool { return it.Kind == ItemBar || it.Kind == ItemPart }
