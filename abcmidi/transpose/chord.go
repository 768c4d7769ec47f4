package transpose

import (
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// This file moves chord symbols.

// symbol moves a chord symbol: its root, its bass, and any second chord in
// brackets or after a slash. Annotations and words stay as they are.
func (m *mover) symbol(n *abc.Symbol) *abc.Symbol {
	if n.Place != 0 {
		return n
	}
	text := abc.PlainText(n.Text)
	if _, ok := abc.ParseChord(text); !ok {
		return n
	}
	moved := *n
	moved.Text = m.chordText(text)
	return &moved
}

// chordText moves every root in the text of a chord symbol: a note letter at the
// beginning or after a slash, blank, bracket, comma or semicolon, unless it begins
// the word "add".
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
