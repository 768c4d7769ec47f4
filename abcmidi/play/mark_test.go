package play_test

import (
	"fmt"
	"strings"
	"testing"

	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
)

// TestMarks holds the marks of a tune: what of the text is played when.
func TestMarks(t *testing.T) {
	for _, c := range []struct {
		name, body, want string
		swing            bool
	}{
		{"in order", "C z2 [EG]", "C0+1 z1+2r [3+1", false},
		{"again in a repeat", "|:CD:|", "C0+1 D1+1 C2+1 D3+1", false},
		{"a tied note has its own", "C-|C D", "C0+1 C1+1 D2+1", false},
		{"a grace note has none", "{c}C D", "C0+1 D1+1", false},
		{"an overlay", "C D & E2|F|", "C0+1 D1+1 F2+1 E0+2", false},
		{"swung", "L:1/8\nK:C\nCDEF|", "C0+2/3 D2/3+1/3 E1+2/3 F5/3+1/3", true},
		{"a rest of bars", "C4|Z2|C", "C0+4 Z4+8r C12+1", false},
	} {
		tune := tune(c.body)
		s, _ := play.Play(tune, score.Options{Marks: true, Swing: c.swing})
		var got []string
		for _, v := range s.Voices {
			for _, m := range v.Marks {
				rest := ""
				if m.Rest {
					rest = "r"
				}
				got = append(got, fmt.Sprintf("%c%s+%s%s", tune.Text[m.Pos], m.At, m.Length, rest))
			}
		}
		if all := strings.Join(got, " "); all != c.want {
			t.Errorf("%s: %q is marked\n\t%s\nwant\n\t%s", c.name, c.body, all, c.want)
		}
	}
	s, _ := play.Play(tune("CD"), score.Options{})
	if len(s.Voices[0].Marks) > 0 {
		t.Error("marks that nobody asked for")
	}
}
