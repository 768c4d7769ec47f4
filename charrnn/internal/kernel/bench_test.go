package kernel

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// eachBench runs f as a sub-benchmark for every variant of the processor.
func eachBench(b *testing.B, f func(b *testing.B)) {
	was := Name()
	defer Use(was)
	for _, name := range Names() {
		if err := Use(name); err != nil {
			b.Fatal(err)
		}
		b.Run(name, f)
	}
}

// rate reports GFLOP/s for the operations of an iteration, and their share of the peak rate
// measured at the same time.
func rate(b *testing.B, flops float64) {
	b.Helper()
	gflops := flops * float64(b.N) / b.Elapsed().Seconds() / 1e9
	b.ReportMetric(gflops, "GFLOP/s")
	if peak := PeakFMA(20 * time.Millisecond); peak > 0 {
		b.ReportMetric(peak, "peak-GFLOP/s")
		b.ReportMetric(100*gflops/peak, "%peak")
	}
	b.ReportMetric(0, "ns/op")
}

// BenchmarkMul measures the products of the default model: 256 units, 8 or 4 lanes.
func BenchmarkMul(b *testing.B) {
	shapes := []struct {
		name            string
		m, k, n, stride int
	}{
		{"forward", 8, 256, 1024, 272},
		{"forward4", 4, 256, 1024, 272},
		{"forward16", 16, 256, 1024, 272},
		{"backward", 8, 1024, 256, 1040},
		{"backward4", 4, 1024, 256, 1040},
		{"input", 512, 256, 1024, 272},
		{"inputBack", 512, 1024, 256, 1040},
		{"one", 1, 256, 1024, 272},
	}
	eachBench(b, func(b *testing.B) {
		r := rand.New(rand.NewPCG(1, 2))
		for _, s := range shapes {
			x, w, c := randomBlock(r, s.m, s.stride), randomPanels(r, s.k, s.n), NewBlock(s.m, s.n+16)
			b.Run(fmt.Sprintf("%s/m=%d,k=%d,n=%d", s.name, s.m, s.k, s.n), func(b *testing.B) {
				for range b.N {
					Mul(s.m, x, w, Block{}, c)
				}
				rate(b, 2*float64(s.m*s.k*s.n))
			})
		}
	})
}

func BenchmarkMulTA(b *testing.B) {
	eachBench(b, func(b *testing.B) {
		r := rand.New(rand.NewPCG(3, 4))
		for _, s := range []struct{ m, k int }{{256, 128}, {512, 88}} {
			a := randomBlock(r, s.k, s.m+16)
			w, c := randomPanels(r, s.k, Width()), randomPanels(r, s.m, Width())
			b.Run(fmt.Sprintf("m=%d,k=%d", s.m, s.k), func(b *testing.B) {
				for range b.N {
					MulTA(a, w, c, true)
				}
				rate(b, 2*float64(s.m*s.k*Width()))
			})
		}
	})
}

// BenchmarkVectors measures the vector kernels, in nanoseconds for each number (for the
// cells, each unit).
func BenchmarkVectors(b *testing.B) {
	eachBench(b, func(b *testing.B) {
		r := rand.New(rand.NewPCG(5, 6))
		const units, vocabulary, parameters = 256, 96, 1 << 20
		buf := make([][]float32, 7)
		for i := range buf {
			buf[i] = randomBlock(r, 4, units).Data
		}
		w := Width()
		wide, packed := randomBlock(r, 128, 1040), NewPanels(128, w)
		from, to := randomPanels(r, 256, 1024), NewPanels(1024, 256)
		p, m, v, g := Alloc(parameters), Alloc(parameters), Alloc(parameters), Alloc(parameters)
		step := &AdamStep{1e-3, 0.9, 0.1, 0.999, 0.001, 1e-7, 1, 0}
		for _, k := range []struct {
			name    string
			numbers int
			call    func()
		}{
			{"CellForward", units, func() { CellForward(units, units, buf[0], buf[1], buf[2], buf[3], buf[4], buf[5], buf[6]) }},
			{"CellBackward", units, func() { CellBackward(units, units, buf[0], buf[3], buf[4], buf[5], buf[6]) }},
			{"Dropout", units, func() { Dropout(units, buf[0], buf[1], 1, 2, 1<<30, 1.25) }},
			{"ExpSum", vocabulary, func() { ExpSum(buf[0][:vocabulary], 1) }},
			{"PackSum", 128 * w, func() { PackSum(wide, packed, buf[0]) }},
			{"Transpose", 256 * 1024, func() { Transpose(to, from, 0, to.Count()) }},
			{"SumSquares", parameters, func() { SumSquares(g) }},
			{"Adam", parameters, func() { Adam(p, m, v, g, step) }},
		} {
			b.Run(k.name, func(b *testing.B) {
				for range b.N {
					k.call()
				}
				b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N*k.numbers), "ns/number")
			})
		}
	})
}

