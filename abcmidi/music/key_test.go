package music

import "testing"

func TestParseMode(t *testing.T) {
	for _, c := range []struct {
		word string
		mode Mode
		ok   bool
	}{
		{"", 0, false}, {"m", Minor, true}, {"mi", Minor, true}, {"M", Minor, true}, {"min", Minor, true}, {"minor", Minor, true},
		{"aeo", Minor, true}, {"Aeolian", Minor, true}, {"maj", Major, true}, {"IONIAN", Major, true}, {"ma", 0, false},
		{"mix", Mixolydian, true}, {"dorian", Dorian, true}, {"Phr", Phrygian, true}, {"lyd", Lydian, true},
		{"Locrian", Locrian, true}, {"dominant", 0, false}, {"hex", 0, false}, {"do", 0, false},
	} {
		if mode, ok := ParseMode(c.word); mode != c.mode || ok != c.ok {
			t.Errorf("%q: %s, %t; want %s, %t", c.word, mode, ok, c.mode, c.ok)
		}
	}
}

func TestModes(t *testing.T) {
	for mode, want := range map[Mode]struct {
		name   string
		sharps int
	}{
		Major: {"major", 0}, Minor: {"minor", -3}, Mixolydian: {"mixolydian", -1}, Dorian: {"dorian", -2},
		Phrygian: {"phrygian", -4}, Lydian: {"lydian", 1}, Locrian: {"locrian", -5},
		Locrian + 1: {"unknown mode", 0}, 255: {"unknown mode", 0},
	} {
		if mode.String() != want.name || mode.Sharps() != want.sharps {
			t.Errorf("mode %d: %s, %d sharps; want %s, %d", mode, mode, mode.Sharps(), want.name, want.sharps)
		}
	}
}

func TestSettle(t *testing.T) {
	sharp := Accidental{1, 1}
	for _, c := range []struct {
		name   string
		key    Key
		sharps int
		cents  [7]int // C D E F G A B
	}{
		{"none given", Key{Sharps: 3, Mode: Minor}, 3, [7]int{}},
		{"major", Key{Set: true, Tonic: "D", Sharps: 2}, 2, [7]int{100, 0, 0, 100}},
		{"dorian", Key{Set: true, Tonic: "D", Sharps: 2, Mode: Dorian}, 0, [7]int{}},
		{"pipes", Key{Set: true, Tonic: "HP", Sharps: 2, Mode: Minor}, 2, [7]int{100, 0, 0, 100}},
		{"explicit", Key{Set: true, Tonic: "D", Sharps: 2, Explicit: []Pitch{{4, sharp}}}, 2, [7]int{100, 0, 0, 100, 100}},
		{"explicit natural", Key{Set: true, Tonic: "D", Sharps: 2, Explicit: []Pitch{{10, Accidental{0, 1}}}}, 2, [7]int{100}},
		{"explicit only", Key{Set: true, Tonic: "D", Sharps: 2, Only: true, Explicit: []Pitch{{-3, sharp}}}, 2, [7]int{4: 100}},
	} {
		c.key.Settle()
		if c.key.Sharps != c.sharps || c.key.Cents != c.cents {
			t.Errorf("%s: %d sharps, %v; want %d, %v", c.name, c.key.Sharps, c.key.Cents, c.sharps, c.cents)
		}
	}
}

func TestStaff(t *testing.T) {
	for _, c := range []struct {
		word string
		ok   bool
		clef string
		sum  int // Shift
	}{
		{"bass", true, "bass", 0}, {"clef=bass", true, "bass", 0}, {`clef="alto"`, true, "alto", 0}, {"treble-8", true, "treble-8", -12},
		{"treble_8", true, "treble_8", 0}, {"treble+8", true, "treble+8", 12}, {"bass^15", true, "bass^15", 0}, {"treble-8", true, "treble-8", -12}, {"G2-15", true, "G2-15", -24},
		{"bass3", true, "bass3", 0}, {"perc", true, "perc", 0}, {"percussion", true, "percussion", 0}, {"clef=baritone", false, "", 0},
		{"treble-9", false, "", 0}, {"treble6", false, "", 0}, {"Bass", false, "", 0},
		{"octave=-1", true, "", -12}, {"oct=2", true, "", 24}, {"octave=10", false, "", 0}, {"octave=-9", true, "", -108}, {"octave=x", false, "", 0},
		{"transpose=-2", true, "", -2}, {"t=4", true, "", 4}, {"tr=99", true, "", 99}, {"tr=-99", true, "", -99}, {"transpose=100", false, "", 0}, {"Transpose=1", true, "", 1},
		{"score=BA", true, "", 0}, {"sound=A", true, "", 0}, {"shift=CD", true, "", 0}, {"middle=d", true, "", 0}, {"stem=up", true, "", 0},
		{"colour=red", false, "", 0}, {"fiddle", false, "", 0},
	} {
		var s Staff
		ok := s.Set(c.word)
		if ok != c.ok || s.Clef != c.clef || s.Shift() != c.sum {
			t.Errorf("%q: %t, clef %q, shift %d; want %t, %q, %d", c.word, ok, s.Clef, s.Shift(), c.ok, c.clef, c.sum)
		}
		if want := c.clef != "" || c.sum != 0; s.Given() != want {
			t.Errorf("%q: given %t, want %t", c.word, s.Given(), want)
		}
	}
}

// TestMerge: a property that a later field gives replaces the one before it, and
// no other.
func TestMerge(t *testing.T) {
	staff := func(words ...string) (s Staff) {
		for _, w := range words {
			s.Set(w)
		}
		return s
	}
	for _, c := range []struct {
		name        string
		first, then Staff
		clef        string
		shift       int
	}{
		{"nothing", staff("treble-8", "octave=1", "t=3"), staff(), "treble-8", 3},
		{"clef", staff("treble-8", "octave=2", "t=3"), staff("bass"), "bass", 27},
		{"octave", staff("treble-8", "octave=2"), staff("octave=-1"), "treble-8", -24},
		{"transpose", staff("treble-8", "t=3"), staff("t=0"), "treble-8", -12},
		{"all", staff("treble-8", "t=3"), staff("bass+8", "octave=1", "t=-1"), "bass+8", 23},
	} {
		if got := c.first.Merge(c.then); got.Clef != c.clef || got.Shift() != c.shift || !got.Given() {
			t.Errorf("%s: clef %s, shift %d; want %s, %d", c.name, got.Clef, got.Shift(), c.clef, c.shift)
		}
	}
}
