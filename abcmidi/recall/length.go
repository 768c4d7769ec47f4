package recall

import "strings"

// wholeNote is the number of units of length in a whole note: a note of 1/128 can be in
// a tuplet of 3, 5, 7 or 9.
const wholeNote = 1 << 8 * 3 * 3 * 5 * 7

// lengthState is the length of the current bar. Of a chord the first note counts, and
// grace notes do not.
type lengthState struct {
	sum      int32 // of the notes and rests before the current one, in units
	unit     int32 // unit note length times tuplet and broken rhythm; 0: there is no current note
	num      int32 // the number after it, 0: none
	den      int32 // the number after its slash, 0: none
	slashes  int8
	left     int8 // notes of an open tuplet
	p, q     int8 // its ratio: p notes in the time of q
	broken   int8 // half lengths that broken rhythm adds to the next note
	tuplet   int8 // where in (p:q:r the last character was
	grace    bool
	inChord  bool
	hasChord bool // the current note is a chord
	skip     bool // in a chord, after its first note
}

// Places in a tuplet's (p:q:r.
const (
	tupletNone  = iota
	tupletBegin // after (
	tupletP     // after p
	tupletQ     // after the first colon
	tupletR     // after the second
)

// tupletTime is q of (p (ABC 2.1 section 4.13); 5, 7 and 9 as in simple meters.
var tupletTime = [10]int8{2: 3, 3: 2, 4: 3, 5: 2, 6: 2, 7: 2, 8: 3, 9: 2}

// add reads one character of music. unit is the unit note length.
func (l *lengthState) add(c rune, unit int32) {
	tuplet := l.tuplet
	l.tuplet = tupletNone
	switch {
	case c == '{' || c == '}':
		l.grace = c == '{'
	case l.grace || l.skip && !isNote(c) && c != ']':
	case '0' <= c && c <= '9':
		l.digit(c-'0', tuplet)
	case c == '(':
		l.tuplet = tupletBegin
	case c == ':' && (tuplet == tupletP || tuplet == tupletQ):
		l.tuplet = tuplet + 1
	case c == '/':
		l.slashes++
	case isNote(c) || c == 'z' || c == 'x' || c == 'Z' || c == 'X':
		if !l.inChord || !l.hasChord {
			l.begin(unit)
			l.hasChord = l.inChord
		} else {
			l.skip = true
		}
	case c == '[':
		l.inChord, l.hasChord = true, false
	case c == ']' && l.inChord: // a length after it multiplies those in it
		l.unit = l.total() - l.sum
		l.num, l.den, l.slashes = 0, 0, 0
		l.inChord, l.skip = false, false
	case c == '>' || c == '<':
		dotted := int8(1)
		if c == '<' {
			dotted = -1
		}
		l.unit += l.unit / 2 * int32(dotted)
		l.end()
		l.broken = -dotted
	}
}

// takesColon reports whether a colon can follow that is part of a tuplet.
func (l *lengthState) takesColon() bool { return l.tuplet == tupletP || l.tuplet == tupletQ }

// digit reads a digit of a length or of a tuplet.
func (l *lengthState) digit(d rune, tuplet int8) {
	switch {
	case tuplet == tupletBegin:
		if l.q = tupletTime[d]; l.q > 0 {
			l.end()
			l.p, l.left, l.tuplet = int8(d), int8(d), tupletP
		}
	case tuplet == tupletQ:
		l.q, l.tuplet = max(int8(d), 1), tupletQ
	case tuplet == tupletR:
		l.left = int8(d)
	case l.slashes > 0:
		l.den = min(10*l.den+int32(d), 1<<10)
	default:
		l.num = min(10*l.num+int32(d), 1<<10)
	}
}

// begin begins a note.
func (l *lengthState) begin(unit int32) {
	l.end()
	l.unit = unit
	if l.left > 0 {
		l.left--
		l.unit = l.unit * int32(l.q) / int32(l.p)
	}
	l.unit += l.unit / 2 * int32(l.broken)
	l.broken = 0
}

// end ends the current note.
func (l *lengthState) end() {
	l.sum = l.total()
	l.unit, l.num, l.den, l.slashes = 0, 0, 0, 0
}

// total returns the length of the bar so far, with the current note as it stands.
func (l *lengthState) total() int32 {
	n, d := int64(max(l.num, 1)), int64(l.den)
	if d == 0 {
		d = 1 << min(l.slashes, 10)
	}
	return int32(min(int64(l.sum)+int64(l.unit)*n/d, 1<<24))
}

func isNote(c rune) bool { return 'A' <= c && c <= 'G' || 'a' <= c && c <= 'g' }

// lengthOf reads a meter or a unit note length, of a whole note, in units; byDefault if
// it is something else.
func lengthOf(value []rune, byDefault int32) int32 {
	var n [2]int32
	at, sum := 0, int32(0) // of the groups of beats before the current one
	text, _, _ := strings.Cut(string(value), "%")
	for _, c := range strings.TrimSpace(text) {
		switch {
		case c == '/':
			at = 1
		case (c == '+' || c == '(' || c == ')') && at == 0: // (2+3)/8
			if c == '+' {
				sum, n[0] = sum+n[0], 0
			}
		case '0' <= c && c <= '9' && n[at] < 1000:
			n[at] = 10*n[at] + c - '0'
		case c == 'C' && n[0] == 0:
			return wholeNote
		default:
			return byDefault
		}
	}
	n[0] += sum
	if n[0] == 0 || at == 1 && n[1] == 0 || n[0] > 100 {
		return byDefault
	}
	return wholeNote / max(n[1], 1) * n[0]
}
