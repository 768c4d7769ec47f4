package layout

import (
	"slices"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
)

// This file settles the notes of a voice: pitch by accidentals and key, length
// by tuplets and broken rhythm (ABC 2.1 sections 4.1 to 4.5, 4.13, 4.17).

// Voice is one voice laid out. Its unexported fields are what its layout needs
// while it goes through the text.
type Voice struct {
	ID, Name  string
	Items     []Item
	Unlisted  bool     // no %%score or %%staves of the tune names it: neither printed nor heard
	Muted     bool     // it takes its time, but is not heard
	HasLyrics bool     // some items have syllables
	Excess    []Excess // w: lines with too many syllables
	Overlays  int      // the highest layer used
	Faults    []Fault  // what the notes lack

	memory *memory
	own    instrument

	setting       *Setting // in force
	settingShared bool     // items point at the setting: it must be copied before a change
	accidentals   music.Accidentals

	pending    pending
	symbol     string         // the chord symbol for the next note or rest
	lastTimed  int            // index of the last note or rest; -1 if > does not apply to it
	nextFactor music.Fraction // of the next length, by broken rhythm; 0 for none
	brokenAt   abc.Pos        // of the sign that nextFactor is from
	brokenDots int            // of that sign
	tuplets    []openTuplet
	graceAt    abc.Pos // of the latest grace notes

	layer       uint8
	group       *overlayGroup // nil for none
	overlayBars int           // bar lines left until the overlay ends; 0 in a group
	barCount    int           // bar lines so far with a note or rest before them, outside overlays
	inBar       bool          // there is such a note or rest since the last bar line

	lineEnds        bool      // the next item begins a line
	lyrics, symbols alignment // of w: and of s: lines
}

// pending is what has been read and belongs to the next note.
type pending struct {
	decorations DecorationSet
	graces      []grace
	dynamics    []string
	velocity    *velocity
}

// openTuplet is a tuplet with notes still to come.
type openTuplet struct {
	factor music.Fraction
	left   int
	pos    abc.Pos
	size   int  // left at its beginning
	blamed bool // reported
}

// ownSetting returns the voice's setting, to be changed. Items already laid out
// keep the setting they have.
func (v *Voice) ownSetting() *Setting {
	if v.settingShared {
		c := v.memory.settings.New()
		*c = *v.setting
		v.setting, v.settingShared = c, false
	}
	return v.setting
}

// add appends an item and returns it. The pointer is good until the next call.
func (v *Voice) add(kind itemKind, pos abc.Pos) *Item {
	line := v.lineEnds && kind != itemSetting
	if line {
		v.lineEnds = false
	}
	v.settingShared = true
	n := len(v.Items)
	if n == cap(v.Items) {
		v.Items = slices.Grow(v.Items, 256)
	}
	v.Items = v.Items[:n+1]
	it := &v.Items[n] // zero: Release clears all items
	it.Kind, it.Pos, it.Setting, it.Layer, it.StartsLine = kind, pos, v.setting, v.layer, line
	return it
}

// sound adds a note, chord or rest of a length in unit note lengths.
func (v *Voice) sound(kind itemKind, pos abc.Pos, length music.Fraction) *Item {
	it := v.add(kind, pos)
	it.Length = length.Mul(v.setting.Unit)
	if len(v.tuplets) > 0 || v.nextFactor.Positive() {
		it.Length = v.timed(it.Length)
	}
	if v.symbol != "" {
		it.Symbol, v.symbol = v.memory.chord(v.symbol, v.setting.MIDI.chordNames), ""
	}
	v.lastTimed = len(v.Items) - 1
	if v.layer == 0 {
		v.inBar = true
	}
	if p := &v.pending; p.decorations != 0 || p.graces != nil || p.dynamics != nil || p.velocity != nil {
		it.Decorations = p.decorations
		for _, name := range p.dynamics {
			it.setDynamic(name)
		}
		if p.velocity != nil {
			it.ensureExtra().velocity = p.velocity
		}
		if p.graces != nil {
			it.ensureExtra().Graces = p.graces
		}
		v.pending = pending{}
	}
	return it
}

