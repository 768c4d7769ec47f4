package transpose

import (
	"cmp"
	"fmt"
	"strconv"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
)

// Tune returns t moved up by semitones, or down if they are negative. It changes
// keys, chord symbols and notes and leaves the layout as it is; macros are
// replaced. t itself is not changed, but the result shares nodes with it.
func Tune(t *abc.Tune, semitones int) *abc.Tune {
	out := *t
	if semitones == 0 {
		return &out
	}
	m := &mover{
		semitones: semitones,
		voices:    map[string]*movedVoice{},
		base:      movedVoice{steps: stepsOf(semitones)},
		first:     "1",
	}
	m.cur = &m.base
	out.Inherited = m.fields(t.Inherited)
	out.Header = m.fields(t.Header)
	m.cur = m.voice(m.first)
	out.Body = nil
	m.nodes(t.Body, &out.Body)
	return &out
}

// mover rewrites nodes. It keeps track of what holds in each voice, in the old tune
// and in the new one.
type mover struct {
	semitones int
	voices    map[string]*movedVoice // by the ID of V:
	cur       *movedVoice            // of the node being moved
	base      movedVoice             // what a new voice begins with
	first     string                 // ID of the voice of music before any V:
	heads     map[string]*part       // what the header says of voices, by the ID of V:; nil: it has none
	chosen    bool                   // the body has had a V:
	all       bool                   // fields hold for all voices, after V:*
	shared    int                    // how many fields have held for all
	common    part                   // what V:* in the body says of all voices
}

// movedVoice is the state of one voice.
type movedVoice struct {
	old, new side
	steps    int // that every note moves by
	part
	scope  music.Scope
	shared int // how many of the fields that hold for all voices it has

	ties    [abc.MaxOverlays + 1]ties // of the voice and its overlays
	layer   int
	overlay int                  // bars left until the overlay ends
	group   bool                 // after a (&
	outside [2]music.Accidentals // of the voice itself, while the overlays of a group go on
}

// part says whether a voice is percussion.
type part struct {
	staff   music.Staff
	channel int // of MIDI, from 1; 0: none given
}

// percussion reports whether the notes are the keys of a drum kit, which are not moved.
func (p *part) percussion() bool {
	return p.channel-1 == music.PercussionChannel || p.channel == 0 && p.staff.Percussion()
}

// with returns the part with what another says of it.
func (p part) with(other part) part {
	return part{p.staff.Merge(other.staff), cmp.Or(other.channel, p.channel)}
}

// head returns what the header says of the voice of a V: field, or of all voices.
func (m *mover) head(v *abc.VoiceField) *part {
	if v.All() {
		return &m.base.part
	}
	if m.heads == nil {
		m.first, m.heads = v.ID, map[string]*part{}
	}
	if m.heads[v.ID] == nil {
		m.heads[v.ID] = &part{}
	}
	return m.heads[v.ID]
}

// voice returns the state of a voice. A new one begins with m.base.
func (m *mover) voice(id string) *movedVoice {
	v := m.voices[id]
	if v == nil {
		c := m.base
		v = &c
		if head := m.heads[id]; head != nil {
			v.part = v.part.with(*head)
		}
		m.voices[id] = v
	}
	if v.shared != m.shared { // base has them
		v.take(&m.base)
		v.part = v.part.with(m.common)
		v.clear()
		v.shared = m.shared
	}
	return v
}

// take gives the voice what holds in another.
func (v *movedVoice) take(w *movedVoice) {
	v.old.key, v.new.key, v.steps, v.scope = w.old.key, w.new.key, w.steps, w.scope
}

// fields moves the fields of a header.
func (m *mover) fields(nodes []abc.Node) []abc.Node {
	var out []abc.Node
	head := &m.base.part // of the latest V:
	for _, n := range nodes {
		f, ok := n.(*abc.Field)
		switch {
		case !ok:
			out = append(out, n)
		case f.Key == 'm':
			// Macros are replaced.
		case f.Key == 'K':
			out = append(out, m.key(f))
		default:
			if v, ok := f.Value.(*abc.VoiceField); ok {
				head = m.head(v)
				head.staff = head.staff.Merge(v.Staff)
			}
			m.instruction(f, head)
			out = append(out, f)
		}
	}
	return out
}

