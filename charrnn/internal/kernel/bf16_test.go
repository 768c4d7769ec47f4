package kernel

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// needsTiles selects the variant with tiles, or skips the test.
func needsTiles(t *testing.T) {
	t.Helper()
	if Names()[0] != "amx" {
		t.Skip("no tiles on this processor")
	}
	was := Name()
	use(t, "amx")
	t.Cleanup(func() { use(t, was) })
}

func randomBF16(r *rand.Rand, rows, stride int) BF16Block {
	b := NewBF16Block(rows, stride)
	for i := range b.Data {
		b.Data[i] = toBF16(number(r))
	}
	return b
}

// randomWeights returns K x N weights, packed as rows.
func randomWeights(r *rand.Rand, k, n int) BF16Panels {
	b := NewBF16Panels(k, n)
	b.PackRows(randomBF16(r, k, n), 0, b.Count(), nil)
	return b
}

// zeroAfter clears the columns of b from k to the next multiple of 32.
func zeroAfter(b BF16Block, k int) BF16Block {
	for i := range len(b.Data) / b.Stride {
		clear(b.Row(i)[k : (k+31)/32*32])
	}
	return b
}

func (b BF16Panels) at(k, n int) uint16 { return b.Data[b.index(k, n)] }

// TestMulBF16 compares products with sums in float64.
func TestMulBF16(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(11, 12))
		for _, m := range []int{1, 2, 7, 8, 15, 16, 17, 31, 32, 33, 40, 64, 70, 130} {
			for _, k := range []int{1, 31, 32, 33, 100, 256, 1030} {
				n := (1 + r.IntN(9)) * BF16Width
				a, b := zeroAfter(randomBF16(r, m, BF16Pad(k)), k), randomWeights(r, k, n)
				bias, init := randomBlock(r, 1, n), randomBlock(r, m, n+16)
				for _, in := range []Block{{}, {bias.Data, 0}, init} {
					c := randomBlock(r, m, n+32)
					MulBF16(m, a, b, in, c)
					checkMulBF16(t, r, m, a, b, in, c)
				}
			}
		}
	})
}

func checkMulBF16(t *testing.T, r *rand.Rand, m int, a BF16Block, b BF16Panels, in, c Block) {
	t.Helper()
	for range 40 {
		i, j := r.IntN(m), r.IntN(b.N)
		want, size := 0.0, 0.0
		if in.Data != nil {
			want = float64(in.Data[i*in.Stride+j])
		}
		for l := range b.K {
			v := float64(fromBF16(a.Data[i*a.Stride+l])) * float64(fromBF16(b.at(l, j)))
			want, size = want+v, size+math.Abs(v)
		}
		near(t, fmt.Sprintf("m=%d k=%d n=%d: c(%d,%d)", m, b.K, b.N, i, j), c.Data[i*c.Stride+j], want, size, 1e-6)
	}
}

// TestMulBF16Splits checks that rows, panels, and terms at a multiple of 32 may be divided
// in any way, in place too.
func TestMulBF16Splits(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(13, 14))
		const m, k = 75, 160
		a, b := randomBF16(r, m, BF16Pad(k)), randomWeights(r, k, 7*BF16Width)
		want, parts := NewBlock(m, b.N), NewBlock(m, b.N)
		MulBF16(m, a, b, Block{}, want)
		for i := 0; i < m; {
			n := min(1+r.IntN(40), m-i)
			for q := 0; q < b.Count(); {
				p := min(1+r.IntN(5), b.Count()-q)
				MulBF16(n, a.From(i, 0), b.Range(q, q+p), Block{}, parts.From(i, q*BF16Width))
				q += p
			}
			i += n
		}
		same(t, "rows and panels", want.Data, parts.Data)
		clear(parts.Data)
		for l := 0; l < k; l += 32 {
			for q := range b.Count() {
				step := BF16Panels{32, BF16Width, b.Range(q, q+1).Data[l/32*2*bf16Tile:]}
				to := parts.From(0, q*BF16Width)
				MulBF16(m, a.From(0, l), step, to, to)
			}
		}
		same(t, "terms", want.Data, parts.Data)
	})
}

