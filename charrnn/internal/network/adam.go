package network

import (
	"math"

	"charabanc/charrnn/internal/kernel"
)

// Adam's constants (Kingma and Ba, 2015; epsilon as in Keras).
const (
	beta1   = 0.9
	beta2   = 0.999
	epsilon = 1e-7
)

// AdamStep returns the constants of update number step, counted from 1, at a
// learning rate:
//
//	p = p - rate * (m/c1) / (sqrt(v/c2) + epsilon)   c1 = 1-beta1^step, c2 = 1-beta2^step
//
// The bias corrections c1 and c2 are moved out of the loop, into the rate and into
// epsilon. Epsilon must be corrected too: left as it is, it would weigh up to thirty
// times as much. Early in training, when gradients are tiny, that makes the loss of
// the second epoch a tenth higher.
//
// Weight decay is decoupled (Loshchilov and Hutter, 2019): each update also
// multiplies the parameters by 1 - rate*decay.
func AdamStep(rate, decay float64, step int) kernel.AdamStep {
	c1 := 1 - math.Pow(beta1, float64(step))
	root := math.Sqrt(1 - math.Pow(beta2, float64(step)))
	return kernel.AdamStep{
		Rate:  float32(rate * root / c1),
		Beta1: beta1, Rest1: 1 - beta1,
		Beta2: beta2, Rest2: 1 - beta2,
		Epsilon: float32(epsilon * root), GradScale: 1,
		Decay: float32(rate * decay),
	}
}
