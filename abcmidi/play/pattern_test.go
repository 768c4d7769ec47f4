package play

import (
	"fmt"
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
)

// TestPatterns: each meter has its pattern of bass and chords.
func TestPatterns(t *testing.T) {
	for meter, want := range map[string]string{
		"1/4": "f", "2/4": "fzczfzcz", "3/4": "fzczcz", "C": "fzczfzcz", "5/4": "fzczczfzcz", "6/8": "fzcfzc", "7/8": "fzcfcfc",
		"8/8": "fzcfzcfc", "9/8": "fzcfzcfzc", "12/8": "fzcfzcfzcfzc", "15/8": "fzcfzcfzcfzcfzc",
		"2+3/8": "fcfzc", "1+4/8": "ffzcz", "11/8": "fzcfzcfzcfc",
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

// TestStrokes: where in a bar of four quarter notes the letters of a pattern are, each as
// letter from-to<next.
func TestStrokes(t *testing.T) {
	for pattern, want := range map[string]string{
		"fc":     "f0-2<2 c2-4<4",
		"fzcz":   "f0-1<2 c2-3<4",
		"zf":     "f2-4<4",
		"f3c":    "f0-3<3 c3-4<4",
		"f0c":    "c0-4<4",
		"f0":     "",
		"z":      "",
		"f99z64": "f0-2<4",
		"":       "",
	} {
		var got []string
		for _, s := range strokes(pattern, music.NewFraction(4, 1)) {
			got = append(got, fmt.Sprintf("%c%s-%s<%s", s.letter, s.from, s.to, s.next))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: strokes %s, want %s", pattern, s, want)
		}
	}
	if s := strokes("fc", music.Fraction{}); s != nil {
		t.Errorf("strokes in a bar of no length: %v", s)
	}
}
