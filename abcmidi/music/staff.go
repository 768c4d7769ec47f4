package music

import (
	"strconv"
	"strings"
)

// Staff is what K: and V: fields say about the sounding pitch of written notes
// (ABC 2.1 section 4.6).
type Staff struct {
	Clef      string // as written: "bass", "treble-8"
	Octave    int    // of octave= and of the clef, added up
	Transpose int    // of transpose=, in semitones

	clefOctave int // the octaves of the clef alone
	set        staffSet
}

// staffSet records which properties a field has given.
type staffSet uint8

const (
	clefSet staffSet = 1 << iota
	octaveSet
	transposeSet
)

// Given reports whether a clef, octave= or transpose= has been read.
func (s Staff) Given() bool { return s.set != 0 }

// Shift returns the staff's transposition in semitones.
func (s Staff) Shift() int { return 12*s.Octave + s.Transpose }

// Percussion reports whether the clef is that of percussion.
func (s Staff) Percussion() bool { return strings.HasPrefix(s.Clef, "perc") }

// Merge returns s with the properties that o gives replaced by those of o.
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

// clefNames are the names of clefs.
var clefNames = []string{"treble", "bass", "alto", "tenor", "percussion", "perc", "none", "C", "F", "G"}

// Set reads one word of a K: or V: field and reports whether it is a property of
// a staff. Only the clef, octave= and transpose= change s. All others are
// accepted and ignored: those about the printed page, such as stem=, and the
// transpositions middle=, score=, sound= and shift= of other programs.
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
	case "score", "sound", "shift", "middle", "m", "stafflines", "staffscale", "cue", "style", "stem", "stems", "gstem",
		"dyn", "lyrics", "name", "nm", "subname", "snm", "sname", "merge", "up", "down", "space", "program":
		return true
	}
	return false
}

// SetClef reads a clef, "bass", "treble-8", "treble+15" or "bass3", and reports
// whether it is one. -8, +8, -15 and +15 transpose by one or two octaves; _8 and ^8 are for the eye,
// as section 4.6 of the draft of ABC 2.2 has it. The number of a staff line is ignored.
func (s *Staff) SetClef(word string) bool {
	for _, name := range clefNames {
		tail, ok := strings.CutPrefix(word, name)
		if !ok {
			continue
		}
		tail = strings.TrimLeft(tail, "12345")
		octaves := 0
		switch tail {
		case "", "^8", "_8", "^15", "_15": // printed at the clef: the notes sound as they are written
		case "+8":
			octaves = 1
		case "-8":
			octaves = -1
		case "+15":
			octaves = 2
		case "-15":
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
