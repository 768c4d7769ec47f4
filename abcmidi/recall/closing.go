package recall

import "strings"

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
	before, ok := r.noteBeforeLast()
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
	letter, mark, marks := spelling(nearest(stepOf(r.line.tonic), before))
	return last, string(letter) + strings.Repeat(string(mark), marks) + string(r.raw[end:])
}

// noteBeforeLast returns the step of the note before the last.
func (r *Recall) noteBeforeLast() (step int8, ok bool) {
	last := true
	for i := len(r.tokens) - 1; i >= 0; i-- {
		switch t := r.tokens[i]; {
		case t.note && last:
			last = false
		case t.note:
			return t.step, true
		}
	}
	return 0, false
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
	last := r.lastNote()
	return last != 0 && last == r.line.tonic
}

// lastNote returns the letter of the last note, as a capital; 0 if there is none.
func (r *Recall) lastNote() rune {
	for i := len(r.tokens) - 1; i >= 0; i-- {
		if c := r.tokens[i].char; r.tokens[i].note {
			if c >= 'a' {
				c -= 'a' - 'A'
			}
			return c
		}
	}
	return 0
}
