package critic

import (
	"slices"
	"strings"
	"testing"
)

func TestHeaderFields(t *testing.T) {
	tests := []struct {
		key, meter, rhythm string
		want               []HeaderField
	}{
		{"", "", "", nil},
		{"Edor", "", "", []HeaderField{{'K', "Edor"}}},
		{"", "6/8", "", []HeaderField{{'M', "6/8"}}},
		{"", "", "JIG", []HeaderField{{'R', "Jig"}, {'M', "6/8"}}},
		{"", "", "slipjig", []HeaderField{{'R', "Slip jig"}, {'M', "9/8"}}},
		{"", "", "slide", []HeaderField{{'R', "Slide"}, {'M', "12/8"}}},
		{"", "", "hop jig", []HeaderField{{'R', "Hop jig"}, {'M', "9/8"}}},
		{"", "", "reel", []HeaderField{{'R', "Reel"}, {'M', "4/4"}}},
		{"", "", "polka", []HeaderField{{'R', "Polka"}, {'M', "2/4"}}},
		{"", "", "waltz", []HeaderField{{'R', "Waltz"}, {'M', "3/4"}}},
		{"", "", "air", []HeaderField{{'R', "Air"}}},
		{"G", "3/2", "polka", []HeaderField{{'R', "Polka"}, {'M', "3/2"}, {'K', "G"}}},
	}
	for _, test := range tests {
		got, err := HeaderFields(test.key, test.meter, test.rhythm)
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%q %q %q: %v, %v, want %v", test.key, test.meter, test.rhythm, got, err, test.want)
		}
	}
}

func TestHeaderFieldsFail(t *testing.T) {
	for _, c := range [][3]string{{"H", "", ""}, {"", "0/8", ""}, {"", "", "tango nuevo"}, {"", "", "jig\nK:C"}} {
		if got, err := HeaderFields(c[0], c[1], c[2]); err == nil {
			t.Errorf("%q: %v, want an error", c, got)
		}
	}
}

// TestGuideFields writes headers as a model might, and looks what becomes of them.
func TestGuideFields(t *testing.T) {
	for name, c := range map[string]struct{ key, meter, rhythm, written, want string }{
		"all as they come":    {"G", "6/8", "jig", "X: 1\nT:A\nR:Reel\nM:4/4\nK:D\nABc|\n\n", "X: 1\nT:A\nR:Jig\nM:6/8\nK:G\nABc|\n\n"},
		"what does not come":  {"Edor", "", "slip jig", "X: 1\nT:A\nK:D\nABc|\n\n", "X: 1\nT:A\nR:Slip jig\nM:9/8\nK:Edor\nABc|\n\n"},
		"the key stays":       {"", "3/4", "", "X: 1\nT:A\nK:D\nABc|\n\n", "X: 1\nT:A\nM:3/4\nK:D\nABc|\n\n"},
		"an end without K:":   {"", "3/4", "", "X: 1\nT:A\n\nD\nABc|\n\n", "X: 1\nT:A\nM:3/4\nK:D\nABc|\n\n"},
		"not in the body":     {"", "3/4", "", "X: 1\nM:2/4\nK:D\nAB|\nM:6/8\nABc|\n\n", "X: 1\nM:3/4\nK:D\nAB|\nM:6/8\nABc|\n\n"},
		"letters in titles":   {"C", "", "", "X: 1\nT:K:x\nK:D\nABc|\n\n", "X: 1\nT:K:x\nK:C\nABc|\n\n"},
		"a rhythm's own beat": {"", "12/8", "jig", "X: 1\nK:D\nA|\n\n", "X: 1\nR:Jig\nM:12/8\nK:D\nA|\n\n"},
	} {
		fields, err := HeaderFields(c.key, c.meter, c.rhythm)
		if err != nil {
			t.Fatal(err)
		}
		if got := obey(NewGuide(GuideOptions{Fields: fields}), c.written); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	for _, bad := range [][3]string{{"H", "", ""}, {"Gxyz", "", ""}, {"", "0/4", ""}, {"", "", "a\nb"}} {
		if f, err := HeaderFields(bad[0], bad[1], bad[2]); err == nil {
			t.Errorf("%q gives %v", bad, f)
		}
	}
}

// obey is a writer with a text in mind that does as a guide tells it: a line that
// was given to it takes the place of its own.
func obey(g *Guide, mind string) string {
	tune := ""
	for len(mind) > 0 {
		tune, mind = tune+mind[:1], mind[1:]
		keep, next := g.Next(tune)
		for keep != len(tune) || next != "" {
			tune = tune[:keep] + next
			if rest := strings.IndexByte(mind, '\n'); strings.HasSuffix(next, "\n") && mind[rest+1:] != "" {
				mind = mind[rest+1:]
			}
			keep, next = g.Next(tune)
		}
	}
	return tune
}
