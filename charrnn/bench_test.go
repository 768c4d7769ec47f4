package charrnn

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"charabanc/charrnn/internal/kernel"
)

// The benchmarks run the reference network (86 symbols, batch 16, 64 steps) and
// report characters a second, GFLOP/s, and their share of the FMA peak of the
// cores in use, which is measured just before:
//
//	go test -run - -bench . ./charrnn

// stepFlops is the arithmetic of one training step that cannot be saved: two
// operations for each multiplication in the products, with the embedding
// table in place of a row for each character.
func stepFlops(c Config, lanes, steps int) float64 {
	rows, h, v := float64(lanes*steps), float64(c.Units), float64(c.Vocabulary)
	recurrent := 3 * rows * h * 4 * h * float64(c.Layers)
	input := 3 * rows * h * 4 * h * float64(c.Layers-1)
	table := 3 * v * float64(c.Embedding) * 4 * h
	return 2 * (recurrent + input + table + 3*rows*h*v)
}

// eachVariant runs a benchmark with each kernel this processor has.
func eachVariant(b *testing.B, run func(b *testing.B, peak float64)) {
	before := kernel.Name()
	defer kernel.Use(before)
	for _, name := range kernel.Names() {
		if err := kernel.Use(name); err != nil {
			b.Fatal(err)
		}
		peak := kernel.PeakFMA(50 * time.Millisecond)
		b.Run(name, func(b *testing.B) { run(b, peak) })
	}
}

func BenchmarkTrain(b *testing.B) {
	eachVariant(b, func(b *testing.B, peak float64) {
		for threads := 1; threads <= runtime.NumCPU(); threads *= 2 {
			b.Run(fmt.Sprintf("threads=%d", threads), func(b *testing.B) {
				o := DefaultOptions()
				p := NewParameters(o.config(86))
				p.Initialise(1)
				n := newNetwork(p, o.BatchSize, o.SeqLength, threads, true)
				defer n.close()
				r := rand.New(rand.NewPCG(1, 1))
				batch := NewBatch(o.BatchSize, o.SeqLength)
				for i := range batch.Input {
					batch.Input[i], batch.Target[i] = int32(r.IntN(86)), int32(r.IntN(86))
				}
				step := 0
				for b.Loop() {
					step++
					n.gradient(batch, step)
					n.apply(adamStep(1e-3, 0, step), 0, true)
				}
				report(b, float64(o.BatchSize*o.SeqLength), stepFlops(p.Config, o.BatchSize, o.SeqLength), peak*float64(threads))
			})
		}
	})
}

// report adds the figures of one iteration's characters and operations.
func report(b *testing.B, chars, flops, peak float64) {
	perSecond := float64(b.N) / b.Elapsed().Seconds()
	b.ReportMetric(chars*perSecond, "chars/s")
	b.ReportMetric(flops*perSecond/1e9, "GFLOP/s")
	if peak > 0 {
		b.ReportMetric(100*flops*perSecond/1e9/peak, "%peak")
	}
}

// BenchmarkSample draws from one text at a time, then from many side by side.
func BenchmarkSample(b *testing.B) {
	eachVariant(b, func(b *testing.B, _ float64) {
		p := NewParameters(DefaultOptions().config(86))
		p.Initialise(1)
		for _, precision := range []Precision{Float32, Int8} {
			w := newDecoderWeights(p, precision)
			for _, lanes := range []int{1, decoderLanes} {
				b.Run(fmt.Sprintf("%s/texts=%d", precision, lanes), func(b *testing.B) {
					d := newDecoder(w, lanes)
					draw := newDrawer(&SampleOptions{Temperature: 1, TopP: 1}, 0)
					ids := make([]int32, lanes)
					for b.Loop() {
						for lane := range ids {
							ids[lane] = draw.draw(d.symbolLogits(lane))
						}
						d.step(ids)
					}
					b.ReportMetric(float64(b.N*lanes)/b.Elapsed().Seconds(), "chars/s")
				})
			}
		}
	})
}
