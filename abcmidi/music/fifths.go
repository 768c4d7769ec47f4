package music

import "strings"

// This file finds the letter and accidental of a pitch class and the signature
// of a key. Both are a matter of counting along the line of fifths,
//
//	... Bb F C G D A E B F# C# ...
//
// on which the notes of a major key are seven neighbours.

// Fifth is a note name without octave, as a position on the line of fifths: F is
// -1, C is 0, G is 1, F# is 6, Bb is -2.
type Fifth int

// fifths holds the letters F C G D A E B, as 0 to 6 for C to B. Sharps are added
// to a signature in this order, flats in the opposite one.
var fifths = [7]int{3, 0, 4, 1, 5, 2, 6}

// FifthOf returns the name of a letter, 0 to 6 for C to B, altered by semitones.
// It returns 0, the name C, for any other letter.
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

// alter returns the name's alteration in semitones.
func (f Fifth) alter() int { return (int(f) + 1 - modulo(int(f)+1, 7)) / 7 }

// PitchClass returns the semitones of the name above C, 0 to 11.
func (f Fifth) PitchClass() int { return modulo(7*int(f), 12) }

// String returns the name: "C", "F#", "Bb".
func (f Fifth) String() string {
	letter := "CDEFGAB"[f.Letter() : f.Letter()+1]
	return letter + strings.Repeat("#", max(f.alter(), 0)) + strings.Repeat("b", max(-f.alter(), 0))
}

// modulo returns n modulo m, from 0 to m-1 for negative n too.
func modulo(n, m int) int { return (n%m + m) % m }

// keySignature returns the alteration in cents of each letter C to B for a
// number of sharps, negative for flats. More than seven give double accidentals.
func keySignature(sharps int) (cents [7]int) {
	for i := 0; i < sharps; i++ {
		cents[fifths[i%7]] += 100
	}
	for i := 0; i < -sharps; i++ {
		cents[fifths[6-i%7]] -= 100
	}
	return cents
}

// TransposeSharps returns the signature of a key moved by semitones. Of two
// signatures that sound alike it returns the one with fewer signs; six sharps
// and six flats are equal, and then flats stay flats. A key moved by 0 stays
// as it is.
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

// NearestTonic returns the name of a tonic with a given pitch class. Of the names
// with at most one accidental it is the one whose signature has the fewest
// signs, and of two such the one with sharps. modeSharps is the signature of the
// mode relative to major.
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

// KeyName returns the name of the key with a signature: "D", "F#m".
func KeyName(sharps int, minor bool) string {
	if minor {
		return Fifth(sharps+3).String() + "m"
	}
	return Fifth(sharps).String()
}

// Speller turns MIDI keys into written pitches, note after note. Call SetKey
// before anything else.
type Speller struct {
	names [12]spelling // of each pitch class
	key   [7]int8      // the key's own alterations, in semitones
	bar   [7]int8      // those that hold at this point of the bar (ABC 2.1 section 4.2)
}

// spelling is a name of a pitch class.
type spelling struct {
	letter, alter int8
	middle        int16 // its MIDI key in the octave of middle C; what another has more is whole octaves
}

// SetKey begins a key, and a bar. Each pitch class gets the one of its names that
// is among twelve neighbours on the line of fifths: in C major Eb to G#, which
// include the raised fourth and fifth and the lowered third and seventh; in A
// minor Bb to D#, which include the leading notes.
func (s *Speller) SetKey(sharps int, minor bool) {
	lowest := sharps - 3
	if minor {
		lowest++
	}
	for n := lowest; n < lowest+12; n++ {
		f := Fifth(n)
		letter, alter := f.Letter(), f.alter()
		s.names[f.PitchClass()] = spelling{int8(letter), int8(alter), int16(60 + semitonesOf[letter] + alter)}
	}
	for letter, cents := range keySignature(sharps) {
		s.key[letter] = int8(cents / 100)
	}
	s.BarLine()
}

// BarLine ends a bar and its accidentals.
func (s *Speller) BarLine() { s.bar = s.key }

// Step returns the step of a MIDI key.
func (s *Speller) Step(key uint8) int16 {
	name := &s.names[key%12]
	return int16(name.letter) + 7*((int16(key)-name.middle)/12)
}

// Pitch returns the written pitch of a MIDI key. It has an accidental if the key
// and the bar so far make one necessary, or if always is set.
func (s *Speller) Pitch(key uint8, always bool) Pitch {
	name := &s.names[key%12]
	p := Pitch{Step: s.Step(key)}
	if always || s.bar[name.letter] != name.alter {
		s.bar[name.letter] = name.alter
		p.Accidental = Accidental{name.alter, 1}
	}
	return p
}
