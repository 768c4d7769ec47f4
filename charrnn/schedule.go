package charrnn

import (
	"math"
)

// The schedules of the learning rate.
const (
	constantRate = "constant"
	cosineRate   = "cosine"
)

// rate returns the learning rate of update number step, counted from 1, of total. It
// rises linearly during the warm-up. Then it is constant, or falls to zero along half
// a cosine.
func (o *Options) rate(step, total int) float64 {
	warm := o.WarmUp * float64(total)
	at, top := float64(step), o.LearningRate*o.scale()
	if at < warm {
		return top * at / warm
	}
	if o.Schedule == cosineRate {
		done := min((at-warm)/(float64(total)-warm+1), 1) // epochs may differ by a step
		return top * (1 + math.Cos(math.Pi*done)) / 2
	}
	return top
}

// The ways to scale the learning rate with the number of replicas. The gradient of more
// batches has less noise, and there are fewer updates: Goyal et al. (2017) scale the rate of
// SGD linearly, Malladi et al. (2022) that of Adam by the square root.
const (
	scaleNone   = "none"
	scaleRoot   = "sqrt"
	scaleLinear = "linear"
)

// scale returns what the learning rate is multiplied by.
func (o *Options) scale() float64 {
	switch o.ScaleRate {
	case scaleRoot:
		return math.Sqrt(float64(o.Replicas))
	case scaleLinear:
		return float64(o.Replicas)
	}
	return 1
}

// newest returns the weight of the parameters in their moving average after update
// number step. It is 1-Average, and more early in a run, so that the first parameters
// do not stay in the average for long.
func (o *Options) newest(step int) float32 {
	return float32(1 - min(o.Average, float64(step)/float64(step+9)))
}

// settled returns the first epoch in which tunes are read as written.
func (o *Options) settled() int {
	return o.Epochs + 1 - int(math.Round(o.Settle*float64(o.Epochs)))
}

// practises reports whether generated tunes are learned in an epoch.
func (o *Options) practises(epoch int) bool {
	return o.Practice > 0 && o.Stride == 0 && epoch >= o.settled()
}
