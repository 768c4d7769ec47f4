package sound

import "math"

// A plucked string is a delay line as long as a period, whose output goes through two
// filters back to its input (Karplus and Strong, "Digital synthesis of plucked-string
// and drum timbres", 1983). A lowpass takes away what the string loses in a period, a
// first-order allpass makes up the part of the period that is no whole sample (Jaffe
// and Smith, "Extensions of the Karplus-Strong plucked-string algorithm", 1983).

const (
	// pluckedGain brings the tone to the loudness of the others.
	pluckedGain = 0.24

	// At a frequency f a string loses slowLoss + f/fastLoss + highLoss (2 pi f)^2
	// nepers in a second: air and bridge, then what goes with f squared inside it.
	slowLoss = 1.1
	fastLoss = 700
	highLoss = 2.2e-8

	pluckPlace = 0.17 // of the string's length, from the bridge
	pickNoise  = 0.3  // amplitude beside the string's own shape
	faded      = 8.0  // nepers, 69 dB, after which a string is silent
	pluckFade  = 44   // samples of the attack: 1 ms
	dampTime   = 0.07 // seconds in which a damped string falls by a factor e
	dampLength = 0.28 // seconds after which it is still
)

// plucked returns the tone of a plucked string, damped after some samples.
func plucked(cents int, loud float64, held int) []float32 {
	frequency := hertz(cents)
	s := newPluckedString(frequency)
	s.pluck(onePole(1000+5000*loud+frequency), newNoise(cents))
	sounding := Rate * faded / s.loss
	held = int(min(float64(held), sounding))
	tone := make([]float32, held+int(dampLength*Rate))
	s.run(tone, pluckedGain*loud)
	raise(tone, 210, 4, 1.5) // the body
	raise(tone, 420, 2, 2)
	fadeIn(tone, pluckFade)
	damp(tone[held:])
	return tone
}

// damp lets a string fade as under a finger.
func damp(tone []float32) {
	left, step := 1.0, math.Exp(-1/(dampTime*Rate))
	for i := range tone {
		tone[i] = float32(float64(tone[i]) * left)
		left *= step
	}
	fadeOut(tone, len(tone)/2)
}

// pluckedString is the loop of delay line, lowpass and allpass.
type pluckedString struct {
	line []float64
	loss float64 // nepers in a second of the fundamental
	pass float64 // lowpass: y = pass * x + keep * y before
	keep float64
	all  float64 // allpass: y = all * (x - y before) + x before
}

// newPluckedString returns a string at rest whose fundamental is exactly in tune: the
// length of the line and the phase delays of both filters at that frequency add up to
// its period.
func newPluckedString(frequency float64) *pluckedString {
	w := 2 * math.Pi * frequency / Rate
	slow := slowLoss + frequency/fastLoss
	s := &pluckedString{loss: slow + highLoss*w*w*Rate*Rate}
	// A lowpass (1-keep)/(1 - keep/z) loses keep/(1-keep)^2 * w^2/2 nepers in a period.
	k := 2 * highLoss * Rate * Rate / frequency
	s.keep = (1 + 2*k - math.Sqrt(1+4*k)) / (2 * k)
	s.pass = (1 - s.keep) * math.Exp(-slow/frequency)
	period := Rate/frequency - math.Atan2(s.keep*math.Sin(w), 1-s.keep*math.Cos(w))/w
	whole := max(math.Floor(period-0.3), 1)
	part := period - whole
	s.all = math.Sin((1-part)*w/2) / math.Sin((1+part)*w/2)
	s.line = make([]float64, int(whole))
	return s
}

// pluck draws the string aside at one place and lets it go: its velocity is then a
// rectangle in each period. The pick adds noise. The louder, the harder and brighter the
// pick, which lets a greater share of the wave through. The wave has no mean, and the
// same power for every pitch.
func (s *pluckedString) pluck(share float64, hiss noise) {
	n := len(s.line)
	for i := range s.line {
		shape := -pluckPlace
		if float64(i) < pluckPlace*float64(n) {
			shape = 1 - pluckPlace
		}
		s.line[i] = shape + pickNoise*hiss.next()
	}
	s.soften(share)
	s.soften(share)
	s.level()
}

// soften passes the wave through a lowpass filter, as if it had always gone round.
func (s *pluckedString) soften(share float64) {
	y := 0.0
	for _, x := range s.line {
		y += share * (x - y)
	}
	for i, x := range s.line {
		y += share * (x - y)
		s.line[i] = y
	}
}

// level takes away the mean of the wave and brings its power to 1.
func (s *pluckedString) level() {
	n := float64(len(s.line))
	sum := 0.0
	for _, x := range s.line {
		sum += x
	}
	mean, power := sum/n, 0.0
	for i := range s.line {
		s.line[i] -= mean
		power += s.line[i] * s.line[i]
	}
	scale := 1 / math.Sqrt(power/n+1e-9)
	for i := range s.line {
		s.line[i] *= scale
	}
}

// run fills a tone with what the string does, times a gain.
func (s *pluckedString) run(tone []float32, gain float64) {
	line, pass, keep, all := s.line, s.pass, s.keep, s.all
	low, before, y := 0.0, 0.0, 0.0
	at := 0
	for i := range tone {
		out := line[at]
		tone[i] = float32(gain * out)
		low = pass*out + keep*low
		y = all*(low-y) + before
		before = low
		line[at] = y
		if at++; at == len(line) {
			at = 0
		}
	}
}
