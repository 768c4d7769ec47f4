package layout

import (
	"slices"

	"charabanc/abcmidi/abc"
)

// This file finds the order in which a voice is played: repeats and variant
// endings (ABC 2.1 sections 4.8 to 4.10), parts (section 3.1.9), and the jumps
// of D.C., D.S., Fine and Coda (section 4.14).
//
//	|: A :|            A A          A :| B :|      A A B B
//	A || B :|          A B B        |:: A ::|      A A A
//	|: A |1 B :|2 C    A B A C      [1,3 .. [2     by number of the pass
//
// A :| without its |: goes back to the latest double bar, end of a repeat,
// beginning of a part, or the beginning (section 4.8).

// stretch is items from up to, not with, to.
type stretch struct{ From, To int }

// planned is a stretch to be walked. If pass is not 0 it is a part of whose
// endings the one of that number is played, without repeats.
type planned struct {
	stretch
	pass int
}

// maxPlayed bounds the items that the voices of a tune may unroll to, so that
// no order of parts is more than a fraction of a second.
const MaxPlayed = 500_000

// unroll returns the stretches of v.items in playing order; cut is true if
// they would have been more than most items. They hold until the next voice is
// unrolled.
func (v *Voice) Unroll(order *abc.PartOrder, most int) (played []stretch, cut bool) {
	u := &unroller{items: v.Items, out: v.memory.played[:0], left: most, coda: -1, toCoda: -1}
	if v.kinds.has(ItemEnding) {
		u.groups = v.endingGroups()
	}
	if v.kinds.has(ItemMark) {
		u.readMarks()
	}
	plan := u.plan(order)
	u.play(plan, 0, -1)
	if u.jump != markNone {
		u.second = true
		i, at := u.target(plan)
		u.play(plan, i, at)
	}
	v.memory.played = u.out
	return u.out, u.left <= 0
}

type unroller struct {
	items  []Item
	groups []endingGroup // by item; only those of endings mean something
	out    []stretch
	left   int

	fixed  int  // the pass of the stretch being walked, if the plan says which
	second bool // behind a D.C. or D.S.: no repeats, last endings, Fine holds
	jump   mark // the D.C. or D.S. taken
	jumpAt int
	coda   int // item to go to at To Coda; -1 if there is none
	toCoda int
	done   bool
}

// endingGroup is what belongs together: |1 .. :|2 .. ; first is the number it
// begins with, last the highest in it, gap the lowest between that none of its
// endings has, or 0; lone says that there is but one, from 1 on.
type endingGroup struct {
	id, first, last, gap int
	lone                 bool
}

// endingGroups finds for each ending the group it belongs to. A group ends
// where the repeat does or where an ending comes that is numbered 1 again.
func (v *Voice) endingGroups() []endingGroup {
	items := v.Items
	groups := slices.Grow(v.memory.groups[:0], len(items))[:len(items)]
	clear(groups)
	v.memory.groups = groups
	first := -1
	close := func(end int) {
		if first < 0 {
			return
		}
		g := endingGroup{id: first + 1, first: items[first].Ending.Numbers[0]}
		var has [abc.MaxEnding + 1]bool
		for i := first; i < end; i++ {
			if e := items[i].Ending; e != nil {
				g.lone = i == first && g.first == 1
				g.last = max(g.last, e.Numbers[len(e.Numbers)-1])
				for _, n := range e.Numbers {
					has[n] = true
				}
			}
		}
		for n := g.last; n > g.first; n-- {
			if !has[n] {
				g.gap = n
			}
		}
		for i := first; i < end; i++ {
			groups[i] = g
		}
		first = -1
	}
	for i := range items {
		switch it := &items[i]; it.Kind {
		case ItemEnding:
			if it.Ending.Numbers[0] == 1 {
				close(i)
			}
			if first < 0 {
				first = i
			}
		case ItemBar:
			if it.Bar.Start > 0 {
				close(i)
			}
		case ItemPart:
			close(i)
		}
	}
	close(len(items))
	return groups
}

// readMarks looks where the Coda is, and where to leave for it.
func (u *unroller) readMarks() {
	codas := 0
	for i := range u.items {
		if u.items[i].Kind != ItemMark {
			continue
		}
		switch u.items[i].mark {
		case markToCoda:
			u.toCoda = i
		case markCoda:
			// Two coda signs without a "da coda": the first is where to leave.
			if codas++; codas == 2 && u.toCoda < 0 {
				u.toCoda = u.coda
			}
			u.coda = i
		}
	}
}

