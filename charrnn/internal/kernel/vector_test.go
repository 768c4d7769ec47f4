package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func sigmoid64(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func TestCell(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(11, 12))
		for _, n := range []int{16, 32, 48, 256} {
			for _, size := range []float32{1, 30, 1000} {
				checkCell(t, r, n, size)
			}
		}
	})
}

// checkCell compares a cell of n units, forward and backward, with float64. The
// pre-activations are about as large as size.
func checkCell(t *testing.T, r *rand.Rand, n int, size float32) {
	t.Helper()
	z, zx, act := randomBlock(r, 4, n).Data, randomBlock(r, 4, n).Data, Alloc(4*n)
	for i := range z {
		z[i] *= size
	}
	cPrev, c, tc, h := randomBlock(r, 1, n).Data, Alloc(n), Alloc(n), Alloc(n)
	CellForward(n, n, z, zx, act, cPrev, c, tc, h)
	dh, dc := randomBlock(r, 1, n).Data, randomBlock(r, 1, n).Data
	dc0, act0 := append([]float32(nil), dc...), append([]float32(nil), act...)
	CellBackward(n, n, act, cPrev, tc, dh, dc)
	for u := range n {
		pre := func(g int) float64 { return float64(z[g*n+u] + zx[g*n+u]) }
		i, f, g, o := sigmoid64(pre(0)), sigmoid64(pre(1)), math.Tanh(pre(2)), sigmoid64(pre(3))
		cp := float64(cPrev[u])
		cn := f*cp + i*g
		tn := math.Tanh(cn)
		for k, want := range []float64{i, f, g, o} {
			near(t, "gate", act0[k*n+u], want, 0, 1e-6)
		}
		near(t, "c", c[u], cn, 1, 1e-6)
		near(t, "tanh c", tc[u], tn, 1, 1e-6)
		near(t, "h", h[u], o*tn, 1, 1e-6)
		d := float64(dc0[u]) + float64(dh[u])*o*(1-tn*tn)
		gradients := []float64{d * g * i * (1 - i), d * cp * f * (1 - f), d * i * (1 - g*g), float64(dh[u]) * tn * o * (1 - o)}
		for k, want := range gradients {
			near(t, "gate gradient", act[k*n+u], want, math.Abs(want), 4e-6)
		}
		near(t, "dc", dc[u], d*f, math.Abs(d), 2e-6)
	}
}

func TestCellInPlace(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(13, 14))
		const n = 48
		z, zx, c := randomBlock(r, 4, n).Data, randomBlock(r, 4, n).Data, randomBlock(r, 1, n).Data
		act, state, tc, h := Alloc(4*n), Alloc(n), Alloc(n), Alloc(n)
		CellForward(n, n, z, zx, act, c, state, tc, h)
		tc2, h2 := Alloc(n), Alloc(n)
		CellForward(n, n, z, zx, zx, c, c, tc2, h2)
		same(t, "act", act, zx)
		same(t, "c", state, c)
		same(t, "tanh c", tc, tc2)
		same(t, "h", h, h2)
	})
}

func TestExpSum(t *testing.T) {
	each(t, func(t *testing.T) {
		x := Alloc(3 * SumLanes)
		for i := range x {
			x[i] = -float32(i) * 2
		}
		x[5] = -1e30 // a padded column
		in := append([]float32(nil), x...)
		sum := ExpSum(x, 0)
		want := 0.0
		for i, v := range in {
			e := math.Exp(math.Max(float64(v), -87))
			near(t, "exp", x[i]/float32(e), 1, 0, 4e-7)
			want += e
		}
		near(t, "sum", sum, want, 0, 1e-6)
	})
}

// TestExpEverywhere checks the exponential over its whole range and beyond.
func TestExpEverywhere(t *testing.T) {
	each(t, func(t *testing.T) {
		x, in := Alloc(SumLanes), Alloc(SumLanes)
		worst := 0.0
		for v := float32(-90); v < 90; v += 0.0113 {
			for i := range x {
				x[i] = v + float32(i)*0.0007
			}
			copy(in, x)
			ExpSum(x, 0)
			for i := range x {
				want := math.Exp(math.Min(math.Max(float64(in[i]), -87), 87))
				worst = max(worst, math.Abs(float64(x[i])/want-1))
			}
		}
		if worst > 2.5e-7 {
			t.Errorf("relative error %.3g", worst)
		}
	})
}

func TestNaNStays(t *testing.T) {
	each(t, func(t *testing.T) {
		nan := float32(math.NaN())
		x := Alloc(SumLanes)
		x[3] = nan
		if sum := ExpSum(x, 0); sum == sum || x[3] == x[3] || x[4] != 1 {
			t.Errorf("exp of NaN: %v, sum %v", x, sum)
		}
		const n = 16
		for gate := range 4 {
			z, act := Alloc(4*n), Alloc(4*n)
			c, tc, h := Alloc(n), Alloc(n), Alloc(n)
			z[gate*n+5] = nan
			CellForward(n, n, z, Alloc(4*n), act, Alloc(n), c, tc, h)
			if h[5] == h[5] || h[4] != h[4] {
				t.Errorf("gate %d NaN: h = %v", gate, h)
			}
		}
	})
}

