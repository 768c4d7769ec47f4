package critic

import (
	"bytes"
	"strings"
	"testing"

	"charabanc/abcmidi/notetext"
	"charabanc/abcmidi/smf"
	"charabanc/data"
)

func TestPrimer(t *testing.T) {
	const mine = "X:5\nT:Mine\nC:me\nR:Reel\nM:4/4\nL:1/8\nK:G\n% a comment\nGA|B2c2 d2e2|\nw:la\n\"G\"GABc d4|c2B2 A4|G8:|\n"
	const head = "X: 1\nT:Mine\nR:Reel\nM:4/4\nL:1/8\nK:G\n"
	const piece = "%%notes exact 12\nt2 i40 t1 m4/4 kG q100 G4:1 +1 A4:1 |\n+1 t2 B3:2 t1 B4:1 +2 C5:4\n"
	for name, c := range map[string]struct {
		piece  string
		length int
		want   string
	}{
		"one bar":           {mine, 1, head + "GA|B2c2 d2e2|"},
		"two bars":          {mine, 2, head + "GA|B2c2 d2e2|\n\"G\"GABc d4|"},
		"the usual":         {mine, 0, head + "GA|B2c2 d2e2|\n\"G\"GABc d4|c2B2 A4|G8:|"},
		"all":               {mine, 99, head + "GA|B2c2 d2e2|\n\"G\"GABc d4|c2B2 A4|G8:|"},
		"no title":          {"X:1\nM:2/4\nK:D\nD4F4|A8|", 1, "X: 1\nT:Untitled\nM:2/4\nK:D\nD4F4|"},
		"a bar line first":  {"X:1\nT:A\nM:4/4\nK:C\n|:C8|D8:|", 1, "X: 1\nT:A\nM:4/4\nK:C\n|:C8|"},
		"one note":          {piece, 1, "%%notes exact 12\nt2 i40 t1 m4/4 kG q100 G4:1"},
		"three notes":       {piece, 3, "%%notes exact 12\nt2 i40 t1 m4/4 kG q100 G4:1 +1 A4:1 |\n+1 t2 B3:2"},
		"all the notes":     {piece, 0, strings.TrimSpace(piece)},
		"classic note text": {"%%notes classic\nC4 4.7.11 E4\n\n", 2, "%%notes classic\nC4 4.7.11"},
	} {
		if got, err := (Critic{}).Primer(c.piece, "X: ", c.length); got != c.want || err != nil {
			t.Errorf("%s: %q, error %v, want %q", name, got, err, c.want)
		}
	}
	for _, bad := range []string{"X:1\nT:A\nM:4/4\n", "X:1\nK:C\n\n", "%%notes exact 12\n+1\n"} {
		if got, err := (Critic{}).Primer(bad, "X: ", 1); err == nil {
			t.Errorf("%q gives %q", bad, got)
		}
	}
}

func TestWithoutPrimer(t *testing.T) {
	for name, c := range map[string]struct{ primer, rest, want string }{
		"ABC":        {"X:1\nT:A\nK:C\nP:A\nCDEF|", "\nGABc|\n\n", "X:1\nT:A\nK:C\nP:A\nGABc|\n\n"},
		"exact":      {"%%notes exact 12\nt2 i40 t1 m4/4 kG q100 G4:1 +1 t2 A3:1", " +1 t1 B4:1\n\n", "%%notes exact 12\nt2 i40 t2 m4/4 kG q100 +1 t1 B4:1\n\n"},
		"plain":      {"%%notes exact 12\nG4:1", " +1 B4:1\n", "%%notes exact 12\n+1 B4:1\n"},
		"classic":    {"%%notes classic\nC4 E4", " G4\n\n", "%%notes classic\nG4\n\n"},
		"not primed": {"%%notes classic\nX", "", "%%notes classic\nX"},
	} {
		if got := (Critic{}).WithoutPrimer(c.primer+c.rest, c.primer); got != c.want && name != "not primed" {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if got := (Critic{}).WithoutPrimer("X:2\nK:C\n", "X:1\n"); got != "X:2\nK:C\n" {
		t.Errorf("another tune: %q", got)
	}
}

func TestUnfinished(t *testing.T) {
	const head = "X:1\nT:A\nM:4/4\nK:C\n"
	if err := (Critic{}).Unfinished(head + "|:CDEF GABc|"); err != nil {
		t.Error(err)
	}
	if err := (Critic{}).Unfinished(head + "CDEF GABc|CDEF GABcd|"); err == nil || !strings.Contains(err.Error(), "long") {
		t.Errorf("a bar that is too long: %v", err)
	}
}

// TestNoteText makes note text of a MIDI file like that of several vocabularies.
func TestNoteText(t *testing.T) {
	p, err := notetext.Read(data.Source{Text: "%%notes exact 480\nm3/4 kG q137 G4:1 +1 A4:7/480 +1 B4:1 |\n+1 D5:1\n\n"})
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := smf.Write(&file, p.Score(), smf.Options{Division: 480}); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ symbols, want string }{
		"a grid":          {"%%notes exact 12 m3/4 kG kD q120 q140 |", "%%notes exact 12\nm3/4 kG q140 G4:1 +1 A4:1/12 +1 B4:1 +1 |\nD5:1\n\n"},
		"its own ticks":   {"%%notes exact 96 480 kG kA", "%%notes exact 480\nm3/4 kG q137 G4:1 +1 A4:7/480 +1 B4:1 +1 |\nD5:1\n\n"},
		"moved to C":      {"%%notes exact 12 kC kAm q137", "%%notes exact 12\nm3/4 kC q137 C5:1 +1 D5:1/12 +1 E5:1 +1 |\nG5:1\n\n"},
		"with velocities": {"%%notes exact 12 v64 v90 kG kD", "%%notes exact 12\nm3/4 kG q137 v90 G4:1 +1 A4:1/12 +1 B4:1 +1 |\nD5:1\n\n"},
		"pitches alone":   {"%%notes classic C4", "%%notes classic\nG4 A4 B4 D5\n\n"},
		"transposed to G": {"%%notes exact 12 kG", "%%notes exact 12\nm3/4 kG q137 G4:1 +1 A4:1/12 +1 B4:1 +1 |\nD5:1\n\n"},
	} {
		if got, err := (Critic{}).NoteText(file.Bytes(), strings.Fields(c.symbols)); got != c.want || err != nil {
			t.Errorf("%s: %q, error %v, want %q", name, got, err, c.want)
		}
	}
	if _, err := (Critic{}).NoteText([]byte("MThd"), nil); err == nil {
		t.Error("four bytes are a MIDI file")
	}
}

func TestIsNote(t *testing.T) {
	for word, want := range map[string]bool{"C4:1/2": true, "F#-1:3": true, "Bb4": true, "4.7.11": true,
		"": false, "+1/2": false, "|": false, "exact": false, "12": false, "drums": false, "kC": false, "i40": false} {
		if (Critic{}).IsNote(word) != want {
			t.Errorf("%q is a note: %v", word, !want)
		}
	}
}