// timed applies the open tuplets and broken rhythm to a length.
func (v *Voice) timed(length music.Fraction) music.Fraction {
	open := v.tuplets[:0]
	for _, t := range v.tuplets {
		length = length.Mul(t.factor)
		if t.left--; t.left > 0 {
			open = append(open, t)
		}
	}
	v.tuplets = open
	if v.nextFactor.Positive() {
		length = length.Mul(v.nextFactor)
		v.nextFactor = music.Fraction{}
	}
	return length
}

func (v *Voice) note(n *abc.Note) {
	it := v.sound(ItemSound, n.From, n.Length)
	it.Tones = v.memory.tones.Take(1)
	v.settle(&it.Tones[0], n, n.Tie)
}

// chord adds a chord. Its length is that of its first note (section 4.17); the others
// keep their own.
func (v *Voice) chord(c *abc.Chord) {
	notes := c.Notes()
	it := v.sound(ItemSound, c.From, c.Length.Mul(notes[0].Length))
	it.Tones = v.memory.tones.Take(len(notes))
	for i, n := range notes {
		v.settle(&it.Tones[i], n, n.Tie || c.Tie)
	}
	for _, n := range c.Inner {
		if d, ok := n.(*abc.Decoration); ok {
			it.Decorations |= decorationOf[d.Name]
		}
	}
	it.setShares(notes)
}

// setShares keeps the lengths of a chord's notes if they differ.
func (it *Item) setShares(notes []*abc.Note) {
	first := notes[0].Length
	if !first.Positive() || !slices.ContainsFunc(notes, func(n *abc.Note) bool { return n.Length.Cmp(first) != 0 }) {
		return
	}
	x := it.ensureExtra()
	for _, n := range notes {
		x.Shares = append(x.Shares, n.Length.Div(first))
	}
}

// settle sets the pitch of a tone: the accidental is its own, else that of the bar,
// else the key's (section 4.2).
func (v *Voice) settle(t *Tone, n *abc.Note, tie bool) {
	cents := v.accidentals.Resolve(n.Pitch, v.setting.scope, &v.setting.Key.Cents)
	t.Step, t.Tie, t.Written, t.Flat = n.Pitch.Step, tie, n.Pitch.Accidental.Written(), cents < 0
	t.Cents = int32(music.StepCents(int(n.Pitch.Step)) + cents + 100*v.setting.shift())
	if m := v.setting.MIDI.drumMap; m != nil && v.setting.Percussion() {
		if key, ok := m.find(n.Pitch, cents); ok {
			t.Cents, t.Flat = 100*int32(key), false
		}
	}
}

// rest adds a rest. A bar of rest in free meter is four quarter notes long.
func (v *Voice) rest(r *abc.Rest) {
	if r.Kind == 'Z' || r.Kind == 'X' {
		bar := v.setting.BarLength
		if !bar.Positive() {
			bar = music.NewFraction(4, 1)
		}
		it := v.sound(ItemRest, r.From, r.Length)
		it.Length = r.Length.Mul(bar)
		return
	}
	v.sound(ItemRest, r.From, r.Length)
}

// broken applies broken rhythm to the note before it and keeps the factor of the
// note after it (section 4.4): in A>B, A is dotted and B halved.
func (v *Voice) broken(n *abc.Broken) {
	dots := n.Dots
	before, after := abc.BrokenFactors(dots)
	if r := v.setting.MIDI.ratio; (dots == 1 || dots == -1) && r[0] > 0 && r[1] > 0 {
		before = music.NewFraction(int64(2*r[0]), int64(r[0]+r[1]))
		after = music.NewFraction(int64(2*r[1]), int64(r[0]+r[1]))
		if dots < 0 {
			before, after = after, before
		}
	}
	if v.lastTimed < 0 {
		v.fault(abc.KindBroken, n.From, "no note before the %.8q in its bar", n.String())
		return
	}
	if v.nextFactor.Positive() {
		v.lacksNote()
	}
	v.Items[v.lastTimed].Length = v.Items[v.lastTimed].Length.Mul(before)
	v.nextFactor, v.brokenAt, v.brokenDots = after, n.From, dots
}

