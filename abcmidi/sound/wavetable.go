package sound

import (
	"math"
	"sync"
)

// tableSize is the number of samples in a table of one period. A table has one more,
// equal to the first.
const tableSize = 2048

// maxHarmonics bounds the harmonics of a table.
const maxHarmonics = 64

// wavetables are the tables of an instrument by their number of harmonics, each made
// when it is first needed. It may be used from several goroutines at once.
type wavetables struct {
	amplitude func(harmonic int) float64 // of harmonic 1 and up
	made      [maxHarmonics + 1]struct {
		once  sync.Once
		table []float64
	}
}

// below returns the table with all harmonics up to a limit, so that none is folded back
// at half the sample rate.
func (w *wavetables) below(limit, frequency float64, most int) []float64 {
	harmonics := int(min(max(limit/frequency, 1), float64(most)))
	made := &w.made[harmonics]
	made.once.Do(func() { made.table = newTable(harmonics, w.amplitude) })
	return made.table
}

// newTable returns the sum of some harmonics, all beginning as sines, with a power of 1.
func newTable(harmonics int, amplitude func(int) float64) []float64 {
	var sine [tableSize]float64
	for i := range sine {
		sine[i] = math.Sin(2 * math.Pi * float64(i) / tableSize)
	}
	table := make([]float64, tableSize+1)
	power := 0.0
	for h := 1; h <= harmonics; h++ {
		a := amplitude(h)
		power += a * a / 2
		for i := range table {
			table[i] += a * sine[h*i%tableSize]
		}
	}
	scale := 1 / math.Sqrt(power)
	for i := range table {
		table[i] *= scale
	}
	return table
}
