package notetext

import (
	"testing"

	"charabanc/abcmidi/abc"
)

// TestDivision reads the line %%division, which Text writes: abc.Tune.Division
// takes the first that is well-formed, from 1 to 32767.
func TestDivision(t *testing.T) {
	tests := []struct {
		name, lines string
		want        int
	}{
		{"none", "", 0},
		{"usual", "%%division 1024\n", 1024},
		{"least", "%%division 1\n", 1},
		{"greatest", "%%division 32767\n", 32767},
		{"blanks", "%%division   96 \n", 96},
		{"as a field", "I:division 96\n", 96},
		{"0", "%%division 0\n", 0},
		{"too great", "%%division 32768\n", 0},
		{"far too great", "%%division 99999999999999999999\n", 0},
		{"negative", "%%division -96\n", 0},
		{"a fraction", "%%division 1/96\n", 0},
		{"no number", "%%division\n", 0},
		{"a word", "%%division many\n", 0},
		{"two numbers", "%%division 96 480\n", 0},
		{"another word", "%%divisions 96\n", 0},
		{"0, then a sound one", "%%division 0\n%%division 96\n", 96},
		{"a word, then a sound one", "%%division x\n%%division 96\n", 96},
		{"two sound ones", "%%division 48\n%%division 96\n", 48},
		{"in the body", "K:C\n%%division 96\n", 0},
	}
	for _, test := range tests {
		tune, _ := abc.Parse("X:1\nT:t\n" + test.lines + "K:C\nC|\n")
		if got := tune.Division(); got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
	}
}
