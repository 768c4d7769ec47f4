package abc

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"charabanc/abcmidi/music"
)

func TestDirectives(t *testing.T) {
	for _, c := range []struct{ text, want, finding string }{
		{"MIDI program 40", "[{program [ 40]}]", ""},
		{"MIDI program 3 40", "[{program [3 40]}]", ""},
		{"MIDI program 40 Violin", "[{program [ 40 Violin]}]", ""},
		{"MIDI=program 40", "[{program [ 40]}]", ""},
		{"MIDI = program 73 MIDI=chordprog 29 octave = 1", "[{program [ 73]} {chordprog [29 octave=1]}]", ""},
		{"MIDI program", "[]", "%%MIDI program: must be program [1..16] 0..127 [label]...: ignored"},
		{"MIDI program abc", "[]", "%%MIDI program abc: must be program [1..16] 0..127 [label]...: ignored"},
		{"MIDI chordprog 200", "[]", "%%MIDI chordprog 200: must be chordprog 0..127 [label]...: ignored"},
		{"MIDI program 1 200", "[]", "%%MIDI program 1 200: must be program [1..16] 0..127 [label]...: ignored"},
		{"MIDI prorgam 1", "[]", "%%MIDI prorgam: unknown directive ignored"},
		{"MIDI", "[]", "%%MIDI without a directive after it: ignored"},
		{"MIDI drumon please", "[{drumon []}]", `%%MIDI drumon: "please" after it ignored`},
		{"MIDI ptstress /etc/passwd", "[]", "%%MIDI ptstress: refused: it would read another file of the computer"},
		{"MIDI chordattack 10", "[]", "%%MIDI chordattack: ignored: the notes of a chord begin together"},
		{"MIDI voice Tb instrument=59 bank=2", "[{voice [Tb instrument=59 bank=2]}]", ""},
		{"MIDI voice mute", "[{voice [ mute]}]", ""},
		{"MIDI voice Tb instrument=0", "[]", "%%MIDI voice Tb instrument=0: must be voice [id] property...: ignored"},
		{"MIDI drummap _e 38", "[{drummap [_e 38]}]", ""},
		{"MIDI drummap H 38", "[]", "%%MIDI drummap H 38: must be drummap note key: ignored"},
		{"percmap D acoustic-snare x", "[{%%percmap [D acoustic-snare x]}]", ""},
		{"percmap D tuba", "[]", "%%percmap D tuba: must be %%percmap note key [word]: ignored"},
		{"propagate-accidentals octave", "[{%%propagate-accidentals [octave]}]", ""},
		{"propagate-accidentals bar", "[]", "%%propagate-accidentals bar: must be %%propagate-accidentals scope: ignored"},
		{"MIDI control bass 7 50", "[{control [bass 7 50]}]", ""},
		{"MIDI gchord fzc fzc", "[{gchord [fzc fzc]}]", ""},
		{"MIDI gchord fx", "[]", "%%MIDI gchord fx: must be gchord [pattern]...: ignored"},
		{"MIDI trim 0/1", "[{trim [0/1]}]", ""},
		{"MIDIX program 1", "[]", ""},
		{"scale 0.7", "[]", ""},
		{"", "[]", ""},
	} {
		list, err := ParseDirectives(c.text)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if fmt.Sprint(list) != c.want || got != c.finding {
			t.Errorf("%q: %v, %q; want %s, %q", c.text, list, got, c.want, c.finding)
		}
	}
}

// TestDirectiveTable: each row is in the documentation, can be written as its form says, and is
// treated as it says.
func TestDirectiveTable(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, info := range DirectiveTable {
		row := fmt.Sprintf("//\t%s\n//\t    %s: %s\n", strings.TrimSpace(info.Name+" "+info.Form), info.Treatment, info.What)
		if !strings.Contains(string(doc), row) {
			t.Errorf("not in doc.go:\n%s", row)
		}
		text := "MIDI " + info.Name
		if name, ok := strings.CutPrefix(info.Name, "%%"); ok {
			text = name
		}
		for _, word := range strings.Fields(info.Form) {
			text += " " + sample(strings.TrimSuffix(strings.Trim(word, "[]."), "]"))
		}
		list, err := ParseDirectives(text)
		if obeyed := info.Treatment == Obeyed; obeyed != (len(list) == 1) || obeyed != (err == nil) {
			t.Errorf("%q: %v, %v, want it %s", text, list, err, info.Treatment)
		}
	}
}

// sample returns a word that an argument takes.
func sample(form string) string {
	if low, _, ok := strings.Cut(form, ".."); ok {
		return low
	}
	return map[string]string{
		"word": "word", "label": "Violin", "id": "Tb", "role": "bass", "fmp": "fmp", "pattern": "fzc2", "strokes": "dz2", "length": "1/4", "share": "1/3",
		"note": "^c'", "key": "36", "property": "bank=1", "scope": "not",
	}[form]
}

func TestScope(t *testing.T) {
	for text, want := range map[string]music.Scope{
		"propagate-accidentals pitch": music.ScopePitch, "propagate-accidentals octave": music.ScopeOctave,
		"propagate-accidentals not": music.ScopeNote, "MIDI nobarlines": music.ScopeNote, "MIDI barlines": music.ScopePitch,
		"MIDI program 1": 99,
	} {
		list, _ := ParseDirectives(text)
		got, ok := list[0].Scope()
		if !ok {
			got = 99
		}
		if got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}
