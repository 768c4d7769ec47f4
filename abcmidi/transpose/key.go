package transpose

import (
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// This file moves K: fields.

// stepsOf returns the steps that notes move by without a key, as in C major.
func stepsOf(semitones int) int {
	octaves := semitones / 12
	if semitones%12 < 0 {
		octaves--
	}
	return music.NearestTonic(semitones, 0).Letter() + 7*octaves
}

// key moves a K: field, which begins a key in the current voice.
func (m *mover) key(f *abc.Field) *abc.Field {
	k, ok := f.Value.(*music.Key)
	if ok {
		m.cur.staff = m.cur.staff.Merge(k.Staff)
	}
	if !ok || !k.Set {
		return f
	}
	moved := *f
	v := m.cur
	v.old.key = k.Cents
	v.clear()
	var text string
	text, v.steps = m.keyText(k, f.Text)
	newKey, _ := abc.ParseKey(text)
	v.new.key = newKey.Cents
	moved.Text, moved.Value = text, newKey
	return &moved
}

// keyText returns the text of a K: field moved, and the steps that notes in the key
// move by.
func (m *mover) keyText(k *music.Key, text string) (moved string, steps int) {
	steps = stepsOf(m.semitones)
	rest := strings.TrimSpace(text)
	tonic := ""
	if k.Tonic != "" {
		rest = rest[len(k.Tonic):]
		if k.Tonic[0] == 'H' { // the scale of the pipes is that of D major
			tonic, steps = m.tonic("D", 0)
		} else {
			tonic, steps = m.tonic(k.Tonic, k.Mode.Sharps())
		}
	}
	words := strings.Fields(rest)
	joined := rest != "" && !chars.IsBlank(rest[0]) // the mode, to the tonic
	for i, w := range words {
		ps, ok := abc.ParseExplicit(w)
		if !ok || i == 0 && joined {
			continue
		}
		var b []byte
		for _, p := range ps {
			b = abc.AppendPitch(b, m.explicit(p, steps))
		}
		words[i] = string(b)
	}
	rest = strings.Join(words, " ")
	if tonic != "" && rest != "" && !joined {
		tonic += " "
	}
	return tonic + rest, steps
}

// explicit moves an explicit accidental of a key by a number of steps.
func (m *mover) explicit(p music.Pitch, steps int) music.Pitch {
	want := music.StepCents(int(p.Step)) + p.Accidental.Cents() + 100*m.semitones
	q := music.Pitch{Step: p.Step + int16(steps)}
	cents := want - music.StepCents(int(q.Step))
	q.Accidental = music.AccidentalOf(cents)
	// The octave of an accidental of a key means nothing: keep upper or lower case.
	letter, _ := music.SplitStep(int(q.Step))
	q.Step = int16(letter)
	if p.Step >= 7 {
		q.Step += 7
	}
	return q
}

// tonic moves the name of a tonic, and returns the steps that it moves by.
func (m *mover) tonic(name string, modeSharps int) (moved string, steps int) {
	root, _, _ := abc.ChordRoot(name)
	tonic := music.NearestTonic(int(root)+m.semitones, modeSharps)
	// The letters cross as many octaves as the semitones do.
	octaves := (int(root) + m.semitones - tonic.PitchClass()) / 12
	steps = tonic.Letter() - int(music.LetterStep(name[0])) + 7*octaves
	// The pitch class of Cb and B# is counted in another octave than their letter.
	steps += 7 * (overEdge(tonic.String()) - overEdge(name))
	return tonic.String(), steps
}

// overEdge returns 1 for Cb, whose pitch class is at the top of an octave and its
// letter at the bottom of the next, -1 for B#, and 0 for all other names.
func overEdge(name string) int {
	switch name {
	case "Cb":
		return 1
	case "B#":
		return -1
	}
	return 0
}
