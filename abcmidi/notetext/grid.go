package notetext

import (
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/smf"
)

// This file puts ticks on a grid that text can name: fractions of a quarter
// note.
//
// A file of 1024 ticks to a quarter cannot say a third of one; its triplets
// begin at ticks 0, 341 and 683. Text says 1/3, and so that nothing is lost
// it says so only where a third, rounded to a tick, is that very tick again.
// Every tick therefore has one fraction, and every such fraction one tick:
// written with the file's own division, the text gives the same ticks back.

// grid maps ticks to units, the least parts of a quarter note that all its
// fractions are whole numbers of.
type grid struct {
	division int64   // ticks in a quarter note
	units    int64   // units in a quarter note
	lines    int64   // 0 for exact, else the grid lines in a quarter note
	residue  []int64 // exact: units of each tick of a quarter note
	odd      int64   // what is left of units without its factors of two
	seen     [256]struct {
		units int64
		f     music.Fraction
	}
}

// foreign are the divisors a division may lack, and the fractions of a
// quarter note that are then tried.
var foreign = []struct {
	prime int64
	parts []int64
}{
	{3, []int64{3, 6, 12, 24}},
	{5, []int64{5, 10}},
}

// newGrid returns the grid of a division: with lines in each quarter note, or
// with every tick where it is if lines is 0.
func newGrid(division, lines int) *grid {
	g := &grid{division: int64(division), units: int64(division), lines: int64(lines)}
	if lines > 0 {
		g.units = g.lines
		return g
	}
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
	g.residue = make([]int64, division)
	for t := range g.residue {
		g.residue[t] = int64(t) * (g.units / g.division)
	}
	for i := len(parts) - 1; i >= 0; i-- { // the coarser ones last: they count
		n := parts[i]
		for k := int64(1); k < n; k++ {
			tick := g.tick(k * (g.units / n))
			if own := g.division / music.GCD(g.division, tick); own > n && own > 32 {
				g.residue[tick] = k * (g.units / n)
			}
		}
	}
	return g
}

// newBinaryGrid returns a grid of units that are finer than any tick and
// divide a quarter note by a power of two, for text that cannot write the
// fractions of a division: 16381 ticks, say. Each is the nearest to its tick.
func newBinaryGrid(division int) *grid {
	g := &grid{division: int64(division), units: 1 << 19}
	g.residue = make([]int64, division)
	for t := range g.residue {
		g.residue[t] = (2*int64(t)*g.units + g.division) / (2 * g.division)
	}
	return g
}

// at returns the units of a tick.
func (g *grid) at(tick int64) int64 {
	if g.lines > 0 {
		return (2*tick*g.lines + g.division) / (2 * g.division)
	}
	return tick/g.division*g.units + g.residue[tick%g.division]
}

// tick rounds units to a tick, as writing a score does.
func (g *grid) tick(units int64) int64 {
	return (2*units*g.division + g.units) / (2 * g.units)
}

// span returns the units of a note; on a coarse grid it has one at least.
func (g *grid) span(n smf.PlayedNote) (on, off int64) {
	on, off = g.at(n.On), g.at(n.Off)
	return on, max(off, on+1)
}

// fraction is a number of units in quarter notes. A piece has few lengths, and
// asks for them often.
func (g *grid) fraction(units int64) music.Fraction {
	s := &g.seen[uint64(units)%uint64(len(g.seen))]
	if s.units != units {
		s.units, s.f = units, music.NewFraction(units, g.units)
	}
	return s.f
}

// oddDen is the denominator of a number of units in quarter notes without its
// factors of two: 1 on the halves of halves, 3 on triplets.
func (g *grid) oddDen(units int64) int64 {
	if g.odd == 0 {
		g.odd = oddPart(g.units)
	}
	if units%g.odd == 0 {
		return 1
	}
	return g.odd / music.GCD(units, g.odd)
}

// whole reports whether the tick of a number of units is exactly there.
func (g *grid) whole(units int64) bool {
	return g.lines > 0 || units*g.division%g.units == 0
}
