package charrnn

import (
	"math"
	"math/rand/v2"
	"slices"
)

// drawer chooses the next symbol: one draw from the multinomial distribution
// softmax(logits/temperature), perhaps cut down to its likeliest symbols first.
type drawer struct {
	temperature float64
	topK        int     // 0: all
	topP        float64 // 1: all
	rand        *rand.Rand
	p           []float64
	order       []int32 // symbols by falling probability; only with topK or topP
}

func newDrawer(o *SampleOptions, stream uint64) *drawer {
	return &drawer{temperature: o.Temperature, topK: o.TopK, topP: o.TopP, rand: rand.New(rand.NewPCG(o.Seed, stream))}
}

// draw returns a symbol. Temperature 0 is the likeliest one.
func (d *drawer) draw(logits []float32) int32 {
	top := slices.Max(logits)
	if d.temperature == 0 {
		return int32(slices.Index(logits, top))
	}
	d.p = d.p[:0]
	for _, x := range logits {
		d.p = append(d.p, math.Exp(float64(x-top)/d.temperature))
	}
	if d.topK > 0 && d.topK < len(d.p) || d.topP < 1 {
		d.cut()
	}
	sum := 0.0
	for _, p := range d.p {
		sum += p
	}
	at := d.rand.Float64() * sum
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

// cut zeroes all but the topK likeliest symbols, and of these all beyond the
// fewest whose probabilities reach topP (Holtzman et al., 2020).
func (d *drawer) cut() {
	d.order = d.order[:0]
	sum := 0.0
	for i, p := range d.p {
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
	reached := 0.0
	for i, id := range d.order {
		if i >= keep || i > 0 && d.topP < 1 && reached >= d.topP*sum {
			d.p[id] = 0
			continue
		}
		reached += d.p[id]
	}
}
