package music

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

// TestFractionIsExact compares the arithmetic with math/big.
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
	for range 50_000 {
		f, g := draw(), draw()
		a, b := rat(f), rat(g)
		for _, c := range []struct {
			what string
			ok   bool
		}{
			{"+", same(f.Add(g), new(big.Rat).Add(a, b))},
			{"-", same(f.Sub(g), new(big.Rat).Sub(a, b))},
			{"*", same(f.Mul(g), new(big.Rat).Mul(a, b))},
			{"cmp", f.Cmp(g) == a.Cmp(b)},
			{"less", f.Less(g) == (a.Cmp(b) < 0)},
		} {
			if !c.ok {
				t.Fatalf("%v %s %v is wrong", f, c.what, g)
			}
		}
		if !g.IsZero() {
			q := new(big.Rat).Quo(a, b)
			if q.Denom().Int64() <= MaxDenominator && !same(f.Div(g), q) {
				t.Fatalf("%v / %v is %#v", f, g, f.Div(g))
			}
		}
		if f.Num() >= 0 && g.Positive() {
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

// TestFractionBounds: a denominator above MaxDenominator is rounded to it, a
// numerator above MaxNumerator is cut.
func TestFractionBounds(t *testing.T) {
	for _, c := range []struct {
		name     string
		got      Fraction
		num, den int64
	}{
		{"the largest denominator", NewFraction(1, MaxDenominator), 1, MaxDenominator},
		{"a reducible larger one", NewFraction(2, 2*MaxDenominator), 1, MaxDenominator},
		{"rounded to nothing", NewFraction(1, 4*MaxDenominator), 0, 1},
		{"half a step up", NewFraction(17, 2*MaxDenominator), 1, 80080},
		{"half a step down if negative", NewFraction(-17, 2*MaxDenominator), -1, 80080},
		{"a power of two", NewFraction(1<<20+1, 1<<20), MaxDenominator + 1, MaxDenominator},
		{"a prime", NewFraction(720720, 720743), 720697, MaxDenominator},
		{"a sum", NewFraction(1, 720719).Add(NewFraction(1, 720720)), 1, MaxDenominator / 2},
		{"a product", NewFraction(1, 1009).Mul(NewFraction(1009*1013+1, 1013*1013)), 79, 80080},
		{"the largest numerator", NewFraction(MaxNumerator, 1), MaxNumerator, 1},
		{"cut", NewFraction(MaxNumerator+1, 1), MaxNumerator, 1},
		{"cut below", NewFraction(-MaxNumerator-1, 1), -MaxNumerator, 1},
		{"a sum cut", NewFraction(MaxNumerator, 1).Add(NewFraction(1, 1)), MaxNumerator, 1},
		{"a product cut", NewFraction(MaxNumerator, 1).Mul(NewFraction(-3, 1)), -MaxNumerator, 1},
		{"a product of more than 64 bits", NewFraction(MaxNumerator, 1).Mul(NewFraction(MaxNumerator, 1)), MaxNumerator, 1},
		{"a negative denominator", NewFraction(3, -6), -1, 2},
		{"divided by what is rounded to nothing", NewFraction(3, 2).Div(NewFraction(1, 4*MaxDenominator)), 0, 1},
		{"modulo a negative number", NewFraction(3, 2).Mod(NewFraction(-1, 1)), 0, 1},
	} {
		if c.got.Num() != c.num || c.got.Den() != c.den {
			t.Errorf("%s: %v, want %d/%d", c.name, c.got, c.num, c.den)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a denominator of 0 does not panic")
		}
	}()
	NewFraction(1, 0)
}

func TestFractionString(t *testing.T) {
	for _, c := range []struct {
		f    Fraction
		text string
		f64  float64
	}{
		{Fraction{}, "0", 0}, {NewFraction(6, 4), "3/2", 1.5}, {NewFraction(-8, 2), "-4", -4}, {NewFraction(1, -3), "-1/3", -1.0 / 3},
	} {
		if c.f.String() != c.text || c.f.Float() != c.f64 {
			t.Errorf("%s, %v; want %s, %v", c.f, c.f.Float(), c.text, c.f64)
		}
	}
}

func TestGCD(t *testing.T) {
	for _, c := range []struct{ a, b, want int64 }{
		{0, 5, 5}, {5, 0, 5}, {12, 18, 6}, {1 << 40, 6, 2}, {1<<31 - 1, 1<<31 - 1, 1<<31 - 1},
		{3 << 31, 9, 3}, {3 << 40, 5 << 38, 1 << 38},
	} {
		if got := GCD(c.a, c.b); got != c.want {
			t.Errorf("GCD(%d, %d) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

// BenchmarkFraction adds, multiplies and divides the lengths that most tunes have,
// over powers of two, and those of triplets.
func BenchmarkFraction(b *testing.B) {
	for _, c := range []struct {
		name string
		den  int64
	}{{"eighths", 8}, {"triplets", 12}} {
		b.Run(c.name, func(b *testing.B) {
			step, bar, half := NewFraction(1, c.den), NewFraction(4, 1), NewFraction(1, 2)
			for b.Loop() {
				var at Fraction
				for range 64 {
					at = at.Add(step.Mul(half)).Mod(bar)
				}
			}
		})
	}
}

// TestGCDIsEuclids compares GCD with Euclid's algorithm.
func TestGCDIsEuclids(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 50_000 {
		a, b := random.Int64N(1<<random.IntN(63)), random.Int64N(1<<random.IntN(63))
		want, rest := a, b
		for rest != 0 {
			want, rest = rest, want%rest
		}
		if got := GCD(a, b); got != want {
			t.Fatalf("GCD(%d, %d) = %d, want %d", a, b, got, want)
		}
	}
}
