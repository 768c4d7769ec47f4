package data

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"
	"unicode/utf8"
)

// utf16Text encodes text as UTF-16 with a byte order mark.
func utf16Text(text string, big bool) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(byteOrder + text)) {
		if big {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return string(b)
}

func TestLines(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
		ended    bool // the last line has a line end
	}{
		{"empty", "", nil, true},
		{"LF", "a\nb\n", []string{"a", "b"}, true},
		{"no end", "a\nb", []string{"a", "b"}, false},
		{"CRLF", "a\r\n\r\nb\r\n", []string{"a", "", "b"}, true},
		{"CR", "a\r\rb\r", []string{"a", "", "b"}, true},
		{"all three", "a\rb\nc\r\nd\n\re", []string{"a", "b", "c", "d", "", "e"}, false},
		{"BOM", "\ufeffa\n", []string{"a"}, true},
		{"BOM before a line", "a\n\ufeff\ufeffb\n\ufeff", []string{"a", "b", ""}, false},
		{"BOM in a line", "a\ufeff\n", []string{"a\ufeff"}, true},
		{"Latin-1", "caf\xe9\ncafé\n\xff", []string{"café", "café", "ÿ"}, false},
		{"^Z", "a\n\x1a", []string{"a"}, true},
		{"^Z after text", "a\x1a\x1a", []string{"a"}, false},
		{"^Z in the text", "a\x1a\nb", []string{"a", "b"}, false},
		{"UTF-16 LE", utf16Text("a\r\n𝄞é\n", false), []string{"a", "𝄞é"}, true},
		{"UTF-16 BE", utf16Text("a\n\ufeff𝄞\r\x1a", true), []string{"a", "𝄞"}, true},
		{"UTF-16 cut", "\xff\xfea\x00b", []string{"a\ufffd"}, false},
		{"lone BOM", "\xff\xfe", nil, true},
		{"short", "\xff", []string{"ÿ"}, false},
	} {
		for how, r := range map[string]io.Reader{"whole": strings.NewReader(c.in), "by bytes": iotest.OneByteReader(strings.NewReader(c.in)),
			"EOF with data": iotest.DataErrReader(strings.NewReader(c.in))} {
			l := newLines(r)
			var got []string
			for line, ok := l.next(); ok; line, ok = l.next() {
				if got = append(got, string(line)); l.number != len(got) {
					t.Errorf("%s, %s: line %d has number %d", c.name, how, len(got), l.number)
				}
			}
			if !slices.Equal(got, c.want) || l.ended != c.ended || l.failure() != nil {
				t.Errorf("%s, %s: lines %q, ended %v, error %v, want %q, %v", c.name, how, got, l.ended, l.failure(), c.want, c.ended)
			}
		}
	}
}

// TestLinesLong cuts lines that are too long, always at the same places and
// never in a character, and goes on to number them by the file.
func TestLinesLong(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []int // lengths
		numbers  []int
	}{
		{"longest", strings.Repeat("a", maxLine) + "\nb\n", []int{maxLine, 1}, []int{1, 2}},
		{"longest, CRLF", strings.Repeat("a", maxLine) + "\r\nb\n", []int{maxLine, 1}, []int{1, 2}},
		{"longer", strings.Repeat("a", maxLine+1) + "\nb\n", []int{maxLine, 1, 1}, []int{1, 1, 2}},
		{"in a character", "x" + strings.Repeat("é", maxLine/2) + "\nb", []int{maxLine - 1, 2, 1}, []int{1, 1, 2}},
		{"three", strings.Repeat("a", 2*maxLine+9) + "\n", []int{maxLine, maxLine, 9}, []int{1, 1, 1}},
	} {
		for how, r := range map[string]io.Reader{"whole": strings.NewReader(c.in), "halves": iotest.HalfReader(strings.NewReader(c.in))} {
			l := newLines(r)
			var lengths, numbers []int
			for line, ok := l.next(); ok; line, ok = l.next() {
				lengths, numbers = append(lengths, len(line)), append(numbers, l.number)
				if !utf8.Valid(line) || bytes.ContainsRune(line, 'Ã') {
					t.Errorf("%s, %s: a character is cut", c.name, how)
				}
			}
			if !slices.Equal(lengths, c.want) || !slices.Equal(numbers, c.numbers) {
				t.Errorf("%s, %s: lengths %v, numbers %v, want %v, %v", c.name, how, lengths, numbers, c.want, c.numbers)
			}
			if len(l.buf) > maxLine+1 {
				t.Errorf("%s: a buffer of %d bytes", c.name, len(l.buf))
			}
		}
	}
}

func TestLinesFail(t *testing.T) {
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		in    io.Reader
		lines int
		want  error
	}{
		"RIFF":        {strings.NewReader("RIFF\x00\x00\x00\x00RMIDdata"), 0, ErrMIDI},
		"MIDI":        {strings.NewReader("MThd\x00\x00\x00\x06"), 0, ErrMIDI},
		"in a line":   {io.MultiReader(strings.NewReader("a\nb"), iotest.ErrReader(broken)), 1, broken},
		"in a BOM":    {io.MultiReader(strings.NewReader("\xff\xfea"), iotest.ErrReader(broken)), 0, broken},
		"no progress": {stuck{}, 0, io.ErrNoProgress},
	} {
		l := newLines(c.in)
		n := 0
		for _, ok := l.next(); ok; _, ok = l.next() {
			n++
		}
		if n != c.lines || l.failure() != c.want {
			t.Errorf("%s: %d lines, error %v, want %d, %v", name, n, l.failure(), c.lines, c.want)
		}
	}
}

// stuck is a reader that brings nothing.
type stuck struct{}

func (stuck) Read([]byte) (int, error) { return 0, nil }

func TestDecode(t *testing.T) {
	for in, want := range map[string]string{
		"\ufeffX:1\r\nK:C\r": "X:1\nK:C\n",
		"T:Caf\xe9":          "T:Café",
		"a\n\n\nb":           "a\n\n\nb",
		"a\n\x1a":            "a\n",
	} {
		if got, err := decode([]byte(in)); got != want || err != nil {
			t.Errorf("%q became %q, error %v, want %q", in, got, err, want)
		}
	}
	long := strings.Repeat("é", 3*maxLine) + "\nend"
	if got, _ := decode([]byte(long)); got != long {
		t.Errorf("a long line of %d bytes became %d", len(long), len(got))
	}
}
