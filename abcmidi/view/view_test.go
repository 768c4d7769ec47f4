package view_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"charabanc/abcmidi"
	"charabanc/abcmidi/critic"
	"charabanc/abcmidi/view"
	"charabanc/data"
)

func source(text string) data.Source {
	source, _ := data.NewReader(strings.NewReader(text), "t.abc").Next()
	return source
}

const header = "X:7\nT:Tïtle 𝄞\nM:4/4\nL:1/4\nQ:1/4=60\nK:C\n"

// piece returns what stands in the shown text from one offset in UTF-16 to another.
func piece(v *view.View, from, to int) string {
	return string(utf16.Decode(utf16.Encode([]rune(v.ABC))[from:to]))
}

// TestMarks holds what of the text sounds when, in whole seconds.
func TestMarks(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"notes and chords", header + "C D2 z|[CE]F|\n", "0 C, 1 D2, 4 [CE], 5 F"},
		{"after characters of two units", header + "\"^𝄞\"C D|\n", "0 C, 1 D"},
		{"a repeat", header + "|:CD:|\n", "0 C, 1 D, 2 C, 3 D"},
		{"a tie", header + "C-C D|\n", "0 C, 1 C, 2 D"},
		{"voices in the order of time", header + "V:1\nCD\nV:2\nE2\n", "0 C, 0 E2, 1 D"},
		{"a macro", "X:1\nm:~G2=G/F/G\n" + strings.TrimPrefix(header, "X:7\n") + "~G2 A|\n", "0 ~G2, 0 ~G2, 1 ~G2, 2 A"},
		{"after the header of the file", "R:jig\n%%scale 1\n% a comment\n\n" + header + "C D\n", "0 C, 1 D"},
	} {
		v := view.New(source(c.text), view.Options{})
		var got []string
		for _, m := range v.Marks {
			got = append(got, fmt.Sprintf("%d %s", m[0]/1000, piece(v, m[2], m[3])))
		}
		if all := strings.Join(got, ", "); all != c.want {
			t.Errorf("%s: %s, want %s", c.name, all, c.want)
		}
	}
}

// TestText shows the fields of the file after X:.
func TestText(t *testing.T) {
	v := view.New(source("%abc-2.1\nR:jig\n%%MIDI program 41\n\nX:1\nT:A\nK:C\nC\n"), view.Options{})
	if want := "X:1\nR:jig\n%%MIDI program 41\nT:A\nK:C\nC\n"; v.ABC != want || v.Rhythm != "jig" {
		t.Errorf("text %q, rhythm %q, want %q", v.ABC, v.Rhythm, want)
	}
}

func TestFindings(t *testing.T) {
	v := view.New(source("\n\n"+header+"CDE|CDEF|C # D E F|\n"), view.Options{})
	var got []string
	for _, f := range v.Findings {
		got = append(got, fmt.Sprintf("%d:%d %s %q", f.Line, f.Column, f.Rule, piece(v, f.From, f.To)))
	}
	if all := strings.Join(got, ", "); !strings.Contains(all, `9:12 syntax "#"`) {
		t.Errorf("findings %s", all)
	}
}

func TestSections(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"one, played once", "CDEF|", ""},
		{"repeats", "|:CD:||:EF:|", "A 0-2, A, time 2 2-4, B 4-6, B, time 2 6-8"},
		{"endings belong to it", "|:C|1D:|2E||F|", "A 0-2, A, time 2 2-4, B 4-5"},
		{"a double bar", "CD||EF|", "A 0-2, B 2-4"},
		{"named parts", "P:A\nCD|\nP:B\nEF|", "A 0-2, B 2-4"},
		{"parts in order", "P:A\nCD|\nP:B\nEF|", "A 0-2, B 2-4, A, time 2 4-6"},
		{"two in a part", "P:A\nCD||EF|\nP:B\nC|", "A 0-2, A (2) 2-4, B 4-5"},
		{"of the first voice", "V:1\n|:CD:|EF|\nV:2\n|:C,D,:|E,F,|", "A 0-2, A, time 2 2-4, B 4-6"},
	} {
		text := header + c.body + "\n"
		if c.name == "parts in order" {
			text = "X:1\nP:ABA\n" + strings.TrimPrefix(text, "X:7\n")
		}
		v := view.New(source(text), view.Options{})
		var got []string
		for _, s := range v.Sections {
			got = append(got, fmt.Sprintf("%s %d-%d", s.Label, s.Start/1000, s.End/1000))
		}
		if all := strings.Join(got, ", "); all != c.want {
			t.Errorf("%s: %s, want %s", c.name, all, c.want)
		}
	}
}

