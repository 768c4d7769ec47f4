package recall

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// ruledOut returns the characters that cannot come next.
func ruledOut(r *Recall) string {
	var list []rune
	r.Propose(func(c rune, features [4]int) {
		if features[0] == Never {
			list = append(list, c)
		}
	})
	slices.Sort(list)
	return string(list)
}

func TestNever(t *testing.T) {
	for body, want := range map[string]string{ // in 4/4 with L:1/4
		"C4|":        "",
		"C4|D":       "68:|", // 5 and 7 may be 5/4 and 7/4
		"C4|D2":      ":|",
		"C4|D/":      ":|",
		"C4|DE":      "468:|",
		"C4|DEFG":    "245678",
		"C4|D4":      "",
		"C4|(3DE":    "68",
		"C4|(3DEF":   "68:|",
		"C4|[DE":     "",
		"C4|{DE":     "",
		"C4|\"D":     "",
		"C4|!f":      "",
		"C":          "68|", // a colon may come after the name of a field
		"CDE":        "468:|",
		"C4|1":       "12345678:P[|",
		"C4|[1":      "12345678:P[|",
		"C4| [":      "",
		"C|D4|E4|FG": "468:|",
		"C4|D4|E4|F": "68",
	} {
		r := follow(t, "ABCD", body)
		if ruledOut(r) != "" {
			t.Errorf("%s: %q is ruled out without strict", body, ruledOut(r))
		}
		r.Strict(true)
		if got := strings.ReplaceAll(ruledOut(r), "9", ""); got != want {
			t.Errorf("%s: %q is ruled out, want %q", body, got, want)
		}
	}
}

// TestNeverOfPickups: a pickup makes up for what the bar before lacks.
func TestNeverOfPickups(t *testing.T) {
	for body, want := range map[string]string{
		"|:G2|C4|D2:|E": "68:|", "|:G2|C4|D2:|E2": "", "|:G2|C4|D2:|EF": "468", "|:G2|C4|D2:|E3": ":|",
		"|:G2|C4|D2": "", "|:G2|C4|D": "345678:|", "|:G": "68",
	} {
		r := follow(t, "'AB: 'CD:", body)
		r.Strict(true)
		if got := strings.ReplaceAll(ruledOut(r), "9", ""); got != want {
			t.Errorf("%s: %q is ruled out, want %q", body, got, want)
		}
	}
}

// TestNeverOfPeople: what people write is not ruled out.
func TestNeverOfPeople(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "data", "input.txt"))
	if err != nil {
		t.Fatal(err)
	}
	wrong, ruled := 0, 0
	for _, tune := range strings.SplitAfter(string(text), "\n\n") {
		r := New()
		r.Strict(true)
		r.Expect(tune)
		for i, c := range tune {
			out := ruledOut(r)
			if ruled += len(out); strings.ContainsRune(out, c) {
				wrong++
				t.Logf("%q is ruled out after %q", c, tune[:i])
			}
			r.Push(c)
		}
	}
	if wrong > 0 || ruled < 1000 {
		t.Errorf("%d characters are ruled out, %d of them wrongly", ruled, wrong)
	}
}
