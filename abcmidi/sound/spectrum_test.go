package sound

import (
	"math"
	"math/cmplx"

	"gonum.org/v1/gonum/dsp/fourier"
	"gonum.org/v1/gonum/dsp/window"
)

// This file measures tones.

// spectrum is the power of a part of a tone at each frequency.
type spectrum struct {
	power []float64
	step  float64 // Hz from each to the next
}

func newSpectrum(tone []float32) spectrum {
	x := make([]float64, len(tone))
	for i, v := range tone {
		x[i] = float64(v)
	}
	window.BlackmanHarris(x)
	s := spectrum{step: Rate / float64(len(x))}
	for _, c := range fourier.NewFFT(len(x)).Coefficients(nil, x) {
		s.power = append(s.power, real(c)*real(c)+imag(c)*imag(c))
	}
	return s
}

// between returns the part of the power from a frequency to another.
func (s spectrum) between(low, high float64) float64 {
	part, all := 0.0, 0.0
	for i, p := range s.power {
		if f := float64(i) * s.step; f >= low && f < high {
			part += p
		}
		all += p
	}
	return part / all
}

// centroid returns the mean frequency, by power.
func (s spectrum) centroid() float64 {
	sum, all := 0.0, 0.0
	for i, p := range s.power {
		sum += p * float64(i) * s.step
		all += p
	}
	return sum / all
}

// loudness returns the power in dB by the A curve.
func loudness(tone []float32) float64 {
	x := make([]float64, len(tone))
	for i, v := range tone {
		x[i] = float64(v)
	}
	sum := 0.0
	for i, c := range fourier.NewFFT(len(x)).Coefficients(nil, x) {
		f := float64(i) * Rate / float64(len(x))
		f *= f
		a := 1.2589 * 12194 * 12194 * f * f / ((f + 20.6*20.6) * math.Sqrt((f+107.7*107.7)*(f+737.9*737.9)) * (f + 12194*12194))
		sum += a * a * (real(c)*real(c) + imag(c)*imag(c))
	}
	return 10 * math.Log10(2*sum/float64(len(x))/float64(len(x)))
}

// offCents returns how far the fundamental of a tone is from a frequency that it is near.
// It turns the tone back by that frequency, which leaves a slow phase, and compares the
// phases of two windows.
func offCents(tone []float32, frequency float64) float64 {
	half := len(tone) / 2
	phase := func(from int) complex128 {
		w := make([]float64, half)
		for i := range w {
			w[i] = 1
		}
		window.BlackmanHarris(w)
		sum := 0i
		for i := range w {
			sum += complex(w[i]*float64(tone[from+i]), 0) * cmplx.Rect(1, -2*math.Pi*frequency*float64(from+i)/Rate)
		}
		return sum
	}
	turned := cmplx.Phase(phase(half) / phase(0))
	return 1200 * math.Log2(1+turned/(2*math.Pi)*Rate/float64(half)/frequency)
}

// decibels returns the power of samples in dB.
func decibels(tone []float32) float64 {
	sum := 0.0
	for _, v := range tone {
		sum += float64(v) * float64(v)
	}
	return 10 * math.Log10(sum/float64(len(tone)))
}
