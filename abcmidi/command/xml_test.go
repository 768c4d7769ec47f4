package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestXML prints a tune, and writes several to files.
func TestXML(t *testing.T) {
	stdout, stderr, err := run(faulty+"C # D|\n", "xml", "-")
	if err != nil || !strings.HasPrefix(stdout, "<?xml ") || !strings.HasSuffix(stdout, "</score-partwise>\n") || !strings.Contains(stderr, ": unexpected") {
		t.Errorf("%v: %s\n%s", err, stderr, stdout)
	}
	if _, stderr, err = run(faulty+"C # D|\n", "xml", "-q", "-"); err != nil || stderr != "" {
		t.Errorf("-q: %v: %s", err, stderr)
	}
	for _, c := range []struct {
		name, stdin string
		args        []string
		output      string // of -o
		stderr      string // a part of it
		files       string // in the folder
	}{
		{"two tunes", tune + "\n" + tune, nil, "", "2 tunes, 10 notes, 0 findings: 2 MusicXML files in ", "tunes-0001.musicxml tunes-0002.musicxml"},
		{"one of two", tune + "\n" + tune, []string{"--tune", "1"}, "", "", "tunes-0001.musicxml tunes-0002.musicxml"},
		{"a file", tune, nil, "a/my.MusicXML", "1 MusicXML files", "my.musicxml"},
		{"a file of several tunes", tune + "\n" + tune, nil, "b/my.xml", "2 MusicXML files", "my-0001.musicxml my-0002.musicxml"},
		{"note text", notes, nil, "", "1 tunes, 2 notes", "tunes.musicxml"},
	} {
		folder := filepath.Join(t.TempDir(), "out")
		args := append(append([]string{"xml"}, c.args...), "-o", filepath.Join(folder, c.output), "-")
		_, stderr, err := run(c.stdin, args...)
		if err != nil || !strings.Contains(stderr, c.stderr) {
			t.Errorf("%s: %v\n%s", c.name, err, stderr)
		}
		if c.output != "" {
			folder = filepath.Join(folder, filepath.Dir(c.output))
		}
		var files []string
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			files = append(files, e.Name())
		}
		if got := strings.Join(files, " "); got != c.files {
			t.Errorf("%s: %s, want %s", c.name, got, c.files)
		}
	}
}

func TestXMLErrors(t *testing.T) {
	for _, c := range []struct{ name, stdin, want string }{
		{"no tune", "words\n", "xml: no tune in -: a tune begins with an X: line"},
		{"several tunes", tune + "\n" + tune, "xml: several tunes, and a document has one: choose with --tune, or name a folder with -o"},
		{"note text", notes, "note text"},
	} {
		stdout, _, err := run(c.stdin, "xml", "-")
		if err == nil || !strings.Contains(err.Error(), c.want) || stdout != "" {
			t.Errorf("%s: %v, want %s\n%s", c.name, err, c.want, stdout)
		}
	}
}
