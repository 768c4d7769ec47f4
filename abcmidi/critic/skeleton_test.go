package critic

import (
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/transpose"
)

func TestSkeleton(t *testing.T) {
	const text = "X:1\nT:A|B\nK:D\n|:\"D\"AB/2 c`2 \\\n% no | music\n\"^slow\"d>e|[K:G] f2:|\nP:B\nga|\n"
	if got, want := Skeleton(text), "|:AB/2c2d>e|[K:G]f2:|ga|"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := Skeleton("no tune"); got != "" {
		t.Errorf("no tune has skeleton %q", got)
	}
}

// TestSignature wants one for a tune in every key and layout, and another for
// another tune.
func TestSignature(t *testing.T) {
	const tune = "X:1\nT:A\nM:4/4\nK:G\n\"G\"GABc dedB|\"C\"e2 ^c2 \"D7\"d4|\n"
	for semitones := -11; semitones < 12; semitones++ {
		parsed, err := abc.Parse(tune)
		if err != nil {
			t.Fatal(err)
		}
		moved := transpose.Tune(parsed, semitones).String()
		if Signature(moved) != Signature(tune) {
			t.Errorf("moved by %d: %q, in one key %q", semitones, moved, InOneKey(moved))
		}
	}
	if Signature(tune) == Signature(strings.Replace(tune, "e2", "f2", 1)) {
		t.Error("another tune has the same signature")
	}
	if got := InOneKey("X:1\nT:A\nK:Edor\nEFG d|\n"); !strings.HasSuffix(got, "K:Ddor\nDEF c|\n") {
		t.Errorf("in one key: %q", got)
	}
}

// TestLibrary holds the longest runs to a plain search.
func TestLibrary(t *testing.T) {
	head := "X:1\nK:C\n"
	var tunes []string
	for _, body := range []string{"ABcdefg|abcdef|", "GGGABcde|fgab|", "ABAB|ABAB|cc|", "x"} {
		tunes = append(tunes, head+body)
	}
	l := NewLibrary(tunes, false)
	for _, body := range []string{"ABcde|fg", "ABAB", "ZZZ", "", "|abcdef|", "cdefg|a"} {
		for except := -1; except < len(tunes); except++ {
			want := 0
			for i, other := range tunes {
				for from := range body {
					for to := from; to <= len(body) && i != except; to++ {
						if strings.Contains(Skeleton(other), body[from:to]) {
							want = max(want, to-from)
						}
					}
				}
			}
			if got, length := l.Longest(head+body, except); got != want || length != len(body) {
				t.Errorf("%q but for %d: run %d of %d, want %d", body, except, got, length, want)
			}
		}
	}
}
