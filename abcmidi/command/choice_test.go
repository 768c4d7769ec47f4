package command

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
)

// TestChosenTunes chooses tunes in every command that reads them.
func TestChosenTunes(t *testing.T) {
	dir := t.TempDir()
	both := tune + "\n" + faulty
	for _, c := range []struct {
		name           string
		args           []string
		stdout, stderr string // a part of each
	}{
		{"check", []string{"check", "--tune", "1"}, "", "1 of 1 tunes fully valid"},
		{"check a title", []string{"check", "--title", "b"}, "stdin:13:4: bar is too short", "0 of 1 tunes fully valid"},
		{"print", []string{"print", "--tune", "2"}, "X:2\nT:B\n", ""},
		{"print, a number missing", []string{"print", "--tune", "2,4"}, "X:2\nT:B\n", "print: --tune 4: no tune has such a number in X:\n"},
		{"midi", []string{"midi", "--tune", "2-3", "-o", filepath.Join(dir, "midi")}, "", "1 tunes, 5 notes, 0 findings: 1 MIDI files"},
		{"midi a title", []string{"midi", "--title", "a", "-o", filepath.Join(dir, "midi")}, "", "1 tunes, 5 notes, 0 findings: 1 MIDI files"},
		{"wav", []string{"wav", "--tune", "2", "-o", filepath.Join(dir, "wav", "my.wav")}, "", "1 tunes, 5 notes, 0 findings: 1 WAV files"},
		{"show", []string{"show", "--tune", "2", "-o", "-", "--corpus", "none"}, "<title>B", ""},
		{"show a picture", []string{"show", "--title", "B", "-o", filepath.Join(dir, "b.svg")}, "", ""},
		{"show, the page has a title", []string{"show", "--page-title", "My set", "-o", "-", "--corpus", "none"}, "<title>My set", ""},
	} {
		stdout, stderr, err := run(both, append(c.args, "-")...)
		if err != nil || !strings.Contains(stdout, c.stdout) || !strings.Contains(stderr, c.stderr) {
			t.Errorf("%s: %v\nstdout %.300q\nstderr %q", c.name, err, stdout, stderr)
		}
	}
	for _, file := range []string{"midi/tunes-0001.mid", "midi/tunes-0002.mid", "wav/my.wav", "b.svg"} {
		if _, err := os.Stat(filepath.Join(dir, file)); err != nil {
			t.Error(err)
		}
	}
}

func TestChoiceErrors(t *testing.T) {
	out := t.TempDir()
	for _, c := range []struct {
		args  []string
		want  string
		usage bool
	}{
		{[]string{"--tune", "4"}, "--tune 4: none of the 1 tunes has such a number in X: they have 1", false},
		{[]string{"--title", "C"}, `--title "C": none of the 1 tunes has it in T:`, false},
		{[]string{"--tune", "x"}, `tune "x": must be numbers of X: lines, such as 3 or 3,5-8`, true},
		{[]string{"--title", "?"}, `title "?": must have a letter or a digit`, true},
	} {
		for _, command := range []string{"check", "print", "midi", "wav", "show"} {
			args := append([]string{command}, c.args...)
			if command != "check" {
				args = append(args, "-o", filepath.Join(out, command))
			}
			_, _, err := run(tune, append(args, "-")...)
			if err == nil || !strings.HasPrefix(err.Error(), command+": "+c.want) {
				t.Errorf("%v: %v, want %s", args, err, c.want)
				continue
			}
			if exit := cli.ExitCoder(nil); errors.As(err, &exit) != c.usage {
				t.Errorf("%v: a usage error: %v", args, !c.usage)
			}
		}
	}
}
