package notetext

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"charabanc/abcmidi/smf"
)

// scale returns a performance of so many rounds of keys, a quarter note each.
func scale(rounds int, keys ...int) *smf.Performance {
	var list []string
	for range rounds {
		for _, k := range keys {
			at := 96 * len(list)
			list = append(list, fmt.Sprintf("%d %d %d", k, at, at+96))
		}
	}
	return notesAt(96, strings.Join(list, ","))
}

func TestSettleKeys(t *testing.T) {
	c := []int{60, 62, 64, 65, 67, 69, 71, 60, 67}
	eFlat := []int{63, 65, 67, 68, 70, 72, 74, 63, 70}
	said := func(p *smf.Performance, keys ...smf.KeyMark) *smf.Performance {
		p.Keys = keys
		return p
	}
	tests := []struct {
		name string
		p    *smf.Performance
		want string
	}{
		{"C", scale(1, c...), "[{0 0 false}]"},
		{"E flat", scale(1, eFlat...), "[{0 -3 false}]"},
		{"A minor", scale(1, 57, 59, 60, 62, 64, 65, 68, 69, 57, 60, 64), "[{0 0 true}]"},
		{"F sharp", scale(1, 66, 68, 70, 71, 73, 75, 77, 66, 73), "[{0 6 false}]"},
		{"D flat", scale(1, 61, 63, 65, 66, 68, 70, 72, 61, 68), "[{0 -5 false}]"},
		{"what the file says", said(scale(1, eFlat...), smf.KeyMark{Sharps: 1}), "[{0 1 false}]"},
		{"from the beginning", said(scale(1, c...), smf.KeyMark{Tick: 50, Sharps: 1}, smf.KeyMark{Tick: 96}), "[{0 1 false} {96 0 false}]"},
		{"C is not believed", said(scale(3, eFlat...), smf.KeyMark{}), "[{0 -3 false}]"},
		{"C of few notes is", said(scale(2, eFlat...), smf.KeyMark{}), "[{0 0 false}]"},
		{"C of 24 notes is not", said(scale(3, 63, 65, 67, 68, 70, 72, 74, 75), smf.KeyMark{}), "[{0 -3 false}]"},
		{"C of two keys is", said(scale(3, eFlat...), smf.KeyMark{}, smf.KeyMark{Tick: 96, Sharps: 1}), "[{0 0 false} {96 1 false}]"},
		{"A minor is", said(scale(3, eFlat...), smf.KeyMark{Minor: true}), "[{0 0 true}]"},
		{"C that is as good is", said(scale(3, 57, 59, 60, 62, 64, 65, 67, 69, 57), smf.KeyMark{}), "[{0 0 false}]"},
		{"no notes", &smf.Performance{Division: 96}, "[{0 -5 false}]"},
	}
	for _, test := range tests {
		if got := fmt.Sprint(settleKeys(test.p)); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
	drums := scale(1, c...)
	drums.Parts = append(drums.Parts, smf.Part{Channel: smf.DrumChannel, Notes: scale(9, 61, 63, 66, 68, 70).Parts[0].Notes})
	if got := findKey(drums); got != (smf.KeyMark{}) {
		t.Errorf("drums change the key to %v", got)
	}
}

// TestAllKeys moves a piece with drums to all keys.
func TestAllKeys(t *testing.T) {
	p := scale(1, 0, 60, 127)
	p.Parts = append(p.Parts, smf.Part{Channel: smf.DrumChannel, Notes: scale(1, 36).Parts[0].Notes})
	p.Keys = []smf.KeyMark{{Sharps: 2, Minor: true}}
	moved := func(semitones int) string {
		text, err := Text(p, Options{Transpose: semitones})
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(strings.Fields(text)[3:], " ")
	}
	keys := AllKeys(p)
	if want := []int{0, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6}; !slices.Equal(keys, want) {
		t.Errorf("keys %v, want %v", keys, want)
	}
	if drums := (&smf.Performance{Parts: p.Parts[1:]}); len(AllKeys(drums)) != 1 {
		t.Errorf("drums alone: %v", AllKeys(drums))
	}
	found := map[string]bool{}
	for _, semitones := range keys {
		text := moved(semitones)
		found[strings.Fields(text)[2]] = true
		if !strings.Contains(text, " C2:1") {
			t.Errorf("%d semitones: %s: the drum is not as it was", semitones, text)
		}
	}
	if len(found) != 12 {
		t.Errorf("%d keys: %v", len(found), found)
	}
	if got, want := moved(-2), "t2 drums kAm t1 A#-1:1 t2 C2:1 +1 t1 A#3:1 +1 F9:1"; got != want {
		t.Errorf("a tone lower: %s, want %s", got, want)
	}
	if got, want := moved(1), "t2 drums kCm t1 C#-1:1 t2 C2:1 +1 t1 C#4:1 +1 G#8:1"; got != want {
		t.Errorf("a semitone higher: %s, want %s", got, want)
	}
	if before := p.Parts[0].Notes[0].Key; before != 0 || p.Keys[0].Sharps != 2 {
		t.Error("the piece itself has changed")
	}
}

// TestCorrelation wants 1 for weights that are a profile, in its own key.
func TestCorrelation(t *testing.T) {
	for tonic := range 12 {
		var weight [12]float64
		for i, p := range minorProfile {
			weight[(tonic+i)%12] = 3*p + 1
		}
		for other := range 12 {
			got := correlation(&weight, &minorProfile, other)
			if own := math.Abs(got-1) < 1e-9; own != (other == tonic) || got > 1+1e-9 || got < -1 {
				t.Errorf("profile at %d as %d: %v", tonic, other, got)
			}
		}
	}
	if got := correlation(&[12]float64{2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2}, &majorProfile, 0); got != 0 {
		t.Errorf("equal weights: %v", got)
	}
}

func TestInScale(t *testing.T) {
	for sharps, want := range map[int]string{0: "C D E F G A B", 1: "C D E F# G A B", -2: "C D D# F G A A#", 6: "C# D# F F# G# A# B", -5: "C C# D# F F# G# A#"} {
		var got []string
		for class := range 12 {
			if inScale(class, sharps) {
				got = append(got, strings.TrimSuffix(pitchNames[60+class], "4"))
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%d sharps: %v, want %s", sharps, got, want)
		}
	}
}
