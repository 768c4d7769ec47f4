package abcmidi

import (
	"slices"
	"strings"
)

// This file settles the notes of a voice: pitch by accidentals and key, length
// by tuplets and broken rhythm (ABC 2.1 sections 4.1 to 4.5, 4.13, 4.17).

// voice is one voice laid out.
type voice struct {
	id, name string
	items    []item
	kinds    kindSet // of the items
	lyrics   bool    // some have them
	layers   int     // highest overlay used

	program, channel int // its own, of V: or the header; -1: none

	ctx       *setting
	shared    bool // items point at ctx: change a copy
	bars      Accidentals
	tuplets   []tupletLeft
	last      int      // index of the last sound or rest, -1 behind an overlay sign
	next      Fraction // what broken rhythm makes of the next length, 0 for nothing
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
	deco   decoSet
	graces []grace
	marks  []string
}

// tupletLeft is a tuplet with notes still to come.
type tupletLeft struct {
	factor Fraction
	left   int
}

// change returns the voice's context to be changed.
func (v *voice) change() *setting {
	if v.shared {
		c := v.memory.settings.new()
		*c = *v.ctx
		v.ctx, v.shared = c, false
	}
	return v.ctx
}

// instruction applies an I: field or %% directive.
func (v *voice) instruction(f *Field) {
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
			v.add(itemControl, f.From).data = [3]byte{status, byte(a), byte(b)}
		}
		return
	}
	old := *v.ctx
	if ctx := v.change(); ctx.directive(f.Text) && *ctx != old {
		v.add(itemChange, f.From)
	}
}

// add appends an item and returns it, to be filled in before the next.
func (v *voice) add(kind itemKind, pos Pos) *item {
	line := v.lineEnds && kind != itemChange
	if line {
		v.lineEnds, v.lineStart, v.verses = false, len(v.items), 0
	}
	v.shared = true
	v.kinds |= 1 << kind
	n := len(v.items)
	if n == cap(v.items) {
		v.items = slices.Grow(v.items, 256)
	}
	v.items = v.items[:n+1]
	it := &v.items[n] // of zeroes: release leaves no other
	it.kind, it.pos, it.ctx, it.layer, it.line = kind, pos, v.ctx, v.layer, line
	return it
}

// sound adds a note, chord or rest with a length in unit note lengths.
func (v *voice) sound(kind itemKind, pos Pos, length Fraction) *item {
	it := v.add(kind, pos)
	it.length = v.timed(length.Mul(v.ctx.quarter))
	it.symbol, v.symbol = v.memory.chord(v.symbol), ""
	v.last = len(v.items) - 1
	if v.layer == 0 {
		v.inBar = true
	}
	if p := &v.pending; p.deco != 0 || p.graces != nil || p.marks != nil {
		it.deco = p.deco
		for _, m := range p.marks {
			it.setDynamic(m)
		}
		if p.graces != nil {
			it.more().graces = p.graces
		}
		v.pending = pending{}
	}
	return it
}

// timed applies tuplets and broken rhythm to a length.
func (v *voice) timed(length Fraction) Fraction {
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
		v.next = Fraction{}
	}
	return length
}

func (v *voice) note(n *Note) {
	it := v.sound(itemSound, n.From, n.Length)
	it.tones = v.memory.tones.take(1)
	v.settle(&it.tones[0], n, n.Tie)
}

// chord adds a chord. Its length is that of its first note (section 4.17).
func (v *voice) chord(c *Chord) {
	notes := c.Notes()
	it := v.sound(itemSound, c.From, c.Length.Mul(notes[0].Length))
	it.tones = v.memory.tones.take(len(notes))
	for i, n := range notes {
		v.settle(&it.tones[i], n, n.Tie || c.Tie)
	}
	for _, n := range c.Inner {
		if d, ok := n.(*Decoration); ok {
			it.deco |= decoOf[d.Name]
		}
	}
}

// settle settles a note's pitch: its own accidental, else one of the bar, else
// the key's (section 4.2).
func (v *voice) settle(t *tone, n *Note, tie bool) {
	cents := v.bars.Resolve(n.Pitch, v.ctx.scope, &v.ctx.key.Cents)
	t.step, t.tie, t.written, t.flat = n.Pitch.Step, tie, n.Pitch.Accidental.Written(), cents < 0
	t.cents = int32(StepCents(int(n.Pitch.Step)) + cents + 100*v.ctx.shift())
}

