package layout

import (
	"slices"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
)

// This file settles the notes of a voice: pitch by accidentals and key, length
// by tuplets and broken rhythm (ABC 2.1 sections 4.1 to 4.5, 4.13, 4.17).

// voice is one voice laid out.
type Voice struct {
	Id, Name string
	Items    []Item
	kinds    kindSet // of the items
	Lyrics   bool    // some have them
	Layers   int     // highest overlay used

	program, channel int // its own, of V: or the header; -1: none

	ctx       *Setting
	shared    bool // items point at ctx: change a copy
	bars      music.Accidentals
	tuplets   []tupletLeft
	last      int            // index of the last sound or rest, -1 behind an overlay sign
	next      music.Fraction // what broken rhythm makes of the next length, 0 for nothing
	layer     uint8
	overlay   int  // bars left until the overlay ends
	barCount  int  // bars so far, those of overlays not counted
	inBar     bool // the bar in progress has a note or rest, outside overlays
	lineStart int  // first item of the current line of music
	lineEnds  bool
	verses    int
	symbol    string // waits for the next sound or rest
	pending   pending
	memory    *layoutMemory
}

// pending is what has been read and belongs to the next note.
type pending struct {
	deco   DecoSet
	graces []grace
	marks  []string
}

// tupletLeft is a tuplet with notes still to come.
type tupletLeft struct {
	factor music.Fraction
	left   int
}

// change returns the voice's context to be changed.
func (v *Voice) change() *Setting {
	if v.shared {
		c := v.memory.settings.New()
		*c = *v.ctx
		v.ctx, v.shared = c, false
	}
	return v.ctx
}

// instruction applies an I: field or %% directive.
func (v *Voice) instruction(f *abc.Field) {
	words := strings.Fields(f.Text)
	if len(words) == 4 && words[0] == "MIDI" && (words[1] == "control" || words[1] == "pitchbend") {
		a, b := 128, 128
		number(words, 2, &a, 0, 127)
		number(words, 3, &b, 0, 127)
		if a < 128 && b < 128 {
			status := byte(0xb0)
			if words[1] == "pitchbend" {
				status = 0xe0
			}
			v.add(ItemControl, f.From).Data = [3]byte{status, byte(a), byte(b)}
		}
		return
	}
	old := *v.ctx
	if ctx := v.change(); ctx.directive(f.Text) && *ctx != old {
		v.add(itemChange, f.From)
	}
}

// add appends an item and returns it, to be filled in before the next.
func (v *Voice) add(kind itemKind, pos abc.Pos) *Item {
	line := v.lineEnds && kind != itemChange
	if line {
		v.lineEnds, v.lineStart, v.verses = false, len(v.Items), 0
	}
	v.shared = true
	v.kinds |= 1 << kind
	n := len(v.Items)
	if n == cap(v.Items) {
		v.Items = slices.Grow(v.Items, 256)
	}
	v.Items = v.Items[:n+1]
	it := &v.Items[n] // of zeroes: release leaves no other
	it.Kind, it.Pos, it.Ctx, it.Layer, it.Line = kind, pos, v.ctx, v.layer, line
	return it
}

// sound adds a note, chord or rest with a length in unit note lengths.
func (v *Voice) sound(kind itemKind, pos abc.Pos, length music.Fraction) *Item {
	it := v.add(kind, pos)
	it.Length = v.timed(length.Mul(v.ctx.Quarter))
	it.Symbol, v.symbol = v.memory.chord(v.symbol), ""
	v.last = len(v.Items) - 1
	if v.layer == 0 {
		v.inBar = true
	}
	if p := &v.pending; p.deco != 0 || p.graces != nil || p.marks != nil {
		it.Deco = p.deco
		for _, m := range p.marks {
			it.setDynamic(m)
		}
		if p.graces != nil {
			it.more().Graces = p.graces
		}
		v.pending = pending{}
	}
	return it
}

// timed applies tuplets and broken rhythm to a length.
func (v *Voice) timed(length music.Fraction) music.Fraction {
	if len(v.tuplets) > 0 {
		open := v.tuplets[:0]
		for _, t := range v.tuplets {
			length = length.Mul(t.factor)
			if t.left--; t.left > 0 {
				open = append(open, t)
			}
		}
		v.tuplets = open
	}
	if v.next.Positive() {
		length = length.Mul(v.next)
		v.next = music.Fraction{}
	}
	return length
}

func (v *Voice) note(n *abc.Note) {
	it := v.sound(ItemSound, n.From, n.Length)
	it.Tones = v.memory.tones.Take(1)
	v.settle(&it.Tones[0], n, n.Tie)
}

// chord adds a chord. Its length is that of its first note (section 4.17).
func (v *Voice) chord(c *abc.Chord) {
	notes := c.Notes()
	it := v.sound(ItemSound, c.From, c.Length.Mul(notes[0].Length))
	it.Tones = v.memory.tones.Take(len(notes))
	for i, n := range notes {
		v.settle(&it.Tones[i], n, n.Tie || c.Tie)
	}
	for _, n := range c.Inner {
		if d, ok := n.(*abc.Decoration); ok {
			it.Deco |= decoOf[d.Name]
		}
	}
}

