package corpus

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"charabanc/abcmidi/notetext"
)

func TestTokenCounts(t *testing.T) {
	tests := []struct {
		name   string
		format notetext.Format
		text   string
		n      int
		counts string // sorted
	}{
		{"words and line ends", notetext.Exact, "C4:1 +1 C4:1 |\nC4:1\n", 7, `"+1":1 "C4:1":3 "\n":2 "|":1`},
		{"blanks are no tokens", notetext.Classic, "  E4   0.4 \n\n", 4, `"0.4":1 "E4":1 "\n":2`},
		{"a word at the end", notetext.Exact, "C4:1", 1, `"C4:1":1`},
		{"characters", notetext.ABC, "T:é\nCC", 6, `":":1 "C":2 "T":1 "\n":1 "é":1`},
		{"the last ASCII character", notetext.ABC, "\x7f\x7f\u0080", 3, `"\u0080":1 "\x7f":2`},
		{"none", notetext.ABC, "", 0, ""},
	}
	for _, test := range tests {
		counts := tokenCounts{}
		n := counts.count([]byte(test.text), test.format)
		var got []string
		for token, count := range counts {
			got = append(got, fmt.Sprintf("%q:%d", token, *count))
		}
		slices.Sort(got)
		if list := strings.Join(got, " "); n != test.n || list != test.counts {
			t.Errorf("%s: %d tokens, %s, want %d, %s", test.name, n, list, test.n, test.counts)
		}
	}
}

func TestIsNoteToken(t *testing.T) {
	for token, want := range map[string]bool{
		"A4:1": true, "G#4:1/2": true, "0.4": true, "9": true, "E4": true,
		"+1": false, "|": false, "\n": false, "t2": false, "H4": false, "drums": false, "@": false,
	} {
		if got := isNoteToken(token); got != want {
			t.Errorf("%q is a note or chord: %v", token, got)
		}
	}
}