// plan is the stretches to walk: the parts in their order, or everything.
func (u *unroller) plan(order *abc.PartOrder) []planned {
	all := []planned{{stretch: stretch{0, len(u.items)}}}
	if order == nil {
		return all
	}
	var parts [256]stretch
	first, open := -1, -1
	for i := range u.items {
		if u.items[i].Kind != ItemPart {
			continue
		}
		if first < 0 {
			first = i
		}
		if open >= 0 {
			u.closePart(&parts, open, i)
		}
		open = i
	}
	if first < 0 {
		return all
	}
	u.closePart(&parts, open, len(u.items))
	plan := []planned{{stretch: stretch{0, first}}}
	var played [256]int
	var apart [256]bool // played again with others between
	for i, name := range order.Parts {
		if p := parts[name]; p.To > 0 {
			apart[name] = apart[name] || played[name] > 0 && order.Parts[i-1] != name
			played[name]++
			plan = append(plan, planned{p, played[name]})
		}
	}
	if len(plan) == 1 {
		return all
	}
	for i := range plan[1:] {
		p := &plan[1+i]
		name := u.items[p.From].Data[0]
		if times := played[name]; times == 2 && apart[name] || !u.endingEachTime(p.stretch, times) {
			p.pass = 0
		}
	}
	return plan
}

// endingEachTime reports whether a part is one section with as many endings as
// the order has times it is played: then each time has its own (section 4.10),
// and the :| behind the endings repeat nothing on top of that. A part with a
// |: of its own, or one with two endings that comes back later, as in P:ABA,
// is repeated whenever it is played.
func (u *unroller) endingEachTime(part stretch, times int) bool {
	var group endingGroup
	for i := part.From; i < part.To; i++ {
		switch it := &u.items[i]; {
		case it.Kind == ItemEnding && group.id != 0 && u.groups[i] != group:
			return false
		case it.Kind == ItemEnding:
			group = u.groups[i]
		case it.Kind == ItemBar && it.Bar.Start > 0:
			return false
		}
	}
	return times > 1 && group.last == times
}

// closePart enters the part that began at item open; the first of a name
// counts.
func (u *unroller) closePart(parts *[256]stretch, open, end int) {
	if p := &parts[u.items[open].Data[0]]; p.To == 0 {
		*p = stretch{open, end}
	}
}

// target says where a D.C. or D.S. goes: the stretch of the plan, and the
// item in it.
func (u *unroller) target(plan []planned) (i, at int) {
	if u.jump < markDalSegno {
		return 0, -1
	}
	segno := -1
	for i := range u.items {
		if u.items[i].Kind == ItemMark && u.items[i].mark == markSegno && (segno < 0 || i < u.jumpAt) {
			segno = i
		}
	}
	for i, s := range plan {
		if s.From <= segno && segno < s.To {
			return i, segno
		}
	}
	return 0, -1
}

// play walks the plan from stretch i on, beginning at item at in it if that
// is not -1.
func (u *unroller) play(plan []planned, i, at int) {
	for ; i < len(plan) && !u.done && (u.second || u.jump == markNone); i++ {
		from := plan[i].From
		if at >= 0 {
			from, at = at, -1
		}
		u.fixed = plan[i].pass
		u.walk(from, plan[i].To)
	}
}

// emit adds a stretch to what is played.
func (u *unroller) emit(from, to int) {
	if from >= to || u.left <= 0 {
		return
	}
	if u.left -= to - from; u.left <= 0 {
		u.done = true
	}
	if n := len(u.out); n > 0 && u.out[n-1].To == from {
		u.out[n-1].To = to
		return
	}
	u.out = append(u.out, stretch{from, to})
}

// emitted reports whether item i has been played.
func (u *unroller) emitted(i int) bool {
	return slices.ContainsFunc(u.out, func(s stretch) bool { return s.From <= i && i < s.To })
}

// repeatState is how far the repeat in progress has come.
type repeatState struct {
	start    int // where it goes back to
	colons   int // of the |: that began it; 0 for an implied start
	pass     int // from 1
	group    int // of the ending being played, 0 for none
	last     int // highest number in that group
	endingAt int // where that ending began
}

// walk plays items from up to to, taking repeats on the way.
func (u *unroller) walk(from, to int) {
	r := repeatState{start: from, pass: 1}
	seg := from          // first item not yet emitted
	var jump, leave mark // to be followed at the next bar line
	for i := from; i < to && !u.done; i++ {
		it := &u.items[i]
		switch it.Kind {
		case ItemBar:
			back := u.atBar(&r, i)
			switch {
			case back >= 0:
				u.emit(seg, i+1)
				seg, i, jump = back, back-1, markNone
			case jump != markNone || leave != markNone:
				u.emit(seg, i+1)
				u.depart(jump, leave, i)
				return
			}
		case ItemEnding:
			if next := u.atEnding(&r, i, to); next != i {
				u.emit(seg, i)
				seg, i = next, next-1
			}
		case ItemPart:
			if r.colons == 0 || u.sounds(r.start, i) {
				r = repeatState{start: i + 1, pass: 1}
			}
		case ItemMark:
			switch {
			case it.mark >= markDaCapo && !u.second:
				jump = it.mark
			case it.mark == markFine && u.stopsAtFine() || i == u.toCoda && u.leavesForCoda():
				leave = it.mark
				// Between notes it holds at once; at a note, to its bar's end.
				if it.Data[0] == 0 && u.sounds(u.barBefore(i), i) {
					u.emit(seg, i)
					u.depart(markNone, leave, i)
					return
				}
			}
		}
	}
	u.emit(seg, to)
	if jump != markNone || leave != markNone {
		u.depart(jump, leave, to)
	}
}

