package charrnn

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/kernel"
	"charabanc/charrnn/internal/network"
)

// The benchmarks run the reference network (86 symbols, batch 16, 64 steps). They report
// characters per second, GFLOP/s, and the share of the FMA peak of the cores in use,
// which is measured before:
//
//	go test -run - -bench . ./charrnn

// stepFlops returns the arithmetic operations of one training step: two for each
// multiplication in the products, with the embedding table instead of a row for each
// character.
func stepFlops(c network.Config, lanes, steps int) float64 {
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

// BenchmarkTrain measures a training step of the reference network, and with the best
// kernels also of eight times its batch, and of a network of 1,024 units; in float32, and in
// bf16 if there are tiles.
func BenchmarkTrain(b *testing.B) {
	type size struct {
		name         string
		batch, units int
	}
	eachVariant(b, func(b *testing.B, peak float64) {
		precisions, sizes := []Precision{Float32}, []size{{"reference", 16, 256}}
		if kernel.Tiles() {
			precisions = append(precisions, BF16)
		}
		if kernel.Name() == kernel.Names()[0] {
			sizes = append(sizes, size{"batch=128", 128, 256}, size{"units=1024", 16, 1024})
		}
		for _, s := range sizes {
			o := DefaultOptions()
			o.BatchSize, o.Units = s.batch, s.units
			for _, o.Precision = range precisions {
				for threads := 1; threads <= runtime.NumCPU(); threads *= 2 {
					b.Run(fmt.Sprintf("%s/%s/threads=%d", s.name, o.Precision, threads), func(b *testing.B) {
						benchmarkStep(b, o, threads, peak)
					})
				}
			}
		}
	})
}

func benchmarkStep(b *testing.B, o Options, threads int, peak float64) {
	p := network.NewParameters(o.config(86))
	p.Initialise(1)
	n := network.New(p, network.Shape{Lanes: o.BatchSize, Steps: o.SeqLength, Precision: o.Precision.network(), Train: true}, threads)
	defer n.Close()
	r := rand.New(rand.NewPCG(1, 1))
	batch := corpus.NewBatch(o.BatchSize, o.SeqLength)
	for i := range batch.Input {
		batch.Input[i], batch.Target[i] = int32(r.IntN(86)), int32(r.IntN(86))
	}
	step := 0
	for b.Loop() {
		step++
		n.Gradient(batch, step)
		n.Apply(network.AdamStep(1e-3, 0, step), 0)
		n.Carry(true)
	}
	report(b, float64(o.BatchSize*o.SeqLength), stepFlops(p.Config, o.BatchSize, o.SeqLength), peak*float64(threads))
}

// report reports the rates for the characters and operations of one iteration.
func report(b *testing.B, chars, flops, peak float64) {
	perSecond := float64(b.N) / b.Elapsed().Seconds()
	b.ReportMetric(chars*perSecond, "chars/s")
	b.ReportMetric(flops*perSecond/1e9, "GFLOP/s")
	if peak > 0 {
		b.ReportMetric(100*flops*perSecond/1e9/peak, "%peak")
	}
}

// BenchmarkSample writes one text at a time, then many at once.
func BenchmarkSample(b *testing.B) {
	eachVariant(b, func(b *testing.B, _ float64) {
		o := DefaultOptions()
		p := network.NewParameters(o.config(86))
		p.Initialise(1)
		for _, precision := range []Precision{Float32, Int16, Int8} {
			w := network.NewDecoderWeights(p, precision.bits())
			for _, lanes := range []int{1, decoderLanes} {
				b.Run(fmt.Sprintf("%s/texts=%d", precision, lanes), func(b *testing.B) {
					d := network.NewDecoder(w, lanes)
					draw := newDrawer(&SampleOptions{Temperature: 1, TopP: 1}, 0)
					ids := make([]int32, lanes)
					for b.Loop() {
						for lane := range ids {
							ids[lane] = draw.draw(d.Logits(lane))
						}
						d.Step(ids)
					}
					b.ReportMetric(float64(b.N*lanes)/b.Elapsed().Seconds(), "chars/s")
				})
			}
		}
	})
}
