package layout

// This file follows D.C., D.S., Fine and Coda (ABC 2.1 section 4.14).

// readMarks looks where the Coda is, and where to leave for it.
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

// depart leaves the order of the text at item i: for a D.C. or D.S., for the
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