// depart leaves the order of the text at item i: for a D.C. or D.S., for the
// coda, or for good.
func (u *unroller) depart(jump, leave mark, i int) {
	switch {
	case jump != markNone:
		u.jump, u.jumpAt = jump, i
	case leave == markFine:
		u.done = true
	default:
		u.toCoda, u.fixed = -1, 0
		u.walk(u.coda, len(u.items))
		u.done = true
	}
}

func (u *unroller) stopsAtFine() bool {
	return u.second && u.jump != markDaCapoCoda && u.jump != markDalSegnoCoda
}

func (u *unroller) leavesForCoda() bool {
	return u.second && u.coda > u.toCoda && u.jump != markDaCapoFine && u.jump != markDalSegnoFine
}

// sounds reports whether there is a note or rest in items from to to.
func (u *unroller) sounds(from, to int) bool {
	for i := from; i < to; i++ {
		if u.items[i].Lasts() {
			return true
		}
	}
	return false
}

// barBefore is the last bar line before item i, or the beginning.
func (u *unroller) barBefore(i int) int {
	for i > 0 && u.items[i].Kind != ItemBar {
		i--
	}
	return i
}

// atBar takes the repeat sign of a bar line; it returns the item to go back
// to, or -1 to go on.
func (u *unroller) atBar(r *repeatState, i int) int {
	b := u.items[i].Bar
	if u.fixed > 0 {
		return -1
	}
	if b.End > 0 {
		total := max(b.End, r.colons) + 1
		if r.group > 0 {
			total = r.last
			if u.groups[r.endingAt].lone { // what is behind it is the ending of the last pass
				total++
			}
		}
		if !u.second && r.pass < total {
			r.pass++
			r.group = 0
			return r.start
		}
		*r = repeatState{start: i + 1, pass: 1}
	}
	switch {
	case b.Start > 0:
		*r = repeatState{start: i + 1, pass: 1, colons: b.Start}
	case b.Style == abc.ThinBar || b.Style == abc.DottedBar || b.Style == abc.InvisibleBar:
	case i+1 < len(u.items) && u.items[i+1].Kind == ItemEnding: // "||1": no repeat begins with its ending
	case r.colons == 0 && r.group == 0 && r.pass == 1, r.group > 0 && r.pass >= r.last:
		*r = repeatState{start: i + 1, pass: 1}
	}
	return -1
}

// atEnding returns the item to go on with: i itself if this pass plays the
// ending.
func (u *unroller) atEnding(r *repeatState, i, to int) int {
	g, e := u.groups[i], u.items[i].Ending
	switch {
	case u.fixed > 0:
		if e.Has(u.fixed) {
			return i
		}
		return u.skipEnding(i, to)
	case u.second:
		if e.Has(g.last) {
			r.group, r.last = g.id, g.last
			return i
		}
		return u.skipEnding(i, to)
	}
	if r.pass > 1 && r.group != 0 && r.group != g.id {
		// Endings of a repeat whose beginning nothing marks: it begins where
		// the ending before it ends, a bar behind its number.
		*r = repeatState{start: u.barAfter(r.endingAt), pass: 1}
	}
	if g.gap > 0 && r.pass >= g.gap {
		r.pass = u.passFrom(r.pass, g)
	}
	switch {
	case e.Has(r.pass):
		r.group, r.last, r.endingAt = g.id, g.last, i
		return i
	case r.group == g.id && e.Numbers[0] > r.pass:
		// The :| before this ending is missing.
		r.pass++
		r.group = 0
		return r.start
	case r.group == g.id:
		return i
	case r.pass == 1 && (g.first > 1 || g.id <= r.start && !u.emitted(i)):
		return i // nothing says which ending is the first: none is left out
	}
	return u.skipEnding(i, to)
}

// passFrom is the first pass, from that one on, that the group has an ending
// for: |1 .. :|3 .. has none for the second.
func (u *unroller) passFrom(pass int, g endingGroup) int {
	from := g.last + 1
	for i := g.id - 1; i < len(u.items) && u.groups[i] == g; i++ {
		if e := u.items[i].Ending; e != nil {
			for _, n := range e.Numbers {
				if n >= pass {
					from = min(from, n)
				}
			}
		}
	}
	return from
}

// skipEnding returns the item behind an ending that is not played.
func (u *unroller) skipEnding(i, to int) int {
	for i++; i < to; i++ {
		switch it := &u.items[i]; it.Kind {
		case ItemEnding, ItemPart:
			return i
		case ItemBar:
			switch b := it.Bar; {
			case b.Start > 0: // of :: too
				return i
			case b.End > 0:
				return i + 1
			case b.Style == abc.DoubleBar || b.Style == abc.ThinThickBar || b.Style == abc.ThickThinBar:
				return i + 1
			}
		}
	}
	return to
}

// barAfter returns the item behind the first bar line from item i on.
func (u *unroller) barAfter(i int) int {
	for i < len(u.items) && u.items[i].Kind != ItemBar {
		i++
	}
	return min(i+1, len(u.items))
}
