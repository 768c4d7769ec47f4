package music

import (
	"strings"
)

// Key is a K: field understood (ABC 2.1 section 3.1.14), with the clef and
// transposition that may be in it (section 4.6).
type Key struct {
	Tonic  string // "C", "F#", "Bb"; "HP" and "Hp" for the bagpipe; "" for none
	Mode   Mode
	Sharps int // of the signature, flats negative, without explicit accidentals
	// Cents is the alteration of each letter C to B: the signature and what
	// is added to it.
	Cents [7]int
	// Explicit are the accidentals written after the mode, or instead of
	// it if Only is set ("exp").
	Explicit []Pitch
	Only     bool
	// Set reports whether the field names a key at all; "K:clef=bass" does not.
	Set bool
	Staff
}

// Settle works out Sharps and Cents from the other fields. Sharps is the
// tonic's major signature before the call.
func (k *Key) Settle() {
	if !k.Set {
		return
	}
	if k.Tonic != "" && k.Tonic[0] != 'H' {
		k.Sharps += k.Mode.Sharps()
	}
	if !k.Only {
		k.Cents = KeySignature(k.Sharps)
	}
	for _, p := range k.Explicit {
		letter, _ := SplitStep(int(p.Step))
		k.Cents[letter] = p.Accidental.Cents()
	}
}

// Mode is a church mode.
type Mode uint8

const (
	Major Mode = iota
	Minor
	Mixolydian
	Dorian
	Phrygian
	Lydian
	Locrian
)

// modes gives each mode's name, the three letters that count (section
// 3.1.14), and its signature relative to the major key of the same tonic.
var modes = [...]struct {
	name, short string
	sharps      int
}{
	Major:      {"major", "", 0},
	Minor:      {"minor", "m", -3},
	Mixolydian: {"mixolydian", "mix", -1},
	Dorian:     {"dorian", "dor", -2},
	Phrygian:   {"phrygian", "phr", -4},
	Lydian:     {"lydian", "lyd", 1},
	Locrian:    {"locrian", "loc", -5},
}

// String returns the mode's name, "dorian".
func (m Mode) String() string {
	if int(m) < len(modes) {
		return modes[m].name
	}
	return "unknown mode"
}

// Sharps returns the mode's signature relative to the major key of the same
// tonic: -3 for minor.
func (m Mode) Sharps() int {
	if int(m) < len(modes) {
		return modes[m].sharps
	}
	return 0
}

// ParseMode reads a mode's name; ok is false for any other word. "maj" and
// "ionian", "min" and "aeolian" are the same modes.
func ParseMode(word string) (m Mode, ok bool) {
	switch w := strings.ToLower(word); {
	case w == "m", w == "mi":
		return Minor, true
	case len(w) < 3:
		return 0, false
	default:
		switch w[:3] {
		case "maj", "ion":
			return Major, true
		case "min", "aeo":
			return Minor, true
		}
		for m := Mixolydian; int(m) < len(modes); m++ {
			if w[:3] == modes[m].short {
				return m, true
			}
		}
	}
	return 0, false
}
