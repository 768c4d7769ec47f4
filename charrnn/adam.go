package charrnn

import (
	"math"

	"charabanc/charrnn/internal/kernel"
)

// Adam's constants, as Keras has them (Kingma and Ba, 2015).
const (
	beta1   = 0.9
	beta2   = 0.999
	epsilon = 1e-7
)

// adamStep is update number step, counted from 1, at a learning rate. The bias
// corrections of both moments are folded into the rate.
func adamStep(rate float64, step int) kernel.AdamStep {
	correction := math.Sqrt(1-math.Pow(beta2, float64(step))) / (1 - math.Pow(beta1, float64(step)))
	return kernel.AdamStep{
		Rate:  float32(rate * correction),
		Beta1: beta1, Rest1: 1 - beta1,
		Beta2: beta2, Rest2: 1 - beta2,
		Epsilon: epsilon, GradScale: 1,
	}
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
		return o.LearningRate * (1 + math.Cos(math.Pi*(at-warm)/(float64(total)-warm+1))) / 2
	}
	return o.LearningRate
}
