package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// fill gives x numbers of ordinary size.
func fill(r *rand.Rand, x []float32) {
	for i := range x {
		x[i] = float32(r.NormFloat64())
	}
}

func randomPanels(r *rand.Rand, k, n int) Panels {
	p := NewPanels(k, n)
	fill(r, p.Data)
	return p
}

func randomBlock(r *rand.Rand, rows, stride int) Block {
	b := NewBlock(rows, stride)
	fill(r, b.Data)
	return b
}

// near fails the test unless got is within tol of want, relative to size.
func near(t *testing.T, what string, got float32, want, size, tol float64) {
	t.Helper()
	if d := math.Abs(float64(got) - want); !(d <= tol*(size+1)) {
		t.Fatalf("%s = %v, want %v (off by %.3g)", what, got, want, d)
	}
}

func TestMul(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	w := Width()
	for _, m := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 64, 200} {
		for _, k := range []int{2, 8, 34, 256, 300, 512} {
			a := randomBlock(r, m, k+16)
			b := randomPanels(r, k, 3*w)
			bias := randomBlock(r, 1, 3*w)
			init := randomBlock(r, m, 3*w+16)
			for name, in := range map[string]Block{"zero": {}, "bias": {bias.Data, 0}, "init": init} {
				c := randomBlock(r, m, 3*w+32)
				Mul(m, a, b, in, c)
				for range 40 {
					i, j := r.IntN(m), r.IntN(3*w)
					want, size := 0.0, 0.0
					if in.Data != nil {
						want = float64(in.Data[i*in.Stride+j])
					}
					for l := range k {
						v := float64(a.Data[i*a.Stride+l]) * float64(b.At(l, j))
						want, size = want+v, size+math.Abs(v)
					}
					near(t, name, c.Data[i*c.Stride+j], want, size, 1e-6)
				}
			}
		}
	}
}

func TestMulAccumulatesInPlace(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	a, b := randomBlock(r, 8, 64), randomPanels(r, 64, 2*Width())
	c := randomBlock(r, 8, 2*Width())
	want := Block{append([]float32(nil), c.Data...), c.Stride}
	once := NewBlock(8, 2*Width())
	Mul(8, a, b, want, once)
	Mul(8, a, b, c, c)
	for i := range c.Data {
		if c.Data[i] != once.Data[i] {
			t.Fatalf("in place differs at %d: %v, %v", i, c.Data[i], once.Data[i])
		}
	}
}

func TestMulSplitsRowsToTheSameBits(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	const m, k = 16, 300
	a, b := randomBlock(r, m, k), randomPanels(r, k, 2*Width())
	whole, parts := NewBlock(m, 2*Width()), NewBlock(m, 2*Width())
	Mul(m, a, b, Block{}, whole)
	for i := 0; i < m; {
		n := min(1+r.IntN(7), m-i)
		for q := range b.Count() {
			Mul(n, a.From(i, 0), b.Range(q, q+1), Block{}, parts.From(i, q*Width()))
		}
		i += n
	}
	for i := range whole.Data {
		if whole.Data[i] != parts.Data[i] {
			t.Fatalf("rows in parts differ at %d: %v, %v", i, whole.Data[i], parts.Data[i])
		}
	}
}

func TestMulTA(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	w := Width()
	for _, m := range []int{8, 32, 64, 256} {
		for _, k := range []int{2, 8, 100, 128} {
			a := randomBlock(r, k, m+16)
			b := randomBlock(r, k, w)
			c := randomBlock(r, m, w)
			before := append([]float32(nil), c.Data...)
			MulTA(m, k, a, b.Data, c.Data, true)
			for range 60 {
				i, j := r.IntN(m), r.IntN(w)
				want, size := float64(before[i*w+j]), 0.0
				for l := range k {
					v := float64(a.Data[l*a.Stride+i]) * float64(b.Data[l*w+j])
					want, size = want+v, size+math.Abs(v)
				}
				near(t, "MulTA", c.Data[i*w+j], want, size, 1e-6)
			}
		}
	}
}

func TestPackSumAndTranspose(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	w := Width()
	src := randomBlock(r, 50, w+16)
	dst, sum := Alloc(50*w), Alloc(w)
	PackSum(50, src, dst, sum)
	for j := range w {
		want := 0.0
		for i := range 50 {
			if dst[i*w+j] != src.Data[i*src.Stride+j] {
				t.Fatalf("packed (%d,%d) differs", i, j)
			}
			want += float64(src.Data[i*src.Stride+j])
		}
		near(t, "sum", sum[j], want, 50, 1e-6)
	}
	p := randomPanels(r, 2*w, 3*w)
	q := NewPanels(3*w, 2*w)
	Transpose(q, p, 0, q.Count())
	for i := range p.K {
		for j := range p.N {
			if p.At(i, j) != q.At(j, i) {
				t.Fatalf("transpose differs at (%d,%d)", i, j)
			}
		}
	}
}

func sigmoid64(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func TestCell(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for _, n := range []int{16, 32, 48, 256} {
		z, zx, act := randomBlock(r, 4, n).Data, randomBlock(r, 4, n).Data, Alloc(4*n)
		cPrev, c, tc, h := randomBlock(r, 1, n).Data, Alloc(n), Alloc(n), Alloc(n)
		CellForward(n, z, zx, act, cPrev, c, tc, h)
		dh, dc := randomBlock(r, 1, n).Data, randomBlock(r, 1, n).Data
		dc0, act0 := append([]float32(nil), dc...), append([]float32(nil), act...)
		CellBackward(n, act, cPrev, tc, dh, dc)
		for u := range n {
			pre := func(g int) float64 { return float64(z[g*n+u]) + float64(zx[g*n+u]) }
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
			for k, want := range []float64{d * g * i * (1 - i), d * cp * f * (1 - f), d * i * (1 - g*g), float64(dh[u]) * tn * o * (1 - o)} {
				near(t, "gate gradient", act[k*n+u], want, math.Abs(want), 2e-6)
			}
			near(t, "dc", dc[u], d*f, math.Abs(d), 2e-6)
		}
	}
}

func TestExpSum(t *testing.T) {
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
}

func TestDropout(t *testing.T) {
	const n, rate = 1 << 16, 0.25
	key, threshold := uint32(12345), uint32(rate*(1<<32))
	x, y := Alloc(n), Alloc(n)
	for i := range x {
		x[i] = 1 + float32(i)
	}
	Dropout(n, y, x, key, 77, threshold, 2)
	kept := 0
	for i := range x {
		want := float32(0)
		if Keep(key, 77+uint32(i), threshold) {
			want = 2 * x[i]
			kept++
		}
		if y[i] != want {
			t.Fatalf("number %d is %v, want %v", i, y[i], want)
		}
	}
	near(t, "share kept", float32(kept)/n, 1-rate, 0, 0.01)
}

func TestAdam(t *testing.T) {
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
}

func TestSumSquaresScaleAdd(t *testing.T) {
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
}
