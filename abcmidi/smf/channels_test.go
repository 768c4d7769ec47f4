package smf

import (
	"fmt"
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
)

// TestChannels: fourteen voices and their accompaniment share the channels but
// that of drums.
func TestChannels(t *testing.T) {
	var body strings.Builder
	body.WriteString("X:1\nM:4/4\nL:1/4\nK:C\n")
	for i := range 14 {
		fmt.Fprintf(&body, "V:%d\n\"C\"C4|\n", i+1)
	}
	tune, _ := abc.Parse(body.String())
	s, _ := play.Play(tune, score.Options{})
	seen := map[uint8]bool{}
	for i, c := range channels(s) {
		if c == 9 {
			t.Errorf("voice %s is on the drums' channel", s.Voices[i].ID)
		}
		seen[c] = true
	}
	if len(seen) != 15 {
		t.Errorf("%d voices on %d channels", len(s.Voices), len(seen))
	}
}
