package corpus

import (
	"bytes"
	"charabanc/abcmidi/abc"
	"charabanc/data"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/notetext"
	"charabanc/abcmidi/score"
)

// corpusFolder is a folder with a sound file, a broken one, one without notes
// and one that is no MIDI.
func corpusFolder(t *testing.T) string {
	dir := t.TempDir()
	for name, b := range map[string][]byte{
		"b.mid": abctest.SampleFile(t), "sub/a.MIDI": abctest.SampleFile(t), "broken.mid": abctest.SampleFile(t)[:60],
		"silent.mid": abctest.RawFile(0, 96, abctest.EndOfTrack), "notes.txt": []byte("no"),
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		os.MkdirAll(filepath.Dir(path), 0o777)
		if err := os.WriteFile(path, b, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestConvertNotes(t *testing.T) {
	dir := corpusFolder(t)
	out := filepath.Join(t.TempDir(), "notes.txt")
	var left []string
	var last, total int64
	o := NotesOptions{Inputs: []string{dir}, Output: out,
		Report:   func(file string, reason error) { left = append(left, filepath.Base(file)+": "+reason.Error()) },
		Progress: func(done, all int64) { last, total = done, all }}
	sum, err := ConvertNotes(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"broken.mid: cut off: track ", "silent.mid: no notes in it"}; len(left) != 2 || !strings.HasPrefix(left[0], want[0]) || left[1] != want[1] {
		t.Errorf("left out %q, want %q", left, want)
	}
	if last != total || total == 0 {
		t.Errorf("progress ends at %d of %d", last, total)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	pieces := strings.Split(strings.TrimSuffix(string(text), "\n\n"), "\n\n")
	if len(pieces) != 2 || !strings.HasPrefix(pieces[0], "%%notes exact 480\n") || pieces[0] != pieces[1] {
		t.Errorf("not two equal pieces:\n%s", text)
	}
	words := strings.Fields(string(text))
	tokens := len(words) + strings.Count(string(text), "\n")
	slices.Sort(words)
	if kinds := len(slices.Compact(words)) + 1; sum != (NotesSummary{Files: 4, Pieces: 2, Skipped: 2, Notes: 44, Tokens: tokens, Vocabulary: kinds}) {
		t.Errorf("summary %+v; %d tokens, %d kinds", sum, tokens, kinds)
	}

	o.MinCount, o.Output = 5, "-"
	var buf bytes.Buffer
	o.Stdout = &buf
	sum, err = ConvertNotes(context.Background(), o)
	if err != nil || sum.Rare == 0 || sum.RareKinds == 0 || strings.Contains(buf.String(), "A5:") || !strings.Contains(buf.String(), "C2:1") {
		t.Errorf("min-count: %+v, %v\n%s", sum, err, buf.String())
	}
	if last != total {
		t.Errorf("min-count: progress ends at %d of %d", last, total)
	}

	o.MinCount, o.Output = 1000, out
	left = nil
	if sum, err = ConvertNotes(context.Background(), o); !errors.Is(err, ErrNothing) || sum.Skipped != 4 || !strings.Contains(left[0], "rarer than --min-count 1000") {
		t.Errorf("nothing is frequent: %+v, %v, %q", sum, err, left)
	}
	if again, _ := os.ReadFile(out); !bytes.Equal(again, text) {
		t.Error("the old output is gone")
	}
}

func TestConvertNotesErrors(t *testing.T) {
	dir := corpusFolder(t)
	out := filepath.Join(t.TempDir(), "notes.txt")
	os.WriteFile(out, []byte("old"), 0o666)
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	tests := []struct {
		name string
		ctx  context.Context
		o    NotesOptions
		want string
	}{
		{"missing input", context.Background(), NotesOptions{Inputs: []string{filepath.Join(dir, "none")}}, "no such file"},
		{"empty folder", context.Background(), NotesOptions{Inputs: []string{t.TempDir()}}, "no .mid file in this folder"},
		{"grid", context.Background(), NotesOptions{Inputs: []string{dir}, Text: notetext.Options{Grid: -1}}, "grid -1: must be from 1"},
		{"velocity", context.Background(), NotesOptions{Inputs: []string{dir}, Text: notetext.Options{Format: notetext.Classic, Velocity: true}}, "classic text has none"},
		{"key", context.Background(), NotesOptions{Inputs: []string{dir}, Text: notetext.Options{TransposeTo: "H"}}, `transpose to "H"`},
		{"min-count", context.Background(), NotesOptions{Inputs: []string{dir}, MinCount: 2, Text: notetext.Options{Format: notetext.ABC}}, "min-count"},
		{"nothing to read", context.Background(), NotesOptions{Inputs: []string{filepath.Join(dir, "notes.txt")}}, "no file could be read"},
		{"the input", context.Background(), NotesOptions{Inputs: []string{dir, out}}, "one of the files to read"},
		{"no output", context.Background(), NotesOptions{Inputs: []string{dir}}, "no output named"},
		{"cancelled", cancelled, NotesOptions{Inputs: []string{dir}}, "context canceled"},
	}
	for _, test := range tests {
		if test.name != "no output" {
			test.o.Output = out
		}
		if _, err := ConvertNotes(test.ctx, test.o); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want %s", test.name, err, test.want)
		}
		if b, _ := os.ReadFile(out); string(b) != "old" {
			t.Fatalf("%s: the old output is gone", test.name)
		}
	}
}

// TestConvertTexts converts ABC and note text side by side, and from standard
// input.
func TestConvertTexts(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	tunes := write("tune.abc", "X:1\nK:C\nCDE\n")
	notes := write("notes.txt", "\n\n%%notes exact 96\nC4:1 +1 D4:1\n\n%%notes classic\nE4 odd\n%%notes exact 96\nE4:1\n")
	out := filepath.Join(dir, "out")
	var found []string
	var last, total int64
	o := Options{Inputs: []string{tunes, notes}, OutDir: out, Progress: func(done, all int64) { last, total = done, all }, Report: func(e *abc.Error) { found = append(found, e.Error()) }}
	sum, err := Convert(context.Background(), o)
	if want := (Summary{Files: 2, Tunes: 4, Written: 4, Notes: 7, Findings: 1}); err != nil || sum != want {
		t.Errorf("summary %+v, want %+v; %v", sum, want, err)
	}
	if last != total || total == 0 {
		t.Errorf("progress ends at %d of %d", last, total)
	}
	if want := []string{notes + `:7:4: unknown token "odd" passed over`}; !slices.Equal(found, want) {
		t.Errorf("findings %q, want %q", found, want)
	}
	for _, name := range []string{"tune.mid", "notes-0001.mid", "notes-0002.mid", "notes-0003.mid"} {
		b, err := os.ReadFile(filepath.Join(out, name))
		if err == nil {
			_, err = abctest.StrictSMF(b)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, text := range []string{"%%notes exact 96\nC4:1\n", "X:1\nK:C\nC\n"} {
		o := Options{Inputs: []string{"-"}, Stdin: strings.NewReader(text), OutDir: out}
		if sum, err := Convert(context.Background(), o); err != nil || sum.Notes != 1 {
			t.Errorf("standard input: %+v, %v", sum, err)
		}
		path := filepath.Join(out, "piece.mid")
		if n, err := ConvertPiece(data.Source{Text: text}, path, Options{Score: score.Options{Transpose: 2}}); err != nil || n != 1 {
			t.Errorf("one piece: %d notes, %v", n, err)
		}
	}
	if _, err := Convert(context.Background(), Options{Inputs: []string{filepath.Join(dir, "none")}, OutDir: out}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing input: %v", err)
	}
}
