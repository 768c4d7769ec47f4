package music

import (
	"strconv"
	"strings"
)

// Staff is what K: and V: say about the sounding pitch of what is written
// (ABC 2.1 section 4.6).
type Staff struct {
	Clef      string // as written: "bass", "treble-8"
	Octave    int    // octave=, and the 8s of the clef
	Transpose int    // transpose=, in semitones

	clefOctave int // the clef's part in Octave
	set        staffSet
}

// staffSet says which properties a field has given.
type staffSet uint8

const (
	clefSet staffSet = 1 << iota
	octaveSet
	transposeSet
)

// Given reports whether any property has been read.
func (s Staff) Given() bool { return s.set != 0 }

// Shift returns the staff's transposition in semitones.
func (s Staff) Shift() int { return 12*s.Octave + s.Transpose }

// Merge returns s with what o gives in its place.
func (s Staff) Merge(o Staff) Staff {
	if o.set&clefSet != 0 {
		s.Octave += o.clefOctave - s.clefOctave
		s.Clef, s.clefOctave = o.Clef, o.clefOctave
	}
	if o.set&octaveSet != 0 {
		s.Octave = s.clefOctave + o.Octave - o.clefOctave
	}
	if o.set&transposeSet != 0 {
		s.Transpose = o.Transpose
	}
	s.set |= o.set
	return s
}

// clefNames are the words that name a clef without "clef=".
var clefNames = []string{"treble", "bass", "alto", "tenor", "percussion", "perc", "none", "C", "F", "G"}

// Set reads one word of K: or V:, and reports whether it was a staff's. Words
// about the page alone (name, stem, middle, stafflines) change nothing. So do
// score= and sound=: the notes written are taken as they sound.
func (s *Staff) Set(word string) bool {
	name, value, eq := strings.Cut(word, "=")
	value = strings.Trim(value, `"`)
	if !eq {
		return s.SetClef(word)
	}
	switch strings.ToLower(name) {
	case "clef":
		return s.SetClef(value)
	case "octave", "oct":
		if n, err := strconv.Atoi(value); err == nil && -9 <= n && n <= 9 {
			s.Octave += n
			s.set |= octaveSet
			return true
		}
	case "transpose", "t", "tr":
		if n, err := strconv.Atoi(value); err == nil && -99 <= n && n <= 99 {
			s.Transpose = n
			s.set |= transposeSet
			return true
		}
	case "score", "sound", "shift":
		// Where the printed pitch is not the sounding one (abcm2ps, abc2svg):
		// the notes written are taken as they sound.
		return true
	case "middle", "m", "stafflines", "staffscale", "cue", "style", "stem", "stems", "gstem",
		"dyn", "lyrics", "name", "nm", "subname", "snm", "sname", "merge", "up", "down", "space", "program":
		return true
	}
	return false
}

// SetClef reads a clef, "bass", "treble-8", "treble+15" or "bass3", and reports
// whether it was one. The 8s and 15s sound.
func (s *Staff) SetClef(word string) bool {
	for _, name := range clefNames {
		tail, ok := strings.CutPrefix(word, name)
		if !ok {
			continue
		}
		tail = strings.TrimLeft(tail, "12345")
		octaves := 0
		switch tail {
		case "":
		case "+8", "^8":
			octaves = 1
		case "-8", "_8":
			octaves = -1
		case "+15", "^15":
			octaves = 2
		case "-15", "_15":
			octaves = -2
		default:
			continue
		}
		s.Octave += octaves - s.clefOctave
		s.Clef, s.clefOctave = word, octaves
		s.set |= clefSet
		return true
	}
	return false
}