// The kinds of numbers that extremes returns.
const (
	mild = iota // at most one, zeros with a sign, subnormal numbers
	wide        // also numbers with any exponent: their products over- and underflow
	wild        // also infinities and NaNs
)

func extremes(r *rand.Rand, n, kind int) []uint16 {
	x := make([]uint16, n)
	spread := 1 + r.IntN(120)
	for i := range x {
		exponent := 127 - r.IntN(spread)
		switch dice := r.IntN(100); {
		case dice < 3:
			exponent = 0
		case dice == 3 && kind >= wide:
			exponent = 1 + r.IntN(254)
		case dice == 4 && kind == wild:
			exponent = 255
		}
		x[i] = uint16(exponent<<7) | uint16(r.Uint32())&0x807f
		if exponent%255 == 0 && r.IntN(2) == 0 {
			x[i] &= 0xff80 // zero, infinity
		}
	}
	return x
}

// bitsBF16 describes a random product.
type bitsBF16 struct {
	m, k, n int
	a       BF16Block
	b       BF16Panels
	init    Block
}

func randomProduct(r *rand.Rand, seed int) bitsBF16 {
	m, k, n := 1+seed%40, 1+r.IntN(100), (1+seed/40%7)*BF16Width
	kind := r.IntN(3)
	terms := (k + 31) / 32 * 32
	a := zeroAfter(BF16Block{extremes(r, m*terms, kind), terms}, k)
	b := NewBF16Panels(k, n)
	b.PackRows(BF16Block{extremes(r, k*n, kind), n}, 0, n/BF16Width, nil)
	init := randomBlock(r, m, n)
	for i, x := range extremes(r, m*n, kind) {
		init.Data[i] = math.Float32frombits(uint32(x)<<16 | r.Uint32()>>16)
	}
	return bitsBF16{m, k, n, a, b, init}
}

// TestTilesBits checks that the tiles and Go compute the same bits. NaNs may differ.
func TestTilesBits(t *testing.T) {
	needsTiles(t)
	r := rand.New(rand.NewPCG(15, 16))
	kinds, seeds := map[string]int{}, 600
	if testing.Short() {
		seeds = 280
	}
	for seed := range seeds {
		p := randomProduct(r, seed)
		for _, init := range []Block{{}, p.init, {p.init.Data, 0}} {
			tiles, twin := NewBlock(p.m, p.n), NewBlock(p.m, p.n)
			MulBF16(p.m, p.a, p.b, init, tiles)
			portableMulBF16(p.m, p.a, p.b, init, twin)
			for i, got := range tiles.Data {
				want := twin.Data[i]
				if math.Float32bits(got) != math.Float32bits(want) && !(got != got && want != want) {
					t.Fatalf("seed %d, m=%d k=%d n=%d: number %d is %v (%#x) by tiles and %v (%#x) by Go", seed, p.m, p.k, p.n, i,
						got, math.Float32bits(got), want, math.Float32bits(want))
				}
				kinds[kind(got)]++
			}
		}
	}
	for _, name := range []string{"zero", "number", "infinity", "NaN"} {
		if kinds[name] < 100 {
			t.Errorf("%d results are %s", kinds[name], name)
		}
	}
	if kinds["subnormal"] > 0 {
		t.Errorf("%d results are subnormal", kinds["subnormal"])
	}
}