// tupletQ is the q of (p without one (section 4.13). 0 means 3 in compound meters
// and 2 in others.
var tupletQ = [10]int{2: 3, 3: 2, 4: 3, 6: 2, 8: 3}

// MaxNested bounds the tuplets that are open at one time.
const MaxNested = 8

// TupletTimes returns the q and r of a tuplet, which may leave them to the meter and to p.
func TupletTimes(t *abc.Tuplet, m *music.Meter) (q, r int) {
	q, r = t.Q, t.R
	if q == 0 && t.P < len(tupletQ) {
		q = tupletQ[t.P]
	}
	if q == 0 {
		if q = 2; m.Compound() {
			q = 3
		}
	}
	if r == 0 {
		r = t.P
	}
	return q, r
}

func (v *Voice) tuplet(t *abc.Tuplet) {
	q, r := TupletTimes(t, v.setting.Meter)
	// An open tuplet with fewer notes left than this one has was cut short, as the
	// first in (3A2B (3cde.
	v.tuplets = slices.DeleteFunc(v.tuplets, func(open openTuplet) bool {
		if open.left < r {
			v.cutShort(&open)
		}
		return open.left < r
	})
	if len(v.tuplets) < MaxNested {
		v.tuplets = append(v.tuplets, openTuplet{factor: music.NewFraction(int64(q), int64(t.P)), left: r, pos: t.From, size: r})
	}
}

// barLine adds a bar line. Accidentals end at it, and an overlay after its number of
// bars.
func (v *Voice) barLine(b *abc.Bar) {
	v.unfinished()
	if v.group != nil && v.layer > 0 { // it is that of the music before, which has it already
		v.endAccidentals()
		return
	}
	it := v.add(ItemBarLine, b.From)
	it.BarLine = b
	if n := len(v.Items); b.End > 0 && n > 1 && v.Items[n-2].Kind == ItemPart {
		// A P:B before the :| of part A names what follows the :|.
		v.Items[n-2], v.Items[n-1] = v.Items[n-1], v.Items[n-2]
	}
	v.endAccidentals()
	if v.inBar {
		v.barCount, v.inBar = v.barCount+1, false
	}
	if v.overlayBars > 0 {
		if v.overlayBars--; v.overlayBars == 0 {
			v.layer = 0
		}
	}
}

// endAccidentals ends the accidentals of a bar, and what > can reach back to: one before
// the bar line reaches on, as in "A>|B".
func (v *Voice) endAccidentals() {
	v.accidentals.Clear()
	v.lastTimed = -1
}

// grace keeps grace notes for the next note.
func (v *Voice) grace(g *abc.Grace) {
	v.graceAt = g.From
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
			next.Length = n.Length
		}
		next.Tones = make([]Tone, len(notes))
		for i, note := range notes {
			v.settle(&next.Tones[i], note, false)
		}
		next.Length = next.Length.Mul(v.setting.Unit)
		v.pending.graces = append(v.pending.graces, next)
	}
}

// decoration keeps a decoration for the next note, or adds a direction about the
// order of playing; atNote says that the note follows at once.
func (v *Voice) decoration(d *abc.Decoration, atNote bool) {
	if n := navigationOf[d.Name]; n != navNone {
		it := v.add(ItemNavigation, d.From)
		it.navigation, it.atNote = n, atNote
		return
	}
	if set := decorationOf[d.Name]; set != 0 {
		v.pending.decorations |= set
		return
	}
	if isDynamic(d.Name) {
		v.pending.dynamics = append(v.pending.dynamics, d.Name)
	}
}
