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
	at := float64(step)
	if at < warm {
		return o.LearningRate * at / warm
	}
	if o.Schedule == cosineRate {
		done := min((at-warm)/(float64(total)-warm+1), 1) // epochs may differ by a step
		return o.LearningRate * (1 + math.Cos(math.Pi*done)) / 2
	}
	return o.LearningRate
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
