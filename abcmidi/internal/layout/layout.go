package layout

import (
	"slices"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// This file reads the tune: the header gives what voices begin with, and each node
// of the body goes to the voice that it belongs to.

// Layout is a tune laid out in voices.
type Layout struct {
	Tune     *abc.Tune
	Voices   []*Voice         // in the order they first appear, those without a note or rest left out
	Order    *abc.PartOrder   // nil: parts are played as written
	Rhythm   string           // R:
	Programs []ChannelProgram // of the header
	Crowded  bool             // there were more than MaxVoices: the last voice has the music of the others

	initial     *Setting               // what new voices begin with
	headerUnit  music.Fraction         // of L: in the header; 0 without one
	current     *Voice                 // the voice that music belongs to; nil before the first
	everybody   instrument             // what %%MIDI voice gives to every voice
	instruments map[string]*instrument // what it gives to one, by its ID
	voiceChosen bool                   // a V: in the body has chosen it
	allVoices   bool                   // fields hold for all voices, after V:*
	shared      int                    // how often a field has been given to a voice for that
	pairs       map[*abc.Overlay]bool  // the (& and &) that belong together; nil until it is asked for
	*memory
}

// MaxVoices bounds the voices of a tune: a MIDI file has no room for 65,536 tracks.
const MaxVoices = 1000

// Lay lays a tune out.
func Lay(t *abc.Tune) *Layout {
	m := memories.Get().(*memory)
	m.layout = Layout{Tune: t, memory: m, everybody: noInstrument, Voices: m.voices[:0]}
	l := &m.layout
	l.initial = l.settings.New()
	l.initial.setDefaults()
	l.header(t.Inherited)
	l.header(t.Header)
	l.nodes(t.Body)
	for _, v := range l.Voices {
		v.unfinished()
		v.lastGraces()
	}
	l.Voices = slices.DeleteFunc(l.Voices, func(v *Voice) bool {
		return !slices.ContainsFunc(v.Items, func(it Item) bool { return it.Lasts() })
	})
	l.muteUnlisted()
	return l
}

// header reads the fields that set what voices begin with.
func (l *Layout) header(nodes []abc.Node) {
	var declared *Voice // by the latest V:
	for _, n := range nodes {
		f, ok := n.(*abc.Field)
		if !ok {
			continue
		}
		switch v := f.Value.(type) {
		case *music.Key:
			if v.Set {
				l.initial.Key = v
			}
			l.initial.Staff = l.initial.Staff.Merge(v.Staff)
		case *music.Meter:
			l.initial.setMeter(v)
			if l.headerUnit.IsZero() {
				l.initial.setUnit(v.UnitLength())
			}
		case music.Fraction:
			l.headerUnit = v
			l.initial.setUnit(v)
		case *abc.PartOrder:
			if l.Order == nil || f.Key == 'P' {
				l.Order = v
			}
		case *abc.VoiceField:
			if declared = nil; v.All() {
				l.declareAll(v, f.From)
			} else {
				declared = l.declare(v)
			}
		}
		switch f.Key {
		case 'I':
			if list, ok := f.Value.(abc.Directives); ok {
				l.headerDirectives(list, declared)
			}
		case 'R':
			l.Rhythm = f.Text
		}
	}
	l.headerTempo(nodes)
}

// headerTempo reads the Q: fields of a header. It comes after the other fields, since Q:
// may count unit note lengths and come before L:.
func (l *Layout) headerTempo(nodes []abc.Node) {
	for _, n := range nodes {
		if f, ok := n.(*abc.Field); ok {
			if q, ok := f.Value.(*abc.Tempo); ok {
				if rate, ok := q.Quarters(l.initial.wholeUnit); ok {
					l.initial.Tempo = rate
				}
			}
		}
	}
}

// declare returns the voice of a V: field, new or not, with the properties that the
// field gives it.
func (l *Layout) declare(f *abc.VoiceField) *Voice {
	v := l.find(f.ID)
	if f.Name != "" {
		v.Name = f.Name
	}
	if f.Staff.Given() || f.Program >= 0 {
		setting := v.ownSetting()
		setting.Staff = setting.Staff.Merge(f.Staff)
		if f.Program >= 0 {
			v.own.program, setting.MIDI.Program = f.Program, f.Program
		}
	}
	return v
}

// find returns the voice of an ID, and makes it if there is none.
func (l *Layout) find(id string) *Voice {
	if i := slices.IndexFunc(l.Voices, func(v *Voice) bool { return v.ID == id }); i >= 0 {
		return l.Voices[i]
	}
	if len(l.Voices) >= MaxVoices {
		l.Crowded = true
		return l.Voices[MaxVoices-1]
	}
	v := l.newVoice(id)
	l.Voices = append(l.Voices, v)
	return v
}

// voice returns the voice that music belongs to. Music before any V: belongs to the
// first voice.
func (l *Layout) voice() *Voice {
	if l.current == nil {
		l.firstVoice()
	}
	return l.current
}

// firstVoice makes the first voice the current one.
func (l *Layout) firstVoice() {
	if len(l.Voices) == 0 {
		l.find("1")
	}
	l.current = l.Voices[0]
	l.refresh(l.current)
}

// newVoice returns a voice that begins with the initial setting.
func (l *Layout) newVoice(id string) *Voice {
	var v *Voice
	if n := len(l.spare); n > 0 {
		v, l.spare = l.spare[n-1], l.spare[:n-1]
	} else {
		v = new(Voice)
	}
	*v = Voice{
		ID: id, memory: l.memory, own: noInstrument,
		Items: v.Items, tuplets: v.tuplets[:0],
		setting: l.settings.New(), lastTimed: -1,
	}
	*v.setting = *l.initial
	l.made = append(l.made, v)
	return v
}

// refresh gives a voice without music yet the initial setting again: fields after
// its V: may have changed it.
func (l *Layout) refresh(v *Voice) {
	if len(v.Items) > 0 {
		return
	}
	setting := l.settings.New()
	*setting = *l.initial
	setting.Staff = setting.Staff.Merge(v.setting.Staff)
	l.equip(v, setting)
	v.setting, v.settingShared = setting, false
}

// nodes lays out a body, or the inside of a macro.
func (l *Layout) nodes(list []abc.Node) {
	for i, n := range list {
		if d, ok := n.(*abc.Decoration); ok {
			l.voice().decoration(d, i+1 < len(list) && takesDecoration(list[i+1]))
			continue
		}
		l.node(n)
	}
}

// takesDecoration reports whether a node right after a decoration is what it
// decorates, or more of the same.
func takesDecoration(n abc.Node) bool {
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
			l.voice().symbol = abc.PlainText(n.Text)
		}
	case *abc.Broken:
		l.voice().broken(n)
	case *abc.Tuplet:
		l.voice().tuplet(n)
	case *abc.Ending:
		it := l.voice().add(ItemEnding, n.From)
		it.Ending = n
	case *abc.Grace:
		l.voice().grace(n)
	case *abc.Overlay:
		l.overlay(n)
	case *abc.MacroUse:
		l.nodes(n.Inner)
	case *abc.Field:
		l.field(n)
	case *abc.LineEnd:
		if v := l.current; v != nil && !n.Break && !n.Joined {
			v.lineEnds = true
		}
	}
}

