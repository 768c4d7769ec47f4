package abc

import (
	"strings"

	"charabanc/abcmidi/internal/chars"
)

// This file reads the kind of a chord, which follows its root:
//
//	kind     = [quality] [degree] {change}
//	quality  = "m" | "maj" | "dim" | "ø" | "aug" | ..., see qualityNames
//	degree   = "5" | "6" | "6/9" | "7" | "9" | "11" | "13" | "2" | "4"
//	change   = ["/" | "," | " " | "(" | ")"] (sign number | "add" [sign] number |
//	           "sus" [number] | "no" number | "maj" [number] | "alt" | number)
//	sign     = "b" | "#" | "-" | "+" | "♭" | "♯"
//
// Blanks and commas are part of it in brackets only.

// quality is what a name says of the third, fifth and seventh.
type quality uint8

const (
	qualityNone quality = iota
	qualityMajor
	qualityDelta // major, with the seventh even without a 7
	qualityMinor
	qualityDim
	qualityHalfDim
	qualityAug
)

// qualityNames are the names of the qualities: of several that fit, the first counts. "d"
// and "a" are those of the Nottingham corpus.
var qualityNames = []struct {
	name string
	quality
	last bool // only before a 7, a slash or the end, and not after a small letter
}{
	{"major", qualityMajor, false}, {"Major", qualityMajor, false}, {"maj", qualityMajor, false}, {"Maj", qualityMajor, false},
	{"MAJ", qualityMajor, false}, {"ma", qualityMajor, false}, {"Ma", qualityMajor, false}, {"MA", qualityMajor, false},
	{"minor", qualityMinor, false}, {"Minor", qualityMinor, false}, {"min", qualityMinor, false}, {"Min", qualityMinor, false},
	{"MIN", qualityMinor, false}, {"mi", qualityMinor, false}, {"Mi", qualityMinor, false}, {"MI", qualityMinor, false},
	{"m", qualityMinor, false}, {"M", qualityMajor, false}, {"-", qualityMinor, false}, {"−", qualityMinor, false}, {"–", qualityMinor, false},
	{"Δ", qualityDelta, false}, {"∆", qualityDelta, false}, {"△", qualityDelta, false}, {"^", qualityDelta, false}, {"j", qualityDelta, true},
	{"diminished", qualityDim, false}, {"dim", qualityDim, false}, {"Dim", qualityDim, false}, {"°", qualityDim, false},
	{"º", qualityDim, false}, {"˚", qualityDim, false}, {"o", qualityDim, true}, {"d", qualityDim, true},
	{"ø", qualityHalfDim, false}, {"Ø", qualityHalfDim, false}, {"h", qualityHalfDim, true},
	{"augmented", qualityAug, false}, {"aug", qualityAug, false}, {"Aug", qualityAug, false}, {"+", qualityAug, false}, {"a", qualityAug, true},
	{"dom", qualityNone, false},
}

// kindReader reads the kind of a chord from a text.
type kindReader struct {
	rest  string
	lower bool // the root is a small letter
	quality
	tones toneSet
	depth int // of brackets
}

// cut removes a prefix from the text and reports whether it was there.
func (r *kindReader) cut(prefix string) (ok bool) {
	r.rest, ok = strings.CutPrefix(r.rest, prefix)
	return ok
}

// cutAny is cut for the first of several prefixes that is there.
func (r *kindReader) cutAny(prefixes ...string) bool {
	for _, p := range prefixes {
		if r.cut(p) {
			return true
		}
	}
	return false
}

// read reads as much as it can and leaves the rest.
func (r *kindReader) read() {
	r.tones = toneBits(0, 4, 7)
	r.readQuality()
	r.readDegree()
	for {
		outside := *r
		if !r.change() {
			return
		}
		for r.depth > 0 {
			if r.cut(")") {
				r.depth--
			} else if !r.change() {
				break
			}
		}
		if r.depth > 0 && r.rest != "" { // a remark, or another chord
			*r = outside
			return
		}
	}
}

// readQuality reads the quality and sets the triad.
func (r *kindReader) readQuality() {
	r.quality = r.cutQuality()
	switch r.quality {
	case qualityMinor:
		r.tones = toneBits(0, 3, 7)
	case qualityDim:
		r.tones = toneBits(0, 3, 6)
	case qualityHalfDim:
		r.tones = toneBits(0, 3, 6, 10)
	case qualityAug:
		r.tones = toneBits(0, 4, 8)
		r.cut("5")
	case qualityDelta:
		r.tones = toneBits(0, 4, 7, 11)
	}
}

// cutQuality removes the name of a quality.
func (r *kindReader) cutQuality() quality {
	for _, n := range qualityNames {
		tail, ok := strings.CutPrefix(r.rest, n.name)
		switch {
		case !ok:
		case n.last && (r.lower || tail != "" && strings.IndexByte("79/ ();,M", tail[0]) < 0):
		case strings.HasPrefix(tail, "dd"): // "madd9"
		case (n.name == "-" || n.name == "−") && strings.HasPrefix(tail, "5"): // "C-5"
		case n.name == "a" && strings.HasPrefix(tail, "9"):
		default:
			r.rest = tail
			return n.quality
		}
	}
	return qualityNone
}

