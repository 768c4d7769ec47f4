package abcmidi

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// seed adds every tune of testdata to a fuzz target.
func seed(f *testing.F) {
	for _, name := range goldenFiles(f) {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range archive.Files {
			if strings.HasSuffix(file.Name, ".abc") {
				f.Add(string(file.Data))
			}
		}
	}
}

// FuzzParse: any text gives a tree whose positions lie in the text.
func FuzzParse(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, text string) {
		tune, err := Parse(text)
		var check func(nodes []Node)
		check = func(nodes []Node) {
			for _, n := range nodes {
				if p := n.Pos(); p < 0 || int(p) > len(tune.Text) {
					t.Fatalf("%T at %d of %d", n, p, len(tune.Text))
				}
				switch n := n.(type) {
				case *Chord:
					check(n.Inner)
				case *Grace:
					check(n.Inner)
				case *MacroUse:
					check(n.Inner)
				}
			}
		}
		check(tune.Header)
		check(tune.Body)
		if list, ok := err.(ErrorList); ok {
			for _, e := range list {
				if e.Pos.Line < 1 || e.Pos.Column < 1 || e.Msg == "" {
					t.Fatalf("finding %v", e)
				}
			}
		}
		CheckSource(Source{Text: text})
	})
}

// FuzzScore: any text is played, with every note somewhere in the score and
// longer than nothing.
func FuzzScore(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, text string) {
		tune, _ := Parse(text)
		for _, o := range []ScoreOptions{{}, {Swing: true, Ornaments: true, Accompaniment: Block, Transpose: -7}} {
			score, _ := tune.Score(o)
			for _, v := range score.Voices {
				for _, e := range v.Events {
					if !e.Duration.Positive() || e.Onset.Num() < 0 || e.Key > 127 || e.Velocity < 1 || e.Velocity > 127 {
						t.Fatalf("voice %s has %+v", v.ID, e)
					}
				}
			}
		}
	})
}

// FuzzPrint: canonical ABC is a fixed point, and sounds as the text did.
func FuzzPrint(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, text string) {
		tune, _ := Parse(text)
		canonical := tune.String()
		again, _ := Parse(canonical)
		if s := again.String(); s != canonical {
			t.Fatalf("printed\n%q\nthen\n%q", canonical, s)
		}
		a, _ := tune.Score(ScoreOptions{})
		b, _ := again.Score(ScoreOptions{})
		if x, y := describe(a), describe(b); x != y {
			t.Fatalf("%q sounds\n%s\nits canonical form %q\n%s", text, x, canonical, y)
		}
	})
}

// FuzzMIDI: any text, cut into tunes and played, gives files a strict reader
// takes, with the score's notes.
func FuzzMIDI(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, text string) {
		err := ReadTunes(text, "fuzz", func(src Source) error {
			tune, _ := ParseSource(src)
			score, _ := tune.Score(ScoreOptions{Ornaments: true})
			var buf bytes.Buffer
			if err := WriteMIDI(&buf, score, MIDIOptions{}); err != nil {
				return err
			}
			file, err := strictSMF(buf.Bytes())
			if err != nil {
				return err
			}
			for i, v := range score.Voices {
				if got := len(file.tracks[i+1].notes); got != len(v.Events) {
					t.Fatalf("%d notes in the file, %d in the score", got, len(v.Events))
				}
			}
			return Print(io.Discard, Transpose(tune, 3))
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
