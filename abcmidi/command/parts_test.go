package command

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charabanc/abcmidi/internal/abctest"

	"github.com/urfave/cli/v2"
)

// TestNotesList lists the parts of the sample file and of one that is broken.
func TestNotesList(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.mid")
	for name, b := range map[string][]byte{"a.mid": abctest.SampleFile(t), "b.kar": []byte("MThd")} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	stdout, stderr, err := run("", "notes", "--list", dir)
	want := file + `: "Sample", 3 parts, 22 notes, 5 quarter notes of 480 ticks
track  channel  program                 notes  range   quarters   name
2      1        1 Acoustic Grand Piano  7      C#4-D6  0-3.45833   [melody]
3      2        41 Violin               10     D3-F#3  0-4.66667
3      10       drums                   5      C2-C2   0-5
`
	var lines []string
	for line := range strings.Lines(stdout) {
		lines = append(lines, strings.TrimRight(line, " \n")+"\n")
	}
	if got := strings.Join(lines, ""); err != nil || got != want || !strings.Contains(stderr, "b.kar: left out: not a Standard MIDI File\n2 files, 1 left out\n") {
		t.Errorf("%v\n%s\nwant\n%s\n%s", err, got, want, stderr)
	}
	stdout, _, err = run("", "notes", "--list", "--json", "--parts", "no-drums,no-melody", file)
	var l listing
	if err := errors.Join(err, json.Unmarshal([]byte(stdout), &l)); err != nil || len(l.Parts) != 1 || l.Parts[0].Instrument != "Violin" || l.Notes != 10 || l.File != file {
		t.Errorf("%v\n%s", err, stdout)
	}
	if _, _, err := run("", "notes", "--list", filepath.Join(dir, "b.kar")); err == nil {
		t.Error("no error for a file that cannot be read")
	}
}

// TestNotesParts writes some parts of a file in each format.
func TestNotesParts(t *testing.T) {
	file := string(abctest.SampleFile(t))
	for _, c := range []struct{ parts, as, want, not string }{
		{"melody", "exact", "D5:47/96", "drums"},
		{"drums", "exact", "drums m6/8 kD q96 C2:1 ", "D3"},
		{"no-drums", "exact", "D3:1/3", "C2"},
		{"melody", "classic", "D5", "2.6"},
		{"channel=2", "classic", "2.6", "D5"},
		{"program=violin", "abc", "%%MIDI program 40", "%%MIDI channel"},
		{"drums", "abc", "%%MIDI channel 10", "V:"},
	} {
		stdout, stderr, err := run(file, "notes", "--parts", c.parts, "--as", c.as, "-o", "-", "-")
		if err != nil || !strings.Contains(stdout, c.want) || strings.Contains(stdout, c.not) {
			t.Errorf("%s as %s: %v\n%s%s", c.parts, c.as, err, stdout, stderr)
		}
	}
	_, stderr, err := run(file, "notes", "--parts", "name=nobody", "-o", "-", "-")
	if err == nil || !strings.Contains(stderr, `stdin: left out: no part of it is picked by "name=nobody"`) {
		t.Errorf("%v\n%s", err, stderr)
	}
}

// TestNotesKeys writes a file in all keys.
func TestNotesKeys(t *testing.T) {
	file := string(abctest.SampleFile(t))
	for _, as := range []string{"exact", "classic"} {
		stdout, stderr, err := run(file, "notes", "--keys", "all", "--as", as, "-o", "-", "-")
		if err != nil || strings.Count(stdout, "%%notes") != 12 || strings.Count(stdout, "copy\n") != 11 || !strings.Contains(stderr, "1 files, 264 notes: 12 pieces") {
			t.Errorf("%s: %v\n%s%s", as, err, stdout, stderr)
		}
	}
	for _, args := range [][]string{{"--keys", "some"}, {"--json"}, {"--parts", "x"}} {
		_, _, err := run(file, append(append([]string{"notes"}, args...), "-o", "-", "-")...)
		var code cli.ExitCoder
		if !errors.As(err, &code) || code.ExitCode() != 2 {
			t.Errorf("%q: %v", args, err)
		}
	}
	for _, args := range [][]string{{"--as", "abc"}, {"--transpose-to", "C"}} {
		if _, _, err := run(file, append(append([]string{"notes", "--keys", "all"}, args...), "-o", "-", "-")...); err == nil || !strings.HasPrefix(err.Error(), "notes: keys: ") {
			t.Errorf("%q: %v", args, err)
		}
	}
}
