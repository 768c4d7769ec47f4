package command

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
)

func TestFind(t *testing.T) {
	dir := t.TempDir()
	theme := filepath.Join(dir, "theme.abc")
	if err := os.WriteFile(theme, []byte("X:5\nL:1/4\nK:D\nD/E/F/G/ A2|\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	book := tune + "\n" + faulty
	for _, c := range []struct {
		name   string
		args   []string
		stdout string
	}{
		{"a phrase", []string{"CDEF G4"}, "stdin:6:1: X:1 A, bar 1: CDEF| G4|\n"},
		{"in another key", []string{"GA Bc d4"}, "stdin:6:1: X:1 A, bar 1: CDEF| G4|\n"},
		{"in several tunes", []string{"GAB"}, "stdin:6:1: X:1 A, bar 1: CDEF|\nstdin:13:4: X:2 B, bar 2: CDE|\n"},
		{"of a chosen tune", []string{"--tune", "2", "GAB"}, "stdin:13:4: X:2 B, bar 2: CDE|\n"},
		{"in any rhythm", []string{"--no-rhythm", "C3DEG"}, "stdin:13:4: X:2 B, bar 2: CDE| G4|\n"},
		{"the contour", []string{"--contour", "--tune", "1", "cde4"}, "stdin:6:3: X:1 A, bar 1: CDEF| G4|\n"},
		{"in a key", []string{"--key", "D", "DEF"}, "stdin:6:1: X:1 A, bar 1: CDEF|\nstdin:13:4: X:2 B, bar 2: CDE|\n"},
		{"the same pitches", []string{"--same-key", "DEFG"}, ""},
		{"the same pitches, found", []string{"--key-exact", "EF"}, "stdin:6:3: X:1 A, bar 1: CDEF|\n"},
		{"a file", []string{theme}, "stdin:6:1: X:1 A, bar 1: CDEF| G4|\n"},
		{"JSON", []string{"--json", "--tune", "2", "GAB"},
			`{"file":"stdin","line":13,"column":4,"number":"2","title":"B","bar":2,"semitones":-7,"text":"CDE|"}` + "\n"},
	} {
		stdout, _, err := run(book, append(append([]string{"find"}, c.args...), "-")...)
		if stdout != c.stdout || (err == nil) != (c.stdout != "") {
			t.Errorf("%s: %v\n%q, want\n%q", c.name, err, stdout, c.stdout)
		}
	}
}

func TestFindErrors(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.abc")
	if err := os.WriteFile(empty, []byte("words\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, stdin string
		args        []string
		want        string
		usage       bool
	}{
		{"nothing found", tune, []string{"cBc", "-"}, "find: the phrase is in none of the 1 tunes", false},
		{"no file", "", []string{"GAB"}, "find: name a phrase and ABC files", true},
		{"no phrase", tune, []string{"hello", "-"}, "find: phrase: 'h' is no note", true},
		{"a short phrase", tune, []string{"G", "-"}, "find: phrase of 1 notes: must have 2 or more", true},
		{"a key", tune, []string{"--key", "H", "GAB", "-"}, `find: key "H": must be a key as in K:`, true},
		{"two ways", tune, []string{"--contour", "--same-key", "GAB", "-"}, "find: --contour and --same-key: choose one", true},
		{"no tune", "words\n", []string{"GAB", "-"}, "find: no tune in -", false},
		{"a file that is missing", tune, []string{"none.abc", "-"}, "find: none.abc: ", false},
		{"a file without a tune", tune, []string{empty, "-"}, "find: no tune in " + empty, false},
		{"a choice of none", tune, []string{"--tune", "2", "GAB", "-"}, "find: --tune 2: none of the 1 tunes has such a number", false},
		{"note text", notes, []string{"GAB", "-"}, "find: stdin: note text, not ABC", false},
	} {
		_, _, err := run(c.stdin, append([]string{"find"}, c.args...)...)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
			continue
		}
		if exit := cli.ExitCoder(nil); errors.As(err, &exit) != c.usage {
			t.Errorf("%s: a usage error: %v", c.name, !c.usage)
		}
	}
}
