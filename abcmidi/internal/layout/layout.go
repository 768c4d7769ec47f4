package layout

import (
	"slices"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// This file lays a tune out in voices: each becomes a list of items in the
// order they are written, every note with its pitch and length settled. What
// depends on the text (accidentals, broken rhythm, tuplets, the key and meter
// in force) is settled here; what depends on the order of playing (ties over
// a repeat, times) is left to unroll.go and player.go.

// layout lays a tune out.
type Layout struct {
	Tune   *abc.Tune
	base   *Setting // new voices begin with it
	Voices []*Voice
	cur    *Voice
	Order  *abc.PartOrder
	Rhythm string
	unit   music.Fraction // of the headers' L:, 0 without one
	chosen bool           // a V: in the body has chosen the voice

	Crowded bool // there were more voices than maxVoices

	*layoutMemory
}

// maxVoices bounds the voices of a tune: a file has no room for 65,536 tracks.
const MaxVoices = 1000

// lay returns the tune's voices, those without a note left out.
func Lay(t *abc.Tune) *Layout {
	l := &Layout{Tune: t, layoutMemory: layoutMemories.Get().(*layoutMemory)}
	l.base = l.settings.New()
	l.base.begin()
	l.header(t.Inherited)
	l.header(t.Header)
	l.nodes(t.Body)
	l.Voices = slices.DeleteFunc(l.Voices, func(v *Voice) bool { return !v.kinds.has(ItemSound) && !v.kinds.has(ItemRest) })
	return l
}

// header reads the fields that set what every voice begins with.
func (l *Layout) header(nodes []abc.Node) {
	var declared *Voice // the last one
	for _, n := range nodes {
		f, ok := n.(*abc.Field)
		if !ok {
			continue
		}
		switch v := f.Value.(type) {
		case *music.Key:
			if v.Set {
				l.base.Key = v
			}
			l.base.Staff = l.base.Staff.Merge(v.Staff)
		case *music.Meter:
			l.base.setMeter(v)
			if l.unit.IsZero() {
				l.base.setUnit(v.UnitLength())
			}
		case music.Fraction:
			l.unit = v
			l.base.setUnit(v)
		case *abc.PartOrder:
			if l.Order == nil || f.Key == 'P' {
				l.Order = v
			}
		case *abc.VoiceField:
			declared = l.declare(v)
		}
		switch f.Key {
		case 'I':
			if declared == nil || !declared.instrument(f.Text) {
				l.base.directive(f.Text)
			}
		case 'R':
			l.Rhythm = f.Text
		}
	}
	// Q: may count unit lengths, and stand before L:.
	for _, n := range nodes {
		if f, ok := n.(*abc.Field); ok {
			if q, ok := f.Value.(*abc.Tempo); ok {
				if rate, ok := q.Quarters(l.base.unit); ok {
					l.base.Tempo = rate
				}
			}
		}
	}
}

// declare finds the voice of a V: field, or makes it, and gives it the
// field's properties.
func (l *Layout) declare(f *abc.VoiceField) *Voice {
	var v *Voice
	for _, w := range l.Voices {
		if w.Id == f.ID {
			v = w
		}
	}
	if v == nil && len(l.Voices) >= MaxVoices {
		l.Crowded = true
		v = l.Voices[MaxVoices-1]
	}
	if v == nil {
		v = l.newVoice(f.ID)
		l.Voices = append(l.Voices, v)
	}
	if f.Name != "" {
		v.Name = f.Name
	}
	if f.Staff.Given() || f.Program >= 0 {
		ctx := v.change()
		ctx.Staff = ctx.Staff.Merge(f.Staff)
		if f.Program >= 0 {
			v.program, ctx.Midi.Program = f.Program, f.Program
		}
	}
	return v
}

// instrument takes a directive of the header, behind the voice's V:, if it
// says what the voice is played on.
func (v *Voice) instrument(text string) bool {
	c := Setting{Midi: midiState{Program: -1, Channel: -1}}
	c.directive(text)
	if c.Midi.Program >= 0 {
		v.program = c.Midi.Program
	}
	if c.Midi.Channel >= 0 {
		v.channel = c.Midi.Channel
	}
	return c.Midi.Program >= 0 || c.Midi.Channel >= 0
}

// voice returns the voice that music belongs to.
func (l *Layout) voice() *Voice {
	if l.cur == nil {
		l.cur = l.firstVoice()
	}
	return l.cur
}

// firstVoice is the voice of music that no V: is in front of.
func (l *Layout) firstVoice() *Voice {
	if len(l.Voices) == 0 {
		return l.declare(&abc.VoiceField{ID: "1", Program: -1})
	}
	l.refresh(l.Voices[0])
	return l.Voices[0]
}

// newVoice returns a voice that begins as the header says.
func (l *Layout) newVoice(id string) *Voice {
	var v *Voice
	if n := len(l.spare); n > 0 {
		v, l.spare = l.spare[n-1], l.spare[:n-1]
	} else {
		v = new(Voice)
	}
	*v = Voice{Id: id, memory: l.layoutMemory, ctx: l.settings.New(), last: -1, Items: v.Items, tuplets: v.tuplets[:0], program: -1, channel: -1}
	*v.ctx = *l.base
	l.made = append(l.made, v)
	return v
}

// refresh gives a voice declared early in the header what the rest of the
// header said.
func (l *Layout) refresh(v *Voice) {
	if len(v.Items) > 0 {
		return
	}
	staff := v.ctx.Staff
	ctx := l.settings.New()
	*ctx = *l.base
	ctx.Staff = ctx.Staff.Merge(staff)
	if v.program >= 0 {
		ctx.Midi.Program = v.program
	}
	if v.channel >= 0 {
		ctx.Midi.Channel = v.channel
	}
	v.ctx, v.shared = ctx, false
}

// nodes lays out a body, or the inside of a macro.
func (l *Layout) nodes(list []abc.Node) {
	for i, n := range list {
		if d, ok := n.(*abc.Decoration); ok {
			l.voice().decoration(d, i+1 < len(list) && sticks(list[i+1]))
			continue
		}
		l.node(n)
	}
}

// sticks reports whether a node right behind a decoration is what it
// decorates, or more of the same.
func sticks(n abc.Node) bool {
	switch n := n.(type) {
	case *abc.Note, *abc.Chord, *abc.Rest, *abc.Grace, *abc.Decoration, *abc.Symbol, *abc.Slur, *abc.Tuplet, *abc.MacroUse:
		return true
	case *abc.Field:
		return n.Form == abc.InlineField
	}
	return false
}

// node lays out one node of the body.
func (l *Layout) node(n abc.Node) {
	switch n := n.(type) {
	case *abc.Note:
		l.voice().note(n)
	case *abc.Chord:
		l.voice().chord(n)
	case *abc.Rest:
		l.voice().rest(n)
	case *abc.Bar:
		l.voice().barLine(n)
	case *abc.Symbol:
		if n.Place == 0 {
			l.voice().symbol = n.Text
		}
	case *abc.Broken:
		l.voice().broken(n.Dots)
	case *abc.Tuplet:
		l.voice().tuplet(n)
	case *abc.Ending:
		it := l.voice().add(ItemEnding, n.From)
		it.Ending = n
	case *abc.Grace:
		l.voice().grace(n)
	case *abc.Overlay:
		l.voice().startOverlay(n)
	case *abc.MacroUse:
		l.nodes(n.Inner)
	case *abc.Field:
		l.field(n)
	case *abc.LineEnd:
		if v := l.cur; v != nil && !n.Break && !n.Joined { // of a line without music, nobody's
			v.lineEnds = true
		}
	}
}

// field applies a field of the body.
func (l *Layout) field(f *abc.Field) {
	if f.Key == 'V' {
		if vf, ok := f.Value.(*abc.VoiceField); ok {
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
		l.Rhythm = f.Text
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
		if f.Text != "" && chars.IsLetter(f.Text[0]) {
			v.add(ItemPart, f.From).Data[0] = f.Text[0]
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
func (c *Setting) apply(f *abc.Field) {
	switch x := f.Value.(type) {
	case *music.Key:
		if x.Set {
			c.Key = x
		}
		c.Staff = c.Staff.Merge(x.Staff)
	case *music.Meter:
		c.setMeter(x)
	case music.Fraction:
		c.setUnit(x)
	case *abc.Tempo:
		if rate, ok := x.Quarters(c.unit); ok {
			c.Tempo = rate
		}
	}
	if f.Key == 'I' {
		c.directive(f.Text)
	}
}
