package layout

// This file follows D.C., D.S., Fine and Coda (ABC 2.1 section 4.14).

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
