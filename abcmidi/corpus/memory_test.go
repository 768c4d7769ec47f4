package corpus

import (
	"bytes"
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/smf"
	"charabanc/data"
)

// TestMemoryServesTheNextTune converts the tunes of testdata over and over in
// one parser's memory, a huge one between them, and holds the files to those
// made in new memory.
func TestMemoryServesTheNextTune(t *testing.T) {
	tunes := []data.Source{{Text: "X:1\nM:4/4\nL:1/8\nK:C\n" + strings.Repeat("\"G7\"[CEG]2 (3ABc {d}e|\n", 4000)}}
	for _, tune := range abctest.GoldenTunes(t) {
		tunes = append(tunes, data.Source{Text: tune})
	}
	if len(tunes) < 20 {
		t.Fatalf("only %d tunes in testdata", len(tunes))
	}
	want := make([][]byte, len(tunes))
	for i, src := range tunes {
		tune, _ := abc.ParseSource(src)
		s, _ := play.Play(tune, score.Options{Ornaments: true})
		var file bytes.Buffer
		if err := smf.Write(&file, s, smf.Options{}); err != nil {
			t.Fatal(err)
		}
		want[i] = file.Bytes()
	}
	p := new(abc.Parser)
	for round := range 3 {
		for i := range tunes {
			i = (i*7 + round) % len(tunes) // another neighbour in each round
			tune, _ := p.Parse(tunes[i])
			s, _ := play.Play(tune, score.Options{Ornaments: true})
			err := smf.Encode(s, smf.Options{}, func(file []byte) error {
				if !bytes.Equal(file, want[i]) {
					t.Errorf("round %d: another file in used memory for\n%.300s", round, tunes[i].Text)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			play.Release(s)
		}
	}
}
