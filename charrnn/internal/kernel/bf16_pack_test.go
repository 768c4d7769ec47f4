package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestRoundBF16(t *testing.T) {
	cases := []struct {
		name string
		x    uint32
		want uint16
	}{
		{"one", 0x3f80_0000, 0x3f80},
		{"down", 0x3f80_7fff, 0x3f80},
		{"tie to even, down", 0x3f80_8000, 0x3f80},
		{"tie to even, up", 0x3f81_8000, 0x3f82},
		{"up", 0xbf80_8001, 0xbf81},
		{"to the next exponent", 0x3fff_ffff, 0x4000},
		{"to infinity", 0x7f7f_ffff, 0x7f80},
		{"infinity", 0xff80_0000, 0xff80},
		{"minus zero", 0x8000_0000, 0x8000},
		{"smallest normal", 0x0080_0000, 0x0080},
		{"largest subnormal", 0x007f_ffff, 0x0000},
		{"negative subnormal", 0x8000_0001, 0x8000},
		{"quiet NaN", 0x7fc1_2345, 0x7fc1},
		{"NaN in the lower half", 0x7f80_0001, 0x7fc0},
		{"negative NaN", 0xffa5_ffff, 0xffe5},
	}
	each(t, func(t *testing.T) {
		for _, c := range cases {
			src, dst := Alloc(48), make([]uint16, 50)
			for i := range src {
				src[i] = math.Float32frombits(c.x)
			}
			RoundBF16(dst[1:], src)
			for i, got := range dst {
				if want := c.want; i > 0 && i < 49 && got != want {
					t.Fatalf("%s: %#x becomes %#x at %d, want %#x", c.name, c.x, got, i, want)
				}
			}
			if dst[0] != 0 || dst[49] != 0 {
				t.Fatalf("%s: a number outside is overwritten", c.name)
			}
		}
	})
}

func TestRoundBF16AllExponents(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(1, 21))
		src, dst := Alloc(1<<16), make([]uint16, 1<<16)
		for i := range src {
			src[i] = math.Float32frombits(uint32(i)<<16 | r.Uint32()>>16)
		}
		RoundBF16(dst, src)
		for i, got := range dst {
			if want := toBF16(src[i]); got != want {
				t.Fatalf("%#x becomes %#x, want %#x", math.Float32bits(src[i]), got, want)
			}
		}
	})
}

// checkPanels compares panels [q0, q1) of b with want, and checks that other panels and rows
// after K are zero.
func checkPanels(t *testing.T, what string, b BF16Panels, q0, q1 int, want func(k, n int) uint16) {
	t.Helper()
	for n := range b.N {
		for k := range (b.K + 31) / 32 * 32 {
			var w uint16
			if k < b.K && n >= q0*BF16Width && n < q1*BF16Width {
				w = want(k, n)
			}
			if got := b.at(k, n); got != w {
				t.Fatalf("%s: K=%d N=%d panels %d to %d: element (%d, %d) is %#x, want %#x", what, b.K, b.N, q0, q1, k, n, got, w)
			}
		}
	}
}

// dirty fills panels [q0, q1) with ones, which a packing must overwrite.
func dirty(b BF16Panels, q0, q1 int) BF16Panels {
	part := b.Range(q0, q1).Data
	for i := range part {
		part[i] = 1
	}
	return b
}

func TestPackBF16(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(22, 23))
		for _, k := range []int{1, 2, 31, 32, 33, 63, 64, 65, 96, 130} {
			src := randomPanels(r, k, 2*Width())
			b := NewBF16Panels(k, src.N)
			for q0 := range b.Count() {
				for q1 := q0 + 1; q1 <= b.Count(); q1++ {
					clear(b.Data)
					dirty(b, q0, q1).Pack(src, q0, q1)
					checkPanels(t, "Pack", b, q0, q1, func(k, n int) uint16 { return toBF16(src.At(k, n)) })
				}
			}
		}
	})
}

func TestPackTransposed(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(24, 25))
		for _, shape := range [][2]int{{1, 1}, {2, 1}, {1, 3}, {4, 2}} {
			src := randomPanels(r, shape[0]*BF16Width, shape[1]*Width())
			b := NewBF16Panels(src.N, src.K)
			for q0 := range b.Count() {
				clear(b.Data)
				dirty(b, q0, b.Count()).PackTransposed(src, q0, b.Count())
				checkPanels(t, "PackTransposed", b, q0, b.Count(), func(k, n int) uint16 { return toBF16(src.At(n, k)) })
			}
		}
	})
}

func TestPackRows(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(26, 27))
		for _, k := range []int{1, 2, 31, 32, 33, 64, 70, 97} {
			src := randomBF16(r, k, 5*BF16Width+6)
			b := NewBF16Panels(k, 5*BF16Width)
			for q0 := range b.Count() {
				for q1 := q0 + 1; q1 <= b.Count(); q1++ {
					clear(b.Data)
					sum := randomBlock(r, 1, (q1-q0)*BF16Width).Data
					want := append([]float32(nil), sum...)
					for i := range k {
						for j := range want {
							want[j] += fromBF16(src.Row(i)[q0*BF16Width+j])
						}
					}
					dirty(b, q0, q1).PackRows(src, q0, q1, sum)
					at := func(k, n int) uint16 { return src.Row(k)[n] }
					checkPanels(t, "PackRows", b, q0, q1, at)
					same(t, "sums", sum, want)
					dirty(b, q0, q1).PackRows(src, q0, q1, nil)
					checkPanels(t, "PackRows without sums", b, q0, q1, at)
				}
			}
		}
	})
}

func TestTransposeBF16(t *testing.T) {
	each(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(28, 29))
		for _, shape := range [][2]int{{32, 32}, {64, 32}, {32, 96}, {160, 224}} {
			rows, cols := shape[0], shape[1]
			src, dst := randomBF16(r, rows, cols+7), NewBF16Block(cols, rows+5)
			TransposeBF16(rows, cols, dst, src)
			for i := range cols {
				for j, got := range dst.Row(i) {
					var want uint16
					if j < rows {
						want = src.Row(j)[i]
					}
					if got != want {
						t.Fatalf("%d x %d: element (%d, %d) is %#x, want %#x", rows, cols, i, j, got, want)
					}
				}
			}
		}
	})
}

func TestBF16Pad(t *testing.T) {
	for _, c := range [][2]int{{1, 32}, {32, 32}, {33, 96}, {64, 96}, {96, 96}, {256, 288}, {1024, 1056}, {1056, 1056}} {
		if got := BF16Pad(c[0]); got != c[1] {
			t.Errorf("BF16Pad(%d) = %d, want %d", c[0], got, c[1])
		}
	}
}
