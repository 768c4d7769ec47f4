package layout

import (
	"slices"

	"charabanc/abcmidi/abc"
)

// This file finds which variant endings belong together and which of them a pass
// plays (ABC 2.1 sections 4.9 and 4.10).

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