func (v *voice) rest(r *Rest) {
	if r.Kind == 'Z' || r.Kind == 'X' {
		bar := v.ctx.bar
		if !bar.Positive() {
			bar = NewFraction(4, 1)
		}
		it := v.sound(itemRest, r.From, r.Length)
		it.length = r.Length.Mul(bar)
		return
	}
	v.sound(itemRest, r.From, r.Length)
}

// broken lengthens the note before a > by what it shortens the next
// (section 4.4): A>B is a dotted A and half a B, whatever their lengths.
func (v *voice) broken(dots int) {
	before, after := brokenFactors(dots)
	if r := v.ctx.midi.ratio; (dots == 1 || dots == -1) && r[0] > 0 && r[1] > 0 {
		before = NewFraction(int64(2*r[0]), int64(r[0]+r[1]))
		after = NewFraction(int64(2*r[1]), int64(r[0]+r[1]))
		if dots < 0 {
			before, after = after, before
		}
	}
	if v.last < 0 {
		return
	}
	v.items[v.last].length = v.items[v.last].length.Mul(before)
	v.next = after
}

// brokenFactors is what a > (dots positive) or < makes of the note before it
// and of the one behind it.
func brokenFactors(dots int) (before, after Fraction) {
	n := min(max(dots, -dots), 8)
	long, short := NewFraction(1<<(n+1)-1, 1<<n), NewFraction(1, 1<<n)
	if dots < 0 {
		return short, long
	}
	return long, short
}

// tupletQ is the q that (p stands for alone (section 4.13); 0 is 2, or 3 in
// compound meters.
var tupletQ = [10]int{2: 3, 3: 2, 4: 3, 6: 2, 8: 3}

func (v *voice) tuplet(t *Tuplet) {
	q, r := t.Q, t.R
	if q == 0 && t.P < len(tupletQ) {
		q = tupletQ[t.P]
	}
	if q == 0 {
		if q = 2; v.ctx.meter.Compound() {
			q = 3
		}
	}
	if r == 0 {
		r = t.P
	}
	// One that has no room for it was cut short: (3A2B (3cde.
	v.tuplets = slices.DeleteFunc(v.tuplets, func(t tupletLeft) bool { return t.left < r })
	if len(v.tuplets) < 8 {
		v.tuplets = append(v.tuplets, tupletLeft{NewFraction(int64(q), int64(t.P)), r})
	}
}

func (v *voice) barLine(b *Bar) {
	it := v.add(itemBar, b.From)
	it.bar = b
	if n := len(v.items); b.End > 0 && n > 1 && v.items[n-2].kind == itemPart {
		// "P:B" in front of the :| of part A names what is behind it.
		v.items[n-2], v.items[n-1] = v.items[n-1], v.items[n-2]
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
func (v *voice) startOverlay(o *Overlay) {
	it := v.add(itemOverlay, o.From)
	there := v.barCount
	if v.inBar {
		there++
	}
	v.overlay = max(1, min(o.Bars, there, 100))
	it.data[0] = byte(v.overlay)
	if v.layer < MaxOverlays {
		v.layer++
	}
	v.layers = max(v.layers, int(v.layer))
	it.layer = v.layer
	v.bars.Clear()
	v.last, v.next, v.tuplets = -1, Fraction{}, nil
}

// grace keeps grace notes for the note that follows.
func (v *voice) grace(g *Grace) {
	for _, n := range g.Inner {
		var notes []*Note
		var next grace
		switch n := n.(type) {
		case *Note:
			notes, next.length = []*Note{n}, n.Length
		case *Chord:
			notes = n.Notes()
			next.length = n.Length.Mul(notes[0].Length)
		case *Rest:
			next.length, next.rest = n.Length, true
		}
		next.tones = make([]tone, len(notes))
		for i, note := range notes {
			v.settle(&next.tones[i], note, false)
		}
		next.length = next.length.Mul(v.ctx.quarter)
		v.pending.graces = append(v.pending.graces, next)
	}
}

// decoration keeps a decoration for the note that follows, or adds a mark
// about the order of playing where it stands; atNote says that a note follows
// at once.
func (v *voice) decoration(d *Decoration, atNote bool) {
	if m := markOf[d.Name]; m != markNone {
		it := v.add(itemMark, d.From)
		it.mark = m
		if atNote { // "!fine!D4" holds to the end of D4's bar
			it.data[0] = 1
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
