package recall

// Never stands in the place of the first feature of a character that cannot come next.
const Never = -2

// Strict makes Propose rule out characters that would make a bar of the form too long or
// too short, as far as one character shows it. Reset does not change it.
func (r *Recall) Strict(on bool) { r.strict = on }

// proposeNever rules out a bar line where the bar may not end, and lengths that are too long
// for any bar.
func (r *Recall) proposeNever(add func(rune, [4]int)) {
	l := &r.fill
	switch {
	case !r.strict || r.plan.form == nil:
		return
	case r.music.run.kind() == runEnding && !r.music.run.bracket():
		for _, c := range "|:[123456789P" { // there is an ending already, and its music is missing
			add(c, never)
		}
		return
	case r.line.meter == 0 || r.music.run.n > 0 || r.music.aside != 0 || l.grace || l.inChord || l.tuplet != tupletNone:
		return
	}
	if l.left == 0 && !r.mayEnd() {
		add('|', never)
		if len(r.raw)-1 > int(r.line.from) { // perhaps a field
			add(':', never)
		}
	}
	if l.unit == 0 || l.num > 0 || l.slashes > 0 {
		return
	}
	limit := r.fullBar()
	for d := int32(2); d <= 9; d++ {
		length := d * l.unit
		if d%2 == 1 && limit == r.line.meter { // perhaps 3/4
			length /= 4
		}
		if l.sum+length > limit {
			add('0'+d, never)
		}
	}
}

// fullBar returns the length of the current bar of the form: that of the meter, less the
// pickup of its section at the end of a repeat, which goes back to it.
func (r *Recall) fullBar() int32 {
	s, bar := r.plannedSection()
	if line := s.lineAfter(bar); !r.begins() && (line == lineRepeat || line == lineSecond) {
		return r.line.meter - r.bar.pickup
	}
	return r.line.meter
}

// mayEnd reports whether a bar line may come here. A bar of the form is full, unless it is
// a pickup, which makes up for what the bar before lacks, or the next section has one.
func (r *Recall) mayEnd() bool {
	s, bar := r.plannedSection()
	missing := r.fullBar() - r.fill.total()
	switch {
	case missing <= 0 || s == nil || r.bar.blank:
		return true
	case r.begins() && s.Pickup:
		return r.bar.short == 0 || r.bar.short == r.fill.total()
	}
	sections, later := r.plan.form.Sections, r.laterSections()
	switch s.lineAfter(bar) {
	case linePlain, lineFirst:
		return false
	case lineRepeat, lineSecond: // perhaps a repeat of more than this section
		current := len(sections) - len(later) - 1
		return current > 0 && !sections[current-1].Repeated
	}
	return missing == r.bar.pickup || len(later) == 0 || later[0].Pickup
}

var never = [4]int{Never, -1, -1, -1}
