package command

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
)

// TestWAV plays tunes and note text, to a folder and to a file.
func TestWAV(t *testing.T) {
	for _, c := range []struct {
		name, stdin string
		args        []string
		output      string // of -o
		stderr      string // a part of it
		files       string // in the folder
	}{
		{"two tunes", tune + "\n" + faulty + "C # D|\n", nil, "", "stdin:14:3: unexpected", "tunes-0001.wav tunes-0002.wav"},
		{"the summary", tune, nil, "", "1 tunes, 5 notes, 0 findings: 1 WAV files in ", "tunes.wav"},
		{"note text, played faster", notes, []string{"--tempo", "400"}, "", "1 tunes, 2 notes", "tunes.wav"},
		{"a file", tune, []string{"--timbre", "fiddle"}, "a/my.WAV", "1 WAV files", "my.wav"},
		{"a file of several tunes", tune + "\n" + tune, []string{"--timbre", "organ"}, "b/my.wav", "2 WAV files", "my-0001.wav my-0002.wav"},
		{"a folder with a dot", tune, []string{"--timbre", "plucked"}, ".wav", "1 WAV files", "tunes.wav"},
		{"too long", "X:1\nL:1\nK:C\nC2000|\n\n" + tune, nil, "", "stdin:1:1: the tune is longer than 20 minutes: raise the tempo", "tunes-0002.wav"},
	} {
		folder := filepath.Join(t.TempDir(), "out")
		output := filepath.Join(folder, c.output)
		_, stderr, err := run(c.stdin, append(append([]string{"wav"}, c.args...), "-o", output, "-")...)
		if (err != nil) != (c.name == "too long") || !strings.Contains(stderr, c.stderr) {
			t.Errorf("%s: %v\n%s", c.name, err, stderr)
		}
		if strings.Contains(c.output, "/") {
			folder = filepath.Dir(output)
		} else if c.output != "" {
			folder = output
		}
		var files []string
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			files = append(files, e.Name())
			if info, err := e.Info(); err != nil || info.Size() < 44100 {
				t.Errorf("%s: %s: %v", c.name, e.Name(), err)
			}
		}
		if got := strings.Join(files, " "); got != c.files {
			t.Errorf("%s: %s, want %s", c.name, got, c.files)
		}
	}
	folder := filepath.Join(t.TempDir(), "tunes.wav")
	if err := os.Mkdir(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	if _, stderr, err := run(tune, "wav", "-o", folder, "-"); err != nil || !strings.Contains(stderr, "in "+folder) {
		t.Errorf("a folder that ends in .wav: %v\n%s", err, stderr)
	}
}

func TestWAVErrors(t *testing.T) {
	empty := t.TempDir()
	for _, c := range []struct {
		name, stdin string
		args        []string
		want        string
		usage       bool
	}{
		{"no file", "", nil, "wav", true},
		{"no tune", "words\n", []string{"-o", empty, "-"}, "wav: no tune in -", false},
		{"timbre", tune, []string{"--timbre", "drum", "-"}, `wav: timbre "drum": must be plucked, fiddle or organ`, true},
		{"tempo", tune, []string{"--tempo", "0", "-"}, "wav: tempo 0: choose 1 to 1000", true},
		{"accompaniment", tune, []string{"--accompaniment", "x", "-"}, "wav: accompaniment", true},
		{"too long", "X:1\nL:1\nK:C\nC2000|\n", []string{"-q", "-o", empty, "-"}, "wav: 1 tunes could not be converted", false},
		{"below a file", tune, []string{"-o", "/dev/null/x", "-"}, "wav: output folder: /dev/null/x: not a directory", false},
	} {
		_, _, err := run(c.stdin, append([]string{"wav"}, c.args...)...)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
			continue
		}
		if exit := cli.ExitCoder(nil); (errors.As(err, &exit) && exit.ExitCode() == 2) != c.usage {
			t.Errorf("%s: a usage error: %v (%v)", c.name, !c.usage, err)
		}
	}
}

// TestMIDIFile: midi -o takes the name of a file as well as a folder.
func TestMIDIFile(t *testing.T) {
	folder := t.TempDir()
	for _, output := range []string{filepath.Join(folder, "mine.mid"), folder} {
		if _, stderr, err := run(tune, "midi", "-o", output, "-"); err != nil {
			t.Errorf("%s: %v\n%s", output, err, stderr)
		}
	}
	for _, name := range []string{"mine.mid", "tunes.mid"} {
		if info, err := os.Stat(filepath.Join(folder, name)); err != nil || info.IsDir() {
			t.Errorf("%s: %v: want a file", name, err)
		}
	}
}
