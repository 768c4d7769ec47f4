package network

import "charabanc/charrnn/internal/kernel"

// dropout sets a share of a layer's outputs to zero during training and scales up
// the others (inverted dropout, Srivastava et al., 2014). The mask is a hash of the
// step and of the position of each output, so it is not stored: the backward pass
// computes it again.
type dropout struct {
	key       uint32
	threshold uint32
	scale     float32
	locked    bool // the mask is the same at all steps of a lane
}

// newDropout returns the mask of a layer in a training step. Rate 0 drops nothing.
func newDropout(rate float64, seed uint64, step, layer int) dropout {
	h := seed ^ uint64(step)*0x9e3779b97f4a7c15 ^ uint64(layer+1)*0xc2b2ae3d27d4eb4f
	h ^= h >> 30 // SplitMix64's finaliser (Steele et al., 2014)
	h *= 0xbf58476d1ce4e5b9
	h ^= h >> 27
	h *= 0x94d049bb133111eb
	return dropout{uint32(h >> 32), uint32(rate * (1 << 32)), float32(1 / (1 - rate)), false}
}

// at returns the counter of the first of the n outputs in a row of a lane. For a
// locked mask it does not depend on the step (Gal and Ghahramani, 2016).
func (d dropout) at(n, counter, lane int) uint32 {
	if d.locked {
		return uint32(lane * n)
	}
	return uint32(counter * n)
}

// apply writes the outputs src of units [from, to) of n, of a step of a lane, to dst with
// the mask applied. Its backward pass is the same function.
func (d dropout) apply(n, from, to, counter, lane int, dst, src []float32) {
	if d.threshold == 0 {
		copy(dst[from:to], src[from:to])
		return
	}
	kernel.Dropout(to-from, dst[from:], src[from:], d.key, d.at(n, counter, lane)+uint32(from), d.threshold, d.scale)
}

// weights applies the mask to panels [q0, q1) of a weight matrix (DropConnect; on
// recurrent weights, Merity et al., 2018). Its backward pass is the same function.
// Counters follow from row and column and do not depend on the panel width.
func (d dropout) weights(dst, src kernel.Panels, q0, q1 int) {
	width := kernel.Width()
	for q := q0; q < q1; q++ {
		to, from := dst.Range(q, q+1).Data, src.Range(q, q+1).Data
		for k := range src.K {
			kernel.Dropout(width, to[k*width:], from[k*width:], d.key, uint32(k*src.N+q*width), d.threshold, d.scale)
		}
	}
}
