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
