package transpose

import (
	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
)

// This file moves notes and gives them the accidentals that they need.

// ties maps the old step of each tied note to its new one. The next note on the
// step continues it, with its accidental, without an accidental of its own.
type ties struct {
	tied  map[int16]int16 // by the last note or chord
	tying map[int16]int16 // by the one being moved
}

// side is the key and the accidentals of the bar so far in one of the two tunes.
type side struct {
	key  [7]int // alteration in cents of each letter C to B
	bars music.Accidentals
}

// sounding returns the alteration of a note in cents.
func (s *side) sounding(p music.Pitch, scope music.Scope) int {
	return s.bars.Resolve(p, scope, &s.key)
}

// chord moves the notes of a chord.
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

// grace moves grace notes, which are never tied.
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

// note moves a note; tie says whether it is tied to the next.
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

// pitch moves a written pitch by the steps that the key moves by, and gives it the
// accidental that makes it sound right.
func (m *mover) pitch(p music.Pitch) music.Pitch {
	v := m.cur
	semitones, steps := m.semitones, v.steps
	if v.percussion() {
		semitones, steps = 0, 0
	}
	want := music.StepCents(int(p.Step)) + v.old.sounding(p, v.scope) + 100*semitones
	step := int(p.Step) + steps
	// Choose another step rather than more than a double accidental.
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

// tie ends a note, chord or rest.
func (v *movedVoice) tie() {
	t := &v.ties[v.layer]
	t.tied, t.tying = t.tying, nil
}
