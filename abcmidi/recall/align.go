package recall

import "slices"

// back lists how many bars before the current one its sources in the same section are.
// After them come the bars of the same number in the section before and the one before
// that, the bar of the first ending, and the one that the form has as the same.
var back = [...]int32{1, 2, 3, 4, 5, 6, 7, 8, 12, 16}

const (
	sources       = len(back) + 4
	sectionBefore = len(back)
	otherEnding   = len(back) + 2
	plannedBar    = len(back) + 3
)

// Relations of the current bar to a source.
const (
	same   = iota
	moved  // by a number of steps
	rhythm // the same rhythm
	other  // nothing in common, up to the bar line
	absent // there is no source
	relations
)

// alignment is the current bar beside a source.
type alignment struct {
	source   int32 // index in bars
	at       int32 // next token of the source, in tokens
	relation int8
	by       int8 // steps, if moved
	notes    bool // there were notes
	matched  int8 // tokens that have matched
	differ   bool // a chord symbol differs
	before   int8 // relation of the bar before to its source
}

// maxMatched is the largest count of matched tokens that is kept.
const maxMatched = 100

// advance compares the next token. Blanks, which beam notes, need not match.
func (a *alignment) advance(r *Recall, t token) {
	if a.relation >= other {
		return
	}
	end := r.bars[a.source].tokens.to
	for a.at < end && r.tokens[a.at].char == ' ' && t.char != ' ' {
		a.at++
	}
	if a.at >= end {
		a.relation = other
		return
	}
	s := r.tokens[a.at]
	if t.char == ' ' && s.char != ' ' {
		return
	}
	a.differ = a.differ || s.chord != t.chord
	switch {
	case s.note && t.note:
		a.compareNote(t.step - s.step)
	case s.note != t.note || s.char != t.char:
		a.relation = other
		return
	}
	a.at++
	a.matched = min(a.matched+1, maxMatched)
}

// compareNote compares a note that is so many steps above that of the source.
func (a *alignment) compareNote(by int8) {
	switch {
	case a.relation == same && by == 0, a.relation == rhythm:
	case a.relation == same && !a.notes:
		a.relation, a.by = moved, by
	case a.relation == moved && by == a.by:
	default:
		a.relation = rhythm
	}
	a.notes = true
}

// result returns the relation of a complete bar to its source.
func (a *alignment) result(r *Recall) int8 {
	if a.relation < other && a.at < r.bars[a.source].tokens.to {
		return other
	}
	return a.relation
}

// compareChord compares the chord symbol that has ended with those of the sources at the
// same place in the order of the bar's chord symbols.
func (r *Recall) compareChord() {
	n := int32(len(r.chords)) - 1
	for i := range r.align {
		a := &r.align[i]
		if a.relation == absent {
			continue
		}
		c, ok := r.chordOf(a, n-r.bar.chords)
		a.differ = a.differ || !ok || !slices.Equal(r.text[c.from:c.to], r.text[r.chords[n].from:r.chords[n].to])
	}
}

// chordOf returns the chord symbol of a source with a number from 0.
func (r *Recall) chordOf(a *alignment, number int32) (c span, ok bool) {
	list := r.bars[a.source].chords
	if at := list.from + number; at < list.to {
		return r.chords[at], true
	}
	return span{}, false
}

// aim begins the comparisons of a bar.
func (r *Recall) aim() {
	for i := range r.align {
		a := &r.align[i]
		*a = alignment{relation: absent, before: absent}
		if !r.line.body {
			continue
		}
		if !r.begins() {
			a.before = r.bar.results[i]
		}
		if source, ok := r.source(i); ok {
			a.source, a.at, a.relation = source, r.bars[source].tokens.from, same
			if r.music.run.bracket() {
				a.advance(r, token{char: '['})
			}
		}
	}
}

// source returns the index in bars of source i of the current bar.
func (r *Recall) source(i int) (index int32, ok bool) {
	b := &r.bar
	switch {
	case i == otherEnding:
		number := r.number()
		ok = b.first > 0 && (b.next == secondEnding || b.next == nextBar && b.second > 0)
		end := b.second
		if end == 0 {
			end = int32(len(r.bars))
		}
		index = r.firstBar(b.section) + number
		return index, ok && index < end
	case i == plannedBar:
		return r.plannedSource()
	case i >= sectionBefore:
		return r.sourceBefore(i - sectionBefore)
	case r.begins():
		return 0, false
	}
	number := r.number() - back[i]
	if number < 0 {
		return 0, false
	}
	if b.second > 0 && number >= b.first {
		return b.ending + number - b.first, true
	}
	index = r.firstBar(b.section) + number
	return index, int(index) < len(r.bars)
}

// sourceBefore returns the bar of the same number in the last section or the one before;
// for the first bar, which may be a pickup, the first one.
func (r *Recall) sourceBefore(sections int) (index int32, ok bool) {
	n := len(r.sections) - 1 - sections
	q := section{from: r.bar.section, to: int32(len(r.bars))}
	if !r.newSection() {
		if n < 0 {
			return 0, false
		}
		q = r.sections[n]
	} else if sections > 0 {
		if n+1 < 0 {
			return 0, false
		}
		q = r.sections[n+1]
	}
	if r.begins() {
		return q.from, true
	}
	index = r.firstBar(q.from) + r.number()
	return index, index < q.to
}
