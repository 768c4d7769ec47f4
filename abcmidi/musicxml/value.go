package musicxml

import (
	"math/bits"

	"charabanc/abcmidi/music"
)

// This file writes lengths as note values: a quarter, a dotted half, or several that are
// tied.

// value is a length on the page: a type with dots, in a tuplet or not.
type value struct {
	name   string         // of the type, "quarter"; empty if no type is that long or short
	dots   int            // 0 to 2
	length music.Fraction // quarter notes, with the tuplet
}

// valueNames are the names of types, from the longest, which is 32 quarter notes.
var valueNames = [...]string{
	"maxima", "long", "breve", "whole", "half", "quarter",
	"eighth", "16th", "32nd", "64th", "128th", "256th", "512th", "1024th",
}

const (
	quarterName = 5 // in valueNames
	maxDots     = 2
)

// ratio is the tuplet that a length is in: actual notes in the time of normal ones.
type ratio struct{ actual, normal int64 }

// maxTuplet is the largest number of a tuplet that is written. It keeps products of two
// from overflowing.
const maxTuplet = 1 << 16

// one is the ratio of what is in no tuplet.
var one = ratio{1, 1}

// of returns a length outside the tuplet that is so long in it.
func (r ratio) of(length music.Fraction) music.Fraction { return length.Times(r.actual, r.normal) }

// in returns how long a length is in the tuplet.
func (r ratio) in(length music.Fraction) music.Fraction { return length.Times(r.normal, r.actual) }

// values returns the values that add up to a length, longest first, and the tuplet that
// they are in. It is that of the text unless the length needs another, as C/3 does.
func values(length music.Fraction, r ratio) ([]value, ratio) {
	written := r.of(length)
	odd := oddPart(written.Den())
	if odd > maxTuplet || r.actual > maxTuplet {
		return []value{{length: length}}, one
	}
	if odd > 1 {
		r.actual, r.normal = r.actual*odd, r.normal*int64(1)<<(bits.Len64(uint64(odd))-1)
		written = r.of(length)
	}
	n, den := written.Num(), written.Den()
	if n <= 0 || den&(den-1) != 0 || den > 256 || n >= 64*den {
		return []value{{length: length}}, one
	}
	var list []value
	for n > 0 {
		top := bits.Len64(uint64(n)) - 1 // n is 2^top and something
		v := value{name: valueNames[quarterName+bits.Len64(uint64(den))-1-top]}
		taken := int64(1) << top
		for bit := top - 1; bit >= 0 && v.dots < maxDots && n&(1<<bit) != 0; bit-- {
			v.dots++
			taken |= 1 << bit
		}
		v.length = r.in(music.NewFraction(taken, den))
		list = append(list, v)
		n -= taken
	}
	return list, r
}

// oddPart returns n without its factors of 2.
func oddPart(n int64) int64 { return n >> bits.TrailingZeros64(uint64(n)) }

// beams returns the number of beams of a value, 0 for a quarter note and longer ones.
func (v value) beams() int {
	for i, name := range valueNames[quarterName+1:] {
		if name == v.name {
			return i + 1
		}
	}
	return 0
}

// maxDivisions bounds the parts that a quarter note is divided in. A tune that needs more
// has its lengths rounded.
const maxDivisions = 1 << 24

// grid counts time in parts of a quarter note.
type grid struct{ divisions int64 }

// fit makes the grid fine enough for a length.
func (g *grid) fit(length music.Fraction) {
	d := length.Den()
	if finer := g.divisions / music.GCD(g.divisions, d) * d; finer <= maxDivisions {
		g.divisions = finer
	}
}

// at returns a time in parts, rounded to the nearest.
func (g *grid) at(time music.Fraction) int64 {
	whole, rest := time.Num()/time.Den(), time.Num()%time.Den()
	return whole*g.divisions + (rest*g.divisions*2+time.Den())/(2*time.Den())
}
