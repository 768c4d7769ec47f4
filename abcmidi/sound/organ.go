package sound

import "math"

// The organ has two ranks of pipes, the second softer and a little sharper, so that a
// held note lives. Each is a table of a few harmonics.

const (
	organGain    = 0.225  // brings the tone to the loudness of the others
	organLimit   = 8000.0 // Hz, of the harmonics
	organAttack  = 1000   // samples: 23 ms
	organRelease = 3500   // samples: 79 ms
	secondRank   = 0.35   // amplitude beside the first
	flatter      = -0.5   // cents of the first rank
	sharper      = 1.4    // cents of the second: their mean is in tune
)

// organHarmonics are the amplitudes of a pipe's harmonics.
var organHarmonics = [...]float64{1, 0.55, 0.3, 0.2, 0.1, 0.08, 0.04, 0.03}

var organTables = wavetables{amplitude: func(harmonic int) float64 { return organHarmonics[harmonic-1] }}

// organ returns the tone of an organ, let go after some samples.
func organ(cents int, loud float64, held int) []float32 {
	frequency := hertz(cents)
	table := organTables.below(organLimit, frequency, len(organHarmonics))
	tone := make([]float32, held+organRelease)
	gain := organGain * loud * softer(frequency)
	step := frequency * tableSize / Rate
	step1, step2 := step*math.Exp(flatter*math.Ln2/1200), step*math.Exp(sharper*math.Ln2/1200)
	at1, at2 := 0.0, tableSize*0.3
	for i := range tone {
		i1, i2 := int(at1), int(at2)
		first := table[i1] + (at1-float64(i1))*(table[i1+1]-table[i1])
		second := table[i2] + (at2-float64(i2))*(table[i2+1]-table[i2])
		tone[i] = float32(gain * (first + secondRank*second))
		if at1 += step1; at1 >= tableSize {
			at1 -= tableSize
		}
		if at2 += step2; at2 >= tableSize {
			at2 -= tableSize
		}
	}
	fadeIn(tone, organAttack)
	fadeOut(tone, held)
	return tone
}
