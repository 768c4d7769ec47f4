package music

// Meter is an M: field understood (section 3.1.6).
type Meter struct {
	Text   string
	Groups []int // numerators: one for 6/8, 2 and 3 for 2+3/8
	Den    int
	Free   bool // M:none, or no meter at all
}

// Num returns the sum of the numerators.
func (m *Meter) Num() int {
	n := 0
	for _, g := range m.Groups {
		n += g
	}
	return n
}

// Bar returns the length of a bar in quarter notes; 0 for free meter.
func (m *Meter) Bar() Fraction {
	if m.Free {
		return Fraction{}
	}
	return NewFraction(int64(4*m.Num()), int64(m.Den))
}

// Compound reports whether the beat divides in three: 6/8, 9/8, 12/8, 6/4.
func (m *Meter) Compound() bool {
	return !m.Free && len(m.Groups) == 1 && m.Groups[0]%3 == 0 && m.Groups[0] > 3
}

// Beat returns the length of a beat in quarter notes: a dotted note in
// compound meters, the denominator's otherwise.
func (m *Meter) Beat() Fraction {
	switch {
	case m.Free:
		return NewFraction(1, 1)
	case m.Compound():
		return NewFraction(12, int64(m.Den))
	}
	return NewFraction(4, int64(m.Den))
}

// groupBegins reports whether a group of 2+3/8 begins at a place in the bar.
func (m *Meter) GroupBegins(at Fraction) bool {
	var begin Fraction
	for _, g := range m.Groups {
		if begin == at {
			return true
		}
		begin = begin.Add(NewFraction(int64(4*g), int64(m.Den)))
	}
	return false
}

// UnitLength is the unit note length, of a whole note, where there is no L:
// (section 3.1.7): 1/16 for meters below 3/4, else 1/8.
func (m *Meter) UnitLength() Fraction {
	if !m.Free && m.Num()*4 < 3*m.Den {
		return NewFraction(1, 16)
	}
	return NewFraction(1, 8)
}

// FreeMeter returns M:none, the meter of a tune that gives none.
func FreeMeter() *Meter { return &Meter{Text: "none", Free: true} }
