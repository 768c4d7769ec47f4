package layout

import (
	"slices"

	"charabanc/abcmidi/abc"
)

// This file finds which variant endings belong together and which of them a pass
// plays (ABC 2.1 sections 4.9 and 4.10).

// endingGroup is endings that belong together, as |1 .. :|2 .. do.
type endingGroup struct {
	id    int  // of the item it begins at, plus 1; 0: no group
	first int  // the number it begins with
	last  int  // the highest number in it
	gap   int  // the lowest number between these that no ending has; 0 for none
	lone  bool // an ending 1 alone
}

// hasEnding reports whether the voice has variant endings.
func (v *Voice) hasEnding() bool {
	for i := range v.Items {
		if v.Items[i].Kind == ItemEnding {
			return true
		}
	}
	return false
}

// endingGroups returns the group of each item. A group begins at an ending and ends
// at a |:, at a P: or at an ending with number 1.
func (v *Voice) endingGroups() []endingGroup {
	items := v.Items
	if !v.hasEnding() { // as in many tunes: nothing asks for the groups
		return nil
	}
	groups := slices.Grow(v.memory.groups[:0], len(items))[:len(items)]
	clear(groups)
	v.memory.groups = groups
	first := -1 // item that the group in progress begins at
	end := func(at int) {
		if first >= 0 {
			g := groupOf(items, first, at)
			for i := first; i < at; i++ {
				groups[i] = g
			}
		}
		first = -1
	}
	for i := range items {
		switch it := &items[i]; it.Kind {
		case ItemEnding:
			if it.Ending.Numbers[0] == 1 {
				end(i)
			}
			if first < 0 {
				first = i
			}
		case ItemBarLine:
			if it.BarLine.Start > 0 {
				end(i)
			}
		case ItemPart:
			end(i)
		}
	}
	end(len(items))
	return groups
}

// groupOf returns the group of the endings among the items from up to, but not
// including, to. The first of these is an ending.
func groupOf(items []Item, from, to int) endingGroup {
	g := endingGroup{id: from + 1, first: items[from].Ending.Numbers[0]}
	var has [abc.MaxEnding + 1]bool
	for i := from; i < to; i++ {
		if e := items[i].Ending; e != nil {
			g.lone = i == from && g.first == 1
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
	return g
}

// atEnding returns the item to go on with at the ending at item i: i if this pass
// plays it. The stretch being played ends at item to.
func (u *unroller) atEnding(r *repeatState, i, to int) int {
	g, e := u.groups[i], u.items[i].Ending
	switch {
	case u.fixedPass > 0:
		if e.Has(u.fixedPass) {
			return i
		}
		return u.skipEnding(i, to)
	case u.afterJump:
		if e.Has(g.last) {
			r.group, r.last = g.id, g.last
			return i
		}
		return u.skipEnding(i, to)
	}
	if r.pass > 1 && r.group != 0 && r.group != g.id {
		// The endings of a repeat whose beginning nothing marks. It begins where
		// the ending before it ends, one bar after its number.
		*r = repeatState{start: barEnd(u.items, r.endingAt), pass: 1}
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
		return i // the passes before this ending are not written: play it
	}
	return u.skipEnding(i, to)
}

// passFrom returns the first pass, from the given one on, that the group has an
// ending for: |1 .. :|3 .. has none for pass 2.
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

// skipEnding returns the item after an ending that is not played, to at the latest.
// It ends at the next ending, part, |:, :| or double bar.
func (u *unroller) skipEnding(i, to int) int {
	for i++; i < to; i++ {
		switch it := &u.items[i]; it.Kind {
		case ItemEnding, ItemPart:
			return i
		case ItemBarLine:
			switch b := it.BarLine; {
			case b.Start > 0: // also ::
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
