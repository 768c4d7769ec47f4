package play

import (
	"testing"

	"charabanc/abcmidi/abc"
)

// TestPatterns: each meter has its pattern of bass and chords.
func TestPatterns(t *testing.T) {
	for meter, want := range map[string]string{
		"2/4": "fzczfzcz", "3/4": "fzczcz", "C": "fzczfzcz", "5/4": "fzczczfzcz", "6/8": "fzcfzc", "7/8": "fzcfcfc", "9/8": "fzcfzcfzc",
		"12/8": "fzcfzcfzcfzc", "2+3/8": "fcfzc", "11/8": "fzcfzcfzcfc",
	} {
		m, err := abc.ParseMeter(meter)
		if err != nil {
			t.Fatal(err)
		}
		if got := patternFor(m); got != want {
			t.Errorf("pattern of %s is %s, want %s", meter, got, want)
		}
	}
}
