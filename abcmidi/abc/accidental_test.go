package abc

import (
	"strings"
	"testing"

	"charabanc/abcmidi/music"
)

// TestMicrotones: an accidental of any number of cents is printed so that it is
// read as it was.
func TestMicrotones(t *testing.T) {
	for cents := -198; cents <= 198; cents++ {
		var b strings.Builder
		writeAccidental(&b, music.AccidentalOf(cents))
		if got := parseAccidental(b.String()).Cents(); got != cents {
			t.Errorf("%d cents are written %s: %d cents", cents, &b, got)
		}
	}
}
