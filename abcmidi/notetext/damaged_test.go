package notetext

import (
	"bytes"
	"slices"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/smf"
	"charabanc/data"
)

// digest reads a file that may be anything and writes it in every format. Exact
// text must give every note back, and ABC every note with its time.
func digest(t testing.TB, b []byte) {
	p, err := smf.Read(bytes.NewReader(b))
	if err != nil {
		return
	}
	if p.Notes() == 0 {
		return
	}
	want := abctest.Flat(p, true, true)
	for _, o := range []Options{
		{Velocity: true}, {Format: Classic}, {Format: ABC}, {Format: ABC, Grid: 12, Pedal: true, TransposeTo: "C"},
	} {
		text, err := Text(p, o)
		if err != nil {
			continue // too many voices, too long a tune
		}
		switch o.Format {
		case Exact:
			back, err := Read(data.Source{Text: text})
			if err != nil {
				t.Fatalf("findings on our own text: %v", err)
			}
			if got := abctest.Flat(back, true, true); !slices.Equal(got, want) {
				t.Fatalf("%d of %d notes come back, %d in all\n%q", abctest.Common(got, want), len(want), len(got), b)
			}
		case ABC:
			if len(text) > 1<<20 {
				continue
			}
			tune, err := abc.Parse(text)
			if err != nil {
				t.Fatalf("findings on our own tune: %v\n%q", err, b)
			}
			if o.Grid > 0 {
				continue
			}
			s, err := play.Play(tune, score.Options{})
			if err != nil {
				t.Fatalf("our own tune: %v\n%q", err, b)
			}
			if got := scoreNotes(s, p.Division); abctest.Common(got, abctest.Flat(p, false, false)) != len(want) || len(got) != len(want) {
				t.Fatalf("ABC: %d of %d notes come back, %d in all\n%q\n%s", abctest.Common(got, abctest.Flat(p, false, false)), len(want), len(got), b, text)
			}
		}
	}
}

// scoreNotes returns a score's notes in ticks of a division.
func scoreNotes(s *score.Score, division int) (list []abctest.FlatNote) {
	tick := func(f music.Fraction) int64 {
		return (2*f.Num()*int64(division) + f.Den()) / (2 * f.Den())
	}
	for i := range s.Voices {
		for _, e := range s.Voices[i].Events {
			list = append(list, abctest.FlatNote{Part: 0, On: tick(e.Onset), Off: tick(e.Onset.Add(e.Duration)), Key: e.Key, Vel: 0})
		}
	}
	return list
}

// TestDamaged writes some thousands of damaged and random files as text, or as many as
// CHARABANC_DAMAGED says, as far as they can be read.
func TestDamaged(t *testing.T) {
	for b := range abctest.Damaged(t) {
		digest(t, b)
	}
}

func FuzzText(f *testing.F) {
	abctest.SeedMIDI(f)
	f.Fuzz(func(t *testing.T, b []byte) { digest(t, b) })
}

// TestMemoryServesTheNextPerformance writes performances in one order and in the other.
func TestMemoryServesTheNextPerformance(t *testing.T) {
	const most = 300
	type job struct {
		p    *smf.Performance
		o    Options
		want string
	}
	var jobs []job
	for b := range abctest.Damaged(t) {
		p, err := smf.Read(bytes.NewReader(b))
		if err != nil || p.Notes() == 0 {
			continue
		}
		o := Options{Format: Format(len(jobs) % 3)}
		text, err := Text(p, o)
		if err != nil {
			continue // too many voices, too long a tune
		}
		if jobs = append(jobs, job{p, o, text}); len(jobs) == most {
			break
		}
	}
	var memory []byte
	for i, j := range slices.Backward(jobs) {
		memory, _ = Append(j.p, memory[:0], &j.o)
		if string(memory) != j.want {
			t.Errorf("%s text %d is another one in used memory:\n%.500s, want\n%.500s", j.o.Format, i, memory, j.want)
		}
	}
}
