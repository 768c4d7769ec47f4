package music

import (
	"math/bits"
	"strconv"
)

// Fraction is a rational number in lowest terms. Lengths and times are fractions
// of a quarter note unless their field says otherwise. The zero value is 0.
//
// Results are exact while their denominators are at most MaxDenominator. A larger
// denominator, as nested tuplets can give, becomes MaxDenominator, with the
// numerator rounded to nearest, halves away from zero. A numerator beyond
// MaxNumerator is cut to it; no length up to MaxLength has one.
//
// Compare fractions with Cmp, Less and IsZero rather than ==, which distinguishes
// the zero value from other zeros.
type Fraction struct {
	bits int64 // the numerator, and in the low denBits the denominator; 0 there means 1, for the zero value
}

// denBits is the size of a denominator. In one word a fraction takes half the memory and half
// the registers that it takes in two.
const denBits = 20

// fraction returns a fraction that is in lowest terms and within the bounds.
func fraction(num, den int64) Fraction { return Fraction{num<<denBits | den} }

const (
	// MaxDenominator is the least common multiple of 1 to 16.
	MaxDenominator = 720720

	// MaxNumerator keeps the sums and products of numerators with denominators
	// inside an int64.
	MaxNumerator = 1 << 41

	// MaxLength is the length in quarter notes at which scores are cut: more
	// than a day.
	MaxLength = 1 << 18
)

// NewFraction returns num/den. It panics if den is 0.
func NewFraction(num, den int64) Fraction {
	if den == 0 {
		panic("music: fraction with denominator 0")
	}
	if den < 0 {
		num, den = -num, -den
	}
	return reduce(num, den)
}

// Whole returns a whole number.
func Whole(n int32) Fraction { return fraction(int64(n), 1) }

// reduce returns num/den in lowest terms, within the bounds. den is positive.
func reduce(num, den int64) Fraction {
	if den == 1 || num == 0 {
		return fraction(clamp(num), 1)
	}
	if den&(den-1) == 0 {
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
	return fraction(clamp(num), den)
}

// clamp cuts a numerator to MaxNumerator. The branch is faster than min and max,
// as it is nearly always taken.
func clamp(num int64) int64 {
	if -MaxNumerator <= num && num <= MaxNumerator {
		return num
	}
	return max(-MaxNumerator, min(MaxNumerator, num))
}

// twos returns how often both numbers can be halved; den is positive. Most
// lengths are over a power of two, which needs no division to be reduced. (&63
// tells the compiler that no shift is longer.)
func twos(num, den int64) int { return bits.TrailingZeros64(uint64(num|den)) & 63 }

// roundedMulDiv returns a*b/c rounded to nearest, halves away from zero, and cut to
// MaxNumerator. b and c are positive. The product has 128 bits.
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

func abs64(n int64) int64 { return max(n, -n) }

// GCD returns the greatest common divisor of two numbers that are not negative. It is Stein's
// algorithm, which takes about half as long as Euclid's for the numbers of lengths.
func GCD(a, b int64) int64 {
	if a == 0 || b == 0 {
		return a | b
	}
	x, y, both := uint64(a), uint64(b), twos(a, b)
	x >>= bits.TrailingZeros64(x) & 63
	for {
		y >>= bits.TrailingZeros64(y) & 63
		switch {
		case x == y:
			return int64(x << both)
		case x > y:
			x, y = y, x
		}
		y -= x
	}
}

// Num returns the numerator, which carries the sign.
func (f Fraction) Num() int64 { return f.bits >> denBits }

// Den returns the denominator, 1 or more.
func (f Fraction) Den() int64 {
	return max(f.bits&(1<<denBits-1), 1)
}

// negative returns -f.
func (f Fraction) negative() Fraction { return fraction(-f.Num(), f.Den()) }

// Add returns f + g.
func (f Fraction) Add(g Fraction) Fraction {
	fd, gd := f.Den(), g.Den()
	num, den := f.Num()*gd+g.Num()*fd, fd*gd
	if den&(den-1) == 0 { // the denominator of the sum is at most the larger of the two
		by := twos(num, den)
		return fraction(clamp(num>>by), den>>by)
	}
	return reduce(num, den)
}

// Sub returns f - g.
func (f Fraction) Sub(g Fraction) Fraction { return f.Add(g.negative()) }

// Mul returns f * g. If the numerator of the product, in lowest terms, is beyond
// MaxNumerator, the result is MaxNumerator whatever the denominator.
func (f Fraction) Mul(g Fraction) Fraction {
	if f.Num() == 0 || g.Num() == 0 {
		return Fraction{}
	}
	fd, gd := f.Den(), g.Den()
	if den := fd * gd; den&(den-1) == 0 && den <= MaxDenominator && small(f.Num()) && small(g.Num()) {
		num := f.Num() * g.Num()
		by := twos(num, den)
		return fraction(num>>by, den>>by)
	}
	// Reduce each numerator with the other denominator, to keep the products small.
	a, b := GCD(abs64(f.Num()), gd), GCD(abs64(g.Num()), fd)
	fn, gn := f.Num()/a, g.Num()/b
	if hi, lo := bits.Mul64(uint64(abs64(fn)), uint64(abs64(gn))); hi != 0 || lo > MaxNumerator {
		if (fn < 0) != (gn < 0) {
			return fraction(-MaxNumerator, 1)
		}
		return fraction(MaxNumerator, 1)
	}
	return reduce(fn*gn, (fd/b)*(gd/a))
}

// small reports whether the product of two such numbers is below MaxNumerator.
func small(num int64) bool { return -1<<20 < num && num < 1<<20 }

// Div returns f / g. It is 0 if g is 0, which a length rounded to nothing is.
func (f Fraction) Div(g Fraction) Fraction {
	if g.Num() == 0 {
		return Fraction{}
	}
	return f.Mul(NewFraction(g.Den(), g.Num()))
}

// Times returns f * num/den. It panics if den is 0.
func (f Fraction) Times(num, den int64) Fraction { return f.Mul(NewFraction(num, den)) }

// Cmp returns -1 if f < g, 0 if they are equal, and 1 if f > g.
func (f Fraction) Cmp(g Fraction) int {
	a, b := f.Num(), g.Num()
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
func (f Fraction) Positive() bool { return f.Num() > 0 }

// IsZero reports whether f is 0.
func (f Fraction) IsZero() bool { return f.Num() == 0 }

// Mod returns f modulo g, for an f that is not negative. It is 0 if g is not
// positive.
func (f Fraction) Mod(g Fraction) Fraction {
	if !g.Positive() {
		return Fraction{}
	}
	if f.Less(g) {
		return f
	}
	n := f.Num() * g.Den() / (f.Den() * g.Num())
	return f.Sub(NewFraction(n*g.Num(), g.Den()))
}

// MultipleOf reports whether f is a whole number of times g. Nothing is if g is not
// positive.
func (f Fraction) MultipleOf(g Fraction) bool {
	if g.Num() == 1 && g.Den() == 1 {
		return f.Den() == 1
	}
	return g.Positive() && f.Num()*g.Den()%(g.Num()*f.Den()) == 0
}

// Float returns the nearest float64.
func (f Fraction) Float() float64 { return float64(f.Num()) / float64(f.Den()) }

// String returns "3" or "3/2".
func (f Fraction) String() string {
	s := strconv.FormatInt(f.Num(), 10)
	if f.Den() != 1 {
		s += "/" + strconv.FormatInt(f.Den(), 10)
	}
	return s
}
