package music

// This file spells: which letter and accidental a pitch class has, which
// signature a key has. All of it is counting along the line of fifths,
//
//	... Bb F C G D A E B F# C# ...
//
// on which the notes of a major key are seven neighbours.

// Fifth is a note name by its place on the line of fifths: F is -1, C 0, G 1,
// F# 6, Bb -2.
type Fifth int

// fifths are the letters of the first seven names, F to B, as 0 to 6 for C to B.
// Sharps are added to a signature in this order, flats in the opposite one.
var fifths = [7]int{3, 0, 4, 1, 5, 2, 6}

// FifthOf returns the name of a letter, 0 to 6 for C to B, altered by semitones.
func FifthOf(letter, semitones int) Fifth {
	for i, f := range fifths {
		if f == letter {
			return Fifth(i - 1 + 7*semitones)
		}
	}
	return 0
}

// Letter returns the name's letter, 0 to 6 for C to B.
func (f Fifth) Letter() int { return fifths[modulo(int(f)+1, 7)] }

// Alter returns the name's alteration in semitones.
func (f Fifth) Alter() int { return (int(f) + 1 - modulo(int(f)+1, 7)) / 7 }

// PitchClass returns the name's semitones above C, 0 to 11.
func (f Fifth) PitchClass() int { return modulo(7*int(f), 12) }

// String writes "C", "F#", "Bb".
func (f Fifth) String() string {
	name := string("CDEFGAB"[f.Letter()])
	for a := f.Alter(); a > 0; a-- {
		name += "#"
	}
	for a := f.Alter(); a < 0; a++ {
		name += "b"
	}
	return name
}

// modulo returns n modulo m, from 0 to m-1.
func modulo(n, m int) int { return (n%m + m) % m }

// KeySignature returns the alteration in cents of each letter C to B for a number
// of sharps, flats negative. Past seven it goes on into double accidentals.
func KeySignature(sharps int) (cents [7]int) {
	for i := 0; i < sharps; i++ {
		cents[fifths[i%7]] += 100
	}
	for i := 0; i < -sharps; i++ {
		cents[fifths[6-i%7]] -= 100
	}
	return cents
}

// TransposeSharps returns the signature of a key moved by semitones: of those
// that sound alike, the one with fewer signs.
func TransposeSharps(sharps, semitones int) int {
	if semitones == 0 {
		return sharps
	}
	n := modulo(sharps+7*semitones, 12)
	if n > 6 || n == 6 && sharps < 0 {
		n -= 12
	}
	return n
}

// NearestTonic spells a tonic by its pitch class: the name with at most one sign
// whose signature in a mode has fewest, sharps before flats. modeSharps is the
// mode's signature relative to major.
func NearestTonic(pitchClass, modeSharps int) Fifth {
	const flattest, sharpest = -8, 12 // Fb and B#
	best, least := Fifth(0), 100
	for f := Fifth(flattest); f <= sharpest; f++ {
		signs := int(f) + modeSharps
		cost := 2 * max(signs, -signs)
		if signs < 0 {
			cost++
		}
		if f.PitchClass() == modulo(pitchClass, 12) && cost < least {
			best, least = f, cost
		}
	}
	return best
}

// KeyName returns the name of a key by its signature: "D", "F#m".
func KeyName(sharps int, minor bool) string {
	if minor {
		return Fifth(sharps+3).String() + "m"
	}
	return Fifth(sharps).String()
}

// Speller spells MIDI keys as written pitches in a key, bar after bar. SetKey
// comes first.
type Speller struct {
	names [12]Fifth // of each pitch class in the key
	key   [7]int    // the key's own alterations, in semitones
	bar   [7]int    // what holds in the bar so far (ABC 2.1 section 4.2)
}

// SetKey begins a key. Each pitch class is spelt by the one of its names that
// is among the twelve around the tonic on the line of fifths: in C from Eb to
// G#, which has the raised fourth and fifth and the lowered third and seventh;
// in A minor from Bb to D#, for its leading notes.
func (s *Speller) SetKey(sharps int, minor bool) {
	lowest := sharps - 3
	if minor {
		lowest++
	}
	for n := lowest; n < lowest+12; n++ {
		f := Fifth(n)
		s.names[f.PitchClass()] = f
	}
	for letter, cents := range KeySignature(sharps) {
		s.key[letter] = cents / 100
	}
	s.BarLine()
}

// BarLine ends a bar: its accidentals no longer hold.
func (s *Speller) BarLine() { s.bar = s.key }

// Step returns the line of the staff that a MIDI key is written on.
func (s *Speller) Step(key uint8) int16 {
	name := s.names[key%12]
	letter := name.Letter()
	// Without the letter's semitones above C, only octaves are left.
	return int16(letter + 7*((int(key)-name.Alter()-semitonesOf[letter]-60)/12))
}

// Pitch returns how a MIDI key is written, with an accidental if it needs one
// or if always is set.
func (s *Speller) Pitch(key uint8, always bool) Pitch {
	name := s.names[key%12]
	p := Pitch{Step: s.Step(key)}
	if letter, alter := name.Letter(), name.Alter(); always || s.bar[letter] != alter {
		s.bar[letter] = alter
		p.Accidental = Accidental{int8(alter), 1}
	}
	return p
}
