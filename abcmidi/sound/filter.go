package sound

import "math"

// noise is white noise: xorshift with 32 bits (Marsaglia, "Xorshift RNGs", 2003). It
// must not be 0.
type noise uint32

// newNoise returns the noise of a pitch, or of anything else that has a number.
func newNoise(number int) noise { return noise(uint32(number)*2654435761 | 1) }

// next returns a number from -1 to 1.
func (n *noise) next() float64 {
	*n ^= *n << 13
	*n ^= *n >> 17
	*n ^= *n << 5
	return float64(int32(*n)) / (1 << 31)
}

// onePole returns the share of the input in a first-order lowpass filter with a cutoff
// in Hz: y += share * (x - y).
func onePole(cutoff float64) float64 { return 1 - math.Exp(-2*math.Pi*cutoff/Rate) }

// raise raises the frequencies of a tone around a center in Hz by a gain in dB, the more
// sharply the higher q: the peaking equaliser of Bristow-Johnson, "Cookbook formulae for
// audio EQ biquad filter coefficients".
func raise(tone []float32, center, gain, q float64) {
	w := 2 * math.Pi * center / Rate
	a := math.Exp(gain * math.Ln10 / 40)
	alpha := math.Sin(w) / (2 * q)
	scale := 1 / (1 + alpha/a)
	b0, b1, b2 := (1+alpha*a)*scale, -2*math.Cos(w)*scale, (1-alpha*a)*scale
	a1, a2 := b1, (1-alpha/a)*scale
	x1, x2, y1, y2 := 0.0, 0.0, 0.0, 0.0
	for i, v := range tone {
		x := float64(v)
		y := b0*x + b1*x1 + b2*x2 - a1*y1 - a2*y2
		x2, x1 = x1, x
		y2, y1 = y1, y
		tone[i] = float32(y)
	}
}
