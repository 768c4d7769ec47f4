package music

import "strings"

// Key is the value of a K: field (ABC 2.1 section 3.1.14), with the clef and
// transposition that it may give (section 4.6).
type Key struct {
	Tonic  string // "C", "F#", "Bb"; "HP" and "Hp" for the bagpipe; "" for none
	Mode   Mode
	Sharps int // of tonic and mode, negative for flats; explicit accidentals do not count

	// Cents is the alteration of each letter C to B, in cents: the signature
	// with the explicit accidentals.
	Cents [7]int

	Explicit []Pitch // accidentals written after the tonic and mode
	Only     bool    // "exp": they replace the signature instead of adding to it

	// Set reports whether the field gives a key. "K:clef=bass" does not; an
	// empty field, "none" and explicit accidentals alone do.
	Set bool

	Staff
}

// Settle computes Sharps and Cents from the other fields. Before the call,
// Sharps is the signature of the tonic's major key.
func (k *Key) Settle() {
	if !k.Set {
		return
	}
	if k.Tonic != "" && k.Tonic[0] != 'H' {
		k.Sharps += k.Mode.Sharps()
	}
	if !k.Only {
		k.Cents = keySignature(k.Sharps)
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

// modes holds each mode's name, the three letters of it that count (section
// 3.1.14), and its signature relative to the major key of the same tonic.
var modes = [...]struct {
	name   string
	short  string
	sharps int
}{
	Major:      {"major", "", 0},
	Minor:      {"minor", "m", -3},
	Mixolydian: {"mixolydian", "mix", -1},
	Dorian:     {"dorian", "dor", -2},
	Phrygian:   {"phrygian", "phr", -4},
	Lydian:     {"lydian", "lyd", 1},
	Locrian:    {"locrian", "loc", -5},
}

// String returns the mode's name in full, "dorian".
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

// ParseMode reads the name of a mode, of which three letters in any case count;
// ok is false for any other word. "ionian" is Major and "aeolian" Minor, as are
// "m" and "mi".
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
