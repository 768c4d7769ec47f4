package notetext

import (
	"cmp"
	"math/bits"
	"slices"

	"charabanc/abcmidi/music"
	"charabanc/abcmidi/smf"
)

// This file puts ticks on a grid of fractions of a quarter note that text can
// name.
//
// A file of 1024 ticks to a quarter note has no third of one; its triplets
// begin at ticks 0, 341 and 683. Text says 1/3, but only where a third,
// rounded to a tick, is that very tick again. So every tick has one fraction,
// and every such fraction one tick: written with the file's own division, the
// text gives the same ticks again.

// grid maps ticks to units. A unit is the largest part of a quarter note of
// which all fractions on the grid are multiples.
type grid struct {
	division int64   // ticks in a quarter note
	units    int64   // units in a quarter note
	lines    int64   // grid lines in a quarter note; 0: every tick is on the grid
	residue  []int64 // if lines is 0: units of each tick of a quarter note; nil: a tick is a unit
	odd      int64   // units without its factors of two
}

// foreign lists the prime factors that a division may lack, and the parts of a
// quarter note that are on the grid in that case.
var foreign = []struct {
	prime int64
	parts []int64
}{
	{3, []int64{3, 6, 12, 24}},
	{5, []int64{5, 10}},
}

// newGrid returns the grid of a division: with so many lines in each quarter
// note, or with every tick if lines is 0.
func newGrid(division, lines int) *grid {
	if lines > 0 {
		return &grid{division: int64(division), units: int64(lines), lines: int64(lines), odd: oddPart(int64(lines))}
	}
	g := &grid{division: int64(division), units: int64(division)}
	var parts []int64
	for _, f := range foreign {
		if g.division%f.prime == 0 {
			continue
		}
		for _, n := range f.parts {
			// A part must be well longer than a tick to be told from its
			// neighbours, and the units must stay within what Fraction holds.
			if units := g.units / music.GCD(g.units, n) * n; 8*n <= g.division && units <= music.MaxDenominator {
				parts, g.units = append(parts, n), units
			}
		}
	}
	g.odd = oddPart(g.units)
	if len(parts) == 0 {
		return g
	}
	g.residue = make([]int64, division)
	for t := range g.residue {
		g.residue[t] = int64(t) * (g.units / g.division)
	}
	for _, n := range slices.Backward(parts) { // the coarser parts last: they win
		for k := int64(1); k < n; k++ {
			tick := g.tick(k * (g.units / n))
			// Keep the tick's own fraction if that is as plain.
			if own := g.division / music.GCD(g.division, tick); own > n && own > 32 {
				g.residue[tick] = k * (g.units / n)
			}
		}
	}
	return g
}

// newBinaryGrid returns a grid of units that are finer than any tick and
// divide a quarter note by a power of two, for text that cannot write the
// fractions of a division: 16381 ticks, for example. Each tick has the unit
// nearest to it.
func newBinaryGrid(division int) *grid {
	g := &grid{division: int64(division), units: 1 << 19, odd: 1}
	g.residue = make([]int64, division)
	for t := range g.residue {
		g.residue[t] = (2*int64(t)*g.units + g.division) / (2 * g.division)
	}
	return g
}

// at returns the units of a tick.
func (g *grid) at(tick int64) int64 {
	switch {
	case g.lines > 0:
		return (2*tick*g.lines + g.division) / (2 * g.division)
	case g.residue == nil:
		return tick
	}
	return tick/g.division*g.units + g.residue[tick%g.division]
}

// tick rounds units to a tick, as package smf does when it writes a score.
func (g *grid) tick(units int64) int64 {
	return (2*units*g.division + g.units) / (2 * g.units)
}

// isTick reports whether a number of units is exactly a tick.
func (g *grid) isTick(units int64) bool {
	return g.units == g.division || units*g.division%g.units == 0
}

// span returns the units of a note, one at least.
func (g *grid) span(n *smf.PlayedNote) (on, off int64) {
	on, off = g.at(n.On), g.at(n.Off)
	return on, max(off, on+1)
}

