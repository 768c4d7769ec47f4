package music

import (
	"math/bits"
	"strconv"
)

// Fraction is an exact rational number. Lengths and moments are fractions of
// a quarter note unless their field says otherwise; the zero value is 0.
//
// Denominators stay at or below maxDenominator: a tune that nests tuplets
// until it needs a finer grid than any listener could follow is rounded to
// that grid rather than allowed to overflow.
type Fraction struct {
	num, den int64 // den 0 stands for 1, so that the zero value is 0
}

const (
	// maxDenominator is 16!'s largest useful divisor here: every length with
	// a denominator of 1 to 16 is a whole number of its parts.
	MaxDenominator = 720720
	// maxNumerator keeps products and cross sums inside an int64.
	MaxNumerator = 1 << 41
)

// NewFraction returns num/den in lowest terms. A den of 0 is a programmer's
// error.
func NewFraction(num, den int64) Fraction {
	if den == 0 {
		panic("abcmidi: fraction with denominator 0")
	}
	if den < 0 {
		num, den = -num, -den
	}
	return reduce(num, den)
}

func reduce(num, den int64) Fraction {
	if den == 1 || num == 0 {
		return Fraction{clamp(num), 1}
	}
	if den&(den-1) == 0 {
		// Most lengths are over a power of two: its divisors are shifts.
		by := twos(num, den)
		num, den = num>>by, den>>by
	} else {
		g := GCD(abs64(num), den)
		num, den = num/g, den/g
	}
	if den > MaxDenominator {
		num = roundedMulDiv(num, MaxDenominator, den)
		return reduce(num, MaxDenominator)
	}
	return Fraction{clamp(num), den}
}

// twos is how often both numbers, the second of which is positive, can be
// halved. (&63 tells the compiler that no shift is longer.)
func twos(num, den int64) int { return bits.TrailingZeros64(uint64(num|den)) & 63 }

func clamp(num int64) int64 {
	if -MaxNumerator <= num && num <= MaxNumerator {
		return num // as foreseen by the processor, which max and min have to wait for
	}
	return max(-MaxNumerator, min(MaxNumerator, num))
}

// roundedMulDiv is a*b/c rounded to nearest, by way of 128 bits.
func roundedMulDiv(a, b, c int64) int64 {
	hi, lo := bits.Mul64(uint64(abs64(a)), uint64(b))
	lo, carry := bits.Add64(lo, uint64(c)/2, 0)
	hi += carry
	if hi >= uint64(c) {
		return MaxNumerator
	}
	q, _ := bits.Div64(hi, lo, uint64(c))
	n := int64(min(q, MaxNumerator))
	if a < 0 {
		return -n
	}
	return n
}

func abs64(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}

func GCD(a, b int64) int64 {
	// Lengths are mostly over powers of two; 32-bit division is the faster.
	if a|b < 1<<31 {
		x, y := uint32(a), uint32(b)
		for y != 0 {
			x, y = y, x%y
		}
		return int64(x)
	}
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// Num returns the numerator, which carries the sign.
func (f Fraction) Num() int64 { return f.num }

// Den returns the denominator, 1 or more.
func (f Fraction) Den() int64 {
	if f.den == 0 {
		return 1
	}
	return f.den
}

// Add returns f + g.
func (f Fraction) Add(g Fraction) Fraction {
	fd, gd := f.Den(), g.Den()
	num, den := f.num*gd+g.num*fd, fd*gd
	if den&(den-1) == 0 {
		// Over powers of two, which most lengths are, no division is needed, and
		// the result's denominator is no more than theirs.
		by := twos(num, den)
		return Fraction{clamp(num >> by), den >> by}
	}
	if fd == gd {
		return reduce(f.num+g.num, fd)
	}
	return reduce(num, den)
}

// Sub returns f - g.
func (f Fraction) Sub(g Fraction) Fraction { return f.Add(Fraction{-g.num, g.den}) }

// Mul returns f * g.
func (f Fraction) Mul(g Fraction) Fraction {
	fd, gd := f.Den(), g.Den()
	if f.num == 0 || g.num == 0 {
		return Fraction{}
	}
	if f.num == 1 && fd == 1 {
		return Fraction{g.num, gd}
	}
	if den := fd * gd; den&(den-1) == 0 && den <= MaxDenominator && small(f.num) && small(g.num) {
		num := f.num * g.num
		by := twos(num, den)
		return Fraction{num >> by, den >> by}
	}
	// Cross-reduce first so that the products stay small.
	a, b := GCD(abs64(f.num), gd), GCD(abs64(g.num), fd)
	fn, gn := f.num/a, g.num/b
	if hi, lo := bits.Mul64(uint64(abs64(fn)), uint64(abs64(gn))); hi != 0 || lo > MaxNumerator {
		if (fn < 0) != (gn < 0) {
			return Fraction{-MaxNumerator, 1}
		}
		return Fraction{MaxNumerator, 1}
	}
	return reduce(fn*gn, (fd/b)*(gd/a))
}

// small reports whether the product of two such numbers needs no clamp.
func small(num int64) bool { return -1<<20 < num && num < 1<<20 }

// Times returns f * num/den.
func (f Fraction) Times(num, den int64) Fraction { return f.Mul(NewFraction(num, den)) }

// Cmp is -1, 0 or 1 as f is less than, equal to or greater than g.
func (f Fraction) Cmp(g Fraction) int {
	a, b := f.num, g.num
	if fd, gd := f.Den(), g.Den(); fd != gd {
		a, b = a*gd, b*fd
	}
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Less reports whether f < g.
func (f Fraction) Less(g Fraction) bool { return f.Cmp(g) < 0 }

// Positive reports whether f > 0.
func (f Fraction) Positive() bool { return f.num > 0 }

// IsZero reports whether f is 0.
func (f Fraction) IsZero() bool { return f.num == 0 }

// Mod returns f modulo g for positive f and g.
func (f Fraction) Mod(g Fraction) Fraction {
	if !g.Positive() {
		return Fraction{}
	}
	if f.num >= 0 && f.Less(g) {
		return f
	}
	n := f.num * g.Den() / (f.Den() * g.num)
	return f.Sub(NewFraction(n*g.num, g.Den()))
}

// multipleOf reports whether f is a whole number of times g, which is positive.
func (f Fraction) MultipleOf(g Fraction) bool { return f.num*g.Den()%(g.num*f.Den()) == 0 }

// Float returns the nearest float64.
func (f Fraction) Float() float64 { return float64(f.num) / float64(f.Den()) }

// String writes "3" or "3/2".
func (f Fraction) String() string {
	s := strconv.FormatInt(f.num, 10)
	if f.Den() != 1 {
		s += "/" + strconv.FormatInt(f.Den(), 10)
	}
	return s
}

// MaxLength is where a score is cut, in quarter notes: more than a day.
const MaxLength = 1 << 18