// settle settles a note's pitch: its own accidental, else one of the bar, else
// the key's (section 4.2).
func (v *Voice) settle(t *Tone, n *abc.Note, tie bool) {
	cents := v.bars.Resolve(n.Pitch, v.ctx.scope, &v.ctx.Key.Cents)
	t.Step, t.Tie, t.Written, t.Flat = n.Pitch.Step, tie, n.Pitch.Accidental.Written(), cents < 0
	t.Cents = int32(music.StepCents(int(n.Pitch.Step)) + cents + 100*v.ctx.shift())
}

func (v *Voice) rest(r *abc.Rest) {
	if r.Kind == 'Z' || r.Kind == 'X' {
		bar := v.ctx.Bar
		if !bar.Positive() {
			bar = music.NewFraction(4, 1)
		}
		it := v.sound(ItemRest, r.From, r.Length)
		it.Length = r.Length.Mul(bar)
		return
	}
	v.sound(ItemRest, r.From, r.Length)
}

// broken lengthens the note before a > by what it shortens the next
// (section 4.4): A>B is a dotted A and half a B, whatever their lengths.
func (v *Voice) broken(dots int) {
	before, after := abc.BrokenFactors(dots)
	if r := v.ctx.Midi.ratio; (dots == 1 || dots == -1) && r[0] > 0 && r[1] > 0 {
		before = music.NewFraction(int64(2*r[0]), int64(r[0]+r[1]))
		after = music.NewFraction(int64(2*r[1]), int64(r[0]+r[1]))
		if dots < 0 {
			before, after = after, before
		}
	}
	if v.last < 0 {
		return
	}
	v.Items[v.last].Length = v.Items[v.last].Length.Mul(before)
	v.next = after
}

// tupletQ is the q that (p stands for alone (section 4.13); 0 is 2, or 3 in
// compound meters.
var tupletQ = [10]int{2: 3, 3: 2, 4: 3, 6: 2, 8: 3}

func (v *Voice) tuplet(t *abc.Tuplet) {
	q, r := t.Q, t.R
	if q == 0 && t.P < len(tupletQ) {
		q = tupletQ[t.P]
	}
	if q == 0 {
		if q = 2; v.ctx.Meter.Compound() {
			q = 3
		}
	}
	if r == 0 {
		r = t.P
	}
	// One that has no room for it was cut short: (3A2B (3cde.
	v.tuplets = slices.DeleteFunc(v.tuplets, func(t tupletLeft) bool { return t.left < r })
	if len(v.tuplets) < 8 {
		v.tuplets = append(v.tuplets, tupletLeft{music.NewFraction(int64(q), int64(t.P)), r})
	}
}

func (v *Voice) barLine(b *abc.Bar) {
	it := v.add(ItemBar, b.From)
	it.Bar = b
	if n := len(v.Items); b.End > 0 && n > 1 && v.Items[n-2].Kind == ItemPart {
		// "P:B" in front of the :| of part A names what is behind it.
		v.Items[n-2], v.Items[n-1] = v.Items[n-1], v.Items[n-2]
	}
	v.bars.Clear()
	if v.inBar {
		v.barCount, v.inBar = v.barCount+1, false
	}
	if v.overlay > 0 {
		if v.overlay--; v.overlay == 0 {
			v.layer = 0
		}
	}
}

// startOverlay goes back by whole bars, the one in progress among them if
// there is anything in it; what follows, up to as many bar lines, sounds
// beside what stood there (section 7.4).
func (v *Voice) startOverlay(o *abc.Overlay) {
	it := v.add(ItemOverlay, o.From)
	there := v.barCount
	if v.inBar {
		there++
	}
	v.overlay = max(1, min(o.Bars, there, 100))
	it.Data[0] = byte(v.overlay)
	if v.layer < abc.MaxOverlays {
		v.layer++
	}
	v.Layers = max(v.Layers, int(v.layer))
	it.Layer = v.layer
	v.bars.Clear()
	v.last, v.next, v.tuplets = -1, music.Fraction{}, nil
}

// grace keeps grace notes for the note that follows.
func (v *Voice) grace(g *abc.Grace) {
	for _, n := range g.Inner {
		var notes []*abc.Note
		var next grace
		switch n := n.(type) {
		case *abc.Note:
			notes, next.Length = []*abc.Note{n}, n.Length
		case *abc.Chord:
			notes = n.Notes()
			next.Length = n.Length.Mul(notes[0].Length)
		case *abc.Rest:
			next.Length, next.rest = n.Length, true
		}
		next.Tones = make([]Tone, len(notes))
		for i, note := range notes {
			v.settle(&next.Tones[i], note, false)
		}
		next.Length = next.Length.Mul(v.ctx.Quarter)
		v.pending.graces = append(v.pending.graces, next)
	}
}

// decoration keeps a decoration for the note that follows, or adds a mark
// about the order of playing where it stands; atNote says that a note follows
// at once.
func (v *Voice) decoration(d *abc.Decoration, atNote bool) {
	if m := markOf[d.Name]; m != markNone {
		it := v.add(ItemMark, d.From)
		it.mark = m
		if atNote { // "!fine!D4" holds to the end of D4's bar
			it.Data[0] = 1
		}
		return
	}
	if set := decoOf[d.Name]; set != 0 {
		v.pending.deco |= set
		return
	}
	if isDynamic(d.Name) {
		v.pending.marks = append(v.pending.marks, d.Name)
	}
}
