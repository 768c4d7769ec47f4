package abcmidi_test

import (
	"bytes"
	"charabanc/abcmidi/check"
	"charabanc/data"
	"io"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/smf"
	"charabanc/abcmidi/transpose"
)

// FuzzParse: any text gives a tree whose positions lie in the text.
func FuzzParse(f *testing.F) {
	abctest.Seed(f)
	f.Fuzz(func(t *testing.T, text string) {
		tune, err := abc.Parse(text)
		var inside func(nodes []abc.Node)
		inside = func(nodes []abc.Node) {
			for _, n := range nodes {
				if p := n.Pos(); p < 0 || int(p) > len(tune.Text) {
					t.Fatalf("%T at %d of %d", n, p, len(tune.Text))
				}
				switch n := n.(type) {
				case *abc.Chord:
					inside(n.Inner)
				case *abc.Grace:
					inside(n.Inner)
				case *abc.MacroUse:
					inside(n.Inner)
				}
			}
		}
		inside(tune.Header)
		inside(tune.Body)
		if list, ok := err.(abc.ErrorList); ok {
			for _, e := range list {
				if e.Pos.Line < 1 || e.Pos.Column < 1 || e.Msg == "" {
					t.Fatalf("finding %v", e)
				}
			}
		}
		check.Source(data.Source{Text: text})
	})
}

// FuzzScore: any text is played, with every note somewhere in the score and
// longer than nothing.
func FuzzScore(f *testing.F) {
	abctest.Seed(f)
	f.Fuzz(func(t *testing.T, text string) {
		tune, _ := abc.Parse(text)
		for _, o := range []score.Options{{}, {Swing: true, Ornaments: true, Accompaniment: score.Block, Transpose: -7}} {
			s, _ := play.Play(tune, o)
			for _, v := range s.Voices {
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
	abctest.Seed(f)
	f.Fuzz(func(t *testing.T, text string) {
		tune, _ := abc.Parse(text)
		canonical := tune.String()
		again, _ := abc.Parse(canonical)
		if s := again.String(); s != canonical {
			t.Fatalf("printed\n%q\nthen\n%q", canonical, s)
		}
		a, _ := play.Play(tune, score.Options{})
		b, _ := play.Play(again, score.Options{})
		if x, y := describe(a), describe(b); x != y {
			t.Fatalf("%q sounds\n%s\nits canonical form %q\n%s", text, x, canonical, y)
		}
	})
}

// FuzzMIDI: any text, cut into tunes and played, gives files a strict reader
// takes, with the score's notes.
func FuzzMIDI(f *testing.F) {
	abctest.Seed(f)
	f.Fuzz(func(t *testing.T, text string) {
		err := abctest.EachTune(text, "fuzz", func(src data.Source) error {
			tune, _ := abc.ParseSource(src)
			s, _ := play.Play(tune, score.Options{Ornaments: true})
			var buf bytes.Buffer
			if err := smf.Write(&buf, s, smf.Options{}); err != nil {
				return err
			}
			file, err := abctest.StrictSMF(buf.Bytes())
			if err != nil {
				return err
			}
			for i, v := range s.Voices {
				if got := len(file.Tracks[i+1].Notes); got != len(v.Events) {
					t.Fatalf("%d notes in the file, %d in the score", got, len(v.Events))
				}
			}
			return abc.Print(io.Discard, transpose.Tune(tune, 3))
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
