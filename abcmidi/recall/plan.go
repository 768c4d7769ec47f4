package recall

import (
	"slices"
	"unicode"
)

// planState is the form that a tune is to have.
type planState struct {
	form  *Form // nil: none
	fault fault // of the last character
}

// fault is a bar line that is not that of the form.
type fault struct {
	at   int32  // where it begins in Recall.raw; 0: there is none
	want string // what should be there
}

// lineTexts are the bar lines of a form.
var lineTexts = [lines]string{linePlain: "|", lineRepeat: ":|", lineEnd: "||", lineFirst: "|1", lineSecond: ":|2"}

// check compares the bar line before the bar that begins with that of the form.
func (p *planState) check(r *Recall) {
	if p.form == nil || r.music.run.n == 0 {
		return
	}
	run, line := &r.music.run, int(r.bar.line)
	ok := true
	switch line {
	case linePlain:
		ok = r.bar.next == nextBar && run.char[0] == '|'
	case lineRepeat:
		ok = r.bar.next == nextSection && run.char[0] == ':'
	case lineEnd:
		ok = r.bar.next == nextSection && run.char[0] != ':'
	case lineFirst:
		ok = r.bar.next == firstEnding
	case lineSecond:
		ok = r.bar.next == secondEnding
	}
	want := lineTexts[line]
	if ok && run.opens() && !r.mayOpen() {
		ok = false
		if line == lineNone && len(r.bars) > 0 {
			want = "|" // after a pickup
		}
	}
	if ok && !run.opens() && r.mustOpen() {
		ok, want = false, "|:"
	}
	if ok && r.lacksPart() {
		ok, want = false, want+"\n"+r.nextPart()
		if len(r.bars) == 0 {
			p.fault = fault{r.bar.at, r.nextPart()}
			return
		}
	}
	if ok && r.bar.next == nextSection && r.sectionsLeft() < 0 {
		ok, want = false, ":|\n\n"
		if run.char[0] != ':' {
			want = "|]\n\n"
		}
	}
	if !ok {
		p.fault = fault{r.music.runAt, want}
	}
}

// mayOpen reports whether a repeat sign may begin the section that begins: the form has an
// end for it, in this section or later.
func (r *Recall) mayOpen() bool {
	s, _ := r.plannedSection()
	closes := func(s FormSection) bool { return s.Repeated || s.First > 0 }
	return s == nil || closes(*s) || slices.ContainsFunc(r.laterSections(), closes)
}

// mustOpen reports whether a repeat sign must come after a pickup: what is repeated has no
// pickup if none comes after it, to make up for its last bar.
func (r *Recall) mustOpen() bool {
	later := r.laterSections()
	if n := len(r.bars); n == 0 || !r.bars[n-1].pickup || len(later) == 0 {
		return false
	}
	s, _ := r.plannedSection()
	return s.Repeated && s.First == 0 && s.Pickup && !later[0].Pickup
}

// lacksPart reports whether the section that begins must have a P: field before it and has
// none: each section from here on is needed for a part of the header.
func (r *Recall) lacksPart() bool {
	if r.bar.part || !r.begins() || r.line.bodyParts >= r.line.parts {
		return false
	}
	return r.sectionsLeft()+1 <= int(r.line.parts-r.line.bodyParts)
}

// nextPart returns the P: field of the next part of the header.
func (r *Recall) nextPart() string {
	return "P:" + string(partsOf(r.order())[r.line.bodyParts]) + "\n"
}

// checkFull reports a fault if a note or chord symbol begins when the bar is full, or, in
// the last bar of a section before a pickup, full but for it.
func (p *planState) checkFull(r *Recall, c rune) {
	if p.form != nil && p.fault.at == 0 && int(r.bar.at) == len(r.raw)-1 && len(r.bars) == 0 && r.lacksPart() {
		p.fault = fault{r.bar.at, r.nextPart()}
		return
	}
	if p.form == nil || r.fill.grace || r.fill.inChord || !(isNote(c) || c == '"' || c == '(' || c == 'z') {
		return
	}
	line := r.plannedLine()
	full := r.fillState()
	if line != lineNone && (full == 3 || full == 2 && (r.pickupCase() == 3 || r.fullBar() < r.line.meter)) {
		p.fault = fault{int32(len(r.raw)) - 1, lineTexts[line]}
	}
}

// Fault reports that the last character shows that the tune is not as its form: what
// begins at a character should be another text; "" for any.
func (r *Recall) Fault() (at int, want string, ok bool) {
	f := r.plan.fault
	return int(f.at), f.want, f.at > 0
}

// Formed reports whether the tune has a form to follow.
func (r *Recall) Formed() bool { return r.plan.form != nil }

