package critic

import (
	"strings"
	"testing"
)

// TestLibrary holds the longest runs to a plain search.
func TestLibrary(t *testing.T) {
	head := "X:1\nK:C\n"
	var tunes []string
	for _, body := range []string{"ABcdefg|abcdef|", "GGGABcde|fgab|", "ABAB|ABAB|cc|", "x"} {
		tunes = append(tunes, head+body)
	}
	l := newLibrary(tunes, skeleton)
	for _, body := range []string{"ABcde|fg", "ABAB", "ZZZ", "", "|abcdef|", "cdefg|a"} {
		for except := -1; except < len(tunes); except++ {
			want := 0
			for i, other := range tunes {
				for from := range body {
					for to := from; to <= len(body) && i != except; to++ {
						if strings.Contains(skeleton(other), body[from:to]) {
							want = max(want, to-from)
						}
					}
				}
			}
			got := l.longest(head+body, except)
			if got.run != want || got.length != len(body) {
				t.Errorf("%q but for %d: run %d of %d, want %d", body, except, got.run, got.length, want)
			}
		}
	}
}