// readDegree reads the number after the quality.
func (r *kindReader) readDegree() {
	switch {
	case r.cutAny("6/9", "6add9", "6(9)", "6+9", "69"):
		r.tones |= toneBits(9, 14)
	case r.cut("6"):
		r.tones |= toneBits(9)
	case r.cut("5"), r.cut("power"):
		r.tones &^= toneBits(3, 4)
	case r.quality == qualityNone && r.cut("2"):
		r.tones.replace(toneBits(4), 2)
	case r.quality == qualityNone && r.cut("4"):
		r.tones.replace(toneBits(4), 5)
	default:
		r.stack(r.number(7, 9, 11, 13), r.quality == qualityMajor || r.quality == qualityDelta)
	}
}

// stack adds the seventh and what lies above it, up to a degree; 0 is none. The thirteenth
// has no eleventh: players leave it out.
func (r *kindReader) stack(degree int, major bool) {
	if degree == 0 {
		return
	}
	switch {
	case major || r.cut("M"): // "C7M"
		r.tones.replace(toneBits(10), 11)
	case r.quality == qualityDim:
		r.tones |= toneBits(9)
	default:
		r.tones |= toneBits(10)
	}
	if degree > 7 {
		r.tones |= toneBits(14)
	}
	if degree > 9 {
		r.tones |= 1 << degrees[degree]
	}
}

// number removes one of some numbers; 0 if none is there.
func (r *kindReader) number(want ...int) int {
	n := 0
	for n < len(r.rest) && chars.IsDigit(r.rest[n]) {
		n++
	}
	value := chars.Number(r.rest[:n], 0)
	for _, w := range want {
		if w == value {
			r.rest = r.rest[n:]
			return w
		}
	}
	return 0
}

// change reads one change of the chord. If what follows is none it reads nothing.
func (r *kindReader) change() bool {
	before := *r
	r.separators()
	if r.rest != "" && r.changed() {
		return true
	}
	*r = before
	return false
}

// separators removes what may come before a change.
func (r *kindReader) separators() {
	for r.rest != "" {
		switch c := r.rest[0]; {
		case c == '(':
			r.depth++
		case c == '/', r.depth > 0 && (c == ' ' || c == ','):
		case c == ' ' && strings.HasPrefix(r.rest, " ("):
		default:
			return
		}
		r.rest = r.rest[1:]
	}
}

// changed reads a change without the separators.
func (r *kindReader) changed() bool {
	switch {
	case r.cut("sus"):
		r.suspend()
	case r.cut("add"):
		return r.alter(true)
	case r.cutAny("omit", "no"):
		return r.omit()
	case r.cut("alt"):
		r.tones = r.tones&^toneBits(7) | toneBits(8, 10, 13, 15)
	case r.cutAny("major", "maj", "Maj", "MAJ", "ma", "Ma", "MA", "M", "Δ", "∆", "△", "^"):
		r.stack(max(r.number(7, 9, 11, 13), 7), true)
	case r.cutAny("aug5", "aug"):
		r.tones.replace(toneBits(6, 7), 8)
	case r.cut("dim5"):
		r.tones.replace(toneBits(7, 8), 6)
	default:
		return r.alter(false)
	}
	return true
}

// suspend puts the fourth, the second or both in the third's place. The ninth of abc2midi's
// "sus9" is the second.
func (r *kindReader) suspend() {
	r.tones &^= toneBits(3, 4)
	switch {
	case r.cutAny("24", "2/4", "2sus4", "4sus2", "42"):
		r.tones |= toneBits(2, 5)
	case r.cutAny("b2", "♭2"):
		r.tones |= toneBits(1)
	case r.cut("2"), r.cut("9"):
		r.tones |= toneBits(2)
	default:
		r.cut("4")
		r.tones |= toneBits(5)
	}
}

// omit removes a tone.
func (r *kindReader) omit() bool {
	switch r.number(1, 3, 5, 7, 9, 11) {
	case 3:
		r.tones &^= toneBits(2, 3, 4, 5)
		r.cut("rd")
	case 5:
		r.tones &^= toneBits(6, 7, 8)
	case 7:
		r.tones &^= toneBits(9, 10, 11)
	case 9:
		r.tones &^= toneBits(13, 14, 15)
	case 11:
		r.tones &^= toneBits(17, 18)
	case 1: // the accompaniment's bass has it
	default:
		return false
	}
	r.cut("th")
	return true
}

// alter reads a number with or without a sign, or a plus at the end, which is an
// augmented fifth.
func (r *kindReader) alter(add bool) bool {
	by := 0
	switch {
	case r.cutAny("b", "♭", "-", "−", "–"):
		by = -1
	case r.cutAny("#", "♯"):
		by = 1
	case r.cut("+"):
		by = 1
		if r.rest == "" || !chars.IsDigit(r.rest[0]) {
			r.tones.replace(toneBits(6, 7), 8)
			return true
		}
	case r.cutAny("♮", "="):
	}
	n := r.number(2, 4, 5, 6, 7, 9, 10, 11, 13)
	switch tone := degrees[n]; {
	case n == 0:
		return false
	case n == 5 && by == 0, n == 7 && by == 0 && r.quality == qualityDim:
		r.stack(n/7*7, false)
	case n == 7 && by < 0: // the seventh is flat already
		r.tones |= toneBits(10)
	case n == 7 && by == 0:
		r.stack(7, false)
	case by == 0 || add:
		r.tones |= 1 << (tone + by)
	case n == 4 && by > 0:
		r.tones |= toneBits(6)
	default:
		r.tones.replace(1<<tone, tone+by)
	}
	return true
}
