package music

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

// TestFractionIsExact holds the arithmetic, with its ways around division, to
// math/big.
func TestFractionIsExact(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	draw := func() Fraction {
		num, den := random.Int64N(4000)-2000, 1+random.Int64N(30)
		if random.IntN(2) == 0 {
			den = 1 << random.IntN(10)
		}
		if random.IntN(20) == 0 {
			return Fraction{}
		}
		return NewFraction(num, den)
	}
	rat := func(f Fraction) *big.Rat { return big.NewRat(f.Num(), f.Den()) }
	same := func(f Fraction, want *big.Rat) bool {
		return f.Num() == want.Num().Int64() && f.Den() == want.Denom().Int64()
	}
	for range 200_000 {
		f, g := draw(), draw()
		a, b := rat(f), rat(g)
		for what, ok := range map[string]bool{
			"+":   same(f.Add(g), new(big.Rat).Add(a, b)),
			"-":   same(f.Sub(g), new(big.Rat).Sub(a, b)),
			"*":   same(f.Mul(g), new(big.Rat).Mul(a, b)),
			"cmp": f.Cmp(g) == a.Cmp(b),
		} {
			if !ok {
				t.Fatalf("%v %s %v is wrong", f, what, g)
			}
		}
		if f.num >= 0 && g.Positive() {
			turns := new(big.Rat).Quo(a, b)
			whole := new(big.Rat).SetInt(new(big.Int).Quo(turns.Num(), turns.Denom()))
			if turns.IsInt() != f.MultipleOf(g) {
				t.Fatalf("%v as a multiple of %v", f, g)
			}
			if rest := new(big.Rat).Sub(a, whole.Mul(whole, b)); !same(f.Mod(g), rest) {
				t.Fatalf("%v mod %v is %#v, not %v", f, g, f.Mod(g), rest)
			}
		}
	}
}
