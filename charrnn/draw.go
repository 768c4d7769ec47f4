package charrnn

import (
	"math/rand/v2"
	"slices"

	"charabanc/charrnn/internal/kernel"
)

// drawer draws the next symbol from the distribution softmax(logits/temperature), which
// is first reduced to its most probable symbols with topK or topP.
type drawer struct {
	greedy      bool
	temperature float64
	topK        int     // 0: all
	topP        float64 // 1: all
	rand        *rand.Rand
	p           []float32 // probabilities, not normalized, padded with zeros
	order       []int32   // symbols by falling probability, with topK or topP
}

// minTemperature is the temperature below which sampling is greedy. It avoids a division
// by almost zero.
const minTemperature = 1e-6

func newDrawer(o *SampleOptions, stream uint64) *drawer {
	return &drawer{greedy: o.Greedy || o.Temperature < minTemperature, temperature: o.Temperature, topK: o.TopK, topP: o.TopP, rand: rand.New(rand.NewPCG(o.Seed, stream))}
}

// draw returns a symbol.
func (d *drawer) draw(logits []float32) int32 {
	top := highest(logits)
	if d.greedy {
		return int32(slices.Index(logits, top))
	}
	d.spread(logits, top)
	if d.topK > 0 && d.topK < len(logits) || d.topP < 1 {
		d.cut(len(logits))
	}
	var sum float32
	for _, p := range d.p {
		sum += p
	}
	at := float32(d.rand.Float64()) * sum
	last := int32(0)
	for i, p := range d.p {
		if p == 0 {
			continue
		}
		last = int32(i)
		if at -= p; at < 0 {
			break
		}
	}
	return last
}

// highest returns the largest of some numbers.
func highest(x []float32) float32 {
	top := x[0]
	for _, v := range x[1:] {
		if v > top {
			top = v
		}
	}
	return top
}

// spread sets p to exp((logits-top)/temperature).
func (d *drawer) spread(logits []float32, top float32) {
	if d.p == nil {
		d.p = kernel.Alloc((len(logits) + kernel.SumLanes - 1) / kernel.SumLanes * kernel.SumLanes)
	}
	scale := float32(1 / d.temperature)
	for i, x := range logits {
		d.p[i] = (x - top) * scale
	}
	kernel.ExpSum(d.p, 0)
	clear(d.p[len(logits):])
}

// cut sets p to zero for all but the topK most probable symbols, and of these for all but
// the fewest whose total probability reaches topP (Holtzman et al., 2020).
func (d *drawer) cut(symbols int) {
	d.order = d.order[:0]
	var sum float32
	for i, p := range d.p[:symbols] {
		d.order = append(d.order, int32(i))
		sum += p
	}
	slices.SortStableFunc(d.order, func(a, b int32) int {
		switch {
		case d.p[a] > d.p[b]:
			return -1
		case d.p[a] < d.p[b]:
			return 1
		}
		return 0
	})
	keep := len(d.order)
	if d.topK > 0 {
		keep = min(keep, d.topK)
	}
	var reached float32
	for i, id := range d.order {
		if i >= keep || i > 0 && d.topP < 1 && reached >= float32(d.topP)*sum {
			d.p[id] = 0
			continue
		}
		reached += d.p[id]
	}
}
