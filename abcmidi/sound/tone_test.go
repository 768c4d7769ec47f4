package sound

import (
	"math"
	"slices"
	"testing"
)

// melodic are the timbres that have a pitch.
var melodic = []Timbre{Plucked, Fiddle, Organ}

// TestTuning measures every key that a tune may have.
func TestTuning(t *testing.T) {
	worst := map[Timbre]float64{}
	for _, timbre := range melodic {
		for cents := 3600; cents <= 10000; cents += 50 {
			length := 12000 // samples: before the vibrato begins
			made := tone(timbre, cents, 466, 1000)
			if timbre == Organ {
				length = 40000 // over its beats
			}
			off := math.Abs(offCents(made[:length], hertz(cents)))
			if worst[timbre] = max(worst[timbre], off); off > 2 {
				t.Errorf("%v, %d cents: %.2f cents off", timbre, cents, off)
			}
		}
	}
	t.Logf("cents off at most: %v", worst)
}

// TestToneIsClean wants tones that begin and end in silence, have no jump, no mean, and
// nothing that is not a number, and stay below 1.
func TestToneIsClean(t *testing.T) {
	for timbre := Plucked; timbre <= Drum; timbre++ {
		for _, cents := range []int{-1 << 31, 0, 1200, 3600, 5025, 6900, 8450, 10000, 12700, 1<<31 - 1} {
			for _, ms := range []int{-5, 1, 20, 150, 2000} {
				made := tone(timbre, cents, 1000, ms)
				peak, sum := 0.0, 0.0
				for _, v := range made {
					peak = max(peak, math.Abs(float64(v)))
					sum += float64(v)
				}
				first, last := math.Abs(float64(made[0])), math.Abs(float64(made[len(made)-1]))
				if !(peak > 0 && peak < 1) || first > 1e-3 || last > 1e-4 || cents >= 3600 && ms >= 150 && math.Abs(sum)/float64(len(made)) > 0.003 {
					t.Errorf("%v, %d cents, %d ms: begins at %g, ends at %g, peak %g, mean %g", timbre, cents, ms, first, last, peak, sum/float64(len(made)))
				}
				if len(made) > samplesIn(max(ms, 1))+longestTail {
					t.Errorf("%v, %d cents, %d ms: %d samples", timbre, cents, ms, len(made))
				}
			}
		}
	}
	for key := range 128 {
		if made := tone(Drum, 100*key, 1000, 1); len(made) > longestTail || slices.Max(made) >= 1 {
			t.Errorf("drum %d: %d samples, up to %g", key, len(made), slices.Max(made))
		}
	}
	if made := tone(Fiddle, 6900, 0, 100); slices.Max(made) != 0 {
		t.Error("level 0 is heard")
	}
	if !slices.Equal(tone(9, 6900, 500, 100), tone(Plucked, 6900, 500, 100)) {
		t.Error("an unknown timbre is not plucked")
	}
}

// TestLoudness compares the timbres, over the range of melodies.
func TestLoudness(t *testing.T) {
	for cents := 6000; cents <= 8400; cents += 100 {
		for _, timbre := range melodic {
			got := loudness(tone(timbre, cents, 466, 500)[:samplesIn(300)])
			if got < -25.6 || got > -20.6 {
				t.Errorf("%v, %d cents: %.1f dB", timbre, cents, got)
			}
		}
	}
	for _, timbre := range []Timbre{Plucked, Fiddle, Organ, Drum} {
		soft, loud := tone(timbre, 6900, 250, 300), tone(timbre, 6900, 500, 300)
		if more := decibels(loud) - decibels(soft); more < 5 || more > 7 {
			t.Errorf("%v: twice the level is %.1f dB louder, want 6", timbre, more)
		}
	}
}

// TestAttack measures when a tone reaches half of the amplitude that it has at 150 ms.
func TestAttack(t *testing.T) {
	for _, c := range []struct {
		timbre    Timbre
		low, high float64 // ms
	}{{Plucked, 0, 5}, {Fiddle, 15, 35}, {Organ, 7, 25}} {
		made := tone(c.timbre, 6900, 466, 500)
		half := decibels(made[samplesIn(150):samplesIn(170)]) - 6
		const window = 100 // samples: a period of 440 Hz
		at := 0
		for decibels(made[at:at+window]) < half {
			at++
		}
		if ms := float64(at+window/2) * 1000 / Rate; ms < c.low || ms > c.high {
			t.Errorf("%v: half of its amplitude after %.1f ms, want %v to %v", c.timbre, ms, c.low, c.high)
		}
	}
}