func TestBars(t *testing.T) {
	v := view.New(source(header+"C|:DEFG|ABcd:|\n"), view.Options{})
	if got, want := fmt.Sprint(v.Bars), "[0 1000 5000 9000 13000]"; got != want {
		t.Errorf("bars at %s, want %s", got, want)
	}
}

// TestMIDI compares the file with the one that Play and WriteMIDI make.
func TestMIDI(t *testing.T) {
	src := source(header + "\"C\"CDEF|\n")
	tune, _ := abcmidi.ParseSource(src)
	s, _ := abcmidi.Play(tune, abcmidi.PlayOptions{})
	var want bytes.Buffer
	if err := abcmidi.WriteMIDI(&want, s, abcmidi.MIDIOptions{}); err != nil {
		t.Fatal(err)
	}
	v := view.New(src, view.Options{})
	if !bytes.Equal(v.MIDI, want.Bytes()) {
		t.Error("another MIDI file")
	}
	if v.Length != 4000 || v.Tempo != 60 || v.Title != "Tïtle 𝄞" {
		t.Errorf("length %d, tempo %v, title %s", v.Length, v.Tempo, v.Title)
	}
}

func TestNear(t *testing.T) {
	corpus := []string{header + "CDEF|GABc|defg|\n"}
	v := view.New(source("X:1\nT:B\nL:1/4\nK:C\ncBAG|CDEF|GABc|F|\n"), view.Options{Neighbours: critic.NewNeighbours(corpus)})
	if v.Near == nil || v.Near.Title != "Tïtle 𝄞" || v.Near.Copy || v.Near.Notes < 8 {
		t.Errorf("near %+v", v.Near)
	}
}

// TestWhatever holds a view of anything to be JSON, with lists where JavaScript takes lists,
// and offsets that are in the text.
func TestWhatever(t *testing.T) {
	for _, text := range []string{"X:1\n", "X:1\nK:C\n", "K:C\nC", "X:1\nT:</script><script>\nK:C\nC]|[&&z\n", "X:1\nK:C\nz4|"} {
		check(t, text)
	}
}

func FuzzView(f *testing.F) {
	f.Add(header + "|:C|1D:|2E||F|\n")
	f.Add("R:jig\n\nX:1\nP:A2B\nK:C\nP:A\n\"G\"[CE]-[CE]|P:B\nV:2\nZ|\n")
	f.Fuzz(check[*testing.T])
}

func check[T testing.TB](t T, text string) {
	src, err := data.NewReader(strings.NewReader(text), "t.abc").Next()
	if err != nil || data.IsNoteText(src.Text) || len(text) > 1<<14 {
		return
	}
	v := view.New(src, view.Options{})
	encoded, err := json.Marshal(v)
	if err != nil || bytes.Contains(encoded, []byte("null")) || bytes.Contains(encoded, []byte("</")) {
		t.Errorf("%q: %v %.300s", text, err, encoded)
	}
	units := len(utf16.Encode([]rune(v.ABC)))
	for _, m := range v.Marks {
		if m[2] < 0 || m[2] >= m[3] || m[3] > units {
			t.Errorf("%q: mark %v in %d units", text, m, units)
		}
	}
	for _, f := range v.Findings {
		if f.From < 0 || f.From > f.To || f.To > units {
			t.Errorf("%q: finding %v in %d units", text, f, units)
		}
	}
}
