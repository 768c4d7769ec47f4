package command

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
)

// run runs a command line with a text on standard input.
func run(stdin string, args ...string) (stdout, stderr string, err error) {
	var out, messages bytes.Buffer
	app := &cli.App{
		Name: "charabanc", Commands: Commands(starter), Reader: strings.NewReader(stdin), Writer: &out, ErrWriter: &messages,
		ExitErrHandler: func(*cli.Context, error) {},
	}
	err = app.Run(append([]string{"charabanc"}, args...))
	return out.String(), messages.String(), err
}

const (
	starter = "X:9\nT:Known\nM:2/4\nL:1/8\nK:C\nCDEF|G4|\n"
	tune    = "X:1\nT:A\nM:2/4\nL:1/8\nK:C\nCDEF|G4|\n"
	faulty  = "X:2\nT:B\nM:2/4\nL:1/8\nK:C\nC4|CDE|G4|\n"
	notes   = "%%notes exact 96\nC4:1 +1 D4:1\n"
)

func TestCommands(t *testing.T) {
	tests := []struct {
		name, stdin string
		args        []string
		stdout      string // all of it
		stderr      string // a part of it
	}{
		{"print", tune, []string{"print", "-"}, tune + "\n", ""},
		{"print in another key", tune, []string{"print", "--transpose", "-2", "-"}, "X:1\nT:A\nM:2/4\nL:1/8\nK:Bb\nB,CDE|F4|\n\n", ""},
		{"print in another unit", tune, []string{"print", "--unit", "1/16", "-"}, "X:1\nT:A\nM:2/4\nL:1/16\nK:C\nC2D2E2F2|G8|\n\n", ""},
		{"print in another unit and key", tune, []string{"print", "--unit=1/4", "--transpose=2", "-"}, "X:1\nT:A\nM:2/4\nL:1/4\nK:D\nD/E/F/G/|A2|\n\n", ""},
		{"print a length that no unit has", tune + "D/4096|\n", []string{"print", "--unit", "1/4", "-"}, tune + "D/4096|\n\n", "stdin:7:1: a length that 1/4 cannot write: the tune is left as it is\n"},
		{"print renumbered", faulty + "\n" + tune, []string{"print", "--renumber", "-"}, strings.Replace(faulty, "X:2", "X:1", 1) + "\n" + strings.Replace(tune, "X:1", "X:2", 1) + "\n", ""},
		{"print renumbered from", tune + "\n" + faulty, []string{"print", "--renumber=9", "--tune", "2", "-"}, strings.Replace(faulty, "X:2", "X:9", 1) + "\n", ""},
		{"check", tune, []string{"check", "-"}, "", "1 of 1 tunes fully valid (100.0 %), 2 of 2 bars without a finding (100.0 %)\n"},
		{"check finds a short bar", tune + "\n" + faulty, []string{"check", "-"},
			"stdin:13:4: bar is too short: 3/2 quarter notes, the meter has 2\n",
			"1 of 2 tunes fully valid (50.0 %), 4 of 5 bars without a finding (80.0 %)\n"},
		{"check as JSON", tune, []string{"check", "--json", "-"},
			`{"number":"1","title":"A","line":1,"bars":2,"bad_bars":0,"notes":5,"findings":[],"valid":true}` + "\n", "1 of 1 tunes"},
		{"check finds hints", "X:1\nT:A\nK:C\nC2 D-E|\n\nX:1\nT:B\nM:2/4\nK:C\nC2D2|\n", []string{"check", "-"},
			"stdin:1:1: hint: no M: field: the meter is free\nstdin:4:4: hint: tie to another pitch: is a slur meant, as in (CD)?\n" +
				"stdin:6:1: hint: X:1 is the number of the tune at line 1, too\n",
			"2 of 2 tunes fully valid (100.0 %), 2 of 2 bars without a finding (100.0 %), 3 hints\n"},
		{"a hint as JSON", "X:1\nT:A\nK:C\nC2|\n", []string{"check", "--json", "-"},
			`{"number":"1","title":"A","line":1,"bars":1,"bad_bars":0,"notes":1,"findings":[{"file":"stdin","line":1,"column":1,` +
				`"rule":"meter","severity":"hint","message":"no M: field: the meter is free"}],"valid":true}` + "\n", ", 1 hint\n"},
		{"lengths apart from their notes, printed together", "X:1\nT:A\nM:4/4\nL:1/8\nK:C\nc 3 d c 2 e 2 |\n", []string{"print", "-"},
			"X:1\nT:A\nM:4/4\nL:1/8\nK:C\nc3 d c2 e2 |\n\n", ""},
	}
	for _, test := range tests {
		stdout, stderr, err := run(test.stdin, test.args...)
		if err != nil || stdout != test.stdout || !strings.Contains(stderr, test.stderr) {
			t.Errorf("%s: %v\nstdout %q\nwant   %q\nstderr %q", test.name, err, stdout, test.stdout, stderr)
		}
	}
}

