package web

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"charabanc/data"
)

func TestTunesOf(t *testing.T) {
	tests := []struct {
		name, text string
		tunes      []string // nil: an error
	}{
		{"tune", "X:1\nK:C\nabc|\n", []string{"X:1\nK:C\nabc|\n"}},
		{"no end of line", "X:1\nK:C\nabc|", []string{"X:1\nK:C\nabc|\n"}},
		{"blank lines around", "\n\nX:1\nK:C\nabc|\n\n \n", []string{"X:1\nK:C\nabc|\n"}},
		{"two", "X:1\nK:C\nabc|\n\nX:7\nK:D\ndef|\n", []string{"X:1\nK:C\nabc|\n", "X:7\nK:D\ndef|\n"}},
		{"fields before", "M:6/8\n\nX:1\nK:C\nabc|\n", []string{"X:1\nM:6/8\nK:C\nabc|\n"}},
		{"no number", "T:x\nK:C\nabc|\n", []string{"X:1\nT:x\nK:C\nabc|\n"}},
		{"no header", "abc|def|\n\ng|\n", []string{"X:1\nL:1/8\nK:C\nabc|def|\ng|\n"}},
		{"empty line after the key", "X:1\nK:C\n\nabc|\n", []string{"X:1\nK:C\nabc|\n"}},
		{"lines of Windows", "X:1\r\nK:C\r\nabc|\r\n", []string{"X:1\nK:C\nabc|\n"}},
		{"a directive of ours", "X:1\n%%charabanc tune aaaaaa kept\nK:C\nabc|\n", []string{"X:1\nK:C\nabc|\n"}},
		{"control characters", "X:1\nT:a\x00b\x1bc\u0085d\nK:C\nabc|\n", []string{"X:1\nT:abcd\nK:C\nabc|\n"}},
		{"not UTF-8", "X:1\nT:\xff\nK:C\nabc|\n", []string{"X:1\nT:\ufffd\nK:C\nabc|\n"}},
		{"line separator", "X:1\nT:a\u2028X:2\nK:C\nabc|\n", []string{"X:1\nT:a\u2028X:2\nK:C\nabc|\n"}},
		{"hostile title", "X:1\nT:</script><script>alert(1)</script>\"'\nK:C\nabc|\n", []string{"X:1\nT:</script><script>alert(1)</script>\"'\nK:C\nabc|\n"}},
		{"music after an empty line", "X:1\nK:C\nabc|\n\ndef|\n", nil},
		{"words after an empty line", "X:1\nK:C\nabc|\n\nhello\n", nil},
		{"words", "hello\n", nil},
		{"nothing", "", nil},
		{"blank", "\n \n", nil},
		{"note text", "%%notes 1\nX:1\nK:C\nabc|\n", nil},
		{"long", "X:1\nK:C\n" + strings.Repeat("abc|\n", 20_000), nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tunes, err := tunesOf(test.text)
			if strings.Join(tunes, "#") != strings.Join(test.tunes, "#") || (err == nil) != (test.tunes != nil) {
				t.Fatalf("%q, %v, want %q", tunes, err, test.tunes)
			}
			if err != nil && !errors.Is(err, errText) && !errors.Is(err, errTooLarge) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// TestShift holds that an offset in the view, with the shift, is the one in the text.
func TestShift(t *testing.T) {
	ts := start(t, fakeNetwork{}, ServeOptions{})
	tests := []struct{ name, text string }{
		{"tune", "X:1\nK:C\nabGc|\n"},
		{"second line", "\n\nX:1\nK:C\nabGc|\n"},
		{"words before", "é𝄞\n\nX:1\nK:C\nabGc|\n"},
		{"fields before", "C:é𝄞\n\nX:1\nK:C\nabGc|\n"},
		{"no number", "T:𝄞\nK:C\nabGc|\n"},
		{"no header", "abGc|\n"},
		{"no header, empty lines", "abGc|\n\nabc|\n"},
		{"two tunes", "X:1\nK:C\nabGc|\n\nX:2\nK:D\nabFc|\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var v struct {
				ABC   string
				Shift int
				Marks [][4]int
			}
			if status, body := ts.ask("/api/view", map[string]string{"abc": test.text}, &v); status != 200 {
				t.Fatal(status, body)
			}
			text := utf16.Encode([]rune(test.text))
			mark := v.Marks[2]
			if got := string(utf16.Decode(text[mark[2]+v.Shift : mark[3]+v.Shift])); got != "G" {
				t.Errorf("shift %d: the third note is %q in the text, want G; view %q", v.Shift, got, v.ABC)
			}
		})
	}
}

func TestViewTransposed(t *testing.T) {
	ts := start(t, fakeNetwork{}, ServeOptions{})
	var v struct{ ABC, Key string }
	ts.ask("/api/view", map[string]any{"abc": tuneText(1), "transpose": 2}, &v)
	if v.Key != "E" || !strings.Contains(v.ABC, "EFGA Bcde|") {
		t.Errorf("%+v", v)
	}
}

// TestHostileText holds that no text of a tune is HTML or ends a line of a stream.
func TestHostileText(t *testing.T) {
	title := "</script><script>alert(1)</script>\"' \u2028\u2029 &amp; \\u003c "
	ts := start(t, fakeNetwork{}, ServeOptions{})
	tune := "X:1\nT:" + title + "\nK:C\nabc|\n"
	var e entry
	ts.ask("/api/book", map[string]string{"action": "add", "abc": tune}, &e)
	if e.Title != "</script><script>alert(1)</script>\"' \u2028\u2029 & <" || e.ABC != tune {
		t.Errorf("%+v", e)
	}
	_, body := ts.do(ts.request("/api/book", nil))
	if strings.ContainsAny(body, "<>\u2028\u2029\n") {
		t.Errorf("%q", body)
	}
	again := bookOf(t, ts.options.Folder)
	if all, err := again.all(); err != nil || len(all) != 1 || all[0].ABC != tune {
		t.Errorf("after a restart %+v, %v", all, err)
	}
}

// FuzzBook holds that any text goes through a book: parsed and written, it is parsed the
// same, and no line is lost. A text that the book takes as tunes is read back.
func FuzzBook(f *testing.F) {
	for _, seed := range []string{"", "X:1\nK:C\nabc|\n\nX:2\n%%charabanc tune abc kept\nK:C\n\nabc|\nwords\n\nmore", "words\nX:1", "X:1\rX:2\r\n\nX:",
		"%%notes\nX:1\nK:C\nabc|", "\ufeffX:1\nT:\x85\u2028 \n", "abc|\n\ndef|", "M:6/8\n\nX:1\nK:C\nabc|"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		name := func(_ string, used map[string]bool) string { return "new" + strings.Repeat("x", len(used)) }
		if plain, ok := plainText([]byte(text)); ok {
			first := parseBook(plain, name)
			out := string(first.format())
			second := parseBook(out, name)
			if again := string(second.format()); again != out || len(second.entries) != len(first.entries) {
				t.Fatalf("%q is written as %q, and then as %q", text, out, again)
			}
			if bare := mark().ReplaceAllString(out, ""); withoutBlank(bare) != withoutBlank(mark().ReplaceAllString(plain+"\n", "")) {
				t.Fatalf("%q is written as %q", text, out)
			}
		}
		tunes, err := tunesOf(text)
		var b bookText
		for _, tune := range tunes {
			b.entries = append(b.entries, newEntry("id", tune))
		}
		read := parseBook(string(b.format()), name)
		if err == nil && len(read.entries) != len(tunes) {
			t.Fatalf("%q: %d tunes, read back %d", text, len(tunes), len(read.entries))
		}
		for i, e := range read.entries {
			if e.ABC != tunes[i] || strings.TrimSpace(e.after) != "" {
				t.Fatalf("%q is read back as %q and %q", tunes[i], e.ABC, e.after)
			}
		}
		if src, _, err := firstTune(text); err == nil && !data.IsNoteText(text) && src.Text == "" {
			t.Fatalf("%q: an empty tune", text)
		}
		json.Marshal(read.entries)
	})
}
