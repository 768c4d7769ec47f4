package recall

import "strings"

// A token is a note with its octave marks, or any other character of a bar outside
// chord symbols.
type token struct {
	char  rune
	step  int8 // of a note, steps above C
	note  bool
	chord bool // a chord symbol is before it
}

// bar is a complete bar. Its last token is the first character of its bar line.
type bar struct {
	tokens, chords span
	pickup         bool
	planned        int32 // number in the form, -1: none
}

// section is a complete section: its bars are bars[from:to].
type section struct {
	from, to      int32
	first, second int32 // as in barState
}

// musicState is what of a bar is being written.
type musicState struct {
	quote   int32 // beginning of an open chord symbol in Recall.text
	inQuote bool
	open    token // a note that octave marks may follow; see hasOpen
	hasOpen bool
	chorded bool  // there was a chord symbol since the last token
	aside   rune  // the end of the inline field or decoration that is open; 0: none is
	field   int32 // where the value of the inline field begins in Recall.raw
	run     run   // the bar line, if the bar has not begun
	runAt   int32 // where it begins in Recall.raw
}

// barState is where in its section the current bar is.
type barState struct {
	section int32 // first bar of the section, in Recall.bars
	tokens  int32 // first token of the bar
	chords  int32 // its first chord symbol
	blank   bool  // nothing but spaces so far
	at      int32 // where it begins in Recall.raw
	pickup  int32 // length of the section's pickup, after a sign that begins a repeat; 0: none

	short int32 // what the last bar lacks of a full one; 0: nothing

	first, second int32 // where the endings begin: number of the bar and, of the second, index in bars; 0: none
	ending        int32 // where the last ending after the first begins, in bars
	next          int8  // what begins with the next character of music
	part          bool  // a P: field says so

	line    int8          // bar line that the form has after the last bar
	results [sources]int8 // how the bar before compared with its sources
}

// What a bar line, or a P: field, says of the next bar.
const (
	nextBar = iota
	nextSection
	firstEnding
	secondEnding
)

// readMusic reads a character of music.
func (r *Recall) readMusic(c rune) {
	m := &r.music
	switch {
	case m.inQuote && c == '"':
		r.endChord()
		r.line.last = inMusic
	case m.inQuote:
		r.text = append(r.text, c)
	case m.aside != 0:
		r.readAside(c)
	case c == ':' && r.isInlineField():
		m.aside, m.field = ']', int32(len(r.raw))
		r.append(token{char: c})
	case m.run.n > 0 && m.run.accepts(c):
		m.run.add(c)
		r.line.last = inRun
		r.bar.next = m.run.next()
		if r.bar.part && r.bar.next == nextBar {
			r.bar.next = nextSection
		}
		r.aim()
	case c == '|' || c == ':' && !r.fill.takesColon():
		r.endBar(c)
		r.line.last = inRun
	default:
		chord := m.run.bracket()
		r.begin()
		if chord {
			r.content('[')
		}
		r.content(c)
	}
}

// isInlineField reports whether the two characters before the last begin a field within
// music, such as [M:3/4].
func (r *Recall) isInlineField() bool {
	n := len(r.raw)
	return n > 2 && r.raw[n-3] == '[' && strings.ContainsRune("IKLMNPQRUVmr", r.raw[n-2])
}

// readAside reads a character of an inline field or of a decoration. A decoration has no
// blanks and bar lines; an exclamation mark before them is none.
func (r *Recall) readAside(c rune) {
	m := &r.music
	if m.aside == '!' && (c == ' ' || c == '|' || c == '"') {
		m.aside = 0
		r.readMusic(c)
		return
	}
	r.append(token{char: c})
	if c != m.aside {
		return
	}
	m.aside = 0
	if c == ']' {
		r.fill.add(c, r.line.unit)
		n := len(r.raw) - 1
		r.readField(r.raw[m.field-2], r.raw[m.field:n])
	}
}

// endChord ends the chord symbol, at its quote or the end of the line.
func (r *Recall) endChord() {
	m := &r.music
	r.chords = append(r.chords, span{m.quote, int32(len(r.text))})
	m.inQuote, m.chorded = false, true
	r.compareChord()
}

// begin begins a bar, with its first character, and the section that the bar line
// announced.
func (r *Recall) begin() {
	m, b := &r.music, &r.bar
	if m.run.n == 0 && b.next == nextBar {
		return
	}
	number := r.number()
	r.plan.check(r)
	switch b.next {
	case nextSection:
		if n := int32(len(r.bars)); r.newSection() {
			r.sections = append(r.sections, section{b.section, n, b.first, b.second})
			b.section, b.first, b.second = n, 0, 0
		}
		b.pickup = 0 // one before |: is not repeated
	case firstEnding:
		b.first = number
	case secondEnding:
		if b.first > 0 {
			b.ending = int32(len(r.bars))
			if b.second == 0 {
				b.second = b.ending
			}
		}
	}
	m.run, b.next, b.part = run{}, nextBar, false
	r.clearBar()
	b.at = int32(len(r.raw)) - 1
	r.aim()
}

