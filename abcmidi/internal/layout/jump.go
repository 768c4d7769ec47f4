package layout

import "charabanc/abcmidi/abc"

// This file follows D.C., D.S., Fine and Coda (ABC 2.1 section 4.14).

// findCoda looks where the Coda is, and where to leave for it.
func (u *unroller) findCoda() {
	codas := 0
	for i := range u.items {
		if u.items[i].Kind != ItemNavigation {
			continue
		}
		switch u.items[i].navigation {
		case navToCoda:
			u.toCoda = i
		case navCoda:
			// Of two coda signs without a "da coda", the first is where to leave.
			if codas++; codas == 2 && u.toCoda < 0 {
				u.toCoda = u.coda
			}
			u.coda = i
		}
	}
}

// target returns where the D.C. or D.S. goes: a stretch of the plan and the item in
// it, -1 for its beginning. A D.S. goes to the latest segno before it, or, if there
// is none, the first; without any it is a D.C.
func (u *unroller) target(plan []planned) (i, at int) {
	if u.jump < navDalSegno {
		return 0, -1
	}
	segno := -1
	for i := range u.items {
		if u.items[i].Kind == ItemNavigation && u.items[i].navigation == navSegno && (segno < 0 || i < u.jumpAt) {
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

// follow leaves the order of the text at item i: for a D.C. or D.S., for the
// coda, or for good.
func (u *unroller) follow(jump, leave navigation, i int) {
	switch {
	case jump != navNone:
		u.jump, u.jumpAt = jump, i
	case leave == navFine:
		u.done = true
	default:
		u.toCoda, u.fixedPass = -1, 0
		u.walk(u.coda, len(u.items))
		u.done = true
	}
}

// stopsAtFine reports whether a Fine ends the tune now.
func (u *unroller) stopsAtFine() bool {
	return u.afterJump && u.jump != navDaCapoCoda && u.jump != navDalSegnoCoda
}

// leavesForCoda reports whether a To Coda leads to the coda now.
func (u *unroller) leavesForCoda() bool {
	return u.afterJump && u.coda > u.toCoda && u.jump != navDaCapoFine && u.jump != navDalSegnoFine
}

// LostJumps returns the directions that lead to a sign that no voice has, as a D.S. in a
// tune without a segno.
func (l *Layout) LostJumps() (lost []Fault) {
	var has [navDalSegnoCoda + 1]bool
	for _, v := range l.Voices {
		for i := range v.Items {
			has[v.Items[i].navigation] = true
		}
	}
	for _, v := range l.Voices {
		for i := range v.Items {
			it := &v.Items[i]
			for _, need := range it.navigation.needs() {
				if !has[need.sign] {
					lost = append(lost, Fault{abc.KindJump, it.Pos, need.msg})
				}
			}
		}
	}
	return lost
}

// need is a sign that a direction leads to, and what is said if it is missing.
type need struct {
	sign navigation
	msg  string
}

var (
	needSegno = need{navSegno, "D.S. in a tune without a segno: goes back to the beginning"}
	needFine  = need{navFine, "\"al Fine\" in a tune without a Fine: goes on to the end"}
	needCoda  = need{navCoda, "\"coda\" in a tune without a coda sign to go to"}
)

// needs returns what a direction needs.
func (n navigation) needs() []need {
	switch n {
	case navDalSegno:
		return []need{needSegno}
	case navDalSegnoFine:
		return []need{needSegno, needFine}
	case navDalSegnoCoda:
		return []need{needSegno, needCoda}
	case navDaCapoFine:
		return []need{needFine}
	case navDaCapoCoda, navToCoda:
		return []need{needCoda}
	}
	return nil
}
