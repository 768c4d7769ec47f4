package critic

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/data"
)

// TestTunebook: what becomes of headers, and of what abc2midi warns about in music.
func TestTunebook(t *testing.T) {
	const head, k = "X:7\nT:A\nN:note\n", "M:4/4\nK:C\n"
	const cells, inner, last = "CDEF GABc|", "CDEF GABc||\n", "CDEF GABc|]\n\n"
	for name, c := range map[string]struct{ tune, want string }{
		"Nottingham header": {"X: 12\nT:A\n% Nottingham Music Database\nS:Mick Peat\nY:AB\nM:4/4\nL:1/8\nK:C\nP:A\n" + cells + "\nP:B\n" + cells + "\n\n",
			head + "P:AB\nM:4/4\nL:1/8\nK:C\nP:A\n" + inner + "P:B\n" + last},
		"names of people":     {"X:1\nT:A\nC:c\nA:a\nB:b\nD:d\nF:f\nG:g\nH:h\nN:n\nO:o\nS:s\nZ:z\nR:Jig\n" + k + cells + "\n", "X:7\nT:A\nR:Jig\nN:note\n" + k + last},
		"people in the music": {head + k + cells + "\nS:s\nN:n\n% via PR\nw:la\n" + cells + "\n", head + k + cells + "\nw:la\n" + last},
		"order of fields":     {"L:1/8\nM:4/4\nQ:1/4=90\nT:A\nX:1\nK:C\n" + cells, head + "M:4/4\nL:1/8\nQ:1/4=90\nK:C\n" + last},
		"no title":            {"X:1\n" + k + cells, "X:7\nT:Untitled\nN:note\n" + k + last},
		"an empty title":      {"X:1\nT:\n" + k + cells, "X:7\nT:Untitled\nN:note\n" + k + last},
		"two titles":          {"X:1\nT:|A\nT:B\n" + k + cells, "X:7\nT:A\nT:B\nN:note\n" + k + last},
		"no X:":               {"T:A\n" + k + cells, head + k + last},
		"no key":              {"X:1\nT:A\nM:4/4\n" + cells, head + "M:4/4\nK:none\n" + last},
		"two headers":         {"X:1\nT:A\nM:3/4\nK:D\nM:4/4\nR:Reel\nK:C\n" + cells, "X:7\nT:A\nR:Reel\nN:note\n" + k + last},
		"accidentals alone":   {"X:1\nT:A\nM:4/4\nK:=A\n" + cells, head + "M:4/4\nK:C =A\n" + last},
		"directives":          {"X:1\n%%MIDI program 40\nT:A % of mine\n" + k + cells, head + "M:4/4\n%%MIDI program 40\nK:C\n" + last},
		"unknown fields":      {"X:1\nT:A\nE:8\nJ:j\n" + k + cells, head + k + last},
		"a part missing":      {"X:1\nT:A\nY:ABC\n" + k + "P:A\n" + cells + "\nP:B\n" + cells, head + k + "P:A\n" + inner + "P:B\n" + last},
		"a part twice":        {"X:1\nT:A\nP:AB\n" + k + "P:A\n" + cells + "\nP:B\n" + cells + "\nP:B\n" + cells, head + k + "P:A\n" + inner + "P:B\n" + inner + "P:B\n" + last},
		"no order of parts":   {"X:1\nT:A\nY:?\n" + k + cells, head + k + last},
		"P: before Y:":        {"X:1\nT:A\nY:A\nP:AA\nY:AAA\n" + k + "P:A\n" + cells, head + "P:AA\n" + k + "P:A\n" + last},
		"a repeat":            {head + k + "G|" + cells + "CDEF GAB:|\nG|" + cells + "CDEF GAB:|", head + k + "|:G|" + cells + "CDEF GAB:|\n|:G|" + cells + "CDEF GAB:|\n\n"},
		"repeats in a line":   {head + k + cells + cells[:9] + ":|" + cells[:9] + ":|", head + k + "|:" + cells + cells[:9] + "::" + cells[:9] + ":|\n\n"},
		"after a double bar":  {head + k + cells[:9] + "||" + cells[:9] + ":|", head + k + cells[:9] + "|:" + cells[:9] + ":|\n\n"},
		"a bar line first":    {head + k + "|" + cells[:9] + ":|", head + k + "|:" + cells[:9] + ":|\n\n"},
		"in a part":           {head + k + cells + "\nP:B\n" + cells[:9] + ":|", head + k + inner + "P:B\n|:" + cells[:9] + ":|\n\n"},
		"endings":             {head + k + cells + "1" + cells[:9] + ":|2" + cells[:9] + "||", head + k + "|:" + cells + "1" + cells[:9] + ":|2" + cells[:9] + "||\n\n"},
		"not closed":          {head + k + "|:" + cells[:9] + "::\nP:B\n" + cells[:9] + ":|", head + k + "|:" + cells[:9] + ":|\nP:B\n|:" + cells[:9] + ":|\n\n"},
		"ties":                {head + k + "C4 -C4|C4 -D4|c4-|c4-|", head + k + "C4- C4|C4 D4|c4-|c4|]\n\n"},
		"a tie across ^":      {head + k + "^C8-|C8|^C8-|=C8|", head + k + "^C8-|C8|^C8|=C8|]\n\n"},
		"octaves":             {head + k + "C'2c,2C,2c'2|", head + k + "c2C2C,2c'2|]\n\n"},
		"chord symbols":       {head + k + `"Gd"C2"?"D2"A77"E2"Dmd/a"F2|"Ga7"C2"G6/9"D2"Gsus4"E2"^up"F2|`, head + k + `"Gdim"C2D2E2F2|"Gaug7"C2"G6/9"D2"Gsus4"E2"^up"F2|]` + "\n\n"},
		"several voices":      {head + k + "V:1\nC4 -D4:|\nV:2\nC,8:|", head + k + "V:1\nC4 -D4:|\nV:2\nC,8:|\n\n"},
		"nothing":             {"\n\n", "X:7\nT:Untitled\nN:note\nK:none\n\n"},
	} {
		if got := (Critic{}).Tunebook(c.tune, 7, "note"); got != c.want {
			t.Errorf("%s:\n%q, want\n%q", name, got, c.want)
		}
	}
}

