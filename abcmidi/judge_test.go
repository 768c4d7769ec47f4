package abcmidi

import (
	"math"
	"strings"
	"testing"
)

// TestJudge wants nothing for a tune with a finding, and more for one whose bars come
// again, up to what is usual in the corpus.
func TestJudge(t *testing.T) {
	tune := func(bars string) string { return "X:1\nT:A\nM:2/4\nL:1/8\nK:C\n" + bars + "\n\n" }
	judge := Judge([]string{tune("CDEF|CDEF|GABc|cBAG|"), tune("CDEF|CDEF|CDEF|C4|")}) // 1/4 and 1/2 again
	for bars, want := range map[string]float64{
		"CDEF|GABc|cBAG|C4|":  1,
		"CDEF|GA|cBAG|C4|":    0,
		"CDEF|GABc|cBAG|C4":   1,
		"CDEF|GABc|CDEF|C4|":  1.25,
		"CDEF|CDEF|CDEF|C4|":  1.375,
		"CDEF|CDEF|CDEF|C4||": 1.375,
	} {
		if got := judge(tune(bars)); math.Abs(got-want) > 1e-12 {
			t.Errorf("%s is worth %v, want %v", bars, got, want)
		}
	}
}

func TestKind(t *testing.T) {
	jig := "X:1\nT:Jig\nM:6/8\nK:D\n"
	for want, text := range map[string]string{
		"6/8 16": jig + strings.Repeat("d", 256-len(jig)),
		"6/8 17": jig + strings.Repeat("d", 257-len(jig)),
		"C| 20":  "X:1\nM:C|\nK:D\n" + strings.Repeat("d", 1000),
		" 0":     "X",
	} {
		if got := Kind(text); got != want {
			t.Errorf("%d bytes are of kind %q, want %q", len(text), got, want)
		}
	}
}
