package corpus

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/score"
	"charabanc/data"
)

const (
	oneTune  = "X:1\nT:one\nK:C\nCDE|\n"
	twoTunes = oneTune + "\nX:2\nT:two\nK:G\n\"G\"GAB|\n"
)

// listed returns the names in a folder; a temporary file that is left would be
// among them.
func listed(t *testing.T, dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func write(t *testing.T, path, text string) string {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestConvert(t *testing.T) {
	in := t.TempDir()
	one := write(t, filepath.Join(in, "one.abc"), oneTune)
	two := write(t, filepath.Join(in, "sub", "two.ABC"), twoTunes)
	write(t, filepath.Join(in, "sub", "notes.txt"), "no tune")
	numbered := write(t, filepath.Join(in, "two-0001.abc"), oneTune)
	second := write(t, filepath.Join(in, "one_2.abc"), oneTune)
	upper := write(t, filepath.Join(in, "ONE.txt"), oneTune)
	prose := write(t, filepath.Join(in, "prose.txt"), "no tune\n")
	broken := write(t, filepath.Join(in, "broken.abc"), "X:1\nK:C\nC # D [E|\n")
	voices := write(t, filepath.Join(in, "voices.txt"), "X:1\nK:C\nV:a/b\nC|\nV:2\nE|\n")
	for _, c := range []struct {
		name     string
		o        Options
		want     string
		sum      Summary
		findings int
	}{
		{"one tune", Options{Inputs: []string{one}}, "one.mid", Summary{1, 1, 1, 3, 0, 0, false}, 0},
		{"two tunes", Options{Inputs: []string{two}}, "two-0001.mid two-0002.mid", Summary{1, 2, 2, 10, 0, 0, false}, 0},
		{"stdin", Options{Inputs: []string{"-"}, Stdin: strings.NewReader(twoTunes)}, "tunes-0001.mid tunes-0002.mid", Summary{1, 2, 2, 10, 0, 0, false}, 0},
		{"folder", Options{Inputs: []string{filepath.Join(in, "sub")}}, "two-0001.mid two-0002.mid", Summary{1, 2, 2, 10, 0, 0, false}, 0},
		{"a name that a tune takes", Options{Inputs: []string{two, numbered}}, "two-0001.mid two-0001_2.mid two-0002.mid", Summary{2, 3, 3, 13, 0, 0, false}, 0},
		{"a name that another takes", Options{Inputs: []string{one, one, second}}, "one.mid one_2.mid one_2_2.mid", Summary{3, 3, 3, 9, 0, 0, false}, 0},
		{"names that differ in case", Options{Inputs: []string{one, upper}}, "ONE_2.mid one.mid", Summary{2, 2, 2, 6, 0, 0, false}, 0},
		{"same name twice", Options{Inputs: []string{one, one}}, "one.mid one_2.mid", Summary{2, 2, 2, 6, 0, 0, false}, 0},
		{"no tune", Options{Inputs: []string{prose}}, "", Summary{1, 0, 0, 0, 1, 0, false}, 1},
		{"findings", Options{Inputs: []string{broken}}, "broken.mid", Summary{1, 1, 1, 3, 2, 0, false}, 2},
		{"split", Options{Inputs: []string{voices}, SplitVoices: true}, "voices-1-a_b.mid voices-2-2.mid", Summary{1, 1, 2, 2, 0, 0, false}, 0},
		{"no chords", Options{Inputs: []string{two}, Score: score.Options{Accompaniment: score.NoAccompany}}, "two-0001.mid two-0002.mid", Summary{1, 2, 2, 6, 0, 0, false}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.o.OutDir = filepath.Join(t.TempDir(), "new", "out")
			reported := 0
			c.o.Report = func(*abc.Error) { reported++ }
			last := int64(-1)
			c.o.Progress = func(done, total int64) {
				if done < last || total > 0 && done > total {
					t.Errorf("progress %d of %d after %d", done, total, last)
				}
				last = done
			}
			sum, err := Convert(context.Background(), c.o)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(listed(t, c.o.OutDir), " "); got != c.want {
				t.Errorf("wrote %s, want %s", got, c.want)
			}
			if c.name != "no tune" {
				c.sum.Findings = c.findings
			}
			if sum != c.sum || reported != c.findings {
				t.Errorf("%+v and %d reports, want %+v and %d", sum, reported, c.sum, c.findings)
			}
			for _, name := range listed(t, c.o.OutDir) {
				b, err := os.ReadFile(filepath.Join(c.o.OutDir, name))
				if err != nil {
					t.Fatal(err)
				}
				if _, err := abctest.StrictSMF(b); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	}
}

// TestConvertWAV writes sound files, under a name that is asked for, and leaves out what
// would be too long.
func TestConvertWAV(t *testing.T) {
	in := t.TempDir()
	two := write(t, filepath.Join(in, "two.abc"), twoTunes)
	voices := write(t, filepath.Join(in, "voices.abc"), "X:1\nK:C\nV:1\nC|\nV:2\nE|\n")
	long := write(t, filepath.Join(in, "long.abc"), "X:1\nL:1\nQ:1/4=60\nK:C\nC200|\n\nX:2\nL:1\nK:C\nC2000|\n")
	notes := write(t, filepath.Join(in, "notes.txt"), "%%notes exact 96\nC4:1\n")
	for _, c := range []struct {
		name string
		o    Options
		want string
		sum  Summary
	}{
		{"two tunes", Options{Inputs: []string{two}}, "two-0001.wav two-0002.wav", Summary{1, 2, 2, 10, 0, 0, false}},
		{"a name", Options{Inputs: []string{two, notes}, Name: "x"}, "x-0001.wav x-0002.wav x_2.wav", Summary{2, 3, 3, 11, 0, 0, false}},
		{"split", Options{Inputs: []string{voices}, SplitVoices: true}, "voices-1-1.wav voices-2-2.wav", Summary{1, 1, 2, 2, 0, 0, false}},
		{"a long tune, one too long", Options{Inputs: []string{long}}, "long-0001.wav", Summary{1, 2, 1, 2, 1, 1, false}},
	} {
		c.o.OutDir, c.o.Format = t.TempDir(), WAV
		sum, err := Convert(context.Background(), c.o)
		if err != nil || sum != c.sum {
			t.Errorf("%s: %v, %+v, want %+v", c.name, err, sum, c.sum)
		}
		if got := strings.Join(listed(t, c.o.OutDir), " "); got != c.want {
			t.Errorf("%s: wrote %s, want %s", c.name, got, c.want)
		}
		for _, name := range listed(t, c.o.OutDir) {
			b, err := os.ReadFile(filepath.Join(c.o.OutDir, name))
			if err != nil || !strings.HasPrefix(string(b), "RIFF") {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestConvertFails(t *testing.T) {
	dir := t.TempDir()
	one := write(t, filepath.Join(dir, "one.abc"), twoTunes)
	for _, c := range []struct {
		name string
		o    Options
		want string
	}{
		{"missing", Options{Inputs: []string{filepath.Join(dir, "none.abc")}, OutDir: dir}, "none.abc"},
		{"folder without tunes", Options{Inputs: []string{t.TempDir()}, OutDir: dir}, "no .abc file"},
		{"output is a file", Options{Inputs: []string{one}, OutDir: one}, "output folder"},
		{"output is in a file", Options{Inputs: []string{one}, OutDir: filepath.Join(one, "x")}, "output folder"},
		{"a folder in the way", Options{Inputs: []string{one}, OutDir: func() string {
			out := filepath.Join(dir, "out")
			write(t, filepath.Join(out, "one-0001.mid", "file"), "")
			return out
		}()}, "one-0001.mid"},
		{"stream fails", Options{Inputs: []string{"-"}, Stdin: &abctest.Endless{Text: twoTunes, Left: 2}, OutDir: dir}, "no more"},
	} {
		sum, err := Convert(context.Background(), c.o)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one about %q", c.name, err, c.want)
		}
		if c.name == "a folder in the way" {
			if sum.NotConverted == 0 {
				t.Errorf("%s: %+v", c.name, sum)
			}
			if slices.ContainsFunc(listed(t, c.o.OutDir), func(s string) bool { return s[0] == '.' }) {
				t.Errorf("%s: left %v", c.name, listed(t, c.o.OutDir))
			}
		}
	}
}

func TestConvertStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Convert(ctx, Options{Inputs: []string{"-"}, Stdin: strings.NewReader(strings.Repeat(twoTunes+"\n", 1000)), OutDir: t.TempDir()})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
	ctx, cancel = context.WithCancel(context.Background())
	dir := t.TempDir()
	sum, err := Convert(ctx, Options{
		Inputs: []string{"-"}, Stdin: &abctest.Endless{Text: twoTunes + "\n", Left: 1 << 30}, OutDir: dir,
		Progress: func(int64, int64) { cancel() },
	})
	if !errors.Is(err, context.Canceled) || sum.Written != len(listed(t, dir)) {
		t.Errorf("%+v, error %v, %d files", sum, err, len(listed(t, dir)))
	}
}

func TestConvertPiece(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tune.mid")
	var found []string
	notes, err := ConvertPiece(data.Source{File: "sample", Line: 7, Text: "X:1\nK:C\nC # D|\n"}, path,
		Options{Report: func(e *abc.Error) { found = append(found, e.Error()) }})
	if err != nil || notes != 2 || len(found) != 1 || found[0] != `sample:9:3: unexpected "#" ignored` {
		t.Errorf("%d notes, %v, %v", notes, found, err)
	}
	if _, err := ConvertPiece(data.Source{Text: oneTune}, filepath.Join(path, "below"), Options{}); err == nil {
		t.Error("a path below a file is written")
	}
}
