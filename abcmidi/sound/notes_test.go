package sound_test

import (
	"fmt"
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/sound"
)

// played returns the score of a tune.
func played(t testing.TB, text string) *score.Score {
	tune, err := abc.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	s, err := play.Play(tune, score.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestNotes(t *testing.T) {
	const header = "X:1\nM:4/4\nL:1/4\nK:C\n"
	for _, c := range []struct{ name, text, want string }{
		{"two notes", header + "CD|", "0+500 6000 401; 500+500 6200 401"},
		{"beats", header + "CDC/D/C|", "0+500 6000 466; 500+500 6200 401; 1000+250 6000 401; 1250+250 6200 310; 1500+500 6000 401"},
		{"loud and soft", header + "!fff!C!pp!D|", "0+500 6000 548; 500+500 6200 90"},
		{"a tempo", "X:1\nM:4/4\nL:1/4\nQ:1/4=90\nK:C\nCD[Q:1/4=60]E|", "0+667 6000 401; 667+666 6200 401; 1333+1000 6400 401"},
		{"a quarter tone", header + "^/C|", "0+500 6050 401"},
		{"voices in the order of time", header + "V:1\nCD|\nV:2\nE2|\n", "0+500 6000 401; 0+1000 6400 401 v1; 500+500 6200 401"},
		{"volume", header + "%%MIDI control 7 127\nC[I:MIDI control 11 64]D[I:MIDI control 7 0]E|", "0+500 6000 647; 500+500 6200 164"},
		{"pitch bend", header + "%%MIDI pitchbend 0 80\nC|", "0+500 6050 401"},
		{"programs", header + "%%MIDI program 40\nC[I:MIDI program 19]D[I:MIDI program 24]E|", "0+500 6000 401 fiddle; 500+500 6200 401 organ; 1000+500 6400 401"},
		{"drums", header + "%%MIDI channel 10\nC|", "0+500 6000 401 drum"},
	} {
		var got []string
		for _, n := range sound.Notes(played(t, c.text)) {
			text := fmt.Sprintf("%d+%d %d %d", n.Start, n.Length, n.Cents, n.Level)
			if n.Voice > 0 {
				text += fmt.Sprintf(" v%d", n.Voice)
			}
			if n.Timbre != sound.Plucked {
				text += " " + n.Timbre.String()
			}
			got = append(got, text)
		}
		if all := strings.Join(got, "; "); all != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, all, c.want)
		}
	}
}

// TestRoles wants what accompanies softer than the melody.
func TestRoles(t *testing.T) {
	var levels [5]int
	for role := score.Melody; role <= score.Drone; role++ {
		s := &score.Score{Voices: []score.Voice{{Role: role}}}
		s.Voices[0].Add(music.Fraction{}, music.NewFraction(1, 1), 60, 127)
		notes := sound.Notes(s)
		levels[role] = notes[0].Level
		if (notes[0].Timbre == sound.Drum) != (role == score.Drums) {
			t.Errorf("role %d: %v", role, notes[0].Timbre)
		}
	}
	if want := [5]int{620, 260, 403, 341, 217}; levels != want {
		t.Errorf("levels %v, want %v", levels, want)
	}
}

// TestLongNotes: times that no int of 32 bits holds, and notes shorter than a millisecond.
func TestLongNotes(t *testing.T) {
	s := &score.Score{Voices: []score.Voice{{}}, Tempos: []score.TempoChange{{Quarters: music.NewFraction(1, 1000)}}}
	s.Voices[0].Add(music.Fraction{}, music.NewFraction(music.MaxLength, 1), 60, 127)
	s.Voices[0].Add(music.NewFraction(music.MaxLength, 1), music.NewFraction(1, 1), 60, 127)
	s.Voices[0].Add(music.Fraction{}, music.Fraction{}, 60, 127)
	got := fmt.Sprint(sound.Notes(s))
	if want := "[{0 1073741824 6000 620 0 plucked} {0 1 6000 620 0 plucked} {1073741824 1 6000 620 0 plucked}]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestTimbres(t *testing.T) {
	for timbre := sound.Plucked; timbre < sound.Drum; timbre++ {
		got, err := sound.ParseTimbre(timbre.String())
		if got != timbre || err != nil {
			t.Errorf("%v: %v, %v", timbre, got, err)
		}
		s := &score.Score{Voices: []score.Voice{{Program: timbre.Program() - 1}}}
		s.Voices[0].Add(music.Fraction{}, music.NewFraction(1, 1), 60, 127)
		if notes := sound.Notes(s); notes[0].Timbre != timbre {
			t.Errorf("program %d is %v, want %v", timbre.Program(), notes[0].Timbre, timbre)
		}
	}
	for _, name := range []string{"", "drum", "Fiddle"} {
		if _, err := sound.ParseTimbre(name); err == nil || err.Error() != fmt.Sprintf("timbre %q: must be plucked, fiddle or organ", name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := sound.Timbre(4).String(); got != "unknown timbre" {
		t.Errorf("timbre 4 is %s", got)
	}
}