// clearBar prepares for the tokens of a bar.
func (r *Recall) clearBar() {
	r.bar.tokens, r.bar.chords, r.bar.blank = int32(len(r.tokens)), int32(len(r.chords)), true
	r.fill, r.music.chorded, r.music.hasOpen = lengthState{}, false, false
}

// content reads a character of a bar.
func (r *Recall) content(c rune) {
	m := &r.music
	r.line.last = inMusic
	r.plan.checkFull(r, c)
	if c == '"' {
		r.complete()
		m.inQuote, m.quote = true, int32(len(r.text))
		r.bar.blank = false
		r.line.last = inChord
		return
	}
	r.text = append(r.text, c)
	unit := r.line.unit
	if c == 'Z' || c == 'X' { // rests of whole bars
		unit = r.line.meter
	}
	r.fill.add(c, unit)
	if c != ' ' {
		r.bar.blank = false
	}
	switch {
	case m.hasOpen && c == ',':
		m.open.step -= 7
	case m.hasOpen && c == '\'':
		m.open.step += 7
	case isNote(c):
		r.complete()
		m.open, m.hasOpen = token{char: c, step: stepOf(c), note: true, chord: m.chorded}, true
	default:
		r.complete()
		r.append(token{char: c, chord: m.chorded})
		if c == '!' {
			m.aside = c
		}
	}
}

// complete adds the open note to the bar.
func (r *Recall) complete() {
	if r.music.hasOpen {
		r.music.hasOpen = false
		r.append(r.music.open)
	}
}

// append adds a token to the bar.
func (r *Recall) append(t token) {
	r.tokens = append(r.tokens, t)
	r.music.chorded = false
	for i := range r.align {
		r.align[i].advance(r, t)
	}
}

// endBar ends the current bar with the first character of a bar line. A bar far too
// short does not count, unless it is the pickup of its section.
func (r *Recall) endBar(c rune) {
	r.begin()
	r.complete()
	r.append(token{char: c, chord: r.music.chorded})
	b := &r.bar
	length := r.fill.total()
	first := int(b.section) == len(r.bars)
	pickup := first && length > 0 && 4*length < 3*r.line.meter
	if !b.blank && (pickup || 20*length >= 9*r.line.meter) {
		planned := r.planned()
		s, number := r.plannedSection()
		b.line = lineNone
		if !pickup {
			b.line = int8(s.lineAfter(number))
		}
		if s != nil && first && s.Pickup != pickup {
			r.plan.fault = fault{b.at, ""}
		}
		r.bars = append(r.bars, bar{span{b.tokens, int32(len(r.tokens))}, span{b.chords, int32(len(r.chords))}, pickup, planned})
		if pickup {
			b.pickup, b.short = length, 0
		} else {
			b.short = max(r.line.meter-length, 0)
		}
		for i := range r.align {
			b.results[i] = r.align[i].result(r)
		}
	}
	r.clearBar()
	r.music.run.add(c)
	r.music.runAt = int32(len(r.raw)) - 1
	r.aim()
}

// endSection ends the section without a bar line.
func (r *Recall) endSection() {
	r.bar.next, r.bar.part = nextSection, true
	r.clearBar()
	r.aim()
}

// number returns the number of the current bar in its section, from 0: without the
// pickup, and in a second ending as in the first.
func (r *Recall) number() int32 {
	b := &r.bar
	switch {
	case r.newSection():
		return 0
	case b.next == secondEnding && b.first > 0:
		return b.first
	case b.second > 0:
		return b.first + int32(len(r.bars)) - b.ending
	}
	return int32(len(r.bars)) - r.firstBar(b.section)
}

// begins reports whether no bar of the section is complete, not even its pickup.
func (r *Recall) begins() bool {
	return r.newSection() || int(r.bar.section) == len(r.bars)
}

// newSection reports whether the next bar begins a section. After a pickup alone it does
// not: in D|:G2 the pickup is that of the section.
func (r *Recall) newSection() bool {
	return r.bar.next == nextSection && int(r.firstBar(r.bar.section)) < len(r.bars)
}

// firstBar returns the index in bars of the first bar of the section that begins at
// from, without its pickup.
func (r *Recall) firstBar(from int32) int32 {
	if int(from) < len(r.bars) && r.bars[from].pickup {
		return from + 1
	}
	return from
}

// stepOf returns the steps of a note above C.
func stepOf(c rune) int8 {
	steps := [7]int8{5, 6, 0, 1, 2, 3, 4} // A to G
	if c >= 'a' {
		return steps[c-'a'] + 7
	}
	return steps[c-'A']
}

// spelling returns the letter of a step, and its octave mark and how many there are.
func spelling(step int8) (letter, mark rune, marks int) {
	octave := 0
	for ; step < 0; step += 7 {
		octave--
	}
	for ; step >= 7; step -= 7 {
		octave++
	}
	letter = rune("CDEFGAB"[step])
	switch {
	case octave > 0:
		return letter + 'a' - 'A', '\'', octave - 1
	default:
		return letter, ',', -octave
	}
}
