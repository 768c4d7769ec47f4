package music

// Accidental is a written alteration of Num/Den semitones: ^ is 1/1, __ is
// -2/1, = is 0/1 and ^3/2 is 3/2. Den is 0 if no accidental is written.
type Accidental struct{ Num, Den int8 }

// Written reports whether there is an accidental.
func (a Accidental) Written() bool { return a.Den != 0 }

// Cents returns the alteration in cents, rounded toward zero. It is 0 if no
// accidental is written.
func (a Accidental) Cents() int {
	if a.Den == 0 {
		return 0
	}
	return int(a.Num) * 100 / int(a.Den)
}

// AccidentalOf returns the accidental of an alteration in cents: the fraction
// with the smallest denominator whose Cents are the same, 4/3 for 133 cents. If
// that needs a numerator above 127, it returns the nearest whole number of
// semitones.
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

// Scope says which later notes an accidental holds for (ABC 2.1 section 11.3,
// %%propagate-accidentals).
type Scope uint8

const (
	ScopePitch  Scope = iota // the same letter in every octave, until the bar line; the default
	ScopeOctave              // the same letter in the same octave, until the bar line
	ScopeNote                // none
)

// Accidentals holds the accidentals written so far in a bar and applies them to
// the notes that follow. The zero value is the beginning of a bar.
type Accidentals struct {
	used  bool // some slot is set; most bars have none to clear
	has   [2*MaxStep + 8]bool
	cents [2*MaxStep + 8]int32
}

// Clear begins a new bar.
func (a *Accidentals) Clear() {
	if a.used {
		*a = Accidentals{}
	}
}

// Resolve returns the alteration of p in cents: that of its own accidental, or
// of an earlier one in the bar, or else of the key (section 4.2). The key gives
// the alteration in cents of each letter C to B. If p has an accidental, Resolve
// records it for the later notes that scope names.
func (a *Accidentals) Resolve(p Pitch, scope Scope, key *[7]int) int {
	letter, _ := SplitStep(int(p.Step))
	slot := letter // in has and cents: octaves share it
	if scope == ScopeOctave {
		slot = int(p.Step) + MaxStep
	}
	switch {
	case p.Accidental.Written():
		cents := p.Accidental.Cents()
		if scope != ScopeNote {
			a.used, a.has[slot], a.cents[slot] = true, true, int32(cents)
		}
		return cents
	case a.used && a.has[slot]:
		return int(a.cents[slot])
	}
	return key[letter]
}
