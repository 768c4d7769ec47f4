package recall

import "unicode"

// lineState is where in a line the tune is, and what its header says.
type lineState struct {
	from  int32 // the line's beginning in Recall.raw
	body  bool  // after the K: field
	field bool  // the line is a field or a comment
	last  int8  // of the body: what the last character was
	meter int32 // length of a bar, in units of 1/wholeNote
	unit  int32 // unit note length
	given bool  // unit was given by L:

	meterAt span // value of M:, in Recall.raw
	partsAt span // order of parts, P: or Y: of the header, there
	tonic   rune // of K:

	parts     int8 // different parts in the order of the header
	bodyParts int8 // P: fields of the body
}

// What the last character of the body was.
const (
	inMusic = iota
	inRun   // of a bar line
	atLine  // a line end, or the backslash before it
	inChord // a chord symbol
)

// read reads the last character of raw.
func (r *Recall) read(c rune) {
	switch {
	case c == '\n':
		r.endLine()
	case !r.line.body || r.line.field:
	case c == '%':
		r.line.field = true
	case c == ':' && r.isFieldName():
		r.place = r.history[len(r.raw)-2] // the letter was no music
		r.cut()
		r.line.field = true
	case c == '\\' || c == '\r':
		r.line.last = atLine
	default:
		r.readMusic(c)
	}
}

// isFieldName reports whether the character before the last is a letter that begins the
// line.
func (r *Recall) isFieldName() bool {
	n := len(r.raw)
	return n-2 == int(r.line.from) && unicode.IsLetter(r.raw[n-2])
}

func (r *Recall) endLine() {
	line := r.raw[r.line.from : len(r.raw)-1]
	if len(line) >= 2 && line[1] == ':' {
		r.readField(line[0], line[2:])
	}
	if r.music.inQuote {
		r.endChord()
	}
	r.music.aside = 0
	r.line.from, r.line.field = int32(len(r.raw)), false
	r.line.last = atLine
}

// readField reads a field that says something about bars and sections.
func (r *Recall) readField(name rune, value []rune) {
	switch name {
	case 'K':
		for _, c := range value {
			if 'A' <= c && c <= 'G' {
				r.line.tonic = c
				break
			}
		}
		if !r.line.body {
			r.line.body, r.bar.at, r.line.parts = true, int32(len(r.raw)), int8(r.parts())
			r.beginForm()
			r.aim()
		}
	case 'M':
		if !r.line.body {
			r.line.meterAt = span{r.line.from + 2, int32(len(r.raw)) - 1}
		}
		r.line.meter = lengthOf(value, wholeNote)
		if !r.line.given && !r.line.body {
			r.line.unit = wholeNote / 8
			if 4*r.line.meter < 3*wholeNote { // ABC 2.1 section 3.1.7
				r.line.unit = wholeNote / 16
			}
		}
	case 'L':
		r.line.unit, r.line.given = lengthOf(value, wholeNote/8), true
	case 'P':
		if r.line.body {
			r.line.bodyParts = min(r.line.bodyParts+1, 100)
			r.endSection()
			break
		}
		fallthrough
	case 'Y': // in the Nottingham collection
		if !r.line.body {
			r.line.partsAt = span{r.line.from + 2, int32(len(r.raw)) - 1}
		}
	}
}
