package music

// Scope says how far an accidental reaches (ABC 2.1 section 11.3,
// %%propagate-accidentals).
type Scope uint8

const (
	ScopePitch  Scope = iota // every octave, to the end of the bar: the default
	ScopeOctave              // its own octave, to the end of the bar
	ScopeNote                // its own note
)

// Accidentals resolves accidentals: it holds those written in the bar so far.
// The zero value is the beginning of a bar.
type Accidentals struct {
	used  bool
	has   [2*MaxStep + 8]bool
	cents [2*MaxStep + 8]int32
}

// Clear begins a new bar.
func (a *Accidentals) Clear() {
	if a.used {
		*a = Accidentals{}
	}
}

// Resolve returns how many cents p is altered: by its own accidental, else by
// one of the bar, else by the key, whose alterations are those of the letters
// C to B (section 4.2). An accidental that is written holds for the pitches
// after it that scope says.
func (a *Accidentals) Resolve(p Pitch, scope Scope, key *[7]int) int {
	slot := scope.slot(p.Step)
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
	letter, _ := SplitStep(int(p.Step))
	return key[letter]
}

// slot is a step's place: letters share one unless octaves count.
func (s Scope) slot(step int16) int {
	if s == ScopeOctave {
		return int(step) + MaxStep
	}
	letter, _ := SplitStep(int(step))
	return letter
}
