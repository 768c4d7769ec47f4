package music

// Pitch is a written pitch. Step counts letters from middle C: 0 is C, 7 is c,
// -7 is C, (with a comma).
type Pitch struct {
	Step       int16
	Accidental Accidental
}

// MaxStep bounds a pitch: seven octaves above and below middle C. MIDI has five.
const MaxStep = 49

// Accidental is a written alteration in semitones: Num/Den, so that ^ is 1/1,
// __ is -2/1, = is 0/1 and ^3/2 is 3/2. Den is 0 if none is written.
type Accidental struct{ Num, Den int8 }

// Written reports whether there is an accidental at all.
func (a Accidental) Written() bool { return a.Den != 0 }

// Cents returns the alteration in hundredths of a semitone.
func (a Accidental) Cents() int {
	if a.Den == 0 {
		return 0
	}
	return int(a.Num) * 100 / int(a.Den)
}

// AccidentalOf returns the accidental of an alteration in cents, in lowest
// terms: the first fraction that reads back as that many, 4/3 for 133 cents.
func AccidentalOf(cents int) Accidental {
	size, sign := max(cents, -cents), 1
	if cents < 0 {
		sign = -1
	}
	for den := 1; den <= 100; den++ {
		num := (size*den + 99) / 100
		if num <= 127 && num*100/den == size {
			return Accidental{int8(sign * num), int8(den)}
		}
	}
	return Accidental{int8(sign * ((size + 50) / 100)), 1}
}

// semitonesOf are the letters C to B in semitones above C.
var semitonesOf = [7]int{0, 2, 4, 5, 7, 9, 11}

// Semitones returns how far a letter, 0 to 6 for C to B, is above C.
func Semitones(letter int) int { return semitonesOf[letter] }

// letterSteps maps a note letter to its step.
var letterSteps = func() (t [256]int16) {
	for i, c := range "CDEFGAB" {
		t[c] = int16(i)
		t[c+'a'-'A'] = int16(i + 7)
	}
	return t
}()

// LetterStep returns the step of a note letter: 0 to 6 for C to B, 7 to 13 for c
// to b, and 0 for any other character.
func LetterStep(c byte) int16 { return letterSteps[c] }

// SplitStep splits a step into its letter, 0 to 6 for C to B, and its octave,
// which is 0 for middle C's.
func SplitStep(step int) (letter, octave int) {
	octave = step / 7
	letter = step % 7
	if letter < 0 {
		letter += 7
		octave--
	}
	return letter, octave
}

// StepCents returns the pitch of a step without accidental, in hundredths of a
// MIDI key number: 6000 for middle C.
func StepCents(step int) int {
	letter, octave := SplitStep(step)
	return (60 + 12*octave + semitonesOf[letter]) * 100
}

// FoldKey moves a key by octaves until it is a MIDI key, 0 to 127.
func FoldKey(key int) uint8 {
	for key < 0 {
		key += 12
	}
	for key > 127 {
		key -= 12
	}
	return uint8(key)
}