// fraction returns a number of units in quarter notes.
func (g *grid) fraction(units int64) music.Fraction { return music.NewFraction(units, g.units) }

// oddDen returns the odd part of a number of units' denominator in quarter
// notes: 1 on halves of halves, 3 on triplets.
func (g *grid) oddDen(units int64) int64 {
	rest := units % g.odd
	if rest == 0 {
		return 1
	}
	return g.odd / music.GCD(rest, g.odd)
}

// oddPart returns a number above 0 without its factors of two.
func oddPart(n int64) int64 { return n >> (bits.TrailingZeros64(uint64(n)) & 63) }

// placedNote is a note on a grid.
type placedNote struct {
	on, off int64 // units
	part    int32
	strike
}

// strike is how a note is struck. With it a note has four fields: as many as the compiler keeps
// in registers.
type strike struct{ key, velocity uint8 }

// appendPart appends the notes of a part, in the order of their beginnings.
func (g *grid) appendPart(notes []placedNote, p *smf.Performance, part int) []placedNote {
	played := p.Parts[part].Notes
	from := len(notes)
	notes = slices.Grow(notes, len(played))[:from+len(played)]
	for i := range played {
		n, to := &played[i], &notes[from+i]
		to.on, to.off = g.span(n)
		to.part, to.key, to.velocity = int32(part), n.Key, n.Velocity
	}
	return notes
}

// place returns all notes on a grid, in the order of their beginnings, then
// of parts, keys and ends.
func (m *memory) place(p *smf.Performance, g *grid) []placedNote {
	m.reset(p)
	notes := m.placed
	runs := make([]int, 1, len(p.Parts)+1) // where each part begins, and the end
	for i := range p.Parts {
		notes = g.appendPart(notes, p, i)
		sortRun(notes[runs[i]:], comparePlaced)
		runs = append(runs, len(notes))
	}
	if len(p.Parts) <= 1 {
		return notes
	}
	return mergeRuns(notes, m.another(len(notes)), runs)
}

// sortRun sorts the notes of one part. They are in the order of their beginnings already, so
// that it is those that begin together which compare puts in order.
func sortRun(notes []placedNote, compare func(a, b placedNote) int) {
	for from := 0; from < len(notes); {
		to := from + 1
		for to < len(notes) && notes[to].on == notes[from].on {
			to++
		}
		if to < len(notes) && notes[to].on < notes[from].on {
			slices.SortStableFunc(notes, compare)
			return
		}
		if to > from+1 {
			slices.SortStableFunc(notes[from:to], compare)
		}
		from = to
	}
}

// comparePlaced compares notes of one part.
func comparePlaced(a, b placedNote) int {
	switch {
	case a.on != b.on:
		return cmp.Compare(a.on, b.on)
	case a.key != b.key:
		return cmp.Compare(a.key, b.key)
	}
	return cmp.Compare(a.off, b.off)
}

// mergeRuns merges stretches of notes that are in order each, two neighbours at a time, until
// there is one. Of notes that begin together those of the earlier stretch come first. The result
// is in notes or in other, which is as long.
func mergeRuns(notes, other []placedNote, runs []int) []placedNote {
	for len(runs) > 2 {
		merged := runs[:1]
		for i := 0; i+1 < len(runs); i += 2 {
			from, middle, to := runs[i], runs[i+1], runs[min(i+2, len(runs)-1)]
			mergeTwo(other[from:to], notes[from:middle], notes[middle:to])
			merged = append(merged, to)
		}
		runs = merged
		notes, other = other, notes
	}
	return notes
}

// mergeTwo merges two stretches into one as long as both.
func mergeTwo(to, a, b []placedNote) {
	for i := range to {
		if len(b) == 0 || len(a) > 0 && a[0].on <= b[0].on {
			to[i], a = a[0], a[1:]
		} else {
			to[i], b = b[0], b[1:]
		}
	}
}
