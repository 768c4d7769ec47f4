package rewrite

import (
	"errors"
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/data"
)

const head = "X:1\nT:t\n"

// printed parses a tune, rewrites it and returns what is printed after X: and T:.
func printed(t *testing.T, text, unit string) (string, error) {
	t.Helper()
	tune, err := abc.Parse(head + text + "\n")
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	before := tune.String()
	value, err := abc.ParseUnitLength(unit)
	if err != nil {
		t.Fatal(err)
	}
	rewritten, err := Unit(tune, value)
	if tune.String() != before {
		t.Errorf("%q was changed to\n%s", text, tune)
	}
	return strings.TrimSuffix(strings.TrimPrefix(rewritten.String(), head), "\n"), err
}

func TestUnit(t *testing.T) {
	for _, c := range []struct{ name, text, unit, want string }{
		{"shorter", "L:1/4\nK:C\nCD2E/ F3/2|", "1/8", "L:1/8\nK:C\nC2D4E F3|"},
		{"longer", "L:1/16\nK:C\nC2D4EF3|", "1/8", "L:1/8\nK:C\nCD2E/F3/|"},
		{"the same", "L:1/8\nK:C\nC2D|", "1/8", "L:1/8\nK:C\nC2D|"},
		{"a whole note", "L:1/4\nK:C\nC4D|", "1", "L:1/1\nK:C\nCD/4|"},
		{"no power of two", "L:1/4\nK:C\nC3D|", "3/8", "L:3/8\nK:C\nC2D2/3|"},
		{"no L:, by the meter", "M:2/4\nK:C\nCD2|", "1/8", "M:2/4\nL:1/8\nK:C\nC/D|"},
		{"no L: and no meter", "K:C\nCD2|", "1/16", "L:1/16\nK:C\nC2D4|"},
		{"L: before M:", "L:1/4\nM:2/4\nK:C\nC|", "1/8", "L:1/8\nM:2/4\nK:C\nC2|"},
		{"a meter in the body changes no unit", "M:4/4\nK:C\nC|\nM:2/4\nC|", "1/16", "M:4/4\nL:1/16\nK:C\nC2|\nM:2/4\nC2|"},
		{"rests", "L:1/4\nK:C\nz x2 Z X2|", "1/8", "L:1/8\nK:C\nz2 x4 Z X2|"},
		{"spaces on the page", "L:1/4\nK:C\nCy2|", "1/8", "L:1/8\nK:C\nC2y2|"},
		{"a chord", "L:1/4\nK:C\n[CE] [CE]2|", "1/8", "L:1/8\nK:C\n[CE]2 [CE]4|"},
		{"lengths inside a chord", "L:1/4\nK:C\n[C2E2] [CE2] [C2E]3|", "1/8", "L:1/8\nK:C\n[C4E4] [C2E4] [C2E]6|"},
		{"a rest in a chord", "L:1/4\nK:C\n[C2z]|", "1/8", "L:1/8\nK:C\n[C4z2]|"},
		{"grace notes", "L:1/4\nK:C\n{/c/}C {cd2[ce]z}C|", "1/8", "L:1/8\nK:C\n{/c}C2 {c2d4[ce]2z2}C2|"},
		{"broken rhythm", "L:1/4\nK:C\nC>D E<<F|", "1/8", "L:1/8\nK:C\nC2>D2 E2<<F2|"},
		{"tuplets", "L:1/4\nK:C\n(3CDE (5:2:6CDEFGA|", "1/8", "L:1/8\nK:C\n(3C2D2E2 (5:2:6C2D2E2F2G2A2|"},
		{"ties and slurs", "L:1/4\nK:C\n(C-C)|", "1/8", "L:1/8\nK:C\n(C2-C2)|"},
		{"L: in a line", "L:1/4\nK:C\nC[L:1/16]C4|\nL:1/8\nC|", "1/8", "L:1/8\nK:C\nC2[L:1/8]C2|\nL:1/8\nC|"},
		{"L: of one voice", "L:1/4\nV:1\nV:2\nK:C\n[V:1]C[L:1/8]C|\n[V:2]C|\n[V:1]C|", "1/8",
			"L:1/8\nV:1\nV:2\nK:C\n[V:1]C2[L:1/8]C|\n[V:2]C2|\n[V:1]C|"},
		{"L: before any voice", "L:1/4\nK:C\nL:1/8\nC|\nV:2\nC|", "1/8", "L:1/8\nK:C\nL:1/8\nC|\nV:2\nC|"},
		{"music before its V:", "L:1/4\nV:a\nK:C\n[L:1/8]C|\nV:b\n[L:1/16]C|\nV:a\nC|", "1/8",
			"L:1/8\nV:a\nK:C\n[L:1/8]C|\nV:b\n[L:1/8]C/|\nV:a\nC|"},
		{"a chord of different lengths", "L:1/4\nK:C\n[C2E4G]D2|", "1/8", "L:1/8\nK:C\n[C4E8G2]D4|"},
		{"a group of overlays", "L:1/4\nK:C\n(& C & E &)|", "1/8", "L:1/8\nK:C\n(& C2 & E2 &)|"},
		{"an overlay", "L:1/4\nK:C\nC & E|", "1/8", "L:1/8\nK:C\nC2 & E2|"},
		{"a macro", "L:1/4\nm:T=C/D/\nK:C\nT|", "1/8", "L:1/8\nK:C\nCD|"},
		{"a tempo of units", "L:1/8\nQ:120\nK:C\nC|\nQ:60\nC|", "1/4", "L:1/4\nQ:1/8=120\nK:C\nC/|\nQ:1/8=60\nC/|"},
		{"a tempo of units before L:", "Q:120\nL:1/16\nK:C\nC2|", "1/8", "Q:1/16=120\nL:1/8\nK:C\nC|"},
		{"a tempo of three units, words", "L:1/8\nQ:\"slow\" C3=40 \"swing\"\nK:C\nC2|", "1/4", "L:1/4\nQ:\"slow\" 1/8=120 \"swing\"\nK:C\nC|"},
		{"a tempo of beats", "L:1/8\nQ:3/8=40.5\nK:C\nC2|", "1/4", "L:1/4\nQ:3/8=40.5\nK:C\nC|"},
		{"a tempo of words", "L:1/8\nQ:\"Allegro\"\nK:C\nC2|", "1/4", "L:1/4\nQ:\"Allegro\"\nK:C\nC|"},
		{"trim", "L:1/8\n%%MIDI trim 1/2\nK:C\nC2[I:MIDI=trim 1]C2|", "1/16", "L:1/16\n%%MIDI trim 1\nK:C\nC4[I:MIDI trim 2]C4|"},
		{"what counts no units", "L:1/4\n%%MIDI drum d2dd 35 38 38 100 50 50\nK:C\n!trill!\"Am\"C|\nw: a b", "1/8",
			"L:1/8\n%%MIDI drum d2dd 35 38 38 100 50 50\nK:C\n!trill!\"Am\"C2|\nw:a b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, err := printed(t, c.text, c.unit); got != c.want || err != nil {
				t.Errorf("%q in %s: %v\n%q, want\n%q", c.text, c.unit, err, got, c.want)
			}
		})
	}
}