func TestDropout(t *testing.T) {
	each(t, func(t *testing.T) {
		const n = 1 << 16
		x, y := Alloc(n), Alloc(n)
		for i := range x {
			x[i] = 1 + float32(i)
		}
		for _, rate := range []float64{0, 0.25, 0.5, 0.9} {
			key, threshold := uint32(12345), uint32(rate*(1<<32))
			const counter = 1<<32 - 77 // wraps on the way
			Dropout(n, y, x, key, counter, threshold, 2)
			kept := 0
			for i := range x {
				want := float32(0)
				if Keep(key, uint32(counter)+uint32(i), threshold) {
					want = 2 * x[i]
					kept++
				}
				if y[i] != want {
					t.Fatalf("number %d is %v, want %v", i, y[i], want)
				}
			}
			near(t, "share kept", float32(kept)/n, 1-rate, 0, 0.01)
		}
	})
}

func TestAdam(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(13, 14))
		const n = 64
		p, m, g := randomBlock(r, 1, n).Data, randomBlock(r, 1, n).Data, randomBlock(r, 1, n).Data
		v := Alloc(n)
		for i := range v {
			v[i] = float32(r.Float64())
		}
		p0, m0, v0 := append([]float32(nil), p...), append([]float32(nil), m...), append([]float32(nil), v...)
		s := AdamStep{Rate: 0.01, Beta1: 0.9, Rest1: 0.1, Beta2: 0.99, Rest2: 0.01, Epsilon: 1e-7, GradScale: 0.5, Decay: 0.001}
		Adam(p, m, v, g, &s)
		for i := range p {
			gr := 0.5 * float64(g[i])
			wm := 0.9*float64(m0[i]) + 0.1*gr
			wv := 0.99*float64(v0[i]) + 0.01*gr*gr
			near(t, "m", m[i], wm, 1, 1e-6)
			near(t, "v", v[i], wv, 1, 1e-6)
			near(t, "p", p[i], float64(p0[i])*(1-0.001)-0.01*wm/(math.Sqrt(wv)+1e-7), 1, 1e-6)
		}
	})
}

func TestSumSquaresScaleAdd(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(15, 16))
		x := randomBlock(r, 1, 4096).Data
		want := 0.0
		for _, v := range x {
			want += float64(v) * float64(v)
		}
		near(t, "sum of squares", float32(SumSquares(x)), want, want, 1e-6)
		y := append([]float32(nil), x...)
		Scale(y, 3)
		Add(y, x)
		for i := range x {
			if y[i] != x[i]*3+x[i] {
				t.Fatalf("scaled and added number %d is %v", i, y[i])
			}
		}
	})
}

// TestPaddingStaysZero checks that zeros stay zeros, and that subnormal moments become zero.
func TestPaddingStaysZero(t *testing.T) {
	each(t, func(t *testing.T) {
		const n = 16
		p, m, v, g := Alloc(n), Alloc(n), Alloc(n), Alloc(n)
		Adam(p, m, v, g, &AdamStep{Rate: 1, Beta1: 0.9, Rest1: 0.1, Beta2: 0.99, Rest2: 0.01, Epsilon: 1e-7, GradScale: 1, Decay: 0.1})
		for _, x := range [][]float32{p, m, v} {
			same(t, "zeros", x, make([]float32, n))
		}
		m[0] = 0x1p-126
		Adam(p, m, v, g, &AdamStep{Beta1: 0.9, Epsilon: 1e-7})
		if m[0] != 0 {
			t.Errorf("subnormal moment %g", m[0])
		}
		x := Alloc(n)
		x[1] = 0x1p-126
		if Scale(x, 0.5); x[1] != 0 {
			t.Errorf("subnormal product %g", x[1])
		}
	})
}

// tiny is a variable, so that the compiler does not compute with it.
var tiny float32 = 0x1p-126

// TestModeIsRestored checks that kernels restore the treatment of subnormal numbers.
func TestModeIsRestored(t *testing.T) {
	each(t, func(t *testing.T) {
		const n = 16
		x := func() []float32 { return Alloc(4 * n) }
		ExpSum(x(), 0)
		SumSquares(x())
		Scale(x(), 1)
		CellForward(n, n, x(), x(), x(), x(), x(), x(), x())
		CellBackward(n, n, x(), x(), x(), x(), x())
		Adam(x(), x(), x(), x(), &AdamStep{Epsilon: 1})
		if tiny/2 == 0 {
			t.Error("subnormal numbers are zero after the kernels")
		}
	})
}

// TestCellStride runs some units of a layer, and compares them with the same units of the
// whole layer.
func TestCellStride(t *testing.T) {
	each(t, func(t *testing.T) {
		const n, from, to = 64, 16, 48
		r := rand.New(rand.NewPCG(4, 9))
		x := func(size int) []float32 { return randomBlock(r, 1, size).Data }
		z, zx, c0, dh, dc := x(4*n), x(4*n), x(n), x(n), x(n)
		act, c, tanhC, h := make([]float32, 4*n), make([]float32, n), make([]float32, n), make([]float32, n)
		CellForward(n, n, z, zx, act, c0, c, tanhC, h)
		part := [][]float32{make([]float32, 4*n), make([]float32, n), make([]float32, n), make([]float32, n)}
		CellForward(to-from, n, z[from:], zx[from:], part[0][from:], c0[from:], part[1][from:], part[2][from:], part[3][from:])
		compare := func(pass string) {
			for i, whole := range [][]float32{act, c, tanhC, h} {
				for j, v := range part[i] {
					want := whole[j]
					if u := j % n; u < from || u >= to {
						want = 0
					}
					if v != want {
						t.Fatalf("%s, result %d: number %d is %v, want %v", pass, i, j, v, want)
					}
				}
			}
		}
		compare("forward")
		partDC := slices.Clone(dc)
		CellBackward(n, n, act, c0, tanhC, dh, dc)
		CellBackward(to-from, n, part[0][from:], c0[from:], part[2][from:], dh[from:], partDC[from:])
		compare("backward")
	})
}
