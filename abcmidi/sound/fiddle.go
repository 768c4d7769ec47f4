package sound

import "math"

// A bowed string moves as a sawtooth: its harmonics fall as 1/n (Helmholtz; Fletcher and
// Rossing, "The Physics of Musical Instruments", 1998, chapter 10). Here it is a table
// without the harmonics that would fold back, with a breath of the bow's noise, through
// a lowpass that opens with the loudness, and through the resonances of the body. The
// finger begins to rock when a note has been held a while.

const (
	fiddleGain    = 0.2    // brings the tone to the loudness of the others
	fiddleLimit   = 9000.0 // Hz, of the harmonics
	fiddleAttack  = 2000   // samples: 45 ms
	fiddleRelease = 4400   // samples: 100 ms
	bowNoise      = 0.02   // amplitude beside the string

	vibratoRate  = 5.5   // Hz
	vibratoDepth = 7.0   // cents to either side
	vibratoDelay = 11000 // samples before it begins: 250 ms
	vibratoRise  = 15000 // samples until it is full: 340 ms
	vibratoStep  = 32    // samples between changes of pitch
)

var fiddleTables = wavetables{amplitude: func(harmonic int) float64 { return 1 / float64(harmonic) }}

// fiddle returns the tone of a bowed string, whose bow is lifted after some samples.
func fiddle(cents int, loud float64, held int) []float32 {
	tone := make([]float32, held+fiddleRelease)
	bow(tone, hertz(cents), loud, newNoise(cents))
	raise(tone, 280, 5, 3) // the air in the body
	raise(tone, 500, 4, 3) // its wood
	raise(tone, 1300, -4, 1.5)
	raise(tone, 2500, 4, 1.2) // the bridge
	fadeIn(tone, fiddleAttack)
	fadeOut(tone, held)
	return tone
}

// bow fills a tone with the motion of the string.
func bow(tone []float32, frequency, loud float64, hiss noise) {
	table := fiddleTables.below(fiddleLimit, frequency, maxHarmonics)
	gain := fiddleGain * loud * softer(frequency)
	share := onePole(1600 + 3400*loud + frequency)
	rock := newVibrato()
	straight := frequency * tableSize / Rate
	step, at, low := straight, 0.0, 0.0
	for i := range tone {
		if i%vibratoStep == 0 {
			step = straight * rock.next(i)
		}
		k := int(at)
		x := table[k] + (at-float64(k))*(table[k+1]-table[k]) + bowNoise*hiss.next()
		low += share * (x - low)
		tone[i] = float32(gain * low)
		if at += step; at >= tableSize {
			at -= tableSize
		}
	}
}

// vibrato is a point on a circle, whose height is the pitch.
type vibrato struct{ x, y, dx, dy float64 }

func newVibrato() *vibrato {
	turn := 2 * math.Pi * vibratoRate * vibratoStep / Rate
	return &vibrato{x: 1, dx: math.Cos(turn), dy: math.Sin(turn)}
}

// next returns what the frequency is multiplied by from a sample on. It must be called
// every vibratoStep samples.
func (v *vibrato) next(sample int) float64 {
	if sample < vibratoDelay {
		return 1
	}
	v.x, v.y = v.x*v.dx-v.y*v.dy, v.x*v.dy+v.y*v.dx
	full := min(float64(sample-vibratoDelay)/vibratoRise, 1)
	return 1 + full*v.y*vibratoDepth*(math.Ln2/1200)
}
