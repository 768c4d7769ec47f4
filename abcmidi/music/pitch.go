package music

// Pitch is a written pitch.
type Pitch struct {
	Step       int16 // letters from middle C: 0 is C, 7 is c, -7 is C,
	Accidental Accidental
}

// MaxStep is the largest step of a pitch, and -MaxStep the smallest: seven
// octaves above and below middle C. MIDI keys reach about five.
const MaxStep = 49

// letterSteps maps a note letter to its step.
var letterSteps = func() (t [256]int16) {
	for i, c := range "CDEFGAB" {
		t[c] = int16(i)
		t[c+'a'-'A'] = int16(i + 7)
	}
	return t
}()

// LetterStep returns the step of a note letter: 0 to 6 for C to B and 7 to 13
// for c to b. Any other character gives 0, the step of C.
func LetterStep(c byte) int16 { return letterSteps[c] }

// SplitStep splits a step into its letter, 0 to 6 for C to B, and its octave,
// 0 for the octave of middle C.
func SplitStep(step int) (letter, octave int) {
	if i := step + MaxStep; 0 <= i && i < len(steps) {
		return int(steps[i].letter), int(steps[i].octave)
	}
	return splitStep(step)
}

// steps has what SplitStep returns for the steps that pitches have, from -MaxStep on: every
// note is split several times.
var steps = func() (t [2*MaxStep + 1]struct{ letter, octave int8 }) {
	for i := range t {
		letter, octave := splitStep(i - MaxStep)
		t[i].letter, t[i].octave = int8(letter), int8(octave)
	}
	return t
}()

func splitStep(step int) (letter, octave int) {
	octave = step / 7
	letter = step % 7
	if letter < 0 {
		letter += 7
		octave--
	}
	return letter, octave
}

// semitonesOf holds the semitones of the letters C to B above C.
var semitonesOf = [7]int{0, 2, 4, 5, 7, 9, 11}

// Semitones returns the semitones of a letter, 0 to 6 for C to B, above C.
func Semitones(letter int) int { return semitonesOf[letter] }

// StepCents returns the sounding pitch of a step without accidental in cents,
// 100 for each MIDI key: 6000 for middle C.
func StepCents(step int) int {
	letter, octave := SplitStep(step)
	return (60 + 12*octave + semitonesOf[letter]) * 100
}

// PercussionChannel is MIDI channel 10, whose keys are the instruments of a drum kit. Channels
// count from 0.
const PercussionChannel = 9

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
