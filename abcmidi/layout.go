package abcmidi

import (
	"slices"
	"strings"
)

// This file lays a tune out in voices: each becomes a list of items in the
// order they are written, every note with its pitch and length settled. What
// depends on the text (accidentals, broken rhythm, tuplets, the key and meter
// in force) is settled here; what depends on the order of playing (ties over
// a repeat, times) is left to unroll.go and player.go.

// layout lays a tune out.
type layout struct {
	tune   *Tune
	base   *setting // new voices begin with it
	voices []*voice
	cur    *voice
	order  *PartOrder
	rhythm string
	unit   Fraction // of the headers' L:, 0 without one
	chosen bool     // a V: in the body has chosen the voice

	crowded bool // there were more voices than maxVoices

	*layoutMemory
}

// maxVoices bounds the voices of a tune: a file has no room for 65,536 tracks.
const maxVoices = 1000

// lay returns the tune's voices, those without a note left out.
func lay(t *Tune) *layout {
	l := &layout{tune: t, layoutMemory: layoutMemories.Get().(*layoutMemory)}
	l.base = l.settings.new()
	l.base.begin()
	l.header(t.Inherited)
	l.header(t.Header)
	l.nodes(t.Body)
	l.voices = slices.DeleteFunc(l.voices, func(v *voice) bool { return !v.kinds.has(itemSound) && !v.kinds.has(itemRest) })
	return l
}

// header reads the fields that set what every voice begins with.
func (l *layout) header(nodes []Node) {
	var declared *voice // the last one
	for _, n := range nodes {
		f, ok := n.(*Field)
		if !ok {
			continue
		}
		switch v := f.Value.(type) {
		case *Key:
			if v.Set {
				l.base.key = v
			}
			l.base.staff = l.base.staff.Merge(v.Staff)
		case *Meter:
			l.base.setMeter(v)
			if l.unit.IsZero() {
				l.base.setUnit(v.UnitLength())
			}
		case Fraction:
			l.unit = v
			l.base.setUnit(v)
		case *PartOrder:
			if l.order == nil || f.Key == 'P' {
				l.order = v
			}
		case *VoiceField:
			declared = l.declare(v)
		}
		switch f.Key {
		case 'I':
			if declared == nil || !declared.instrument(f.Text) {
				l.base.directive(f.Text)
			}
		case 'R':
			l.rhythm = f.Text
		}
	}
	// Q: may count unit lengths, and stand before L:.
	for _, n := range nodes {
		if f, ok := n.(*Field); ok {
			if q, ok := f.Value.(*Tempo); ok {
				if rate, ok := q.Quarters(l.base.unit); ok {
					l.base.tempo = rate
				}
			}
		}
	}
}

// declare finds the voice of a V: field, or makes it, and gives it the
// field's properties.
func (l *layout) declare(f *VoiceField) *voice {
	var v *voice
	for _, w := range l.voices {
		if w.id == f.ID {
			v = w
		}
	}
	if v == nil && len(l.voices) >= maxVoices {
		l.crowded = true
		v = l.voices[maxVoices-1]
	}
	if v == nil {
		v = l.newVoice(f.ID)
		l.voices = append(l.voices, v)
	}
	if f.Name != "" {
		v.name = f.Name
	}
	if f.Staff.Given() || f.Program >= 0 {
		ctx := v.change()
		ctx.staff = ctx.staff.Merge(f.Staff)
		if f.Program >= 0 {
			v.program, ctx.midi.program = f.Program, f.Program
		}
	}
	return v
}

// instrument takes a directive of the header, behind the voice's V:, if it
// says what the voice is played on.
func (v *voice) instrument(text string) bool {
	c := setting{midi: midiState{program: -1, channel: -1}}
	c.directive(text)
	if c.midi.program >= 0 {
		v.program = c.midi.program
	}
	if c.midi.channel >= 0 {
		v.channel = c.midi.channel
	}
	return c.midi.program >= 0 || c.midi.channel >= 0
}

// voice returns the voice that music belongs to.
func (l *layout) voice() *voice {
	if l.cur == nil {
		l.cur = l.firstVoice()
	}
	return l.cur
}

// firstVoice is the voice of music that no V: is in front of.
func (l *layout) firstVoice() *voice {
	if len(l.voices) == 0 {
		return l.declare(&VoiceField{ID: "1", Program: -1})
	}
	l.refresh(l.voices[0])
	return l.voices[0]
}

