package abcmidi_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// rooms are the packages below abcmidi in an order in which each imports only
// those before it.
var rooms = []string{
	"internal/chars", "internal/slab", "music", "abc", "transpose", "rewrite", "internal/layout", "score", "musicxml", "play",
	"check", "find", "recall", "smf", "notetext", "parts", "sound", "roll", "critic", "view", "corpus", "", "web", "command", "internal/abctest",
}

// TestRooms holds the imports to the order of the rooms: an arrow back up, or one to
// charrnn, fails.
func TestRooms(t *testing.T) {
	list, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "charabanc/abcmidi/...").Output()
	if err != nil {
		t.Skipf("go list: %v: the order of the rooms is not checked", err)
	}
	place := func(path string) int {
		return slices.Index(rooms, strings.TrimPrefix(strings.TrimPrefix(path, "charabanc/abcmidi"), "/"))
	}
	for line := range strings.Lines(string(list)) {
		words := strings.Fields(line)
		from := place(words[0])
		if from < 0 {
			t.Errorf("%s is not in the list of rooms", words[0])
		}
		for _, to := range words[1:] {
			switch {
			case strings.HasPrefix(to, "charabanc/charrnn"):
				t.Errorf("%s imports %s", words[0], to)
			case strings.HasPrefix(to, "charabanc/abcmidi") && place(to) >= from:
				t.Errorf("%s imports %s, which comes after it", words[0], to)
			}
		}
	}
}
