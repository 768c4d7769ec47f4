package critic

import (
	"strings"
	"testing"
)

func TestSound(t *testing.T) {
	for bars, want := range map[string]bool{"CDEF|GABc|cBAG|C4|": true, "CDEF|GA|cBAG|C4|": false, "CDEF|[GABc|": false, "|:CDEF|": false} {
		if got := (Critic{}).Sound("X:1\nT:A\nM:2/4\nL:1/8\nK:C\n" + bars + "\n\n"); got != want {
			t.Errorf("%s is sound: %v, want %v", bars, got, want)
		}
	}
}

func TestMusical(t *testing.T) {
	for bars, want := range map[string]bool{
		"CDEF|GABc|cBAG|FEDC|": true, "CDEF|GABc|cBAG|FEDE|": false, // the tonic
		"CDEF|GABc|GABc|GABc|FEDC|": false, strings.Repeat("CDEF|GABc|", 4) + "C4|C4|": true, // bars that stand still
	} {
		if got := (Critic{}).Musical("X:1\nT:A\nM:2/4\nL:1/8\nK:C\n" + bars + "\n\n"); got != want {
			t.Errorf("%s is musical: %v, want %v", bars, got, want)
		}
	}
}

func TestKind(t *testing.T) {
	jig := "X:1\nT:Jig\nM:6/8\nK:D\n"
	for want, text := range map[string]string{
		"6/8 D 16": jig + strings.Repeat("d", 256-len(jig)),
		"6/8 D 17": jig + strings.Repeat("d", 257-len(jig)),
		"C| D 20":  "X:1\nM:C|\nK:D\n" + strings.Repeat("d", 1000),
		"  0":      "X",
	} {
		if got := (Critic{}).Kind(text); got != want {
			t.Errorf("%d bytes are of kind %q, want %q", len(text), got, want)
		}
	}
}
