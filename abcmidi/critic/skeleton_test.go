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

func TestInOneKey(t *testing.T) {
	tests := []struct{ text, want string }{
		{"X:1\nK:Edor\nEFG d|\n", "X:1\nK:Ddor\nDEF c|\n"},
		{"X:1\nK:F#\nFGA|\n", "X:1\nK:C\ncde|\n"},
		{"X:1\nK:Db\nDEF|\n", "X:1\nK:C\nCDE|\n"},
		{"X:1\nK:C\nCDE|\n", "X:1\nK:C\nCDE|\n"},
		{"no tune", "no tune"},
	}
	for _, test := range tests {
		if got := inOneKey(test.text); got != test.want {
			t.Errorf("%q: %q, want %q", test.text, got, test.want)
		}
	}
}

// TestSignature wants the same signature for a tune in every key, octave and
// layout, and another for another tune.
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
	for name, same := range map[string]string{
		"octave": strings.NewReplacer("GABc", "gabc'", "dedB", "d'e'd'b").Replace(tune),
		"layout": strings.NewReplacer(" ", "", "|", "|\n", "M:4/4", "M:C", "\"C\"", "").Replace(tune),
	} {
		if (Critic{}).Signature(same) != (Critic{}).Signature(tune) {
			t.Errorf("another %s has another signature", name)
		}
	}
	if got := (Critic{}).Signature(tune); len(got) != 12 || strings.ContainsAny(got, " \n") {
		t.Errorf("signature %q", got)
	}
}
