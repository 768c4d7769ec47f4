package network

import "charabanc/charrnn/internal/kernel"

// A part is what a worker computes in the forward and backward passes: units [u0, u1) of
// each layer, for the lanes of a span. Either each worker has lanes of its own and all
// units, and never waits for the others; or all have the same lanes and each has units of
// its own, and they wait for each other after each step. The result is the same, bit for
// bit, since every number is computed in the same way.
type part struct {
	span
	u0, u1 int
	z      kernel.Block // lanes x 4H, pre-activations of one step; shared with those that have the same lanes
	team   *team        // to wait for after each step; nil: nobody
}

// units is the number of units of p.
func (p part) units() int { return p.u1 - p.u0 }

// wait waits for the workers that have the same lanes.
func (p part) wait() {
	if p.team != nil {
		p.team.barrier.wait()
	}
}

// columns calls f with each run of columns [from, to) of the gates of p's units, in a
// layer of n units.
func (p part) columns(n int, f func(from, to int)) {
	if p.units() == n {
		f(0, gates*n)
		return
	}
	for gate := range gates {
		f(gate*n+p.u0, gate*n+p.u1)
	}
}

// Weights of a layer beyond so many bytes outgrow the second-level cache. All lanes should
// go through a step together then, so that the weights are read once.
const largeWeights = 2 << 20

// splitUnits reports whether workers should share units, not lanes. After each step, every
// worker then reads what the others have written, which takes longer than many products.
// It pays if the busiest worker has far less to do, or if the weights are large; in bf16,
// where products take less time, by twice as much.
func splitUnits(g grid, p Precision, units, threads int) bool {
	panels := units / kernel.Width()
	if threads == 1 || panels < 2 {
		return false
	}
	quads := (g.lanes + quad - 1) / quad
	byLanes := float64((quads+threads-1)/threads) / float64(quads)
	byUnits := float64((panels+threads-1)/threads) / float64(panels)
	limit := 0.3
	if 4*gates*units*units > largeWeights {
		limit = 1
	}
	if p == BF16 {
		limit /= 2
	}
	return byUnits <= limit*byLanes
}