// TestUnitOfFileHeader: a unit and a tempo before the first tune hold for it.
func TestUnitOfFileHeader(t *testing.T) {
	for _, c := range []struct{ header, text, want string }{
		{"L:1/4\nQ:90\n", "X:1\nK:C\nC|\n", "X:1\nL:1/8\nQ:1/4=90\nK:C\nC2|\n"},
		{"M:2/4\n", "X:1\nK:C\nC2|\n", "X:1\nM:2/4\nL:1/8\nK:C\nC|\n"},
		{"L:1/4\n", "X:1\nL:1/16\nK:C\nC2|\n", "X:1\nL:1/8\nL:1/8\nK:C\nC|\n"},
	} {
		tune, _ := abc.ParseSource(data.Source{FileHeader: c.header, Text: c.text})
		eighth, _ := abc.ParseUnitLength("1/8")
		if got, err := Unit(tune, eighth); err != nil || got.String() != c.want {
			t.Errorf("%q after %q: %v\n%q, want\n%q", c.text, c.header, err, got, c.want)
		}
	}
}

func TestUnitErrors(t *testing.T) {
	for _, text := range []string{
		"L:1/4096\nK:C\nC D/16|", "L:1\nK:C\nC D4096|", "K:C\nC [CE]/4096|", "K:C\nC {d/4096}D|", "K:C\nC z/4096|",
		"%%MIDI trim 1/4096\nK:C\nC|",
	} {
		unit := "1/1"
		if strings.HasPrefix(text, "L:1\n") {
			unit = "1/8"
		}
		got, err := printed(t, text, unit)
		var finding *abc.Error
		if !errors.As(err, &finding) || finding.Msg != "a length that "+unit+" cannot write: the tune is left as it is" || got != text {
			t.Errorf("%q: error %v, %q", text, err, got)
		}
	}
}

func TestNumber(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"X:1\nT:A\nK:C\nC|\n", "X:7\nT:A\nK:C\nC|\n"},
		{"T:A\nX:12 b\nK:C\nC|\n", "T:A\nX:7\nK:C\nC|\n"},
		{"T:A\nK:C\nC|\n", "X:7\nT:A\nK:C\nC|\n"},
		{"", "X:7\nK:C\n"},
	} {
		tune, _ := abc.Parse(c.text)
		before := tune.String()
		if got := Number(tune, 7).String(); got != c.want || tune.String() != before {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}
