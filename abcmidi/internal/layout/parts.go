package layout

import (
	"charabanc/abcmidi/abc"
)

// This file puts parts in the order of P: (ABC 2.1 section 3.1.9).

// planned is a stretch to be played.
type planned struct {
	stretch
	pass int // the only pass that is played: its endings, no repeats; 0: all passes
}

// plan returns the stretches to play: the parts in their order, or everything.
func (u *unroller) plan(order *abc.PartOrder) []planned {
	u.all[0] = planned{stretch: stretch{0, len(u.items)}}
	all := u.all[:]
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
	plan := append(u.parts[:0], planned{stretch: stretch{0, first}})
	var played [256]int
	var apart [256]bool // played again after another part
	for i, name := range order.Parts {
		if p := parts[name]; p.To > 0 {
			apart[name] = apart[name] || played[name] > 0 && order.Parts[i-1] != name
			played[name]++
			plan = append(plan, planned{p, played[name]})
		}
	}
	if u.parts = plan; len(plan) == 1 {
		return all
	}
	for i := range plan[1:] {
		p := &plan[1+i]
		name := u.items[p.From].Part
		// A part with two endings that comes back later, as in P:ABA, is repeated
		// each time.
		if times := played[name]; times == 2 && apart[name] || !u.endingEachTime(p.stretch, times) {
			p.pass = 0
		}
	}
	return plan
}

// endingEachTime reports whether a part is one section that has as many endings as the
// order plays it times. Then each time has its own ending (section 4.10), and the :| after
// the endings repeat nothing. A part that begins with |: is such a section if its endings
// are more than two: with two it is a repeat of its own, played each time.
func (u *unroller) endingEachTime(part stretch, times int) bool {
	var group endingGroup
	repeat := false // it has a |:
	for i := part.From; i < part.To; i++ {
		switch it := &u.items[i]; {
		case it.Kind == ItemEnding && group.id != 0 && u.groups[i] != group:
			return false
		case it.Kind == ItemEnding:
			group = u.groups[i]
		case it.Kind == ItemBarLine && it.BarLine.Start > 0:
			if repeat || u.anyNoteOrRest(part.From, i) {
				return false
			}
			repeat = true
		}
	}
	return times > 1 && group.last == times && !(repeat && times == 2)
}

// closePart records the part that began at item open. Of parts of one name the first
// counts.
func (u *unroller) closePart(parts *[256]stretch, open, end int) {
	if p := &parts[u.items[open].Part]; p.To == 0 {
		*p = stretch{open, end}
	}
}
