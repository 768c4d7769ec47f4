package critic

import (
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
)

func TestVariants(t *testing.T) {
	const text = "X: 1\nT:A Tune\n% a remark\nM:6/8\nK: G % major\n\"G\"GBd \"D7\"f=fe| [1d3/2 \"^slow\"[GB]3 :|[2 {a}g6||\n\n\n"
	all := Critic{}.Variants(text)
	if all[0] != text {
		t.Errorf("the first variant is %q", all[0])
	}
	keys := map[string]string{}
	for _, v := range all {
		tune, err := abc.Parse(v)
		if err != nil {
			t.Errorf("%q: %v", v, err)
		}
		if !strings.HasSuffix(v, "||\n\n\n") || !strings.Contains(v, "% a remark\n") {
			t.Errorf("the layout is lost: %q", v)
		}
		keys[tune.Field('K')] = v
	}
	for _, key := range []string{"G", "A", "D", "F", "Bb"} {
		if keys[key] == "" {
			t.Errorf("no variant in %s, only %d in all", key, len(all))
		}
	}
	if !strings.Contains(keys["A"], "K: A % major\n\"A\"Ace \"E7\"g=gf| [1e3/2 \"^slow\"[Ac]3 :|[2 {b}a6||\n\n\n") {
		t.Errorf("in A it is %q", keys["A"])
	}
	for _, odd := range []string{"no tune at all", "X:1\nK:none\nABc\n\n", "X:1\nK:G\nG,,, g'''\n\n"} {
		if v := (Critic{}).Variants(odd); len(v) != 1 || v[0] != odd {
			t.Errorf("%q has variants %q", odd, v)
		}
	}
}

// TestVariantsRange moves notes to the limits of the range, and not beyond.
func TestVariantsRange(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"as low as G", "X:1\nK:D\nA, d|\n", "D C F G"}, // down by a tone
		{"lower than G", "X:1\nK:D\nG, d|\n", "D F G"},
		{"as high as c'", "X:1\nK:D\nd b|\n", "D A Bb C"},
		{"a tone lower", "X:1\nK:D\nd a|\n", "D A Bb C F"},
		{"half an octave down, not up", "X:1\nK:E\ne|\n", "E Bb C D F G A"},
		{"minor", "X:1\nK:Am\nA B|\n", "Am Em Gm Bm Dm"},
		{"dorian", "X:1\nK:Ddor\nd e|\n", "Ddor Ador Edor"},
		{"mixolydian", "X:1\nK:Amix\nA d|\n", "Amix Gmix Dmix"},
		{"phrygian", "X:1\nK:Ephr\nE F|\n", "Ephr"},
		{"macros", "X:1\nm:~n=n/2n/2\nK:G\n~G B|\n", "G"},
		{"a key in the line", "X:1\nK:D\nd [K:G] g|\n", "D A Bb C F G"},
	}
	for _, test := range tests {
		var keys []string
		for _, v := range (Critic{}).Variants(test.text) {
			tune, _ := abc.Parse(v)
			keys = append(keys, tune.Field('K'))
		}
		if got := strings.Join(keys, " "); got != test.want {
			t.Errorf("%s: variants in %s, want %s", test.name, got, test.want)
		}
	}
}
