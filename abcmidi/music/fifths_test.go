package music

import "testing"

func TestFifth(t *testing.T) {
	for _, c := range []struct {
		f          Fifth
		name       string
		pitchClass int
	}{
		{-8, "Fb", 4}, {-2, "Bb", 10}, {-1, "F", 5}, {0, "C", 0}, {1, "G", 7}, {5, "B", 11}, {6, "F#", 6}, {12, "B#", 0},
		{13, "F##", 7}, {-9, "Bbb", 9},
	} {
		if c.f.String() != c.name || c.f.PitchClass() != c.pitchClass {
			t.Errorf("Fifth(%d) is %s, pitch class %d; want %s, %d", int(c.f), c.f, c.f.PitchClass(), c.name, c.pitchClass)
		}
		if got := FifthOf(c.f.Letter(), c.f.alter()); got != c.f {
			t.Errorf("FifthOf the letter and alteration of %s is %s", c.f, got)
		}
	}
	if got := FifthOf(7, 1); got != 0 {
		t.Errorf("FifthOf a letter that does not exist is %s", got)
	}
}

func TestKeySignature(t *testing.T) {
	for sharps, want := range map[int][7]int{ // C D E F G A B
		0:  {},
		1:  {3: 100},
		2:  {3: 100, 0: 100},
		-1: {6: -100},
		-3: {6: -100, 2: -100, 5: -100},
		7:  {100, 100, 100, 100, 100, 100, 100},
		-7: {-100, -100, -100, -100, -100, -100, -100},
		8:  {100, 100, 100, 200, 100, 100, 100},
	} {
		if got := keySignature(sharps); got != want {
			t.Errorf("%d sharps: %v, want %v", sharps, got, want)
		}
	}
}

func TestTransposeSharps(t *testing.T) {
	for _, c := range []struct{ sharps, semitones, want int }{
		{0, 2, 2}, {0, -2, -2}, {2, -2, 0}, {0, 1, -5}, {0, 11, 5}, {0, 6, 6}, {-1, 1, -6}, {6, 12, 6}, {-4, 2, -2}, {-5, -1, 0},
		{-2, 8, -6}, {7, 0, 7}, {7, 12, -5}, {0, 24, 0},
	} {
		if got := TransposeSharps(c.sharps, c.semitones); got != c.want {
			t.Errorf("%d sharps moved by %d: %d, want %d", c.sharps, c.semitones, got, c.want)
		}
	}
}

func TestNearestTonic(t *testing.T) {
	for _, c := range []struct {
		pitchClass int
		mode       Mode
		want       string
	}{
		{0, Major, "C"}, {1, Major, "Db"}, {6, Major, "F#"}, {8, Major, "Ab"}, {8, Minor, "G#"}, {3, Minor, "D#"},
		{10, Minor, "Bb"}, {1, Minor, "C#"}, {3, Dorian, "Eb"}, {12 + 7, Mixolydian, "G"}, {-2, Major, "Bb"}, {11, Locrian, "B"},
	} {
		if got := NearestTonic(c.pitchClass, c.mode.Sharps()).String(); got != c.want {
			t.Errorf("%d %s: %s, want %s", c.pitchClass, c.mode, got, c.want)
		}
	}
}

func TestKeyName(t *testing.T) {
	for _, c := range []struct {
		sharps int
		minor  bool
		want   string
	}{
		{0, false, "C"}, {2, false, "D"}, {-3, false, "Eb"}, {0, true, "Am"}, {3, true, "F#m"}, {-6, true, "Ebm"},
	} {
		if got := KeyName(c.sharps, c.minor); got != c.want {
			t.Errorf("%d sharps: %s, want %s", c.sharps, got, c.want)
		}
	}
}

// TestSpellerNames: the chromatic scale from middle C in several keys.
func TestSpellerNames(t *testing.T) {
	for _, c := range []struct {
		sharps int
		minor  bool
		want   string
	}{
		{0, false, "C C# D Eb E F F# G G# A Bb B "},
		{0, true, "C C# D D# E F F# G G# A Bb B "},
		{-3, false, "C Db D Eb E F Gb G Ab A Bb B "},
		{6, false, "B# C# C## D# E E# F# F## G# A A# B "},
	} {
		var s Speller
		s.SetKey(c.sharps, c.minor)
		got := ""
		for key := uint8(60); key < 72; key++ {
			p := s.Pitch(key, true)
			letter, _ := SplitStep(int(p.Step))
			got += FifthOf(letter, p.Accidental.Cents()/100).String() + " "
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", KeyName(c.sharps, c.minor), got, c.want)
		}
	}
}

// TestSpellerSounds: what a Speller writes in any key sounds as the MIDI key that
// it was given, and has no accidental that it does not need.
func TestSpellerSounds(t *testing.T) {
	for sharps := -7; sharps <= 7; sharps++ {
		for _, minor := range []bool{false, true} {
			var s Speller
			s.SetKey(sharps, minor)
			signature := keySignature(sharps)
			var bar Accidentals
			for i := range 2 * 128 {
				if i%5 == 0 {
					s.BarLine()
					bar.Clear()
				}
				key := uint8(i * 5 % 128)
				p := s.Pitch(key, false)
				if p.Step != s.Step(key) {
					t.Fatalf("%s: key %d: step %d, in a pitch %d", KeyName(sharps, minor), key, s.Step(key), p.Step)
				}
				without := bar
				plain := StepCents(int(p.Step)) + without.Resolve(Pitch{Step: p.Step}, ScopePitch, &signature)
				sounds := StepCents(int(p.Step)) + bar.Resolve(p, ScopePitch, &signature)
				if sounds != 100*int(key) {
					t.Fatalf("%s: key %d is written %v, which sounds as %d cents", KeyName(sharps, minor), key, p, sounds)
				}
				if p.Accidental.Written() == (plain == sounds) {
					t.Fatalf("%s: key %d is written %v", KeyName(sharps, minor), key, p)
				}
			}
		}
	}
}
