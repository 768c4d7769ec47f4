package musicxml

import (
	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
)

// This file finds which note each tie leads to, in the order of the text. A tie to another
// pitch is a slur (ABC 2.1 section 4.11).

// tier follows the ties of a voice.
type tier struct {
	items  []layout.Item
	begins map[int]music.Fraction // when the items of overlays begin
	tones  map[toneOf]tie
	slurs  map[int][]slurEnd // at items: ties that are slurs
	open   [abc.MaxOverlays + 1][]openTie
	atOne  []openTie // those that lead into the first ending
}

// toneOf is a tone of an item.
type toneOf struct{ item, tone int }

// tie says how a tone is tied.
type tie struct {
	start, stop bool
	cents       int32 // of the first of the tied tones, if stop is set
}

// openTie is a tie that waits for its second note.
type openTie struct {
	toneOf
	step  int16
	cents int32
	end   music.Fraction // where the second note must begin
}

// at follows an item that begins at a time.
func (t *tier) at(i int, start music.Fraction) {
	it := &t.items[i]
	if it.Layer > 0 {
		t.begins[i] = start
	}
	open := t.open[it.Layer]
	if len(open) == 0 && !anyTied(it.Tones) {
		return
	}
	var next []openTie
	end := start.Add(it.Length)
	for k := range it.Tones {
		tone := &it.Tones[k]
		this := openTie{toneOf{i, k}, tone.Step, tone.Cents, end}
		if j := continued(open, tone, start); j >= 0 {
			this.cents = open[j].cents
			t.set(open[j].toneOf, func(x *tie) { x.start = true })
			t.set(this.toneOf, func(x *tie) { x.stop, x.cents = true, this.cents })
			open[j].end = music.Fraction{} // used up
			open[j].item = -1
		}
		if tone.Tie {
			next = append(next, this)
		}
	}
	if len(open) == 1 && open[0].item >= 0 && open[0].end.Cmp(start) == 0 && len(it.Tones) == 1 {
		from := open[0].item
		t.slurs[from] = append(t.slurs[from], slurEnd{number: slurFromTie})
		t.slurs[i] = append(t.slurs[i], slurEnd{number: slurFromTie, stop: true})
	}
	t.open[it.Layer] = next
}

func anyTied(tones []layout.Tone) bool {
	for i := range tones {
		if tones[i].Tie {
			return true
		}
	}
	return false
}

// continued returns the index of the tie that a tone continues, or -1, as play has it.
func continued(open []openTie, tone *layout.Tone, start music.Fraction) int {
	for i := range open {
		if h := &open[i]; h.item >= 0 && h.end.Cmp(start) == 0 && (h.step == tone.Step && !tone.Written || h.cents == tone.Cents) {
			return i
		}
	}
	return -1
}

func (t *tier) set(at toneOf, change func(*tie)) {
	x := t.tones[at]
	change(&x)
	t.tones[at] = x
}

// ending keeps the ties that lead into a first ending, and lets them lead into the others.
func (t *tier) ending(e *abc.Ending, now music.Fraction) {
	if e.Has(1) {
		t.atOne = append(t.atOne[:0], t.open[0]...)
		return
	}
	t.open[0] = append([]openTie(nil), t.atOne...)
	for i := range t.open[0] {
		t.open[0][i].end = now
	}
}

// leaveOpen keeps the ties that lead over the end of a repeat: they lead back to its beginning.
func (t *tier) leaveOpen() {
	for _, o := range t.open[0] {
		t.set(o.toneOf, func(x *tie) { x.start = true })
	}
}