// BenchmarkMulInt8 measures the int8 products of sampling, for one tune and for many at once,
// in a layer of 256 units with as many inputs.
func BenchmarkMulInt8(b *testing.B) {
	eachBench(b, func(b *testing.B) {
		r := rand.New(rand.NewPCG(7, 8))
		const k, n = 512, 1024
		w := randomInt8(r, k, n)
		for _, m := range []int{1, 8, 16, 32, 64, 128, 256} {
			x, c := NewBytes(m, k), NewBlock(m, n+16)
			b.Run(fmt.Sprintf("m=%d", m), func(b *testing.B) {
				for range b.N {
					MulInt8(m, x, w, Block{}, c)
				}
				b.ReportMetric(2*float64(m*k*n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "Gop/s")
			})
		}
	})
}

// BenchmarkMulBF16 measures products of bf16, of networks of 256 and of 1,024 units, and of
// weight gradients, which are computed by panels.
func BenchmarkMulBF16(b *testing.B) {
	shapes := []struct {
		name    string
		m, k, n int
	}{
		{"forward8", 8, 256, 1024},
		{"forward16", 16, 256, 1024},
		{"forward64", 64, 256, 1024},
		{"input", 1024, 256, 1024},
		{"backward8", 8, 1024, 256},
		{"backward16", 16, 1024, 256},
		{"backward64", 64, 1024, 256},
		{"inputBack", 1024, 1024, 256},
		{"gradient", 256, 1024, BF16Width},
		{"forward16/large", 16, 1024, 4096},
		{"forward64/large", 64, 1024, 4096},
		{"backward64/large", 64, 4096, 1024},
		{"gradient/large", 1024, 1024, BF16Width},
	}
	eachBench(b, func(b *testing.B) {
		r := rand.New(rand.NewPCG(9, 10))
		for _, s := range shapes {
			x, w := randomBF16(r, s.m, BF16Pad(s.k)), randomWeights(r, s.k, s.n)
			c := NewBlock(s.m, s.n+16)
			if s.n == BF16Width {
				c.Stride = BF16Width
			}
			b.Run(fmt.Sprintf("%s/m=%d,k=%d,n=%d", s.name, s.m, s.k, s.n), func(b *testing.B) {
				for range b.N {
					MulBF16(s.m, x, w, Block{}, c)
				}
				rate(b, 2*float64(s.m*s.k*s.n))
			})
		}
	})
}

// BenchmarkPackBF16 measures the conversions to bf16, in nanoseconds for each number.
func BenchmarkPackBF16(b *testing.B) {
	eachBench(b, func(b *testing.B) {
		r := rand.New(rand.NewPCG(11, 12))
		const units, gates, rows = 256, 1024, 1024
		weights, float := randomPanels(r, units, gates), randomBlock(r, 1, gates).Data
		packed, transposed := NewBF16Panels(units, gates), NewBF16Panels(gates, units)
		gradients := randomBF16(r, rows, BF16Pad(gates))
		packedRows, sum := NewBF16Panels(rows, gates), Alloc(gates)
		hidden, turned := randomBF16(r, rows, BF16Pad(units)), NewBF16Block(units, BF16Pad(rows))
		for _, k := range []struct {
			name    string
			numbers int
			call    func()
		}{
			{"Round", gates, func() { RoundBF16(gradients.Data, float) }},
			{"Pack", units * gates, func() { packed.Pack(weights, 0, packed.Count()) }},
			{"PackTransposed", units * gates, func() { transposed.PackTransposed(weights, 0, transposed.Count()) }},
			{"PackRows", rows * gates, func() { packedRows.PackRows(gradients, 0, packedRows.Count(), nil) }},
			{"PackRows sum", rows * gates, func() { packedRows.PackRows(gradients, 0, packedRows.Count(), sum) }},
			{"Transpose", rows * units, func() { TransposeBF16(rows, units, turned, hidden) }},
		} {
			b.Run(k.name, func(b *testing.B) {
				for range b.N {
					k.call()
				}
				b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N*k.numbers), "ns/number")
			})
		}
	})
}