// Complete reports whether the form is complete, or there is none.
func (r *Recall) Complete() bool {
	if r.plan.form == nil {
		return true
	}
	if r.bar.line == lineSecond && r.music.run.n > 0 { // the second ending is to come
		return false
	}
	s, bar := r.plannedSection()
	if s != nil && (r.sectionsLeft() > 0 || bar < len(s.Bars)) {
		return false
	}
	last := r.plan.form.Sections[len(r.plan.form.Sections)-1]
	return r.music.run.n < 2 || (r.music.run.char[0] == ':') == last.Repeated
}

// Expect gives the tune that follows a form: that of a tune, which is the same up to its
// music. It is for fitting weights to tunes that are there.
func (r *Recall) Expect(tune string) { r.draw = func(string, int) *Form { return FormOf(tune) } }

// Draw gives the tune that follows a form, which is drawn when its meter is known.
func (r *Recall) Draw(draw func(meter string, parts int) *Form) { r.draw = draw }

// beginForm draws the form, when the header ends.
func (r *Recall) beginForm() {
	if r.draw != nil {
		r.plan.form = r.draw(r.meterText(), r.parts())
	}
}

// meterText returns the value of the M: field, without blanks.
func (r *Recall) meterText() string {
	var text []rune
	for _, c := range r.raw[r.line.meterAt.from:r.line.meterAt.to] {
		if !unicode.IsSpace(c) {
			text = append(text, c)
		}
	}
	if len(text) == 0 {
		return "none"
	}
	return string(text)
}

// parts returns the number of different parts in the order of the header.
func (r *Recall) parts() int { return len(partsOf(r.order())) }

// order returns the field of the header with the order of parts, without blanks; "" if there
// is none, or it says something else.
func (r *Recall) order() string {
	at := r.line.partsAt
	if at.from == 0 {
		return ""
	}
	var text []rune
	for _, c := range r.raw[at.from:at.to] {
		switch {
		case 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '(' || c == ')':
			text = append(text, c)
		case c != ' ':
			return ""
		}
	}
	if len(text) == 0 || len(text) > maxOrder {
		return ""
	}
	return string(r.raw[at.from-2:at.from]) + string(text)
}

// maxOrder is the length of the longest order of parts that counts.
const maxOrder = 20

// Bar lines that a form can ask for.
const (
	lineNone = iota // no form, or nothing of it is left
	linePlain
	lineRepeat
	lineEnd
	lineFirst  // of the first ending
	lineSecond // of the second
	lines
)

// plannedSection returns the section of the form that the current bar is in, and the
// number of the bar in it, not counting the pickup, and counting second endings on; nil
// without a form, or after its end.
func (r *Recall) plannedSection() (s *FormSection, bar int) {
	if r.plan.form == nil {
		return nil, 0
	}
	n := len(r.sections)
	bar = len(r.bars) - int(r.firstBar(r.bar.section))
	if r.newSection() {
		n, bar = n+1, 0
	}
	if n >= len(r.plan.form.Sections) {
		return nil, 0
	}
	return &r.plan.form.Sections[n], bar
}

// sectionsLeft returns how many sections of the form come after the current one.
func (r *Recall) sectionsLeft() int {
	n := len(r.sections)
	if r.newSection() {
		n++
	}
	return max(len(r.plan.form.Sections)-1-n, -1)
}

// laterSections returns the sections of the form after the current one.
func (r *Recall) laterSections() []FormSection {
	sections := r.plan.form.Sections
	return sections[len(sections)-max(r.sectionsLeft(), 0):]
}

// lineAfter returns the bar line that the form has after a bar.
func (s *FormSection) lineAfter(bar int) int {
	switch {
	case s == nil || bar >= len(s.Bars):
		return lineNone
	case s.First > 0 && bar+1 == s.First:
		return lineFirst
	case s.First > 0 && bar+1 == s.Second:
		return lineSecond
	case bar+1 < len(s.Bars):
		return linePlain
	case s.Repeated:
		return lineRepeat
	}
	return lineEnd
}

// planned returns the number in the form of the current bar; -1: none, or of its own.
func (r *Recall) planned() int32 {
	s, bar := r.plannedSection()
	if s == nil || bar >= len(s.Bars) || r.begins() && s.Pickup {
		return -1
	}
	return int32(s.Bars[bar])
}

// plannedSource returns the last bar that the form has as the same as the current one.
func (r *Recall) plannedSource() (index int32, ok bool) {
	n := r.planned()
	if n < 0 {
		return 0, false
	}
	for i := len(r.bars) - 1; i >= 0; i-- {
		if r.bars[i].planned == n {
			return int32(i), true
		}
	}
	return 0, false
}
