package transpose

import (
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
)

// This file moves chord symbols.

// symbol moves a chord symbol: its root, its bass, and any second chord in brackets or
// after a slash. Annotations and words stay as they are.
func (m *mover) symbol(n *abc.Symbol) *abc.Symbol {
	if n.Place != 0 || m.semitones%12 == 0 {
		return n
	}
	text := abc.PlainText(n.Text)
	printed := strings.ContainsAny(text, "♯♭")
	moved := *n
	moved.Text = abc.MoveChord(text, func(name string) string {
		root, rest, _ := abc.ChordRoot(name)
		if rest == "+" { // a sharp of the Nottingham corpus
			root++
		}
		to := m.rootName(int(root))
		if name[0] >= 'a' {
			to = strings.ToLower(to[:1]) + to[1:]
		}
		if printed {
			to = to[:1] + signs.Replace(to[1:])
		}
		return to
	})
	if moved.Text == text {
		return n
	}
	return &moved
}

// signs replaces accidentals by those of Unicode.
var signs = strings.NewReplacer("#", "♯", "b", "♭")

// rootName returns the name of a moved root, which is in semitones above C: that
// of the new key's scale if it contains the note, otherwise the one with the fewest
// signs.
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
