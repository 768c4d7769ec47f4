package layout

import (
	"fmt"
	"strings"
	"testing"

	"charabanc/abcmidi/music"
)

// TestMeasure: the bars of a voice, each as length@phase.
func TestMeasure(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"whole bars", "ABcd|ABcd|", "4@0 4@0 0@0"},
		{"no bar line at the end", "ABcd|ABcd", "4@0 4@0"},
		{"a pickup", "A|ABcd|", "1@3 4@0 0@0"},
		{"a short bar and what completes it", "ABcd|ABc:|d|ABcd", "4@0 3@0 1@3 4@0"},
		{"short bars that do not fit", "ABcd|ABc:|dA|ABcd", "4@0 3@0 2@0 4@0"},
		{"two pairs of short bars", "ABcd|ABc|d|AB|cd|", "4@0 3@0 1@3 2@0 2@2 0@0"},
		{"a pickup is not carried on", "A|AB|AB|", "1@3 2@0 2@2 0@0"},
		{"a whole bar between", "ABcd|A|ABcd|A|", "4@0 1@0 4@0 1@0 0@0"},
		{"a part ends the bar", "AB\nP:B\nABcd|", "2@2 4@0 0@0"},
		{"a part after a bar line", "ABcd|\nP:B\nABcd|", "4@0 0@0 4@0 0@0"},
		{"free meter", "M:none\nA|ABcde", "1@0 5@0"},
		{"a group of overlays does not count", "(&ABcd | AB & A4|A2 &)cd|ABcd", "4@0 4@0 4@0"},
		{"an overlay does not count", "ABcd & A2|ABcd", "4@0 4@0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := lay(t, c.body).Voices[0]
			var got []string
			for _, b := range v.Measure() {
				got = append(got, fmt.Sprintf("%s@%s", b.Length, b.phase))
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("%q: bars %s, want %s", c.body, s, c.want)
			}
		})
	}
}

// TestOverlayGoesBack: how far & goes back, in quarter notes.
func TestOverlayGoesBack(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{"AB&c2|", "2"},
		{"ABcd|AB&c2|", "2"},
		{"ABcd|AB&&c2|", "6"},
		{"AB|ABcd|&c4|", "4"},
		{"AB|ABcd|&&c4|", "6"},
		{"AB|&&&&c4|", "2"},
		{"&c|", "0"},
		{"A&B&c|", "1 1"},
		{"(&ABcd|AB&c6&)|", "6"},
		{"A(&Bcd|AB&c5&d5&)cd|", "5 5"},
		{"(&ABcd|&c4&)|(&AB|&c2|&)", "4 2"},
		{"(&A&B&)(&cd&ef&)|", "1 2"},
	} {
		v := lay(t, c.body).Voices[0]
		v.Measure()
		var got []string
		for i := range v.Items {
			if v.Items[i].Kind == ItemOverlay {
				got = append(got, v.Items[i].Length.String())
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%q: goes back %s, want %s", c.body, s, c.want)
		}
	}
}

func TestMeasureBoundsLengths(t *testing.T) {
	v := lay(t, "A4096"+strings.Repeat(" >", 20)+"B|").Voices[0]
	v.Measure()
	if got := v.Items[0].Length; got != music.NewFraction(music.MaxLength, 1) {
		t.Errorf("length %s, want %d", got, music.MaxLength)
	}
}

func TestPhaser(t *testing.T) {
	n := music.NewFraction
	full := n(4, 1)
	for _, c := range []struct {
		name    string
		lengths []int64
		want    []int64
	}{
		{"pickup", []int64{1, 4, 3}, []int64{3, 0, 0}},
		{"whole bars", []int64{4, 4, 5}, []int64{0, 0, 0}},
		{"two halves", []int64{4, 3, 1, 4}, []int64{0, 0, 3, 0}},
		{"more than a bar", []int64{4, 3, 2, 2}, []int64{0, 0, 0, 2}},
		{"three short bars", []int64{4, 1, 1, 2}, []int64{0, 0, 1, 0}},
		{"interrupted", []int64{4, 3, 4, 1}, []int64{0, 0, 0, 0}},
	} {
		var p Phaser
		for i, length := range c.lengths {
			if got := p.Next(n(length, 1), full); got.Cmp(n(c.want[i], 1)) != 0 {
				t.Errorf("%s: phase of bar %d is %s, want %d", c.name, i, got, c.want[i])
			}
		}
	}
	var p Phaser
	if got := p.Next(n(3, 1), music.Fraction{}); !got.IsZero() {
		t.Errorf("phase in free meter is %s", got)
	}
}
