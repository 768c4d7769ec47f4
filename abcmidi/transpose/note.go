package transpose

import (
	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
)

// This file moves notes, each with the accidental that it then needs.

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

// tie moves on from one note or chord to the next.
func (v *movedVoice) tie() {
	t := &v.ties[v.layer]
	t.tied, t.tying = t.tying, nil
}
