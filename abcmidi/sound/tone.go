package sound

import "math"

// Rate is the number of samples in a second.
const Rate = 44100

// maxMinutes and maxMillis are the length of the longest tune that is rendered.
const (
	maxMinutes = 20
	maxMillis  = maxMinutes * 60 * 1000
)

// highest is the highest pitch in cents that is played, near 13 kHz: what is higher
// sounds as this.
const highest = 12800

// tone returns one note as samples, from its beginning to where it has died away. At
// the highest level its peak is below 1. The samples may be kept: they are as long as
// the note and its end.
func tone(t Timbre, cents, level, ms int) []float32 {
	cents = min(max(cents, 0), highest)
	level = min(max(level, 0), 1000)
	held := samplesIn(min(max(ms, 1), maxMillis))
	loud := float64(level) / 1000
	switch t {
	case Fiddle:
		return fiddle(cents, loud, held)
	case Organ:
		return organ(cents, loud, held)
	case Drum:
		return drum(cents/100, loud)
	}
	return plucked(cents, loud, held)
}

// hertz returns the frequency of a pitch in cents.
func hertz(cents int) float64 { return 440 * math.Exp(float64(cents-6900)*math.Ln2/1200) }

// samplesIn returns the number of samples in a time.
func samplesIn(ms int) int { return ms * (Rate / 100) / 10 }

// fadeIn lets a tone rise from nothing over a number of samples, along a smooth step.
func fadeIn(tone []float32, samples int) {
	for i := range tone[:min(samples, len(tone))] {
		x := float64(i) / float64(samples)
		tone[i] = float32(float64(tone[i]) * (x * x * (3 - 2*x)))
	}
}

// fadeOut lets a tone fall to nothing from a sample on, along a smooth step.
func fadeOut(tone []float32, from int) {
	samples := len(tone) - from
	for i := range samples {
		x := 1 - float64(i)/float64(samples)
		tone[from+i] = float32(float64(tone[from+i]) * (x * x * (3 - 2*x)))
	}
}

// softer returns how much softer than 440 Hz a pitch is played so that it sounds as
// loud: high notes carry further. It is the fourth root of the ratio.
func softer(frequency float64) float64 { return math.Sqrt(math.Sqrt(440 / max(frequency, 110))) }
