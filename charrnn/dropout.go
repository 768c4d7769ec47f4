package charrnn

import "charabanc/charrnn/internal/kernel"

// dropout zeroes a share of a layer's outputs while training and scales up the
// rest (Srivastava et al., 2014, inverted). The mask is a hash of where a number
// stands and of the step, so it is never stored: backward computes it again.
type dropout struct {
	key       uint32
	threshold uint32
	scale     float32
}

// newDropout is the mask of one layer in one step of training. Rate 0 keeps all.
func newDropout(rate float64, seed uint64, step, layer int) dropout {
	h := seed ^ uint64(step)*0x9e3779b97f4a7c15 ^ uint64(layer+1)*0xc2b2ae3d27d4eb4f
	h ^= h >> 30 // SplitMix64's finaliser (Steele et al., 2014)
	h *= 0xbf58476d1ce4e5b9
	h ^= h >> 27
	h *= 0x94d049bb133111eb
	return dropout{uint32(h >> 32), uint32(rate * (1 << 32)), float32(1 / (1 - rate))}
}

// apply writes the masked n numbers of src, which belong to a row, to dst. It is
// its own backward pass.
func (d dropout) apply(n, row int, dst, src []float32) {
	if d.threshold == 0 {
		copy(dst[:n], src[:n])
		return
	}
	kernel.Dropout(n, dst, src, d.key, uint32(row*n), d.threshold, d.scale)
}
