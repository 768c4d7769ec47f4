package layout

import (
	"fmt"
	"testing"
)

// TestChordNames: %%MIDI chordname defines kinds of chords and changes known ones.
func TestChordNames(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{"%%MIDI chordname xyz 0 5 9\n\"Cxyz\"C|", "0/-1 [0 5 9]"},
		{"%%MIDI chordname 7 0 4 10\n\"G7/B\"C|", "7/11 [0 4 10]"},
		{"%%MIDI chordname 7 0 4 10\n%%MIDI chordname q 0 1\n\"G7\"C|", "7/-1 [0 4 10]"},
		{"%%MIDI chordname q 0 1\n\"Gm7\"C|", "7/-1 [0 3 7 10]"},
		{"%%MIDI chordname q 0 1 2 3 4 5 6\n\"Gq\"C|", "0/-1 []"},
		{"%%MIDI chordname q 0 x\n\"Gq\"C|", "0/-1 []"},
		{"%%MIDI chordname q\n\"G\"C|", "7/-1 [0 4 7]"},
	} {
		s := lay(t, c.body).Voices[0].Items
		got := ""
		for i := range s {
			if p := s[i].Symbol; p != nil {
				got = fmt.Sprintf("%d/%d %v", p.Root, p.Bass, p.Tones)
			}
		}
		if got != c.want {
			t.Errorf("%q: %s, want %s", c.body, got, c.want)
		}
	}
}
