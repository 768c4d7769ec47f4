package notetext

import (
	"bytes"
	"path/filepath"
	"slices"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/smf"
	"charabanc/data"
)

// exactRound takes a performance through exact text and a MIDI file.
func exactRound(t testing.TB, p *smf.Performance, o Options) *smf.Performance {
	t.Helper()
	text, err := Text(p, o)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Read(data.Source{File: "text", Line: 1, Text: text})
	if err != nil {
		t.Fatalf("findings on our own text: %v\n%.2000s", err, text)
	}
	var buf bytes.Buffer
	if err := back.WriteMIDI(&buf); err != nil {
		t.Fatal(err)
	}
	again, err := smf.Read(&buf)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

func TestCorporaExact(t *testing.T) {
	for _, pattern := range []string{"nottingham/midi/*.mid", "nottingham/midi/melody/*.mid", "nottingham/midi/chords/*.mid", "piano/*.mid"} {
		t.Run(pattern, func(t *testing.T) {
			t.Parallel()
			notes, files := 0, abctest.CorpusFiles(t, pattern)
			for _, name := range files {
				p := abctest.ReadFile(t, name)
				q := exactRound(t, p, Options{Velocity: true})
				a, b := abctest.Flat(p, true, true), abctest.Flat(q, true, true)
				if !slices.Equal(a, b) {
					t.Errorf("%s: %d of %d notes come back, %d in all", filepath.Base(name), abctest.Common(a, b), len(a), len(b))
				}
				notes += len(a)
			}
			t.Logf("%d files, %d notes", len(files), notes)
		})
	}
}

// abcRound takes a performance through ABC and a MIDI file. It returns the notes
// with times in ticks of p; a time that is not such a tick becomes -1.
func abcRound(t testing.TB, p *smf.Performance, o Options) (*smf.Performance, string) {
	t.Helper()
	o.Format = ABC
	text, err := Text(p, o)
	if err != nil {
		t.Fatal(err)
	}
	tune, err := abc.Parse(text)
	if err != nil {
		t.Fatalf("findings on our own text: %v\n%.3000s", err, text)
	}
	s, err := play.Play(tune, score.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if err := smf.Write(&buf, s, smf.Options{Division: tune.Division()}); err != nil {
		t.Fatal(err)
	}
	back, err := smf.Read(&buf)
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
			notes, equal, size, files := 0, 0, 0, abctest.CorpusFiles(t, pattern)
			for _, name := range files {
				p := abctest.ReadFile(t, name)
				q, text := abcRound(t, p, Options{})
				size += len(text)
				a, b := abctest.Flat(p, false, false), abctest.Flat(q, false, false)
				n := abctest.Common(a, b)
				if n != len(a) || n != len(b) {
					t.Errorf("%s: %d of %d notes come back, %d in all", filepath.Base(name), n, len(a), len(b))
				}
				notes, equal = notes+len(a), equal+n
			}
			t.Logf("%d files, %d notes, %d come back, %d bytes", len(files), notes, equal, size)
		})
	}
}
