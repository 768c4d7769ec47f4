package critic

import (
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/transpose"
)

func TestSkeleton(t *testing.T) {
	const text = "X:1\nT:A|B\nK:D\n|:\"D\"AB/2 c`2 \\\n% no | music\n\"^slow\"d>e|[K:G] f2:|\nP:B\nga|\n"
	if got, want := skeleton(text), "|:AB/2c2d>e|[K:G]f2:|ga|"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := skeleton("no tune"); got != "" {
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
		if (Critic{}).Signature(moved) != (Critic{}).Signature(tune) {
			t.Errorf("moved by %d: %q, in one key %q", semitones, moved, inOneKey(moved))
		}
	}
	if (Critic{}).Signature(tune) == (Critic{}).Signature(strings.Replace(tune, "e2", "f2", 1)) {
		t.Error("another tune has the same signature")
	}
	if got := inOneKey("X:1\nT:A\nK:Edor\nEFG d|\n"); !strings.HasSuffix(got, "K:Ddor\nDEF c|\n") {
		t.Errorf("in one key: %q", got)
	}
}
