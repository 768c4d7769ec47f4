package kernel

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// each runs f as a subtest of every variant this processor has.
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

// rate reports GFLOP/s of flops a round, and their share of the peak that this
// processor reaches in the same minute.
func rate(b *testing.B, flops float64) {
	b.Helper()
	gflops := flops * float64(b.N) / b.Elapsed().Seconds() / 1e9
	b.ReportMetric(gflops, "GFLOP/s")
	if peak := PeakFMA(20 * time.Millisecond); peak > 0 {
		b.ReportMetric(100*gflops/peak, "%peak")
	}
	b.ReportMetric(0, "ns/op")
}

// The products of the default model: 256 units, 8 or 4 lanes.
func BenchmarkMul(b *testing.B) {
	shapes := []struct {
		name            string
		m, k, n, stride int
	}{
		{"forward", 8, 256, 1024, 272},
		{"forward4", 4, 256, 1024, 272},
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
					MulTA(s.m, s.k, a, w.Data, c.Data, true)
				}
				rate(b, 2*float64(s.m*s.k*Width()))
			})
		}
	})
}
