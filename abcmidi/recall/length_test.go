package recall

import "testing"

// TestLength adds up bars, in units of a unit note.
func TestLength(t *testing.T) {
	for bar, want := range map[string]float64{
		"A": 1, "A2": 2, "A12": 12, "A/": 0.5, "A//": 0.25, "A/2": 0.5, "A/4": 0.25, "A3/2": 1.5, "A3/": 1.5,
		"AB": 2, "A>B": 2, "A<B": 2, "A>BC": 3, "A2>B2": 4, "A>B>C": 2.75, "z": 1, "z2x": 3, "": 0, " ": 0,
		"(3ABC": 2, "(3A2B2c2": 4, "(3ABCD": 3, "(2AB": 3, "(4ABCD": 3, "(ABC)": 3,
		"A>>B": 2, "A<<B": 2, "A/>B/": 1, "A >B": 2, "A>": 1.5, "A<": 0.5, "A<BC": 3, "A>[CE]": 2, "[CE]>A": 2, "A>{g}B": 2,
		"(3:2:3ABC": 2, "(3:2ABC": 2, "(3::ABC": 2, "(3::2A2B": 2, "(3:2:2A2BC": 3, "(3:4ABC": 4, "(5:4ABCDE": 4, "(3A/B/c/": 1, "(3zAB": 2, "(3{g}ABC": 2, "(3[CE][DF][EG]": 2, "((3ABC)D": 3, "(3A>BC": 2,
		"[C2E2G2]2": 4, "[C/E/G/]": 0.5, "[CEG]/": 0.5, "[CEG]3/2": 1.5, "[C3E3]/2": 1.5, "[CE][DF]2": 3, "[C2": 2, "[C2E2": 2, "[^C2_E2]": 2, "[C,2e'2]": 2,
		"{g2}A": 1, "A{g/}B": 2, "{": 0, "A0": 1, "A////": 0.0625, "A11/16": 0.6875,
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
		"6/8 ": wholeNote / 4 * 3, "6/8\t": wholeNote / 4 * 3, "6/8\r": wholeNote / 4 * 3, "6/8 % jig": wholeNote / 4 * 3, "6/8%": wholeNote / 4 * 3, "% 6/8": 7,
		"9/8": wholeNote / 8 * 9, "12/8": wholeNote / 2 * 3, "3/2": wholeNote / 2 * 3, "5/4": wholeNote / 4 * 5, "1/16": wholeNote / 16, "1": wholeNote, "1/128": wholeNote / 128,
		"2+3/8": wholeNote / 8 * 5, "(2+3+2)/8": wholeNote / 8 * 7, "3/8+2/8": 7, "+/8": 7,
		"0/4": 7, "/4": 7, "4/": 7, "6 8": 7, "101/8": 7, "auto": 7,
	} {
		if got := lengthOf([]rune(text), 7); got != want {
			t.Errorf("%q: %d units, want %d", text, got, want)
		}
	}
}

// TestUnits: L: gives the unit note length; without it, the meter in the header does
// (ABC 2.1 section 3.1.7).
func TestUnits(t *testing.T) {
	for header, want := range map[string]int32{
		"M:4/4": wholeNote / 8, "M:2/4": wholeNote / 16, "M:6/8": wholeNote / 8, "M:2/4\nL:1/8": wholeNote / 8, "L:1/4\nM:2/4": wholeNote / 4, "T:x": wholeNote / 8,
		"M:C": wholeNote / 8, "M:C|": wholeNote / 8, "M:none": wholeNote / 8, "M:3/4": wholeNote / 8, "M:5/8": wholeNote / 16, "M:3/8": wholeNote / 16, "M:2/4 % a polka": wholeNote / 16, "L:1/16": wholeNote / 16, "L:1": wholeNote,
		"M:2/4\nK:C\nAB|\nM:3/4": wholeNote / 16, "M:4/4\nK:C\nAB|\nM:2/4": wholeNote / 8, "M:4/4\nK:C\nAB|\nL:1/4": wholeNote / 4, "M:4/4\nM:2/4": wholeNote / 16,
	} {
		r := scratch([]rune("X:1\n"+header+"\nK:C\n"), nil)
		if r.line.unit != want {
			t.Errorf("%q: unit note of %d units, want %d", header, r.line.unit, want)
		}
	}
}

// TestFull adds up the current bar of a tune, in whole notes.
func TestFull(t *testing.T) {
	for text, want := range map[string]float64{
		"M:4/4\nL:1/8\nK:C\nA": 0.125, "M:4/4\nL:1/16\nK:C\nA": 0.0625, "M:2/4\nK:C\nA2": 0.125, "M:6/8\nK:C\nA2": 0.25, "K:C\nA": 0.125,
		"M:6/8\nK:C\nZ": 0.75, "M:2/4\nK:C\nZ": 0.5, "M:4/4\nK:C\nX": 1, "M:3/4\nK:C\nZ2": 1.5,
		"M:4/4\nL:1/4\nK:C\nA2\"G7\"B": 0.75, "M:4/4\nL:1/4\nK:C\nA4|B": 0.25, "M:4/4\nL:1/4\nK:C\nA4|": 0, "M:4/4\nL:1/4\nK:C\nA4|[CE]2": 0.5,
		"M:4/4\nL:1/4\nK:C\nA\nL:1/8\nB": 0.375, "M:4/4\nL:1/4\nK:C\nA\nw:A|B\nB": 0.5, "M:4/4\nL:1/4\nK:C\nA%B\nB": 0.5, "M:4/4\nL:1/4\nK:C\n(3:2:3ABC": 0.5,
		"L:90/1\nK:C\nA999A999": float64(1<<24) / wholeNote, // as long as it gets
	} {
		r := scratch([]rune("X:1\n"+text), nil)
		if got := float64(r.fill.total()) / wholeNote; got != want {
			t.Errorf("%q: %v whole notes, want %v", text, got, want)
		}
	}
}