// TestDecay measures the time in which a plucked string falls by 60 dB, and holds that
// the others do not fall.
func TestDecay(t *testing.T) {
	for _, c := range []struct {
		cents     int
		low, high float64 // seconds
	}{{4000, 4.5, 6.5}, {6900, 2.2, 3.8}, {8800, 1, 1.9}, {10000, 0.4, 0.9}} {
		made := tone(Plucked, c.cents, 466, 3000)
		from, to := samplesIn(50), samplesIn(250)
		fallen := decibels(made[from:from+4410]) - decibels(made[to:to+4410])
		if seconds := 60 / fallen * 0.2; seconds < c.low || seconds > c.high {
			t.Errorf("%d cents: 60 dB in %.2f s, want %v to %v", c.cents, seconds, c.low, c.high)
		}
		early, late := newSpectrum(made[:8820]).centroid(), newSpectrum(made[22050:][:8820]).centroid()
		if late > early {
			t.Errorf("%d cents: brighter later: %.0f Hz, then %.0f", c.cents, early, late)
		}
	}
	for _, timbre := range []Timbre{Fiddle, Organ} {
		made := tone(timbre, 6900, 466, 3000)
		for ms := 200; ms < 2800; ms += 100 {
			if off := decibels(made[samplesIn(ms):samplesIn(ms+100)]) - decibels(made[samplesIn(100):samplesIn(3000)]); math.Abs(off) > 4 {
				t.Errorf("%v: %.1f dB off its mean after %d ms", timbre, off, ms)
			}
		}
	}
}

// TestRelease wants a note to be gone soon after its end.
func TestRelease(t *testing.T) {
	for _, timbre := range melodic {
		made := tone(timbre, 6000, 466, 300)
		end := samplesIn(300)
		if after := len(made) - end; after > samplesIn(300) {
			t.Errorf("%v: ends %d samples after its note", timbre, after)
		}
		if fallen := decibels(made[end-4410:end]) - decibels(made[len(made)-700:]); fallen < 25 {
			t.Errorf("%v: falls by %.1f dB after its note", timbre, fallen)
		}
	}
}

// TestNothingFoldsBack wants no power above the highest harmonic that is meant, and none
// between the harmonics.
func TestNothingFoldsBack(t *testing.T) {
	for _, timbre := range melodic {
		for _, cents := range []int{4800, 6900, 8800, 10000} {
			s := newSpectrum(tone(timbre, cents, 1000, 1000)[4410:26460])
			if share := s.between(12000, Rate); share > 1e-3 {
				t.Errorf("%v, %d cents: %.2g of the power is above 12 kHz", timbre, cents, share)
			}
			if share := s.between(0, hertz(cents)*0.7); share > 1e-3 {
				t.Errorf("%v, %d cents: %.2g of the power is below the fundamental", timbre, cents, share)
			}
		}
	}
}

// TestBrightness: a soft note is duller than a loud one, and the fiddle does not buzz.
func TestBrightness(t *testing.T) {
	for _, timbre := range []Timbre{Plucked, Fiddle} {
		soft := newSpectrum(tone(timbre, 6000, 100, 500)[:8820])
		loud := newSpectrum(tone(timbre, 6000, 900, 500)[:8820])
		if soft.centroid() >= loud.centroid() {
			t.Errorf("%v: %.0f Hz soft, %.0f loud", timbre, soft.centroid(), loud.centroid())
		}
		if share := loud.between(5000, Rate); share > 0.02 {
			t.Errorf("%v: %.2g of the power is above 5 kHz", timbre, share)
		}
	}
}

func BenchmarkTone(b *testing.B) {
	for timbre := Plucked; timbre <= Drum; timbre++ {
		b.Run(timbre.String(), func(b *testing.B) {
			for b.Loop() {
				tone(timbre, 6900, 466, 500)
			}
		})
	}
}
