package recall

import "testing"

// TestLength adds up bars, in units of a unit note.
func TestLength(t *testing.T) {
	for bar, want := range map[string]float64{
		"A": 1, "A2": 2, "A12": 12, "A/": 0.5, "A//": 0.25, "A/2": 0.5, "A/4": 0.25, "A3/2": 1.5, "A3/": 1.5,
		"AB": 2, "A>B": 2, "A<B": 2, "A>BC": 3, "A2>B2": 4, "A>B>C": 2.75, "z": 1, "z2x": 3, "": 0, " ": 0,
		"(3ABC": 2, "(3A2B2c2": 4, "(3ABCD": 3, "(2AB": 3, "(4ABCD": 3, "(ABC)": 3,
		"[CEG]": 1, "[CEG]2": 2, "[C2E2G2]": 2, "[C2E/G/]A": 3, "{g}A": 1, "{gab}A2B": 3, "A,B,": 2, "c'2": 2, "^f_e=d": 3, "A-A": 2, ".A~B": 2,
	} {
		var l lengthState
		for _, c := range bar {
			l.add(c, 5040)
		}
		if got := float64(l.total()) / 5040; got != want {
			t.Errorf("%s: %v unit notes, want %v", bar, got, want)
		}
	}
}

func TestLengthOf(t *testing.T) {
	for text, want := range map[string]int32{
		"4/4": wholeNote, "6/8": wholeNote / 4 * 3, " 3/4": wholeNote / 4 * 3, "C": wholeNote, "C|": wholeNote, "2/4": wholeNote / 2,
		"1/8": wholeNote / 8, "": 7, "none": 7, "4/0": 7, "3": 3 * wholeNote, "1000/4": 7,
	} {
		if got := lengthOf([]rune(text), 7); got != want {
			t.Errorf("%q: %d units, want %d", text, got, want)
		}
	}
}

// TestUnits: L: gives the unit note length; without it, the meter does.
func TestUnits(t *testing.T) {
	for header, want := range map[string]int32{
		"M:4/4": wholeNote / 8, "M:2/4": wholeNote / 16, "M:6/8": wholeNote / 8, "M:2/4\nL:1/8": wholeNote / 8, "L:1/4\nM:2/4": wholeNote / 4, "T:x": wholeNote / 8,
	} {
		r := scratch([]rune("X:1\n"+header+"\nK:C\n"), nil)
		if r.line.unit != want {
			t.Errorf("%q: unit note of %d units, want %d", header, r.line.unit, want)
		}
	}
}
