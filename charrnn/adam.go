package charrnn

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

// adamStep is update number step, counted from 1, at a learning rate:
//
//	p = p - rate * (m/c1) / (sqrt(v/c2) + epsilon)   c1 = 1-beta1^step, c2 = 1-beta2^step
//
// with the bias corrections c1, c2 taken out of the loop, into the rate and
// epsilon. Epsilon must go along: in the shorter form that leaves it as it is
// it counts up to thirty times as much, and early in training, when gradients
// are tiny, that costs a tenth of the second epoch's loss.
//
// Of each parameter a share of decay times the rate goes by itself (Loshchilov
// and Hutter, 2019).
func adamStep(rate, decay float64, step int) kernel.AdamStep {
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

// newest is the weight of the parameters after update number step in their
// running mean: 1-Average, but more early in a run, whose beginnings would stay
// in the mean too long.
func (o *Options) newest(step int) float32 {
	return float32(1 - min(o.Average, float64(step)/float64(step+9)))
}

// rate is the learning rate of update number step of total: it rises in a line
// over the warm-up, then stays or falls along half a cosine to zero.
func (o *Options) rate(step, total int) float64 {
	warm := o.WarmUp * float64(total)
	at := float64(step)
	if at < warm {
		return o.LearningRate * at / warm
	}
	if o.Schedule == "cosine" {
		done := min((at-warm)/(float64(total)-warm+1), 1) // epochs may differ by a step
		return o.LearningRate * (1 + math.Cos(math.Pi*done)) / 2
	}
	return o.LearningRate
}
