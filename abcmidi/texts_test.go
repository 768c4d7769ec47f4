package abcmidi_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"charabanc/abcmidi"
	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/check"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/view"
	"charabanc/data"
)

// TestTextStrings: mnemonics and entities are read where a text leaves the tree, and print
// keeps them (section 8.2).
func TestTextStrings(t *testing.T) {
	const text = "X:1\nT:Bourr\\'ee &amp; \\\"Osterreich\nR:polk\\'a\nM:4/4\nL:1/4\nK:C\nV:1 name=\"\\AAsa\"\n\"^\\'etude\"CDEF|\n" +
		"w:Stra-\\sse &eacute;t&#45;\\'e a\\-b\n"
	tune, err := abcmidi.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	const title = "Bourrée & Österreich"
	s, _ := play.Play(tune, score.Options{})
	var lyrics []string
	for _, l := range s.Voices[0].Lyrics {
		lyrics = append(lyrics, l.Text)
	}
	if want := []string{"Stra-", "ße", "ét-é", "a-b"}; !slices.Equal(lyrics, want) {
		t.Errorf("lyrics %q, want %q", lyrics, want)
	}
	if s.Voices[0].Name != "Åsa" {
		t.Errorf("voice %q", s.Voices[0].Name)
	}
	var file bytes.Buffer
	if err := abcmidi.WriteMIDI(&file, s, abcmidi.MIDIOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{title, "ße", "ét-é"} {
		if !bytes.Contains(file.Bytes(), []byte(want)) {
			t.Errorf("no %q in the MIDI file", want)
		}
	}
	v := view.New(data.Source{Line: 1, Text: text}, view.Options{})
	if v.Title != title || v.Rhythm != "polká" {
		t.Errorf("page has title %q, rhythm %q", v.Title, v.Rhythm)
	}
	if got := check.Tune(tune, nil).Title; got != title {
		t.Errorf("check has title %q", got)
	}
	var printed strings.Builder
	if err := abc.Print(&printed, tune); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"T:Bourr\\'ee &amp; \\\"Osterreich\n", "w:Stra-\\sse &eacute;t&#45;\\'e a\\-b\n", "\"^\\'etude\"CDEF|"} {
		if !strings.Contains(printed.String(), line) {
			t.Errorf("print has not %q:\n%s", line, &printed)
		}
	}
}

// TestWordsGoOn: a w: line that a backslash or +: continues.
func TestWordsGoOn(t *testing.T) {
	for _, words := range []string{"w:do re\\\nw:mi fa", "w:do re\\  \nw: mi fa", "w:do re\n+:mi fa", "w:do re\u00a0mi fa"} {
		tune, err := abcmidi.Parse("X:1\nT:t\nM:4/4\nL:1/4\nK:C\nCDEF|\n" + words + "\n")
		s, _ := play.Play(tune, score.Options{})
		var got []string
		for _, l := range s.Voices[0].Lyrics {
			got = append(got, l.Text)
		}
		if want := []string{"do", "re", "mi", "fa"}; err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %q, %v", words, got, err)
		}
	}
}
