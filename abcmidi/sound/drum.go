package sound

import "math"

// A drum is a sine that falls to its pitch, for the skin, and filtered noise, for the
// snares, the stick or the metal. How long it sounds does not depend on its note.

const (
	drumGain   = 0.65 // brings the tone to the loudness of the others
	strikeFade = 40   // samples of the attack: 1 ms
	drumFalls  = 7.0  // times a factor e that a drum falls before it ends
	pitchDrop  = 0.6  // how far above its pitch a skin begins, as a share of it
	dropTime   = 0.02 // seconds in which the drop falls by a factor e
	dropStep   = 32   // samples between changes of pitch
)

// stroke is the sound of one kind of drum.
type stroke struct {
	pitch, skin, ring float64 // of the skin: Hz, amplitude, seconds to fall by a factor e
	hiss, hissRing    float64 // of the noise: amplitude, seconds to fall by a factor e
	low, high         float64 // Hz, between which the noise is
}

// drum returns the tone of a key of General MIDI's percussion.
func drum(key int, loud float64) []float32 {
	s := strokeOf(key)
	tone := make([]float32, int(Rate*drumFalls*max(s.ring, s.hissRing)))
	gain := drumGain * loud
	s.beat(tone, gain*s.skin)
	s.rattle(tone, gain*s.hiss, key)
	fadeIn(tone, strikeFade)
	fadeOut(tone, len(tone)/2)
	return tone
}

// beat adds the skin: a point on a circle that turns ever more slowly.
func (s *stroke) beat(tone []float32, gain float64) {
	fall, drop := math.Exp(-1/(s.ring*Rate)), math.Exp(-dropStep/(dropTime*Rate))
	turn := 2 * math.Pi * s.pitch / Rate
	x, y, above := gain, 0.0, pitchDrop
	dx, dy := 0.0, 0.0
	for i := range tone {
		if i%dropStep == 0 {
			angle := turn * (1 + above)
			dx, dy = fall*math.Cos(angle), fall*math.Sin(angle)
			above *= drop
		}
		x, y = x*dx-y*dy, x*dy+y*dx
		tone[i] += float32(y)
	}
}

// rattle adds the noise.
func (s *stroke) rattle(tone []float32, gain float64, key int) {
	hiss := newNoise(key)
	fall, low, high := math.Exp(-1/(s.hissRing*Rate)), onePole(s.low), onePole(s.high)
	under, over := 0.0, 0.0
	for i := range tone {
		over += high * (hiss.next() - over)
		under += low * (over - under)
		tone[i] += float32(gain * (over - under))
		gain *= fall
	}
}

// strokeOf returns the sound of a key of General MIDI's percussion: its family, and for
// families of several keys the pitch.
func strokeOf(key int) stroke {
	family := &otherDrums
	for i := range drumFamilies {
		if key >= drumFamilies[i].from && key <= drumFamilies[i].to {
			family = &drumFamilies[i]
			break
		}
	}
	s := family.stroke
	s.pitch += family.rise * float64(key-family.from)
	return s
}

// drumFamily is the sound of some keys; the pitch rises by some Hz from each to the next.
type drumFamily struct {
	from, to int
	rise     float64
	stroke
}

var drumFamilies = [...]drumFamily{
	{35, 36, 6, stroke{50, 1, 0.09, 0.25, 0.006, 200, 3000}},         // bass drums
	{37, 37, 0, stroke{820, 0.35, 0.012, 0.6, 0.008, 800, 6000}},     // side stick
	{38, 38, 0, stroke{185, 0.5, 0.045, 0.7, 0.06, 700, 7000}},       // snare
	{39, 39, 0, stroke{900, 0, 0.01, 1, 0.05, 800, 3500}},            // clap
	{40, 40, 0, stroke{205, 0.5, 0.04, 0.7, 0.05, 900, 8000}},        // electric snare
	{42, 42, 0, stroke{6000, 0, 0.01, 1.2, 0.022, 5500, 13000}},      // closed hi-hat
	{44, 44, 0, stroke{6000, 0, 0.01, 1.1, 0.018, 5000, 12000}},      // pedal hi-hat
	{46, 46, 0, stroke{6000, 0, 0.01, 1, 0.13, 5500, 13000}},         // open hi-hat
	{41, 50, 14, stroke{78, 0.9, 0.11, 0.2, 0.012, 300, 3000}},       // toms
	{54, 54, 0, stroke{7000, 0.05, 0.03, 1, 0.06, 5000, 14000}},      // tambourine
	{56, 56, 0, stroke{560, 0.5, 0.06, 0.2, 0.015, 700, 5000}},       // cowbell
	{49, 59, 0, stroke{5000, 0, 0.01, 0.8, 0.28, 3000, 12000}},       // cymbals
	{60, 64, -28, stroke{330, 0.8, 0.05, 0.2, 0.008, 400, 4000}},     // bongos, congas
	{65, 66, -60, stroke{280, 0.7, 0.08, 0.35, 0.02, 500, 6000}},     // timbales
	{67, 68, -180, stroke{900, 0.5, 0.08, 0.1, 0.01, 1000, 6000}},    // agogos
	{69, 70, 0, stroke{6000, 0, 0.01, 1, 0.03, 4000, 12000}},         // cabasa, maracas
	{71, 72, 0, stroke{2100, 0.4, 0.1, 0.08, 0.06, 1500, 6000}},      // whistles
	{73, 74, 0, stroke{2500, 0, 0.01, 0.6, 0.05, 1800, 6000}},        // guiros
	{75, 77, -420, stroke{2100, 0.6, 0.018, 0.2, 0.004, 1000, 8000}}, // claves, wood blocks
	{78, 79, -120, stroke{520, 0.6, 0.06, 0.1, 0.01, 400, 3000}},     // cuicas
	{80, 81, 0, stroke{4200, 0.35, 0.3, 0.08, 0.02, 4000, 14000}},    // triangles
}

// otherDrums is what other keys play: a light tap.
var otherDrums = drumFamily{stroke: stroke{400, 0.5, 0.03, 0.4, 0.015, 600, 6000}}
