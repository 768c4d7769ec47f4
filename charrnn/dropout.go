package charrnn

import "charabanc/charrnn/internal/kernel"

// dropout zeroes a share of a layer's outputs while training and scales up the
// rest (Srivastava et al., 2014, inverted). The mask is a hash of where a number
// stands and of the step, so it is never stored: backward computes it again.
type dropout struct {
	key       uint32
	threshold uint32
	scale     float32
	locked    bool // the same numbers are dropped at every step of a lane
}

// newDropout is the mask of one layer in one step of training. Rate 0 keeps all.
func newDropout(rate float64, seed uint64, step, layer int) dropout {
	h := seed ^ uint64(step)*0x9e3779b97f4a7c15 ^ uint64(layer+1)*0xc2b2ae3d27d4eb4f
	h ^= h >> 30 // SplitMix64's finaliser (Steele et al., 2014)
	h *= 0xbf58476d1ce4e5b9
	h ^= h >> 27
	h *= 0x94d049bb133111eb
	return dropout{uint32(h >> 32), uint32(rate * (1 << 32)), float32(1 / (1 - rate)), false}
}

// at is the counter of the first of n numbers that stand in the row of a step
// of a lane. A locked mask does not know of steps (Gal and Ghahramani, 2016).
func (d dropout) at(n, row, lane int) uint32 {
	if d.locked {
		return uint32(lane * n)
	}
	return uint32(row * n)
}

// apply writes the masked n numbers of src, which belong to the row of a lane,
// to dst. It is its own backward pass.
func (d dropout) apply(n, row, lane int, dst, src []float32) {
	if d.threshold == 0 {
		copy(dst[:n], src[:n])
		return
	}
	kernel.Dropout(n, dst, src, d.key, d.at(n, row, lane), d.threshold, d.scale)
}

// weights masks panels [q0, q1) of a matrix of weights instead of outputs
// (DropConnect; on recurrent weights, Merity et al., 2018). It is its own
// backward pass, too. Counters go by row and column, whatever the panels' width.
func (d dropout) weights(dst, src kernel.Panels, q0, q1 int) {
	width := kernel.Width()
	for q := q0; q < q1; q++ {
		to, from := dst.Range(q, q+1).Data, src.Range(q, q+1).Data
		for k := range src.K {
			kernel.Dropout(width, to[k*width:], from[k*width:], d.key, uint32(k*src.N+q*width), d.threshold, d.scale)
		}
	}
}
