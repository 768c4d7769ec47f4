package critic

import (
	"strings"
	"testing"
)

func TestNamedRhythm(t *testing.T) {
	for _, c := range [][3]string{
		{"", "", ""}, {"jig", "Jig", "6/8"}, {"slipjig", "Slip jig", "9/8"}, {"slip-jig", "Slip jig", "9/8"}, {"SlipJigs", "Slip jig", "9/8"},
		{"hop jig", "Hop jig", "9/8"}, {"barndance", "Barn dance", "4/4"}, {"Waltzes", "Waltz", "3/4"}, {"valse", "Waltz", "3/4"},
		{"march", "March", ""}, {"3/2 hornpipe", "Three-two", "3/2"}, {"Bourrée", "Bourree", ""}, {"REEL", "Reel", "4/4"},
	} {
		if rhythm, meter, err := namedRhythm(c[0]); rhythm != c[1] || meter != c[2] || err != nil {
			t.Errorf("%q is %q in %q, error %v, want %q in %q", c[0], rhythm, meter, err, c[1], c[2])
		}
	}
	for _, name := range []string{"jog", "a\nb", "%", " "} {
		if _, _, err := namedRhythm(name); err == nil || !strings.Contains(err.Error(), "slip jig, slow air") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: error %v, want the list", name, err)
		}
	}
}