// instruction reads the directives that set the scope of accidentals and the MIDI channel. As
// in package layout, a channel after a V: of the header is that voice's.
func (m *mover) instruction(f *abc.Field, p *part) {
	list, _ := f.Value.(abc.Directives)
	for i := range list {
		if scope, ok := list[i].Scope(); ok {
			m.cur.scope = scope
		}
		if list[i].Name == "channel" {
			p.channel, _ = strconv.Atoi(list[i].Args[0])
		}
	}
}

// nodes moves the nodes of a body, or of the inside of a macro.
func (m *mover) nodes(nodes []abc.Node, out *[]abc.Node) {
	for _, n := range nodes {
		switch n := n.(type) {
		case *abc.Note:
			*out = append(*out, m.note(n, n.Tie))
			m.cur.tie()
		case *abc.Chord:
			*out = append(*out, m.chord(n))
			m.cur.tie()
		case *abc.Rest:
			*out = append(*out, n)
			m.cur.tie()
		case *abc.Grace:
			*out = append(*out, m.grace(n))
		case *abc.Symbol:
			*out = append(*out, m.symbol(n))
		case *abc.MacroUse:
			m.nodes(n.Inner, out)
		case *abc.Bar:
			m.cur.clear()
			if m.cur.overlay--; m.cur.overlay <= 0 && !m.cur.group {
				m.cur.layer = 0
			}
			*out = append(*out, n)
		case *abc.Overlay:
			m.cur.overlays(n)
			*out = append(*out, n)
		case *abc.Field:
			m.field(n, out)
		default:
			*out = append(*out, n)
		}
	}
}

// field moves a field of the body.
func (m *mover) field(f *abc.Field, out *[]abc.Node) {
	switch f.Key {
	case 'V':
		if v, ok := f.Value.(*abc.VoiceField); ok {
			if m.all = v.All(); m.all {
				m.common.staff = m.common.staff.Merge(v.Staff)
			} else {
				m.chosen = true
				m.cur = m.voice(v.ID)
			}
			m.cur.staff = m.cur.staff.Merge(v.Staff)
		}
	case 'K':
		f = m.key(f)
	case 'm':
		return
	default:
		m.instruction(f, &m.cur.part)
	}
	if !m.chosen { // what comes before any V: holds for voices that begin later
		m.base.take(m.cur)
		m.base.part = m.cur.part
	}
	if m.all { // and what comes after V:* also for those that have begun
		m.instruction(f, &m.common)
		m.base.take(m.cur)
		m.base.part = m.base.part.with(m.common)
		m.shared++
		m.cur.shared = m.shared
	}
	*out = append(*out, f)
}

// overlays begins or ends an overlay.
func (v *movedVoice) overlays(n *abc.Overlay) {
	switch {
	case n.Edge == abc.GroupOpen && v.group: // there is no group in a group
	case n.Edge == abc.GroupOpen:
		v.group, v.layer, v.overlay = true, 0, 0
	case n.Edge == abc.GroupClose:
		if v.group && v.layer > 0 {
			v.old.bars, v.new.bars, v.layer = v.outside[0], v.outside[1], 0
		}
		v.group = false
	default:
		if v.group && v.layer == 0 {
			v.outside = [2]music.Accidentals{v.old.bars, v.new.bars}
		}
		v.clear()
		v.layer, v.overlay = min(v.layer+1, abc.MaxOverlays), n.Bars
	}
}

// clear ends a bar and its accidentals.
func (v *movedVoice) clear() {
	v.old.bars.Clear()
	v.new.bars.Clear()
}

// ParseInterval reads a number of semitones, "-3" or "+2", from -36 to 36.
func ParseInterval(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < -36 || n > 36 {
		return 0, fmt.Errorf("interval %q: must be semitones from -36 to 36", s)
	}
	return n, nil
}
