package transpose

import (
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// This file moves K: fields.

// stepsOf is how many letters a note moves where no key says: as from C.
func stepsOf(semitones int) int {
	octaves := semitones / 12
	if semitones%12 < 0 {
		octaves--
	}
	return music.NearestTonic(semitones, 0).Letter() + 7*octaves
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
