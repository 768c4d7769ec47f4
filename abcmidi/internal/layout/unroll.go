package layout

import (
	"slices"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/slab"
)

// This file finds the order in which a voice is played. It takes repeats (ABC 2.1
// section 4.8); ending.go has variant endings, parts.go the order of parts, jump.go
// D.C. and its like.
//
//	|: A :|            A A          A :| B :|      A A B B
//	A || B :|          A B B        |:: A ::|      A A A
//	|: A |1 B :|2 C    A B A C      [1,3 .. [2     by the number of the pass
//
// A :| without its |: goes back to the latest double bar, end of a repeat or
// beginning of a part, or else to the beginning.

// stretch is the items from From up to, but not including, To.
type stretch struct{ From, To int }

// MaxPlayed bounds the items that the voices of a tune unroll to, so that no order of
// parts takes more than a fraction of a second.
const MaxPlayed = 500_000

// Unroll returns the stretches of v.Items in the order of playing. They are cut, and
// cut is true, at about most items. They are good until the next voice is unrolled.
func (v *Voice) Unroll(order *abc.PartOrder, most int) (played []stretch, cut bool) {
	u := &v.memory.unroller
	*u = unroller{items: v.Items, parts: slab.Kept(u.parts), groups: v.endingGroups(), out: v.memory.played[:0], left: most, coda: -1, toCoda: -1}
	u.findCoda()
	plan := u.plan(order)
	u.play(plan, 0, -1)
	if u.jump != navNone {
		u.afterJump = true
		i, at := u.target(plan)
		u.play(plan, i, at)
	}
	v.memory.played = u.out
	return u.out, u.left <= 0
}

// unroller finds the order of playing of one voice.
type unroller struct {
	items  []Item
	all    [1]planned    // the plan of a tune without an order of parts
	parts  []planned     // memory for that of a tune with one
	groups []endingGroup // by item
	out    []stretch
	left   int  // items that may still be played
	done   bool // nothing more is played

	fixedPass int        // pass of the stretch being played, if the plan gives it; else 0
	jump      navigation // the D.C. or D.S. taken
	jumpAt    int        // its item
	afterJump bool       // no repeats, last endings, Fine and To Coda count
	coda      int        // item to go to at To Coda; -1 if there is none
	toCoda    int        // item of To Coda; -1 if there is none
}

// play plays the plan from stretch i on. It begins at item at of that stretch, or at
// its beginning if at is -1.
func (u *unroller) play(plan []planned, i, at int) {
	for ; i < len(plan) && !u.done && (u.afterJump || u.jump == navNone); i++ {
		from := plan[i].From
		if at >= 0 {
			from, at = at, -1
		}
		u.fixedPass = plan[i].pass
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

// repeatState is the repeat in progress.
type repeatState struct {
	start    int // item it goes back to
	colons   int // of the |: that began it; 0 if nothing marks its beginning
	pass     int // from 1
	group    int // id of the group of the ending being played; 0 for none
	last     int // highest number in that group
	endingAt int // item of that ending
}

// walk plays the items from up to, but not including, to. It takes the repeats and
// the directions among them.
func (u *unroller) walk(from, to int) {
	r := repeatState{start: from, pass: 1}
	next := from               // first item not yet emitted
	var jump, leave navigation // to follow at the next bar line
	for i := from; i < to && !u.done; i++ {
		it := &u.items[i]
		switch it.Kind {
		case ItemBarLine:
			back := u.atBarLine(&r, i)
			switch {
			case back >= 0:
				u.emit(next, i+1)
				next, i, jump = back, back-1, navNone
			case jump != navNone || leave != navNone:
				u.emit(next, i+1)
				u.follow(jump, leave, i)
				return
			}
		case ItemEnding:
			if on := u.atEnding(&r, i, to); on != i {
				u.emit(next, i)
				next, i = on, on-1
			}
		case ItemPart:
			if r.colons == 0 || r.group > 0 { // a |: goes on in it, but not beyond its endings
				r = repeatState{start: i + 1, pass: 1}
			}
		case ItemNavigation:
			switch {
			case it.navigation >= navDaCapo && !u.afterJump:
				jump = it.navigation
			case it.navigation == navFine && u.stopsAtFine() || i == u.toCoda && u.leavesForCoda():
				leave = it.navigation
				// Between notes it holds at once, at a note at the end of its bar.
				if !it.atNote && u.anyNoteOrRest(barStart(u.items, i), i) {
					u.emit(next, i)
					u.follow(navNone, leave, i)
					return
				}
			}
		}
	}
	u.emit(next, to)
	if jump != navNone || leave != navNone {
		u.follow(jump, leave, to)
	}
}

// anyNoteOrRest reports whether there is a note or rest among the items from up to,
// but not including, to.
func (u *unroller) anyNoteOrRest(from, to int) bool {
	for i := from; i < to; i++ {
		if u.items[i].Lasts() {
			return true
		}
	}
	return false
}

// atBarLine takes the repeat signs of the bar line at item i. It returns the item to
// go back to, or -1 to go on.
func (u *unroller) atBarLine(r *repeatState, i int) int {
	b := u.items[i].BarLine
	if u.fixedPass > 0 {
		return -1
	}
	if b.End > 0 {
		total := max(b.End, r.colons) + 1
		if r.group > 0 {
			total = r.last
			if u.groups[r.endingAt].lone { // what follows it is the ending of the last pass
				total++
			}
		}
		if !u.afterJump && r.pass < total {
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
	case i+1 < len(u.items) && u.items[i+1].Kind == ItemEnding: // "||1": a repeat does not begin with its ending
	case r.colons == 0 && r.group == 0 && r.pass == 1, r.group > 0 && r.pass >= r.last:
		*r = repeatState{start: i + 1, pass: 1}
	}
	return -1
}
