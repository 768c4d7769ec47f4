package score_test

import (
	"fmt"
	"testing"

	"charabanc/abcmidi/music"
	"charabanc/abcmidi/score"
)

func Example() {
	quarter := music.NewFraction(1, 1)
	s := &score.Score{
		Title:  "Two notes",
		Tempos: []score.TempoChange{{Quarters: music.NewFraction(score.DefaultTempo, 1)}},
		Voices: []score.Voice{{ID: "1", Channel: -1}},
		Length: quarter.Times(2, 1),
	}
	s.Voices[0].Add(music.Fraction{}, quarter, 60, 105)
	s.Voices[0].Add(quarter, quarter, 64, 95)
	s.Transpose(2)
	for _, e := range s.Voices[0].Events {
		fmt.Println(e.Onset, e.Duration, e.Key, e.Velocity)
	}
	// Output:
	// 0 1 62 105
	// 1 1 66 95
}

func newScore() *score.Score {
	s := &score.Score{
		Tempos: []score.TempoChange{{Quarters: music.NewFraction(100, 1)}, {At: music.NewFraction(4, 1), Quarters: music.NewFraction(80, 1)}},
		Keys:   []score.KeyChange{{Sharps: 1}, {Sharps: -3, Minor: true}},
		Voices: []score.Voice{{Role: score.Melody, Program: 3}, {Role: score.Chords, Program: 4}, {Role: score.Drums, Channel: 9}},
	}
	for i := range s.Voices {
		s.Voices[i].Add(music.Fraction{}, music.NewFraction(1, 1), 60, 90)
		s.Voices[i].Add(music.Fraction{}, music.NewFraction(1, 1), 127, 90)
	}
	return s
}

func TestOverride(t *testing.T) {
	const written = "[{0 100} {4 80}] [{0 1 false} {0 -3 true}] 3 4 0"
	for _, c := range []struct {
		name string
		o    score.Options
		want string
	}{
		{"nothing", score.Options{}, written},
		{"tempo", score.Options{Tempo: 90.5}, "[{0 181/2}] [{0 1 false} {0 -3 true}] 3 4 0"},
		{"program of the melody", score.Options{Program: 128}, "[{0 100} {4 80}] [{0 1 false} {0 -3 true}] 127 4 0"},
		{"keys", score.Options{Transpose: 2}, "[{0 100} {4 80}] [{0 3 false} {0 -1 true}] 3 4 0"},
		{"what players do themselves", score.Options{ChordProgram: 9, Swing: true, Ornaments: true, Accompaniment: score.Block}, written},
	} {
		s := newScore()
		c.o.Override(s)
		got := fmt.Sprint(s.Tempos, s.Keys, s.Voices[0].Program, s.Voices[1].Program, s.Voices[2].Program)
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if s.Voices[0].Events[0].Key != 60 {
			t.Errorf("%s: the notes are moved", c.name)
		}
	}
}

func TestTranspose(t *testing.T) {
	for semitones, want := range map[int]string{0: "60 127 60 127 60 127", 3: "63 118 63 118 60 127", -61: "11 66 11 66 60 127"} {
		s := newScore()
		s.Transpose(semitones)
		got := ""
		for _, v := range s.Voices {
			for _, e := range v.Events {
				got += fmt.Sprint(e.Key, " ")
			}
		}
		if got != want+" " {
			t.Errorf("by %d: keys %s, want %s", semitones, got, want)
		}
		if fmt.Sprint(s.Keys) != fmt.Sprint(newScore().Keys) {
			t.Errorf("by %d: the key signatures are moved", semitones)
		}
	}
}

func TestAccompaniment(t *testing.T) {
	for a, name := range map[score.Accompaniment]string{score.Pattern: "pattern", score.Block: "block", score.NoAccompany: "none"} {
		if got, err := score.ParseAccompaniment(name); got != a || err != nil || a.String() != name {
			t.Errorf("%s: %v, %v; the name of %d is %s", name, got, err, a, a)
		}
	}
	if _, err := score.ParseAccompaniment("oompah"); err == nil || err.Error() != `accompaniment "oompah": must be pattern, block or none` {
		t.Errorf("oompah: %v", err)
	}
	if got := score.Accompaniment(3).String(); got != "unknown accompaniment" {
		t.Errorf("accompaniment 3 is %s", got)
	}
}