// field applies a field of the body.
func (l *Layout) field(f *abc.Field) {
	if f.Key == 'V' {
		if vf, ok := f.Value.(*abc.VoiceField); ok {
			if l.allVoices = vf.All(); l.allVoices {
				l.declareAll(vf, f.From)
				return
			}
			l.voiceChosen = true
			l.current = l.declare(vf)
			l.refresh(l.current)
			l.current.lineEnds = true
		}
		return
	}
	if _, ok := f.Value.(abc.Directives); ok {
		l.voice() // begins with what holds before the field, or %%MIDI beatmod would count twice
	}
	if !l.voiceChosen && !l.allVoices {
		// It belongs to no voice in particular: voices that begin later have it too.
		l.initial.apply(f)
	}
	if f.Key == 'R' {
		l.Rhythm = f.Text
	}
	if strings.IndexByte("KMLQIPws", f.Key) < 0 {
		return // it changes nothing in a voice
	}
	if l.allVoices && strings.IndexByte("KMLQI", f.Key) >= 0 {
		l.forAll(f)
		return
	}
	v := l.voice()
	switch f.Key {
	case 'K', 'M', 'L', 'Q':
		v.change(f)
	case 'I':
		if list, ok := f.Value.(abc.Directives); ok {
			l.bodyDirectives(v, list, f.From)
		}
	case 'P':
		if f.Text != "" && chars.IsLetter(f.Text[0]) {
			v.add(ItemPart, f.From).Part = f.Text[0]
		}
	case 'w':
		v.words(f)
		v.lineEnds = true // the next music is another line
	case 's':
		v.symbolLine(f.Text)
		v.lineEnds = true
	}
}
