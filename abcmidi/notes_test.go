package abcmidi

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// flatNote is a note as round trips compare it.
type flatNote struct {
	part     int
	on, off  int64
	key, vel uint8
}

func flat(p *Performance, parts, velocity bool) (list []flatNote) {
	n := 0
	for i := range p.Parts {
		if len(p.Parts[i].Notes) == 0 {
			continue
		}
		for _, x := range p.Parts[i].Notes {
			f := flatNote{0, x.On, x.Off, x.Key, 0}
			if parts {
				f.part = n
			}
			if velocity {
				f.vel = x.Velocity
			}
			list = append(list, f)
		}
		n++
	}
	slices.SortFunc(list, func(a, b flatNote) int {
		for _, d := range []int64{a.on - b.on, int64(a.part - b.part), int64(a.key) - int64(b.key), a.off - b.off, int64(a.vel) - int64(b.vel)} {
			if d != 0 {
				return int(d)
			}
		}
		return 0
	})
	return list
}

// common counts the notes two lists share; both are sorted.
func common(a, b []flatNote) (n int) {
	count := map[flatNote]int{}
	for _, x := range a {
		count[x]++
	}
	for _, x := range b {
		if count[x] > 0 {
			count[x]--
			n++
		}
	}
	return n
}

// exactRound takes a performance through exact text and a MIDI file.
func exactRound(t testing.TB, p *Performance, o NoteTextOptions) *Performance {
	t.Helper()
	text, err := p.NoteText(o)
	if err != nil {
		t.Fatal(err)
	}
	back, err := ReadNotes(Source{File: "text", Line: 1, Text: text})
	if err != nil {
		t.Fatalf("findings on our own text: %v\n%.2000s", err, text)
	}
	var buf bytes.Buffer
	if err := back.WriteMIDI(&buf); err != nil {
		t.Fatal(err)
	}
	again, err := ReadMIDI(&buf)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// corpusFiles are the MIDI files of a shared corpus.
func corpusFiles(t testing.TB, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(shared(t, "corpora"), filepath.FromSlash(pattern)))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no files (%v)", pattern, err)
	}
	return files
}

func readFile(t testing.TB, name string) *Performance {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	p, err := readMIDI(b)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return p
}

func TestCorporaExact(t *testing.T) {
	for _, pattern := range []string{"nottingham/midi/*.mid", "nottingham/midi/melody/*.mid", "nottingham/midi/chords/*.mid", "piano/*.mid"} {
		t.Run(pattern, func(t *testing.T) {
			t.Parallel()
			notes, files := 0, corpusFiles(t, pattern)
			for _, name := range files {
				p := readFile(t, name)
				q := exactRound(t, p, NoteTextOptions{Velocity: true})
				a, b := flat(p, true, true), flat(q, true, true)
				if !slices.Equal(a, b) {
					t.Errorf("%s: %d of %d notes come back, %d in all", filepath.Base(name), common(a, b), len(a), len(b))
				}
				notes += len(a)
			}
			t.Logf("%d files, %d notes", len(files), notes)
		})
	}
}

// TestCorporaThroughFiles goes the way of a user: a folder of MIDI files to
// one text, the text to MIDI files.
func TestCorporaThroughFiles(t *testing.T) {
	files := corpusFiles(t, "piano/*.mid")
	dir := t.TempDir()
	text := filepath.Join(dir, "notes.txt")
	sum, err := ConvertCorpus(context.Background(), NotesOptions{Inputs: []string{filepath.Dir(files[0])}, Output: text})
	if err != nil || sum.Pieces != len(files) || sum.Skipped != 0 {
		t.Fatalf("%+v, %v", sum, err)
	}
	back, err := ConvertTexts(context.Background(), ConvertOptions{Inputs: []string{text}, OutDir: dir,
		Report: func(e *Error) { t.Error(e) }})
	if err != nil || back.Written != len(files) || back.Notes != sum.Notes {
		t.Fatalf("%+v, %v", back, err)
	}
	for i, name := range files {
		a := flat(readFile(t, name), true, false)
		b := flat(readFile(t, filepath.Join(dir, fmt.Sprintf("notes-%04d.mid", i+1))), true, false)
		if !slices.Equal(a, b) {
			t.Errorf("%s: %d of %d notes come back, %d in all", filepath.Base(name), common(a, b), len(a), len(b))
		}
	}
}

// abcRound takes a performance through ABC; the notes come back.
// The times are made those of p's division; what is no tick of it becomes -1.
func abcRound(t testing.TB, p *Performance, o NoteTextOptions) (*Performance, string) {
	t.Helper()
	o.Format = ABCNotes
	text, err := p.NoteText(o)
	if err != nil {
		t.Fatal(err)
	}
	tune, err := Parse(text)
	if err != nil {
		t.Fatalf("findings on our own text: %v\n%.3000s", err, text)
	}
	score, err := tune.Score(ScoreOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if err := WriteMIDI(&buf, score, MIDIOptions{Division: tune.Division()}); err != nil {
		t.Fatal(err)
	}
	back, err := ReadMIDI(&buf)
	if err != nil {
		t.Fatal(err)
	}
	rescale := func(tick int64) int64 {
		if n := tick * int64(p.Division); n%int64(back.Division) == 0 {
			return n / int64(back.Division)
		}
		return -1
	}
	for i := range back.Parts {
		for j := range back.Parts[i].Notes {
			n := &back.Parts[i].Notes[j]
			n.On, n.Off = rescale(n.On), rescale(n.Off)
		}
	}
	return back, text
}

func TestCorporaABC(t *testing.T) {
	for _, pattern := range []string{"nottingham/midi/*.mid", "nottingham/midi/melody/*.mid", "nottingham/midi/chords/*.mid", "piano/*.mid"} {
		t.Run(pattern, func(t *testing.T) {
			t.Parallel()
			notes, equal, size, files := 0, 0, 0, corpusFiles(t, pattern)
			for _, name := range files {
				p := readFile(t, name)
				q, text := abcRound(t, p, NoteTextOptions{})
				size += len(text)
				a, b := flat(p, false, false), flat(q, false, false)
				n := common(a, b)
				if n != len(a) || n != len(b) {
					t.Errorf("%s: %d of %d notes come back, %d in all", filepath.Base(name), n, len(a), len(b))
				}
				notes, equal = notes+len(a), equal+n
			}
			t.Logf("%d files, %d notes, %d come back, %d bytes", len(files), notes, equal, size)
		})
	}
}