// newVoice returns a voice that begins as the header says.
func (l *layout) newVoice(id string) *voice {
	var v *voice
	if n := len(l.spare); n > 0 {
		v, l.spare = l.spare[n-1], l.spare[:n-1]
	} else {
		v = new(voice)
	}
	*v = voice{id: id, memory: l.layoutMemory, ctx: l.settings.new(), last: -1, items: v.items, tuplets: v.tuplets[:0], program: -1, channel: -1}
	*v.ctx = *l.base
	l.made = append(l.made, v)
	return v
}

// refresh gives a voice declared early in the header what the rest of the
// header said.
func (l *layout) refresh(v *voice) {
	if len(v.items) > 0 {
		return
	}
	staff := v.ctx.staff
	ctx := l.settings.new()
	*ctx = *l.base
	ctx.staff = ctx.staff.Merge(staff)
	if v.program >= 0 {
		ctx.midi.program = v.program
	}
	if v.channel >= 0 {
		ctx.midi.channel = v.channel
	}
	v.ctx, v.shared = ctx, false
}

// nodes lays out a body, or the inside of a macro.
func (l *layout) nodes(list []Node) {
	for i, n := range list {
		if d, ok := n.(*Decoration); ok {
			l.voice().decoration(d, i+1 < len(list) && sticks(list[i+1]))
			continue
		}
		l.node(n)
	}
}

// sticks reports whether a node right behind a decoration is what it
// decorates, or more of the same.
func sticks(n Node) bool {
	switch n := n.(type) {
	case *Note, *Chord, *Rest, *Grace, *Decoration, *Symbol, *Slur, *Tuplet, *MacroUse:
		return true
	case *Field:
		return n.Form == InlineField
	}
	return false
}

// node lays out one node of the body.
func (l *layout) node(n Node) {
	switch n := n.(type) {
	case *Note:
		l.voice().note(n)
	case *Chord:
		l.voice().chord(n)
	case *Rest:
		l.voice().rest(n)
	case *Bar:
		l.voice().barLine(n)
	case *Symbol:
		if n.Place == 0 {
			l.voice().symbol = n.Text
		}
	case *Broken:
		l.voice().broken(n.Dots)
	case *Tuplet:
		l.voice().tuplet(n)
	case *Ending:
		it := l.voice().add(itemEnding, n.From)
		it.ending = n
	case *Grace:
		l.voice().grace(n)
	case *Overlay:
		l.voice().startOverlay(n)
	case *MacroUse:
		l.nodes(n.Inner)
	case *Field:
		l.field(n)
	case *LineEnd:
		if v := l.cur; v != nil && !n.Break && !n.Joined { // of a line without music, nobody's
			v.lineEnds = true
		}
	}
}

// field applies a field of the body.
func (l *layout) field(f *Field) {
	if f.Key == 'V' {
		if vf, ok := f.Value.(*VoiceField); ok {
			l.chosen = true
			l.cur = l.declare(vf)
			l.refresh(l.cur)
			l.cur.lineEnds = true
		}
		return
	}
	if !l.chosen {
		// Nobody's in particular yet: voices that begin later start from it.
		l.base.apply(f)
	}
	if f.Key == 'R' {
		l.rhythm = f.Text
	}
	if strings.IndexByte("KMLQIPws", f.Key) < 0 {
		return // nothing to a voice
	}
	v := l.voice()
	switch f.Key {
	case 'K', 'M', 'L', 'Q':
		v.change().apply(f)
		if f.Key == 'K' { // a new signature stands in front of what follows
			v.bars.Clear()
		}
		v.add(itemChange, f.From)
	case 'I':
		v.instruction(f)
	case 'P':
		if f.Text != "" && isLetter(f.Text[0]) {
			v.add(itemPart, f.From).data[0] = f.Text[0]
		}
	case 'w':
		v.words(f.Text)
		v.lineEnds = true // what follows is another line
	case 's':
		v.symbolLine(f.Text)
		v.lineEnds = true
	}
}

// apply sets what a field of the body changes.
func (c *setting) apply(f *Field) {
	switch x := f.Value.(type) {
	case *Key:
		if x.Set {
			c.key = x
		}
		c.staff = c.staff.Merge(x.Staff)
	case *Meter:
		c.setMeter(x)
	case Fraction:
		c.setUnit(x)
	case *Tempo:
		if rate, ok := x.Quarters(c.unit); ok {
			c.tempo = rate
		}
	}
	if f.Key == 'I' {
		c.directive(f.Text)
	}
}
