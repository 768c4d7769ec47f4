package recall

import (
	"fmt"
	"strings"
	"testing"
)

// describe writes an outline as text: the bars of each section.
func describe(o *Outline) string {
	var list []string
	for _, s := range o.Sections {
		var bars []string
		for i, b := range s.Bars {
			if s.First > 0 && i == s.First {
				bars = append(bars, "1")
			}
			if s.First > 0 && i == s.Second {
				bars = append(bars, "2")
			}
			bars = append(bars, b.Text)
		}
		text := strings.Join(bars, " ")
		if s.Pickup {
			text = "' " + text
		}
		if s.Repeated {
			text += " :"
		}
		list = append(list, text)
	}
	return strings.Join(list, "; ")
}

func TestOutline(t *testing.T) {
	for _, c := range []struct{ what, body, want string }{
		{"bars", "C4|D4|E4|", "C4 D4 E4"},
		{"without the last bar line", "C4|D4", "C4"},
		{"blanks", "C2 D2 | E4 |", "C2D2 E4"},
		{"a pickup", "G|C4|D4|", "' C4 D4"},
		{"a pickup before a repeat", "G|:C4|D3:|", "' C4 D3 :"},
		{"a repeat", "|:C4|D4:|E4|F4|", "C4 D4 :; E4 F4"},
		{"a repeat in the middle", "|:C4|D4::E4|F4:|", "C4 D4 :; E4 F4 :"},
		{"two repeats", "|:C4|D4:||:E4|F4:|", "C4 D4 :; E4 F4 :"},
		{"a double bar line", "C4|D4||E4|F4|]", "C4 D4; E4 F4"},
		{"endings", "|:C4|D4|1E4:|2F4||G4|", "C4 D4 1 E4 2 F4; G4"},
		{"endings in brackets", "|:C4|D4|[1 E4:|[2 F4||G4|", "C4 D4 1 E4 2 F4; G4"},
		{"endings of two bars", "|:C4|D4|1E4|G4:|2F4|c4||", "C4 D4 1 E4 G4 2 F4 c4"},
		{"parts", "P:A\nC4|D4|\nP:B\nE4|F4|", "C4 D4; E4 F4"},
		{"a line that is continued", "C2\\\nD2|E4|", "C2D2 E4"},
		{"a comment", "C4|% D4|E4\nF4|", "C4 F4"},
		{"words between lines", "C4|\nw:la|la\nD4|", "C4 D4"},
		{"a field that looks like music", "C4|\nG:D4|\nE4|", "C4 E4"},
		{"chord symbols", "\"G\"C4|\"A|B\"D4|", "C4 D4"},
		{"a chord after a bar line", "C4|[DF]4|", "C4 [DF]4"},
		{"a chord after a double bar line", "C4||[DF]4|", "C4; [DF]4"},
		{"a chord after a repeat", "|:C4:|[DF]4|", "C4 :; [DF]4"},
		{"a chord where a repeat begins", "C4|:[DF]4|", "C4; [DF]4"},
		{"a chord after an ending", "C4|1[DF]4:|2[EG]4||", "C4 1 [DF]4 2 [EG]4"},
		{"a chord where a line begins", "C4|\n[DF]4|", "C4 [DF]4"},
		{"a part before a blank", "C4|\nP:B\n D4|", "C4; D4"},
		{"a part before a chord", "C4|\nP:B\n[DF]4|", "C4; [DF]4"},
		{"a part before a bar line", "C4|\nP:B\n|D4|", "C4; D4"},
		{"a part before a repeat", "C4:|\nP:B\n|:D4:|", "C4 :; D4 :"},
		{"a part that begins the tune, before a repeat", "P:A\n|:C4|D4:|", "C4 D4 :"},
		{"a pickup before a part", "G|\nP:A\nC4|", "' C4"},
		{"a second ending without a first", "C4|D4:|2E4|F4|", "C4 D4 E4 F4"},
		{"an ending on two times", "C4|1,3D4:|2,4E4||", "C4 1 D4 2 E4"},
		{"three endings", "C4|1D4:|2E4:|3F4||", "C4 1 D4 2 E4 F4"},
		{"a repeat on two lines", "C4|D4\n:|\n|:E4|", "C4 D4 :; E4"},
		{"a bracket before the first bar line", "[|:C4|D4:|", "C4 D4 :"},
		{"a chord symbol before the first bar line", "\"G\"|C4|", "C4"},
		{"a chord symbol without an end", "C4|\"GD4|\nE4|F4|", "C4 E4 F4"},
		{"a tuplet with all its numbers", "C4|(3:2:3CDED2|E4|", "C4 (3:2:3CDED2 E4"},
		{"a rest of a bar", "C4|Z|D4|", "C4 Z D4"},
		{"a carriage return", "C4|\r\n1D4:|\r\n2E4||\r\n", "C4 1 D4 2 E4"},
		{"a directive", "C4|\n%%text |C4|\nD4|", "C4 D4"},
		{"a change of meter", "C4|\nM:2/4\nD2|E|F2|", "C4 D2 E F2"},
		{"octave marks", "C,2c'2|c''4|", "C,2c'2 c''4"},
		{"a bar far too short", "C4|D|E4|", "C4 E4"},
	} {
		if got := describe(NewOutline("X:1\nM:4/4\nL:1/4\nK:C\n" + c.body + "\n\n")); got != c.want {
			t.Errorf("%s: %s: %q, want %q", c.what, c.body, got, c.want)
		}
	}
}

func TestOutlineOfABar(t *testing.T) {
	o := NewOutline("X:1\nM: 4/4\nY:AABA\nL:1/4\nK:G\nG,2 \"D\"a'/2b/2^c|G4|\n\n")
	b := o.Sections[0].Bars[0]
	if b.Text != "G,2a'/2b/2^c" || b.Rhythm != "A2A/2A/2^A" || fmt.Sprint(b.Steps) != "[-3 19 13 7]" {
		t.Errorf("bar %+v", b)
	}
	if o.Meter != "4/4" || o.Order != "Y:AABA" || !o.Tonic {
		t.Errorf("outline %+v", o)
	}
	if o := NewOutline("X:1\nM: 6/8\t\f\nK:G\nG6|\n\n"); o.Meter != "6/8" {
		t.Errorf("meter %q", o.Meter)
	}
	if o := NewOutline("X:1\nK:G\nG4|A4|\n\n"); o.Meter != "none" || o.Order != "" || o.Tonic {
		t.Errorf("outline %+v", o)
	}
}
