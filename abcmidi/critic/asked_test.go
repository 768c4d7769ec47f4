package critic

import (
	"math/rand/v2"
	"testing"
)

func TestAsked(t *testing.T) {
	learned := []string{"4/4 ABCDABEF: 'GHIJGHEF: tonic", "4/4 ABCD ABEF", "4/4 ABCDABEF GHIJGHKL", "6/8 ABCDABEF:", "6/8 ABCD:"}
	for _, c := range []struct {
		letters string
		bars    int
		meter   string
		want    string
	}{
		{"AABB", 8, "4/4", "4/4 ABCDABEF: 'GHIJGHEF: tonic"},
		{"AABB", 0, "4/4", "4/4 ABCDABEF: 'GHIJGHEF: tonic"},
		{"AB", 4, "4/4", "4/4 ABCD ABEF"},
		{"AB", 8, "4/4", "4/4 ABCDABEF GHIJGHKL"},
		{"AA", 4, "6/8", "6/8 ABCD:"},
		{"", 4, "6/8", "6/8 ABCD:"},
		{"AABB", 8, "3/4", " ABCDABEF: GHIJGHKL: tonic"}, // made
		{"AABB", 0, "3/4", " ABCDABEF: GHIJGHKL: tonic"},
		{"", 6, "4/4", " ABCADE: FGHFIJ: tonic"},
		{"AABA", 4, "4/4", " ABAC: DEDF ABAC tonic"},
		{"A", 1, "4/4", " A tonic"},
	} {
		forms, err := NewForms(learned)
		if err != nil {
			t.Fatal(err)
		}
		asked, err := forms.Asked(c.letters, c.bars)
		if err != nil {
			t.Errorf("%s of %d bars: %v", c.letters, c.bars, err)
			continue
		}
		for seed := range uint64(5) {
			if got := asked.Draw(c.meter, 0, rand.New(rand.NewPCG(seed, 1))).String(); got != c.want {
				t.Errorf("%s of %d bars in %s: %q, want %q", c.letters, c.bars, c.meter, got, c.want)
				break
			}
		}
	}
	for _, letters := range []string{"aabb", "AAA", "A B", "A1"} {
		if _, err := (&Forms{}).Asked(letters, 8); err == nil {
			t.Errorf("form %q is accepted", letters)
		}
	}
	for _, bars := range []int{-1, maxBars + 1} {
		if _, err := (&Forms{}).Asked("AABB", bars); err == nil {
			t.Errorf("%d bars are accepted", bars)
		}
	}
}
