package network

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/kernel"
)

// A timedPhase is a phase of a step and the time that each worker has spent in it.
type timedPhase struct {
	name  string
	flops float64 // of the products, in a step
	spent []time.Duration
}

// timePhases replaces the phases of a training step by ones that take their time.
func timePhases(n *Network) []*timedPhase {
	c := n.Params.Config
	rows, h, v := float64(n.lanes*n.steps), float64(c.Units), float64(c.Vocabulary)
	lanes := 2 * rows * h * (4*h*float64(2*c.Layers-1) + v) // the first layer reads the table
	table := 2 * v * float64(c.Embedding) * 4 * h
	var all []*timedPhase
	add := func(name string, flops float64, call *func(worker int)) {
		p, f := &timedPhase{name, flops, make([]time.Duration, n.team.size)}, *call
		*call = func(worker int) {
			start := time.Now()
			f(worker)
			p.spent[worker] += time.Since(start)
		}
		all = append(all, p)
	}
	add("prepare", 0, &n.phases.prepare)
	add("table", table, &n.phases.table)
	add("forward", lanes, &n.phases.forward)
	add("backward", lanes, &n.phases.backward)
	add("turn", 0, &n.phases.turn)
	add("gradients", lanes+table, &n.phases.gradients)
	add("inputs", table, &n.phases.inputs)
	add("update", 0, &n.phases.update)
	add("keep", 0, &n.phases.keep)
	return all
}

// longest returns the time of the worker that took longest.
func (p *timedPhase) longest() (d time.Duration) {
	for _, s := range p.spent {
		d = max(d, s)
	}
	return d
}

// BenchmarkPhases measures where the time of a training step of the reference network goes,
// for each phase of a step (phases.go): milliseconds, percent of the step, and the rate of
// its products, in float32 also as a share of the peak of fused multiply-adds:
//
//	go test -run - -bench Phases ./charrnn/internal/network
func BenchmarkPhases(b *testing.B) {
	precisions := []Precision{Float32}
	if kernel.Tiles() {
		precisions = append(precisions, BF16)
	}
	for _, precision := range precisions {
		for threads := 1; threads <= runtime.NumCPU(); threads *= 2 {
			b.Run(fmt.Sprintf("%s/threads=%d", precision, threads), func(b *testing.B) {
				benchmarkPhases(b, precision, threads)
			})
		}
	}
}

func benchmarkPhases(b *testing.B, precision Precision, threads int) {
	p := NewParameters(Config{Vocabulary: 86, Embedding: 512, Units: 256, Layers: 3, Dropout: 0.2})
	p.Initialise(1)
	n := New(p, Shape{Lanes: 16, Steps: 64, Precision: precision, Train: true}, threads)
	defer n.Close()
	r := rand.New(rand.NewPCG(1, 1))
	batch := corpus.NewBatch(n.lanes, n.steps)
	for i := range batch.Input {
		batch.Input[i], batch.Target[i] = int32(r.IntN(86)), int32(r.IntN(86))
	}
	peak := kernel.PeakFMA(50*time.Millisecond) * float64(threads)
	phases := timePhases(n)
	for i, phase := range phases {
		if phase.name == "turn" && precision != BF16 {
			continue
		}
		b.Run(phase.name, func(b *testing.B) {
			for _, p := range phases {
				clear(p.spent)
			}
			step := 0
			for b.Loop() {
				step++
				n.Gradient(batch, step)
				n.Apply(AdamStep(1e-3, 0, step), 0)
				n.Carry(true)
			}
			seconds := phases[i].longest().Seconds() / float64(b.N)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(1e3*seconds, "ms/step")
			b.ReportMetric(100*seconds*float64(b.N)/b.Elapsed().Seconds(), "%step")
			if phase.flops > 0 {
				b.ReportMetric(phase.flops/seconds/1e9, "GFLOP/s")
				if precision == Float32 && peak > 0 {
					b.ReportMetric(100*phase.flops/seconds/1e9/peak, "%peak")
				}
			}
		})
	}
}
