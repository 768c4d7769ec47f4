package abc

import (
	"errors"
	"strings"
	"testing"
)

// TestOddCharacters: characters of word processors give one finding each, in columns of
// characters, and music is read as it was meant.
func TestOddCharacters(t *testing.T) {
	for _, c := range []struct{ name, music, printed, findings string }{
		{"no-break space", "CD\u00a0EF|", "CD EF|", "5:3 no-break space (U+00A0) taken as a blank"},
		{"wide space", "CD\u3000EF|", "CD EF|", "5:3 space (U+3000) taken as a blank"},
		{"zero-width space in a note", "C\u200b2D|", "C2D|", "5:2 zero-width space (U+200B) ignored"},
		{"zero-width space first", "\u200bCD|", "CD|", "5:1 zero-width space (U+200B) ignored"},
		{"curly chord symbol", "“Am”C “^fine”D|", `"Am"C "^fine"D|`, "5:1 curly quote “: use straight ones: \"\n5:4 curly quote ”: use straight ones: \"\n" +
			"5:7 curly quote “: use straight ones: \"\n5:13 curly quote ”: use straight ones: \""},
		{"half curly", "\"Am”C \"G\"D|", `"Am"C "G"D|`, "5:4 curly quote ”: use straight ones: \""},
		{"one alone", "C”D|", "CD|", "5:2 curly quote ”: use straight ones: \""},
		{"curly inside straight", `"^so “called” x"C|`, `"^so “called” x"C|`, ""},
		{"apostrophe", "c’’d|", "c''d|", "5:2 curly quote ’: use a straight one: '\n5:3 curly quote ’: use a straight one: '"},
		{"apostrophe alone", "C ’D|", "C D|", "5:3 curly quote ’: use a straight one: '"},
		{"dash after a note", "A–A|", "A-A|", "5:2 dash – (U+2013): use a hyphen: -"},
		{"dash alone", "A – A|", "A  A|", "5:3 dash – (U+2013): use a hyphen: -"},
		{"other letters", "éü|", "|", "5:1 unexpected \"é\" ignored\n5:2 unexpected \"ü\" ignored"},
		{"a column after accents", "\"^été\"C@|", "\"^été\"C|", "5:8 unexpected \"@\" ignored"},
		{"not UTF-8", "C\xc3D|", "CD|", "5:2 unexpected \"\\xc3\" ignored"},
		{"inside a chord", "[C’E]|", "[cE]|", "5:3 curly quote ’: use a straight one: '"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tune, err := Parse("X:1\nT:t\nM:4/4\nK:C\n" + c.music + "\n")
			if got := listed(err); got != c.findings {
				t.Errorf("findings\n%s\nwant\n%s", got, c.findings)
			}
			if got := strings.TrimSuffix(tune.String(), "\n"); strings.ReplaceAll(got[strings.LastIndex(got, "\n")+1:], "  ", " ") != strings.ReplaceAll(c.printed, "  ", " ") {
				t.Errorf("read as %q, want %q", got, c.printed)
			}
		})
	}
}

// listed returns findings as line:column message.
func listed(err error) string {
	var list ErrorList
	errors.As(err, &list)
	var lines []string
	for _, e := range list {
		lines = append(lines, e.Pos.String()+" "+e.Msg)
	}
	return strings.Join(lines, "\n")
}

// TestOddFields: the same in fields that are no text strings.
func TestOddFields(t *testing.T) {
	for _, c := range []struct{ field, want string }{
		{"K:D\u00a0dor", "K:D dor"},
		{"M:6/8\u00a0", "M:6/8"},
		{"L:\u200b1/8", "L:1/8"},
		{"Q:“Allegro”\u00a01/4=120", `Q:"Allegro" 1/4=120`},
		{"V:1 name=“Fiddle”", `V:1 name="Fiddle"`},
	} {
		tune, err := Parse("X:1\nT:a“b”\u00a0c\n" + c.field + "\nK:C\nC|\n")
		if !strings.Contains(tune.String(), c.want+"\n") || !strings.Contains(tune.String(), "T:a“b”\u00a0c\n") {
			t.Errorf("%q became %q", c.field, tune)
		}
		if c.field != "M:6/8\u00a0" && err == nil {
			t.Errorf("%q: no finding", c.field)
		}
	}
}

func TestOffset(t *testing.T) {
	const text = "X:1\nT:été\nK:C\né|"
	for i := range text {
		tune, _ := Parse(text)
		if at := tune.Position(Pos(i)); Offset(text, at.Line, at.Column) != i {
			t.Errorf("%d is at %v, which is %d", i, at, Offset(text, at.Line, at.Column))
		}
	}
	if got := Offset(text, 9, 1); got != len(text) {
		t.Errorf("a line that is not there: %d", got)
	}
}
