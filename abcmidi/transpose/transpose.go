package transpose

import (
	"fmt"
	"strconv"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// Transpose returns the tune moved by semitones: keys, chord symbols and
// notes, each accidental respelt where the new key asks for it, the layout
// left as it is. Every note sounds exactly so many semitones higher. The
// given tune is not changed; macros are written out.
func Tune(t *abc.Tune, semitones int) *abc.Tune {
	out := *t
	if semitones == 0 {
		return &out
	}
	m := &mover{semitones: semitones, voices: map[string]*movedVoice{}, base: movedVoice{steps: stepsOf(semitones)}, first: "1"}
	m.cur = &m.base
	out.Inherited = m.fields(t.Inherited)
	out.Header = m.fields(t.Header)
	m.cur = m.voice(m.first)
	out.Body = nil
	m.nodes(t.Body, &out.Body)
	return &out
}

// mover rewrites nodes. It follows what holds in each voice, in the old tune
// and in the new one, as voice.go does to play them.
type mover struct {
	semitones int
	voices    map[string]*movedVoice
	cur       *movedVoice
	base      movedVoice // new voices begin with it
	first     string     // voice of music that no V: is in front of
	declared  bool       // the header has said so
	chosen    bool       // a V: in the body has chosen the voice
}

// movedVoice is the state of one voice: key and accidentals of the bar, old
// and new.
type movedVoice struct {
	old, new side
	steps    int // letters every note moves by
	scope    music.Scope

	ties    [abc.MaxOverlays + 1]ties // of the voice and its overlays
	layer   int
	overlay int // bars left until the overlay ends
}

// ties are notes tied on, old step and new: the next of the same step carries
// the accidental over the bar line without one of its own.
type ties struct{ tied, tying map[int16]int16 }

// side is one tune's key and the accidentals of the bar so far.
type side struct {
	key  [7]int
	bars music.Accidentals
}

// sounding is the alteration of a note in cents on one side.
func (s *side) sounding(p music.Pitch, scope music.Scope) int {
	return s.bars.Resolve(p, scope, &s.key)
}

// voice returns a voice's state; one that is new begins as the header's.
func (m *mover) voice(id string) *movedVoice {
	v := m.voices[id]
	if v == nil {
		c := m.base
		v = &c
		m.voices[id] = v
	}
	return v
}

// stepsOf is how many letters a note moves where no key says: as from C.
func stepsOf(semitones int) int {
	octaves := semitones / 12
	if semitones%12 < 0 {
		octaves--
	}
	return music.NearestTonic(semitones, 0).Letter() + 7*octaves
}

// fields moves the fields of a header.
func (m *mover) fields(nodes []abc.Node) []abc.Node {
	var out []abc.Node
	for _, n := range nodes {
		f, ok := n.(*abc.Field)
		switch {
		case !ok:
			out = append(out, n)
		case f.Key == 'm':
			// Its uses are written out.
		case f.Key == 'K':
			out = append(out, m.key(f))
		default:
			if v, ok := f.Value.(*abc.VoiceField); ok && !m.declared {
				m.first, m.declared = v.ID, true
			}
			m.instruction(f)
			out = append(out, f)
		}
	}
	return out
}

func (m *mover) instruction(f *abc.Field) {
	if f.Key == 'I' {
		if scope, ok := abc.ParseScope(strings.Fields(f.Text)); ok {
			m.cur.scope = scope
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
			if m.cur.overlay--; m.cur.overlay <= 0 {
				m.cur.layer = 0
			}
			*out = append(*out, n)
		case *abc.Overlay:
			m.cur.clear()
			m.cur.layer, m.cur.overlay = min(m.cur.layer+1, abc.MaxOverlays), n.Bars
			*out = append(*out, n)
		case *abc.Field:
			m.field(n, out)
		default:
			*out = append(*out, n)
		}
	}
}

func (m *mover) field(f *abc.Field, out *[]abc.Node) {
	switch f.Key {
	case 'V':
		if v, ok := f.Value.(*abc.VoiceField); ok {
			m.chosen = true
			m.cur = m.voice(v.ID)
		}
	case 'K':
		f = m.key(f)
	case 'm':
		return
	default:
		m.instruction(f)
	}
	if v := m.cur; !m.chosen { // voices that begin later start from it
		m.base.old.key, m.base.new.key, m.base.steps, m.base.scope = v.old.key, v.new.key, v.steps, v.scope
	}
	*out = append(*out, f)
}

// key moves a K: field and takes it as the current voice's.
func (m *mover) key(f *abc.Field) *abc.Field {
	k, ok := f.Value.(*music.Key)
	if !ok || !k.Set {
		return f
	}
	moved := *f
	v := m.cur
	v.old.key = k.Cents
	v.clear()
	var text string
	text, v.steps = m.keyText(k, f.Text)
	new, _ := abc.ParseKey(text)
	v.new.key = new.Cents
	moved.Text, moved.Value = text, new
	return &moved
}

// keyText writes a key's field moved, and says how many letters its notes
// move by.
func (m *mover) keyText(k *music.Key, text string) (moved string, steps int) {
	steps = stepsOf(m.semitones)
	rest := strings.TrimSpace(text)
	tonic := ""
	if k.Tonic != "" {
		rest = rest[len(k.Tonic):]
		switch {
		case k.Tonic[0] == 'H': // the pipes' scale is that of D
			tonic, steps = m.tonic("D", 0)
		default:
			tonic, steps = m.tonic(k.Tonic, k.Mode.Sharps())
		}
	}
	words := strings.Fields(rest)
	glued := rest != "" && !chars.IsBlank(rest[0])
	for i, w := range words {
		ps, ok := abc.ParseExplicit(w)
		if !ok || i == 0 && glued {
			continue
		}
		var b strings.Builder
		for _, p := range ps {
			abc.WritePitch(&b, m.explicit(p, steps))
		}
		words[i] = b.String()
	}
	rest = strings.Join(words, " ")
	if tonic != "" && rest != "" && !glued {
		tonic += " "
	}
	return tonic + rest, steps
}

// explicit moves an accidental that belongs to a key.
func (m *mover) explicit(p music.Pitch, steps int) music.Pitch {
	want := music.StepCents(int(p.Step)) + p.Accidental.Cents() + 100*m.semitones
	q := music.Pitch{Step: p.Step + int16(steps)}
	cents := want - music.StepCents(int(q.Step))
	q.Accidental = music.AccidentalOf(cents)
	// The octave of a key's accidental means nothing: write the one nearest.
	letter, _ := music.SplitStep(int(q.Step))
	q.Step = int16(letter)
	if p.Step >= 7 {
		q.Step += 7
	}
	return q
}

// tonic moves a tonic; steps is how many letters it moves by.
func (m *mover) tonic(name string, modeSharps int) (moved string, steps int) {
	root, _, _ := abc.ChordRoot(name)
	tonic := music.NearestTonic(int(root)+m.semitones, modeSharps)
	// Letters and semitones must agree on the octave.
	octaves := (int(root) + m.semitones - tonic.PitchClass()) / 12
	steps = tonic.Letter() - int(music.LetterStep(name[0])) + 7*octaves
	// A tonic such as Cb or B# is over the edge of its letter's octave.
	steps += 7 * (overEdge(tonic.String()) - overEdge(name))
	return tonic.String(), steps
}

// overEdge is 1 for Cb, whose pitch class is counted at the top of the octave
// its letter is at the bottom of, -1 for B#.
func overEdge(name string) int {
	switch name {
	case "Cb":
		return 1
	case "B#":
		return -1
	}
	return 0
}

// clear forgets the accidentals of the bar.
func (v *movedVoice) clear() {
	v.old.bars.Clear()
	v.new.bars.Clear()
}

// tie moves on from one note or chord to the next.
func (v *movedVoice) tie() {
	t := &v.ties[v.layer]
	t.tied, t.tying = t.tying, nil
}

func (m *mover) chord(c *abc.Chord) *abc.Chord {
	moved := *c
	moved.Inner = make([]abc.Node, len(c.Inner))
	for i, n := range c.Inner {
		moved.Inner[i] = n
		if note, ok := n.(*abc.Note); ok {
			moved.Inner[i] = m.note(note, note.Tie || c.Tie)
		}
	}
	return &moved
}

func (m *mover) grace(g *abc.Grace) *abc.Grace {
	moved := *g
	moved.Inner = make([]abc.Node, len(g.Inner))
	for i, n := range g.Inner {
		switch n := n.(type) {
		case *abc.Note:
			moved.Inner[i] = m.note(n, false)
		case *abc.Chord:
			moved.Inner[i] = m.chord(n)
		default:
			moved.Inner[i] = n
		}
	}
	return &moved
}

// note moves a note: by the letters the key moves by, with the accidental
// that is needed to sound right.
func (m *mover) note(n *abc.Note, tie bool) *abc.Note {
	t := &m.cur.ties[m.cur.layer]
	moved := *n
	step, carried := t.tied[n.Pitch.Step]
	if carried && !n.Pitch.Accidental.Written() {
		moved.Pitch.Step = step
	} else {
		moved.Pitch = m.pitch(n.Pitch)
	}
	if tie {
		if t.tying == nil {
			t.tying = map[int16]int16{}
		}
		t.tying[n.Pitch.Step] = moved.Pitch.Step
	}
	return &moved
}

func (m *mover) pitch(p music.Pitch) music.Pitch {
	v := m.cur
	want := music.StepCents(int(p.Step)) + v.old.sounding(p, v.scope) + 100*m.semitones
	step := int(p.Step) + v.steps
	// Respell what would need more than a double accidental.
	for want-music.StepCents(step) > 200 {
		step++
	}
	for want-music.StepCents(step) < -200 {
		step--
	}
	moved := music.Pitch{Step: int16(max(-music.MaxStep, min(music.MaxStep, step)))}
	cents := want - music.StepCents(step)
	plain := v.new.sounding(moved, v.scope)
	if p.Accidental.Written() || plain != cents {
		moved.Accidental = music.AccidentalOf(cents)
		v.new.sounding(moved, v.scope)
	}
	return moved
}

// symbol moves a chord symbol: its root, its bass, and any second chord in
// brackets or behind a slash.
func (m *mover) symbol(n *abc.Symbol) *abc.Symbol {
	if n.Place != 0 {
		return n
	}
	if _, ok := abc.ParseChord(n.Text); !ok {
		return n
	}
	moved := *n
	moved.Text = m.chordText(n.Text)
	return &moved
}

// chordText moves every root in a chord symbol's text: a letter at the
// beginning, behind a slash or blank, or behind a bracket if what it opens is
// a chord.
func (m *mover) chordText(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		begins := i == 0 || strings.IndexByte("/( ;,[", s[i-1]) >= 0
		if !begins || !chars.IsNote(s[i]) {
			b.WriteByte(s[i])
			i++
			continue
		}
		root, tail, _ := abc.ChordRoot(s[i:])
		if strings.HasPrefix(tail, "dd") || i > 0 && strings.HasPrefix(s[i:], "add") {
			b.WriteByte(s[i])
			i++
			continue
		}
		name := m.rootName(int(root))
		if s[i] >= 'a' {
			name = strings.ToLower(name[:1]) + name[1:]
		}
		b.WriteString(name)
		i = len(s) - len(tail)
	}
	return b.String()
}

// rootName spells a chord's root in the new key: as the key does if it has
// the note, else with the fewest signs.
func (m *mover) rootName(root int) string {
	tonic := music.NearestTonic(root+m.semitones, 0)
	for letter, cents := range m.cur.new.key {
		if cents%100 != 0 || max(cents, -cents) > 100 {
			continue
		}
		if f := music.FifthOf(letter, cents/100); f.PitchClass() == tonic.PitchClass() {
			return f.String()
		}
	}
	return tonic.String()
}

// ParseInterval reads a number of semitones, "-3" or "+2", from -36 to 36.
func ParseInterval(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < -36 || n > 36 {
		return 0, fmt.Errorf("interval %q: must be semitones from -36 to 36", s)
	}
	return n, nil
}
