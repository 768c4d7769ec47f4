package data

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzReader reads any bytes. The pieces are lines of valid UTF-8, and are the
// same pieces when they are joined and read again.
func FuzzReader(f *testing.F) {
	for _, seed := range []string{
		"X:1\nK:C\n\nC|\n\n\nX:2\n", "%abc\nM:6/8\n\nX:1\r\nC|\r\n\r\ntext\rX:2\r", "K:C\nC|\n\nK:D\nD|",
		"\ufeffX:1\n\ufeffX:2\nT:\xe9\n\x1a", "\n%%notes exact 12\nC4:1\n \n%%notes\nD4", "to be\n\nor not",
		utf16Text("X:1\n𝄞\n", false), utf16Text("X:1\r\n\r\nX:2", true), "MThd", "\xff", "\xfe\xff\xd8",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		list, kind, err := readText(string(raw))
		if err != nil && !errors.Is(err, ErrMIDI) {
			t.Fatal(err)
		}
		if whole, err := decode(raw); err == nil && !utf8.ValidString(whole) {
			t.Errorf("%q is decoded as %q", raw, whole)
		}
		var joined strings.Builder
		stable := true
		for _, s := range list {
			joined.WriteString(s.Piece())
			// Tunes without X: may need what stood between them to be told apart.
			stable = stable && (kind == Notes || strings.HasPrefix(s.Text, "X:"))
			switch {
			case !utf8.ValidString(s.Text), !utf8.ValidString(s.FileHeader):
				t.Errorf("text %q, header %q are not UTF-8", s.Text, s.FileHeader)
			case !strings.HasSuffix(s.Text, "\n"), strings.HasSuffix(s.Text, "\n\n"), strings.Contains(s.Text, "\r"):
				t.Errorf("text %q does not end in one line end", s.Text)
			case s.Line < 1, s.Gap < 0:
				t.Errorf("line %d, gap %d", s.Line, s.Gap)
			}
		}
		if !stable {
			return
		}
		again, _, err := readText(joined.String())
		if err != nil || len(again) != len(list) {
			t.Fatalf("%d pieces, error %v, want %d", len(again), err, len(list))
		}
		for i, s := range again {
			if s.Text != list[i].Text || s.Piece() != list[i].Piece() {
				t.Errorf("piece %d becomes %q, want %q", i, s.Piece(), list[i].Piece())
			}
		}
	})
}
