package music

// Meter is the value of an M: field (ABC 2.1 section 3.1.6).
type Meter struct {
	Text   string // as written
	Groups []int  // numerators: one for 6/8, 2 and 3 for 2+3/8
	Den    int    // denominator, 1 or more unless Free
	Free   bool   // M:none, or no M: field
}

// FreeMeter returns a new M:none, the meter of a tune without an M: field.
func FreeMeter() *Meter { return &Meter{Text: "none", Free: true} }

// Num returns the sum of the numerators.
func (m *Meter) Num() int {
	n := 0
	for _, g := range m.Groups {
		n += g
	}
	return n
}

// Bar returns the length of a bar in quarter notes, 0 for free meter.
func (m *Meter) Bar() Fraction {
	if m.Free {
		return Fraction{}
	}
	return NewFraction(int64(4*m.Num()), int64(m.Den))
}

// Compound reports whether the beat divides in three, as in 6/8, 9/8, 12/8 and
// 6/4.
func (m *Meter) Compound() bool {
	return !m.Free && len(m.Groups) == 1 && m.Groups[0]%3 == 0 && m.Groups[0] > 3
}

// Beat returns the length of a beat in quarter notes: three notes of the
// denominator in compound meters, one in others, and a quarter note in free
// meter.
func (m *Meter) Beat() Fraction {
	switch {
	case m.Free:
		return NewFraction(1, 1)
	case m.Compound():
		return NewFraction(12, int64(m.Den))
	}
	return NewFraction(4, int64(m.Den))
}

// GroupBegins reports whether one of the groups of a meter such as 2+3/8 begins
// at the given time in the bar, in quarter notes.
func (m *Meter) GroupBegins(at Fraction) bool {
	var begin Fraction
	for _, g := range m.Groups {
		if begin.Cmp(at) == 0 {
			return true
		}
		begin = begin.Add(NewFraction(int64(4*g), int64(m.Den)))
	}
	return false
}

// UnitLength returns the unit note length, of a whole note, of a tune without an
// L: field (section 3.1.7): 1/16 for meters below 3/4, 1/8 for all others.
func (m *Meter) UnitLength() Fraction {
	if !m.Free && m.Num()*4 < 3*m.Den {
		return NewFraction(1, 16)
	}
	return NewFraction(1, 8)
}
