package recall

import "slices"

// Propose calls add with each proposal for the next character and its features, which are
// numbers below len(Features()); -1 stands for none. If the first is Never, the character
// cannot come next.
func (r *Recall) Propose(add func(c rune, features [4]int)) {
	if !r.line.body || r.line.field {
		return
	}
	if r.music.inQuote {
		r.proposeChord(add)
		return
	}
	r.proposeBar(add)
	r.proposeStructure(add)
	r.proposeTonic(add)
	r.proposeNever(add)
}

// proposeBar proposes what the sources have next.
func (r *Recall) proposeBar(add func(rune, [4]int)) {
	var proposed [sources]rune
	position := r.position()
	for i := range r.align {
		a := r.align[i]
		if a.relation >= other {
			continue
		}
		c, ok := r.proposal(&a)
		if !ok {
			continue
		}
		if i != plannedBar {
			proposed[i] = c
		}
		ranked := 0
		for _, earlier := range proposed[:i] {
			if earlier == c {
				ranked++
			}
		}
		stage := flag(a.matched > 0) + flag(a.matched > 4)
		state := kind.id(int(a.relation), class(c), flag(a.differ))
		if a.matched == 0 {
			state = begins.id(i, int(r.line.last))
		}
		if r.plan.form != nil {
			add(c, [4]int{planned.id(r.match(i, &a), int(a.relation), min(int(a.matched), 3), int(r.line.last), class(c)), -1, -1, -1})
		}
		if i == plannedBar {
			continue
		}
		add(c, [4]int{
			origin.id(i, int(a.relation), int(a.before)),
			at.id(i, position, stage),
			state,
			rank.id(min(ranked, ranks-1), int(a.relation)),
		})
	}
}

// proposal returns the next character of an alignment, which it advances beyond the open
// note.
func (r *Recall) proposal(a *alignment) (c rune, ok bool) {
	end := r.bars[a.source].tokens.to
	if r.music.hasOpen {
		if c, ok := r.mark(a, end); ok {
			return c, true
		}
		a.advance(r, r.music.open)
		if a.relation >= other {
			return 0, false
		}
	}
	if a.at >= end {
		return 0, false
	}
	t := r.tokens[a.at]
	switch {
	case t.chord && (r.music.hasOpen || !r.music.chorded):
		return '"', true
	case !t.note:
		return t.char, true
	case a.relation == rhythm:
		return 0, false
	}
	letter, _, _ := spelling(t.step + a.shift())
	return letter, true
}

// shift returns by how many steps the notes of the source are moved.
func (a *alignment) shift() int8 {
	if a.relation == moved {
		return a.by
	}
	return 0
}

// mark proposes an octave mark after the open note.
func (r *Recall) mark(a *alignment, end int32) (c rune, ok bool) {
	if a.relation == rhythm || a.at >= end || !r.tokens[a.at].note {
		return 0, false
	}
	letter, mark, want := spelling(r.tokens[a.at].step + a.shift())
	_, has, marks := spelling(r.music.open.step)
	if want > marks && letter == r.music.open.char && (marks == 0 || has == mark) {
		return mark, true
	}
	return 0, false
}

// proposeChord proposes what the chord symbols of the sources have next.
func (r *Recall) proposeChord(add func(rune, [4]int)) {
	written := r.text[r.music.quote:]
	number := int32(len(r.chords)) - r.bar.chords
	for i := range r.align {
		a := &r.align[i]
		if a.relation == absent {
			continue
		}
		c, ok := r.chordOf(a, number)
		if !ok {
			continue
		}
		text := r.text[c.from:c.to]
		if len(written) > len(text) || !slices.Equal(text[:len(written)], written) {
			continue
		}
		next := '"'
		if len(written) < len(text) {
			next = text[len(written)]
		}
		add(next, [4]int{chord.id(i, int(a.relation), min(len(written), prefixes-1), flag(a.differ)), -1, -1, -1})
	}
}

