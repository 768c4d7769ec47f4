package data

import (
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// TestBlocks: lines between %%begintext and %%endtext are text, whatever they look like.
func TestBlocks(t *testing.T) {
	const second = "X:2\nT:b\nK:C\nd|\n"
	for _, c := range []struct {
		name, text string
		tunes      int
		inFirst    string
	}{
		{"an X: in it", "X:1\nT:a\nK:C\n%%begintext\nX:9\nK:D\nabc|\n%%endtext\nc|\n\n" + second, 2, "%%endtext\nc|\n"},
		{"empty lines in it", "X:1\nT:a\n%%begintext\na\n\nX:9\n\n%%endtext\nK:C\nc|\n\n" + second, 2, "K:C\nc|\n"},
		{"before the tunes", "%%begintext\nX:9\nK:C\nabc|\n\n%%endtext\n\nX:1\nT:a\nK:C\nc|\n\n" + second, 2, "X:1\n"},
		{"between tunes", "X:1\nT:a\nK:C\nc|\n\n%%begintext\nX:9\nK:C\nabc|\n%%endtext\n\n" + second, 2, "c|\n"},
		{"PostScript", "X:1\nT:a\n%%beginps\nX:9\n%%endps\nK:C\nc|\n\n" + second, 2, "c|\n"},
		{"words after the name", "X:1\nT:a\n%% beginsvg x\nX:9\n%% endsvg\nK:C\nc|\n\n" + second, 2, "c|\n"},
		{"no end", "X:1\nT:a\n%%begintext\nwords\nK:C\nc|\n\n" + second, 2, "c|\n"},
		{"no end, and a whole one later", "X:1\nT:a\n%%begintext\nK:C\nc|\n\n%%begintext\nX:9\n%%endtext\n\n" + second, 2, "c|\n"},
		{"the end of another", "X:1\nT:a\n%%begintext\n%%endps\nK:C\nc|\n\n" + second, 2, "c|\n"},
	} {
		for _, in := range []io.Reader{strings.NewReader(c.text), iotest.OneByteReader(strings.NewReader(c.text))} {
			r, got := NewReader(in, "f"), []Source(nil)
			for src, err := r.Next(); err == nil; src, err = r.Next() {
				got = append(got, src)
			}
			if len(got) != c.tunes || !strings.Contains(got[0].Text, c.inFirst) || !strings.HasPrefix(got[len(got)-1].Text, "X:2") {
				t.Errorf("%s: %d tunes: %+v", c.name, len(got), got)
			}
		}
	}
}

// TestCharset: what %%abc-charset says, and what is read without it.
func TestCharset(t *testing.T) {
	for _, c := range []struct{ name, text, want, fault string }{
		{"Latin-1", "%%abc-charset iso-8859-1\nT:caf\xe9\n", "%%abc-charset utf-8\nT:café\n", ""},
		{"as a field", "I:abc-charset ISO-8859-2\nT:\xb1\n", "I:abc-charset utf-8\nT:ą\n", ""},
		{"DOS", "%%abc-charset cp850\nT:\x82\n", "%%abc-charset utf-8\nT:é\n", ""},
		{"Cyrillic", "%%abc-charset windows-1251\nT:\xcf\xe5\xf1\xed\xff\n", "%%abc-charset utf-8\nT:Песня\n", ""},
		{"several bytes a character", "%%abc-charset gbk\nT:\xc4\xa3\n", "%%abc-charset utf-8\nT:模\n", ""},
		{"named Latin-1, and is UTF-8", "%%abc-charset iso-8859-1\nT:café\n", "%%abc-charset utf-8\nT:café\n", ""},
		{"named UTF-8, and is not", "%%abc-charset utf-8\nT:caf\xe9\n", "%%abc-charset utf-8\nT:café\n", ""},
		{"not known", "%%abc-charset klingon\nT:caf\xe9\n", "%%abc-charset klingon\nT:café\n", `abc-charset "klingon" is not known: lines are read as UTF-8, or else as Latin-1`},
		{"none: Windows", "T:\x93caf\xe9\x94 \x81\n", "T:“café” \u0081\n", ""},
		{"UTF-16 without a mark", "T\x00:\x00\xe9\x00\n\x00", "T:é\n", ""},
		{"big-endian UTF-16 without a mark", "\x00T\x00:\x00\xe9\x00\n", "T:é\n", ""},
		{"UTF-16 after ASCII", "T:a\n\xff\xfeT\x00:\x00\xe9\x00\n\x00C\x00\n\x00", "T:a\nT:é\nC\n", ""},
		{"^Z between", "T:a\n\x1aT:b\x1a\n\x1a", "T:a\nT:b\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLines(strings.NewReader(c.text))
			var got strings.Builder
			for line, ok := l.next(); ok; line, ok = l.next() {
				got.WriteString(string(line) + "\n")
			}
			if strings.TrimRight(got.String(), "\n") != strings.TrimRight(c.want, "\n") {
				t.Errorf("read as %q, want %q", &got, c.want)
			}
			var messages []string
			for _, f := range l.faults {
				messages = append(messages, f.Message)
			}
			if !slices.Equal(messages, strings.FieldsFunc(c.fault, func(r rune) bool { return r == 0 })) {
				t.Errorf("faults %q, want %q", messages, c.fault)
			}
		})
	}
}
