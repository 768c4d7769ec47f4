package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// checkMul compares some elements of c = in + a*b with sums in float64.
func checkMul(t *testing.T, r *rand.Rand, m int, a Block, b Panels, in, c Block) {
	t.Helper()
	for range 40 {
		i, j := r.IntN(m), r.IntN(b.N)
		want, size := 0.0, 0.0
		if in.Data != nil {
			want = float64(in.Data[i*in.Stride+j])
		}
		for l := range b.K {
			v := float64(a.Data[i*a.Stride+l]) * float64(b.At(l, j))
			want, size = want+v, size+math.Abs(v)
		}
		near(t, fmt.Sprintf("m=%d k=%d n=%d: c(%d,%d)", m, b.K, b.N, i, j), c.Data[i*c.Stride+j], want, size, 1e-6)
	}
}

func TestMul(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(1, 2))
		w := Width()
		for _, m := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 64, 200} {
			for _, k := range []int{1, 2, 3, 5, 8, 34, 256, 257, 300, 512, 515} {
				n := (1 + r.IntN(5)) * w
				a, b := randomBlock(r, m, k+16), randomPanels(r, k, n)
				bias, init := randomBlock(r, 1, n), randomBlock(r, m, n+16)
				for _, in := range []Block{{}, {bias.Data, 0}, init} {
					c := randomBlock(r, m, n+32)
					Mul(m, a, b, in, c)
					checkMul(t, r, m, a, b, in, c)
				}
			}
		}
	})
}

func TestMulAccumulatesInPlace(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(3, 4))
		a, b := randomBlock(r, 8, 600), randomPanels(r, 600, 2*Width())
		c := randomBlock(r, 8, 2*Width())
		init := Block{append([]float32(nil), c.Data...), c.Stride}
		once := NewBlock(8, 2*Width())
		Mul(8, a, b, init, once)
		Mul(8, a, b, c, c)
		same(t, "in place", c.Data, once.Data)
	})
}

// TestMulSplitsToTheSameBits checks that rows and panels may be divided in any way.
func TestMulSplitsToTheSameBits(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(5, 6))
		for _, s := range []struct{ k, n int }{{33, 200}, {300, 200}, {700, 200}, {700, 800}, {1900, 250}} { // the last two do not fit into a cache
			const m = 40
			k := s.k
			a, b := randomBlock(r, m, k), randomPanels(r, k, Pad(s.n))
			whole, parts := NewBlock(m, b.N), NewBlock(m, b.N)
			Mul(m, a, b, Block{}, whole)
			for i := 0; i < m; {
				n := min(1+r.IntN(20), m-i)
				for q := 0; q < b.Count(); {
					p := min(1+r.IntN(5), b.Count()-q)
					Mul(n, a.From(i, 0), b.Range(q, q+p), Block{}, parts.From(i, q*Width()))
					q += p
				}
				i += n
			}
			same(t, "parts", whole.Data, parts.Data)
		}
	})
}

// TestMulIsOneChain checks that each element is one chain of additions with k ascending: the
// product of the first rows of b is the init of the product of the others.
func TestMulIsOneChain(t *testing.T) {
	each(t, func(t *testing.T) {
		if Name() == "portable" {
			t.Skip("gonum adds in another order")
		}
		r := rand.New(rand.NewPCG(7, 8))
		const m, k = 13, 23
		a, b := randomBlock(r, m, k), randomPanels(r, k, Width())
		c, once := NewBlock(m, Width()), NewBlock(m, Width())
		Mul(m, a, b, Block{}, once)
		for l := range k {
			Mul(m, a.From(0, l), Panels{1, Width(), b.Data[l*Width():]}, c, c)
		}
		same(t, "term by term", c.Data, once.Data)
		for i := range m { // and each is an FMA: exact, then rounded once
			want := 0.0
			for l := range k {
				want = float64(fma32(a.Data[i*k+l], b.At(l, 0), float32(want)))
			}
			near(t, "chain", c.Data[i*c.Stride], want, 0, 0)
		}
	})
}

// fma32 returns x*y+z, rounded once. The product is exact in float64. The sum is rounded to
// odd there, so that the second rounding is correct.
func fma32(x, y, z float32) float32 {
	p, c := float64(x)*float64(y), float64(z)
	s := p + c
	bb := s - p
	lost := (p - (s - bb)) + (c - bb)
	if bits := math.Float64bits(s); lost != 0 && bits&1 == 0 {
		if (lost > 0) == (s > 0) {
			bits++
		} else {
			bits--
		}
		s = math.Float64frombits(bits)
	}
	return float32(s)
}

func TestMulTA(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(9, 10))
		w := Width()
		for _, m := range []int{1, 2, 3, 5, 7, 8, 9, 10, 11, 32, 64, 256} {
			for _, k := range []int{1, 2, 3, 8, 88, 100, 128, 300} {
				for _, add := range []bool{true, false} {
					n := (1 + r.IntN(7)) * w
					a, b, c := randomBlock(r, k, m+16), randomPanels(r, k, n), randomPanels(r, m, n)
					before := Panels{m, n, append([]float32(nil), c.Data...)}
					MulTA(a, b, c, add)
					for range 60 {
						i, j := r.IntN(m), r.IntN(n)
						want, size := 0.0, 0.0
						if add {
							want = float64(before.At(i, j))
						}
						for l := range k {
							v := float64(a.Data[l*a.Stride+i]) * float64(b.At(l, j))
							want, size = want+v, size+math.Abs(v)
						}
						near(t, fmt.Sprintf("m=%d k=%d n=%d: c(%d,%d)", m, k, n, i, j), c.At(i, j), want, size, 1e-6)
					}
				}
			}
		}
	})
}

// TestMulTASplitsToTheSameBits checks that panels may be divided in any way.
func TestMulTASplitsToTheSameBits(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(13, 14))
		const m, k = 21, 150
		a, b := randomBlock(r, k, m), randomPanels(r, k, 8*Width())
		whole, parts := NewPanels(m, b.N), NewPanels(m, b.N)
		MulTA(a, b, whole, false)
		for q := 0; q < b.Count(); {
			p := min(1+r.IntN(5), b.Count()-q)
			MulTA(a, b.Range(q, q+p), parts.Range(q, q+p), false)
			q += p
		}
		same(t, "parts", whole.Data, parts.Data)
	})
}

func TestPackSum(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(11, 12))
		for _, rows := range []int{1, 2, 50, 128} {
			n := (1 + r.IntN(3)) * Width()
			src, dst, sum := randomBlock(r, rows, n+16), NewPanels(rows, n), randomBlock(r, 1, n).Data
			want, row := append([]float32(nil), sum...), make([]float32, n)
			PackSum(src, dst, sum)
			for i := range rows {
				dst.Row(i, row)
				same(t, "packed row", row, src.Row(i)[:n])
				for j, x := range row {
					want[j] += x
				}
			}
			same(t, "sum", sum, want)
		}
	})
}

func TestTranspose(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(13, 14))
		w := Width()
		p, q := randomPanels(r, 2*w, 3*w), NewPanels(3*w, 2*w)
		Transpose(q, p, 0, 1)
		Transpose(q, p, 1, q.Count())
		for i := range p.K {
			for j := range p.N {
				if p.At(i, j) != q.At(j, i) {
					t.Fatalf("transpose differs at (%d,%d)", i, j)
				}
			}
		}
	})
}