// proposeStructure proposes bar lines, line ends and parts, by how full the bar and the
// section are.
func (r *Recall) proposeStructure(add func(rune, [4]int)) {
	number := r.number()
	fill := r.fillState()
	atLineStart := flag(len(r.raw) == int(r.line.from))
	ending := 0
	switch {
	case r.bar.next >= firstEnding:
		ending = int(r.bar.next) - nextSection
	case r.bar.second > 0:
		ending = 2
	case r.bar.first > 0:
		ending = 1
	}
	asLong := 0
	if n := len(r.sections); n > 0 {
		q := r.sections[n-1]
		length := q.to - r.firstBar(q.from)
		asLong = 1 + flag(number+1 >= length) + flag(number+1 > length)
	}
	line, left, pickup := -1, -1, r.pickupCase()
	plannedLine, sectionsLeft, run := 0, 0, int(r.music.run.kind())
	if r.plan.form != nil {
		plannedLine, sectionsLeft = r.plannedLine(), min(r.sectionsLeft()+1, 3)
	}
	for s, c := range structure {
		if s >= firstDigit && r.music.run.n == 0 {
			break
		}
		if r.plan.form != nil {
			line = planLine.id(s, plannedLine, fill, atLineStart, run)
			left = planLeft.id(s, sectionsLeft, atLineStart, run)
		}
		if pickup >= 0 {
			add(c, [4]int{planPickup.id(s, pickup, fill), -1, -1, -1})
		}
		add(c, [4]int{
			barCount.id(s, int(min(number, barCounts-1)), fill, ending, atLineStart),
			asBefore.id(s, asLong, fill),
			line, left,
		})
	}
}

// pickupCase returns 0 or 1 in the first bar of a section, and 2 or 3 in the last: the odd
// number if the form has a pickup in this section, or in the one that follows; -1 in other
// bars.
func (r *Recall) pickupCase() int {
	s, bar := r.plannedSection()
	switch {
	case s == nil || r.music.run.n > 0:
		return -1
	case r.begins():
		return flag(s.Pickup)
	case bar != len(s.Bars)-1:
		return -1
	}
	next := s
	if later := r.laterSections(); !s.Repeated && len(later) > 0 {
		next = &later[0]
	}
	return 2 + flag(next.Pickup)
}

// plannedLine returns the bar line that the form has where one is being written, or will
// be next.
func (r *Recall) plannedLine() int {
	if r.music.run.n > 0 {
		return int(r.bar.line)
	}
	s, bar := r.plannedSection()
	if s == nil || r.begins() && s.Pickup {
		return lineNone
	}
	return s.lineAfter(bar)
}

// Matches of a source with the form.
const (
	matchSame  = iota // the form has the current bar as the same as the source
	matchOther        // as the same as another bar
	matchFresh        // as the same as no bar before
	matchThis         // the source is plannedBar
	matches
)

// match returns how a source matches the form.
func (r *Recall) match(i int, a *alignment) int {
	n := r.planned()
	switch {
	case i == plannedBar:
		return matchThis
	case n >= 0 && r.bars[a.source].planned == n:
		return matchSame
	case r.align[plannedBar].relation != absent:
		return matchOther
	}
	return matchFresh
}

// proposeTonic proposes the tonic in the last bar of a section of the form.
func (r *Recall) proposeTonic(add func(rune, [4]int)) {
	if r.plan.form == nil || r.music.run.n > 0 || r.line.tonic == 0 || r.line.meter == 0 {
		return
	}
	s, bar := r.plannedSection()
	if s == nil || r.begins() && s.Pickup {
		return
	}
	n := r.planned()
	last := 0
	switch {
	case r.plan.form.Tonic && (n >= 0 && n == r.plan.form.last() || bar == len(s.Bars)-1 && r.sectionsLeft() == 0):
		last = 2
	case bar != len(s.Bars)-1:
		return
	case r.sectionsLeft() == 0:
		last = 1
	}
	time := int(min(8*r.fill.total()/r.line.meter, 8))
	add(r.line.tonic, [4]int{planTonic.id(0, last, time), -1, -1, -1})
	add(r.line.tonic+'a'-'A', [4]int{planTonic.id(1, last, time), -1, -1, -1})
}

// fillState returns how full the current bar is: 0 empty, 1 less than full, 2 full but
// for the pickup of the section, 3 full, 4 more than full.
func (r *Recall) fillState() int {
	t := r.fill.total()
	switch {
	case t == 0 || r.music.run.n > 0:
		return 0
	case t > r.line.meter:
		return 4
	case t == r.line.meter:
		return 3
	case t+r.bar.pickup == r.line.meter:
		return 2
	}
	return 1
}

// position returns the place of the current bar in its section, as features have it.
func (r *Recall) position() int {
	if r.begins() {
		return positions - 1
	}
	n := int(r.number())
	if n >= 8 {
		n = 8 + flag(n >= 10)
	}
	return n
}

// class returns what kind of character is proposed.
func class(c rune) int {
	switch {
	case isNote(c):
		return 0
	case '0' <= c && c <= '9' || c == '/':
		return 1
	case c == '|' || c == ':':
		return 2
	case c == ' ':
		return 3
	case c == '"':
		return 4
	case c == ',' || c == '\'':
		return 5
	}
	return 6
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}