// TestTunebookPlaysTheSame: tunes of people stay sound, and what is played stays the
// same. A tunebook of a tunebook is the same text.
func TestTunebookPlaysTheSame(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "data", "input.txt"))
	if err != nil {
		t.Fatal(err)
	}
	each := func(src data.Source) error {
		got := Critic{}.Tunebook(src.Text, 1, "")
		a, _ := abc.Parse(src.Text)
		b, _ := abc.Parse(got)
		if before := slices.Clone(sounding(a)); !slices.Equal(before, sounding(b)) {
			t.Errorf("%s:%d: what is played changed: %s", src.File, src.Line, got)
		}
		if (Critic{}).Sound(src.Text) && !(Critic{}).Sound(got) {
			t.Errorf("%s:%d: not sound any more: %s", src.File, src.Line, got)
		}
		if again := (Critic{}).Tunebook(got, 1, ""); again != got {
			t.Errorf("%s:%d: once more: %s", src.File, src.Line, again)
		}
		return nil
	}
	if err := abctest.EachTune(string(text), "input.txt", each); err != nil {
		t.Fatal(err)
	}
}

// FuzzTunebook: whatever was generated, there is one tune, with its number.
func FuzzTunebook(f *testing.F) {
	abctest.Seed(f)
	f.Fuzz(func(t *testing.T, text string) {
		got := Critic{}.Tunebook(text[:min(len(text), 1<<10)], 3, "note")
		if !strings.HasPrefix(got, "X:3\nT:") || !strings.HasSuffix(got, "\n\n") || strings.Count(got, "\n\n") != 1 {
			t.Fatalf("%q", got)
		}
	})
}