// TestTilesSmallest checks the sums next to the smallest normal number: what is rounded to
// it, and what becomes zero.
func TestTilesSmallest(t *testing.T) {
	needsTiles(t)
	for _, c := range []struct {
		name       string
		x, y, u, v float64 // x*y + u*v, the first and the third term
		init       float64
		want       float64
	}{
		{"smallest", 0x1p-63, 0x1p-63, 0, 0, 0, 0x1p-126},
		{"product of half of it", 0x1p-63, 0x1p-64, 0, 0, 0, 0},
		{"half and half", 0x1p-63, 0x1p-64, 0x1p-63, 0x1p-64, 0, 0},
		{"less by a bit of 24", 0x1p-63, 0x1p-63, 0x1p-75, -0x1p-75, 0, 0},
		{"less by half a bit", 0x1p-63, 0x1p-63, 0x1p-75, -0x1p-76, 0, 0x1p-126},
		{"less by more than half a bit", 0x1p-63, 0x1p-63, 0x1p-75, -0x1.02p-76, 0, 0},
		{"subnormal init", 0, 0, 0, 0, 0x1p-127, 0},
		{"subnormal sum", 0x1p-63, -0x1p-63, 0, 0, 0x1.8p-126, 0},
	} {
		a, b := NewBF16Block(1, 32), NewBF16Panels(32, BF16Width)
		a.Data[0], a.Data[2] = toBF16(float32(c.x)), toBF16(float32(c.u))
		b.Data[b.index(0, 5)], b.Data[b.index(2, 5)] = toBF16(float32(c.y)), toBF16(float32(c.v))
		init, tiles, twin := NewBlock(1, BF16Width), NewBlock(1, BF16Width), NewBlock(1, BF16Width)
		init.Data[5] = float32(c.init)
		MulBF16(1, a, b, init, tiles)
		portableMulBF16(1, a, b, init, twin)
		if tiles.Data[5] != float32(c.want) {
			t.Errorf("%s: %v by tiles, want %v", c.name, tiles.Data[5], c.want)
		}
		same(t, c.name, tiles.Data, twin.Data)
	}
}

func kind(x float32) string {
	switch {
	case x != x:
		return "NaN"
	case x == 0:
		return "zero"
	case math.IsInf(float64(x), 0):
		return "infinity"
	case flushBF16(x) == 0:
		return "subnormal"
	}
	return "number"
}

// TestExactSums checks that both ways to compute sums in Go are the same.
func TestExactSums(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(17, 18))
		exact := 0
		for range 300 {
			var fast, slow bf16Scratch
			a := fast.unpackA(bf16Rows, BF16Block{extremes(r, bf16Rows*32, mild), 32})
			b := NewBF16Panels(32, BF16Width)
			b.PackRows(BF16Block{extremes(r, 32*BF16Width, mild), BF16Width}, 0, 1, nil)
			if !a.exactTimes(fast.unpackB(b, 0, 0, BF16Width)) {
				continue
			}
			exact++
			slow.a, slow.b = fast.a, fast.b
			fast.sumExact(bf16Rows)
			slow.sumFused(bf16Rows)
			for p := range fast.sum {
				same(t, "sum", fast.sum[p][:], slow.sum[p][:])
			}
		}
		if exact < 20 {
			t.Errorf("only %d exact products", exact)
		}
	})
}

// TestFusedBF16 compares with arithmetic of any precision: rounding to 24 bits, then zero
// for a result below the smallest normal number.
func TestFusedBF16(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 20))
	for i := range 200_000 {
		s := math.Float32frombits(r.Uint32()&0x80ff_ffff | uint32(1+r.IntN(60))<<23)
		x := fromBF16(uint16(r.Uint32())&0x807f | uint16(60+r.IntN(25))<<7)
		y := fromBF16(uint16(r.Uint32())&0x807f | uint16(40+r.IntN(25))<<7)
		if i%4 == 0 { // near the smallest normal number
			s = float32(math.Copysign(0x1p-126, float64(s)))
		}
		v := new(big.Float).SetPrec(500).SetFloat64(float64(x))
		v.Mul(v, new(big.Float).SetFloat64(float64(y)))
		v.Add(v, new(big.Float).SetFloat64(float64(s)))
		v.SetPrec(24)
		want, _ := v.Float32()
		if v.MantExp(nil) < -125 {
			want = 0
		}
		if got := fusedBF16(s, x, y); got != want {
			t.Fatalf("%v + %v*%v = %v, want %v", s, x, y, got, want)
		}
	}
}