// TestMIDIAndBack converts tunes and note text to MIDI, and the files to text.
func TestMIDIAndBack(t *testing.T) {
	dir := t.TempDir()
	_, stderr, err := run(tune+"\n"+faulty+"C # D|\n", "midi", "-o", dir, "-")
	if err != nil || !strings.Contains(stderr, "stdin:14:3: unexpected") || !strings.Contains(stderr, "2 tunes, 12 notes, 1 findings: 2 MIDI files in "+dir) {
		t.Errorf("midi: %v\n%s", err, stderr)
	}
	_, stderr, err = run(faulty+"C # D|\n", "midi", "--quiet", "-o", filepath.Join(dir, "quiet"), "-")
	if err != nil || strings.Contains(stderr, "unexpected") || !strings.Contains(stderr, "1 findings") {
		t.Errorf("midi --quiet: %v\n%s", err, stderr)
	}
	if err := os.WriteFile(filepath.Join(dir, "broken.mid"), []byte("MThd"), 0o666); err != nil {
		t.Fatal(err)
	}
	stdout, stderr, err := run("", "notes", "--as", "classic", "-o", "-", dir)
	if want := "%%notes classic\nC4 C4 D4 E4 G4 C4 D4\n\n%%notes classic\nC4 D4 E4 F4 G4\n\n"; err != nil || !strings.HasPrefix(stdout, want) {
		t.Errorf("notes: %v\n%s", err, stdout)
	}
	if !strings.Contains(stderr, "broken.mid: left out: ") || !strings.Contains(stderr, "4 files, 19 notes: 3 pieces of 34 tokens, 8 different, in -; 1 files left out") {
		t.Errorf("notes: %s", stderr)
	}
	if _, stderr, err := run(notes, "midi", "--tempo", "90", "-o", filepath.Join(dir, "notes"), "-"); err != nil || !strings.Contains(stderr, "1 tunes, 2 notes, 0 findings: 1 MIDI files") {
		t.Errorf("midi of note text: %v\n%s", err, stderr)
	}
}

// TestNotesOfBroken reads a file that counts a track that is not there.
func TestNotesOfBroken(t *testing.T) {
	const file = "MThd\x00\x00\x00\x06\x00\x00\x00\x02\x00\x60MTrk\x00\x00\x00\x08\x00\x90\x3c\x40\x60\x80\x3c\x00"
	stdout, stderr, err := run(file, "notes", "--as", "classic", "-o", "-", "-")
	if err != nil || stdout != "%%notes classic\nC4\n\n" || !strings.Contains(stderr, "stdin: broken, read all the same: passed over one place: cut off: 1 tracks of 2 are there\n") {
		t.Errorf("%v\n%s\n%s", err, stdout, stderr)
	}
}

func TestCommandErrors(t *testing.T) {
	empty := t.TempDir()
	tests := []struct {
		name, stdin string
		args        []string
		want        string
		usage       bool
	}{
		{"no file", "", []string{"check"}, "check", true},
		{"no file", "", []string{"midi"}, "midi", true},
		{"no file", "", []string{"notes"}, "notes", true},
		{"no tune", "words\n", []string{"check", "-"}, "check: no tune in -: a tune begins with an X: line", false},
		{"no tune", "words\n", []string{"print", "-"}, "print: no tune in -", false},
		{"no tune", "words\n", []string{"midi", "-o", empty, "-"}, "midi: no tune in -", false},
		{"note text", notes, []string{"print", "-"}, "print: stdin: note text, not ABC: charabanc midi converts it", false},
		{"an empty folder", "", []string{"check", empty}, "no .abc file in this folder", false},
		{"interval", tune, []string{"print", "--transpose", "x", "-"}, "print: ", true},
		{"unit", tune, []string{"print", "--unit", "8", "-"}, `print: unit "8": must be a length as in L:, such as 1/8`, true},
		{"accompaniment", tune, []string{"midi", "--accompaniment", "x", "-"}, "midi: ", true},
		{"tempo", tune, []string{"midi", "--tempo", "1001", "-"}, "midi: tempo 1001: choose 1 to 1000", true},
		{"tempo 0", tune, []string{"midi", "--tempo", "0", "-"}, "midi: tempo 0: choose 1 to 1000", true},
		{"tempo NaN", tune, []string{"midi", "--tempo", "NaN", "-"}, "midi: tempo NaN: choose 1 to 1000", true},
		{"program", tune, []string{"midi", "--program", "129", "-"}, "midi: program 129: choose 1 to 128", true},
		{"chord program", tune, []string{"midi", "--chord-program", "0", "-"}, "midi: chord-program 0: choose 1 to 128", true},
		{"transpose", tune, []string{"midi", "--transpose", "-61", "-"}, "midi: transpose -61: choose -60 to 60", true},
		{"format", "", []string{"notes", "--as", "x", "-"}, "notes: ", true},
		{"grid", "", []string{"notes", "--grid", "961", "-o", "-", "-"}, "notes: grid 961", false},
	}
	for _, test := range tests {
		_, _, err := run(test.stdin, test.args...)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", test.name, err, test.want)
			continue
		}
		if exit := cli.ExitCoder(nil); (errors.As(err, &exit) && exit.ExitCode() == 2) != test.usage {
			t.Errorf("%s: a usage error: %v (%v)", test.name, !test.usage, err)
		}
	}
}

// TestProcessors: check and print print the same on any number of processors.
func TestProcessors(t *testing.T) {
	var book strings.Builder
	for i := range 500 {
		fmt.Fprintf(&book, "X:%d\nT:%d\nM:2/4\nL:1/8\nK:D\n%s|GABc{d}|%s|]\n\n", i%450, i, strings.Repeat("CDEF|", i%7*20), "G4 "[:i%4])
	}
	for _, args := range [][]string{
		{"check", "-"}, {"check", "--json", "-"}, {"check", "--tune", "3,7-99", "-"},
		{"print", "-"}, {"print", "--renumber=5", "--transpose", "2", "--unit", "1/4", "--title", "3", "-"},
	} {
		var want string
		for _, n := range []int{1, 2, 5} {
			old := runtime.GOMAXPROCS(n)
			stdout, stderr, err := run(book.String(), args...)
			runtime.GOMAXPROCS(old)
			if err != nil {
				t.Fatal(args, err)
			}
			if got := stdout + stderr; n == 1 {
				want = got
			} else if got != want {
				t.Errorf("%v: another output on %d processors", args, n)
			}
		}
	}
}
