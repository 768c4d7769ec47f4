package recall

import (
	"strings"
	"unicode"
)

// Closes reports whether the last bar ends on the tonic if the form asks for it: in the
// last bar of the tune, and in bars that the form has as the same.
func (r *Recall) Closes() bool {
	f := r.plan.form
	if f == nil || !f.Tonic || len(r.bars) == 0 {
		return true
	}
	n := r.bars[len(r.bars)-1].planned
	return (n < 0 || n != f.last()) && !r.Complete() || r.endsOnTonic()
}

// Closing returns where the last note of the last bar begins, and the text from there to
// the end with the tonic in its place: the one nearest to the note before. text is "" if
// the note is in a chord or is the only one.
func (r *Recall) Closing() (at int, text string) {
	before, ok := r.noteBack(1)
	if !ok || r.line.tonic == 0 || r.music.runAt < r.bar.at || r.bar.at > 0 && r.raw[r.bar.at-1] == '[' {
		return 0, ""
	}
	quoted, last := false, -1
	for i, c := range r.raw[r.bar.at:r.music.runAt] {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{' || c == '!':
			return 0, ""
		case isNote(c):
			last = int(r.bar.at) + i
		}
	}
	if last < 0 {
		return 0, ""
	}
	end := last + 1
	for r.raw[end] == ',' || r.raw[end] == '\'' {
		end++
	}
	for last > 0 && strings.ContainsRune("^_=", r.raw[last-1]) {
		last--
	}
	letter, mark, marks := spelling(nearest(stepOf(r.line.tonic), before.step))
	return last, string(letter) + strings.Repeat(string(mark), marks) + string(r.raw[end:])
}

// noteBack returns a note, counted from 0 for the last; ok is false if there are fewer.
func (r *Recall) noteBack(n int) (t token, ok bool) {
	for i := len(r.tokens) - 1; i >= 0; i-- {
		if !r.tokens[i].note {
			continue
		}
		if n == 0 {
			return r.tokens[i], true
		}
		n--
	}
	return token{}, false
}

// nearest returns the step that is so many octaves from a step that it is nearest to
// another.
func nearest(step, to int8) int8 {
	for step-to > 3 {
		step -= 7
	}
	for to-step > 3 {
		step += 7
	}
	return step
}

// last returns the number of the last bar of the form.
func (f *Form) last() int32 {
	s := f.Sections[len(f.Sections)-1]
	return int32(s.Bars[len(s.Bars)-1])
}

// endsOnTonic reports whether the last note is the tonic.
func (r *Recall) endsOnTonic() bool {
	last, ok := r.noteBack(0)
	return ok && unicode.ToUpper(last.char) == r.line.tonic
}
