package layout

import (
	"charabanc/abcmidi/abc"
)

// This file puts parts in the order of P: (ABC 2.1 section 3.1.9).

// planned is a stretch to be walked. If pass is not 0 it is a part of whose
// endings the one of that number is played, without repeats.
type planned struct {
	stretch
	pass int
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
