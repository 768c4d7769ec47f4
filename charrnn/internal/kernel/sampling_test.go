package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// int8Of rounds the matrix of the elements at(k, n). It calls at once for each.
func int8Of(k, n int, at func(k, n int) float32) Int8 {
	values := make([]float32, k*n)
	for i := range values {
		values[i] = at(i/n, i%n)
	}
	return NewInt8(k, n, func(i int, row []float32) { copy(row, values[i*n:]) })
}

func randomInt8(r *rand.Rand, k, n int) Int8 {
	return int8Of(k, n, func(int, int) float32 { return number(r) })
}

// TestMulInt8IsExact checks that sums are exact, at the ends of the range too.
func TestMulInt8IsExact(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(1, 2))
		for _, m := range []int{1, 2, 3, 5, 6, 7, 8, 13, 32, 33, 71} {
			for _, k := range []int{1, 2, 3, 4, 5, 33, 64, 100, 256, 512} {
				const n = 2 * BlockWidth
				w, x := randomInt8(r, k, n), NewBytes(m, k+7)
				for i := range x.Data {
					x.Data[i] = []uint8{0, 255, 1, 128, uint8(r.Uint32())}[r.IntN(5)]
				}
				for j := range n {
					w.Scale[j], w.correction[j] = 1, 0
					for i := range k {
						q := []int8{-127, 127, 0, int8(r.IntN(255) - 127)}[r.IntN(4)]
						w.Data[w.index(i, j)] = q
						w.correction[j] -= 128 * int32(q)
					}
				}
				c := randomBlock(r, m, n+3)
				MulInt8(m, x, w, Block{}, c)
				for i := range m {
					for j := range n {
						var want int32
						for l := range k {
							want += (int32(x.Data[i*x.Stride+l]) - 128) * int32(w.Data[w.index(l, j)])
						}
						if got := c.Data[i*c.Stride+j]; got != float32(want) {
							t.Fatalf("m=%d k=%d: c(%d,%d) is %v, want %v", m, k, i, j, got, want)
						}
					}
				}
			}
		}
	})
}

// TestMulInt8 compares products of rounded numbers with those of the numbers themselves.
func TestMulInt8(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(3, 4))
		const m, k, n = 5, 256, BlockWidth
		b := randomBlock(r, k, n)
		for i := range k { // a column of zeros
			b.Data[i*n+7] = 0
		}
		w := int8Of(k, n, func(i, j int) float32 { return b.Data[i*n+j] })
		h, bias, x, c := NewBlock(m, k), randomBlock(r, 1, n), NewBytes(m, k), NewBlock(m, n)
		for i := range h.Data {
			h.Data[i] = float32(math.Tanh(r.NormFloat64()))
		}
		Quantize(x.Data, h.Data)
		MulInt8(m, x, w, Block{bias.Data, 0}, c)
		for i := range m {
			for j := range n {
				want := float64(bias.Data[j])
				for l := range k {
					want += float64(h.Data[i*k+l]) * float64(b.Data[l*n+j])
				}
				near(t, "c", c.Data[i*n+j], want, 0, 0.45) // six standard deviations of the rounding
			}
			near(t, "column of zeros", c.Data[i*n+7], float64(bias.Data[7]), 0, 0)
		}
	})
}

func TestMulInt8Range(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(5, 6))
		const m, k, n = 7, 50, 3 * BlockWidth
		w, x := randomInt8(r, k, n), NewBytes(m, 52)
		for i := range x.Data {
			x.Data[i] = uint8(r.Uint32())
		}
		whole, parts := NewBlock(m, n), NewBlock(m, n)
		MulInt8(m, x, w, Block{}, whole)
		for q := range n / BlockWidth {
			MulInt8(3, x, w.Range(q, q+1), Block{}, parts.From(0, q*BlockWidth))
			MulInt8(4, x.From(3, 0), w.Range(q, q+1), Block{}, parts.From(3, q*BlockWidth))
		}
		same(t, "parts", whole.Data, parts.Data)
	})
}

func TestNewInt8Shows(t *testing.T) {
	bad := float32(math.Inf(1))
	w := int8Of(4, BlockWidth, func(k, n int) float32 {
		if k == 1 && n == 3 {
			return bad
		}
		return 1
	})
	c := NewBlock(1, BlockWidth)
	MulInt8(1, NewBytes(1, 4), w, Block{}, c)
	if c.Data[3] == c.Data[3] || c.Data[4] != 0 {
		t.Errorf("an infinite weight gives %v, another %v", c.Data[3], c.Data[4])
	}
}

// TestMulInt16 compares products of numbers rounded to 16 bits with those of the numbers.
func TestMulInt16(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(9, 4))
		const k, n = 256, 2 * BlockWidth
		for _, m := range []int{1, 7, 40} {
			b := randomBlock(r, k, n)
			for i := range k { // a column of zeros
				b.Data[i*n+7] = 0
			}
			w := NewInt16(k, n, func(i int, row []float32) { copy(row, b.Row(i)) })
			h, bias, x, c := NewBlock(m, k), randomBlock(r, 1, n), NewBytes(m, 2*k), NewBlock(m, n)
			for i := range m {
				for l := range k {
					h.Data[i*k+l] = float32(math.Tanh(r.NormFloat64()))
				}
				row := x.From(i, 0).Data
				Quantize16(row[:k], row[k:], h.Row(i))
			}
			MulInt16(m, x, w, Block{bias.Data, 0}, c)
			for i := range m {
				for j := range n {
					want := float64(bias.Data[j])
					for l := range k {
						want += float64(h.Data[i*k+l]) * float64(b.Data[l*n+j])
					}
					near(t, "c", c.Data[i*n+j], want, 0, 0.0018) // a 254th of that of 8 bits
				}
				near(t, "column of zeros", c.Data[i*n+7], float64(bias.Data[7]), 0, 0)
			}
		}
	})
}

func TestQuantize(t *testing.T) {
	each(t, func(t *testing.T) {
		x, q := Alloc(64), make([]uint8, 64)
		nan, inf := float32(math.NaN()), float32(math.Inf(1))
		copy(x, []float32{0, 1, -1, 2, -2, nan, inf, -inf, 0.5 / 127, 1.5 / 127, -0.5 / 127, -1.5 / 127})
		for i := 16; i < 64; i++ {
			x[i] = float32(i-40) / 23
		}
		Quantize(q, x)
		for i, v := range x {
			want := 1.0
			if v == v {
				want = math.RoundToEven(math.Min(math.Max(float64(v*127), -127), 127)) + 128
			}
			if float64(q[i]) != want {
				t.Errorf("%v is %v, want %v", v, q[i], want)
			}
		}
	})
}

// TestQuantize16 checks that both bytes together are 254 times as precise.
func TestQuantize16(t *testing.T) {
	each(t, func(t *testing.T) {
		x, q, r := Alloc(64), make([]uint8, 64), make([]uint8, 64)
		copy(x, []float32{0, 1, -1, 2, -2, float32(math.NaN()), float32(math.Inf(1)), 0.5 / 127, -1.5 / 127})
		for i := 9; i < 64; i++ {
			x[i] = float32(math.Sin(float64(i)))
		}
		Quantize16(q, r, x)
		for i, v := range x {
			want := -1.0
			if v == v {
				want = math.Min(math.Max(float64(v), -1), 1)
			}
			got := (float64(q[i]) - 128 + (float64(r[i])-128)/254) / 127
			near(t, "number", float32(got), want, 0, 0.5/254/127*1.01)
		}
	})
}
