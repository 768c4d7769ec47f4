package sound

import (
	"fmt"
	"math"
)

// ErrTooLong is returned by Render for a tune that would fill the memory.
var ErrTooLong = fmt.Errorf("longer than %d minutes: raise the tempo or cut it in parts", maxMinutes)

// loudest is the peak of a rendered tune: 1 dB below the largest sample.
const loudest = 0.89

// Render returns a tune as samples, one channel at Rate, to the end of the last tone and
// of the room it sounds in. The whole is made louder or softer so that its highest peak
// is at 0.89 of the largest sample; the notes keep their balance. The notes may be in
// any order. The error is ErrTooLong, if a note ends after 20 minutes.
func Render(notes []Note) ([]int16, error) {
	sum, err := mix(notes)
	if err != nil {
		return nil, err
	}
	samples := make([]int16, len(sum))
	for i, x := range sum {
		samples[i] = int16(math.Floor(float64(x)*math.MaxInt16 + 0.5))
	}
	return samples, nil
}

// mix adds up the tones, adds the room and brings the peak to loudest.
func mix(notes []Note) ([]float32, error) {
	end := 0
	for _, n := range notes {
		if n.Start > maxMillis || n.Length > maxMillis-max(n.Start, 0) {
			return nil, ErrTooLong
		}
		end = max(end, max(n.Start, 0)+n.Length)
	}
	if len(notes) == 0 {
		return nil, nil
	}
	sum := make([]float32, 0, samplesIn(end)+longestTail+roomTail)
	tones := toneCache{tones: map[Note][]float32{}}
	for _, n := range notes {
		sum = add(sum, samplesIn(max(n.Start, 0)), tones.get(n))
	}
	sum = append(sum, make([]float32, roomTail)...)
	addRoom(sum)
	fadeOut(sum, len(sum)-roomTail/2)
	normalize(sum)
	return sum, nil
}

// longestTail is more than any tone lasts after its note, in samples: a triangle's does
// not quite.
const longestTail = 5 * Rate / 2

// add adds a tone to the sum from a sample on, and makes the sum longer if need be.
func add(sum []float32, from int, tone []float32) []float32 {
	if more := from + len(tone) - len(sum); more > 0 {
		sum = append(sum, make([]float32, more)...)
	}
	part := sum[from : from+len(tone)]
	for i, x := range tone {
		part[i] += x
	}
	return sum
}

// normalize brings the highest peak to loudest, unless all is silent.
func normalize(sum []float32) {
	peak := float32(0)
	for _, x := range sum {
		peak = max(peak, x, -x)
	}
	if peak == 0 {
		return
	}
	gain := loudest / float64(peak)
	for i, x := range sum {
		sum[i] = float32(float64(x) * gain)
	}
}

// toneCache keeps tones, since most tunes play the same few notes again and again.
type toneCache struct {
	tones map[Note][]float32 // by Cents, Level, Length and Timbre
	size  int                // samples in all
}

// Bounds of a toneCache, in samples: 3 s for a tone, and 16 MB for all.
const (
	longestKept = 3 * Rate
	mostKept    = 4 << 20
)

// get returns the tone of a note. It must not be changed.
func (c *toneCache) get(n Note) []float32 {
	key := Note{Cents: n.Cents, Level: n.Level, Length: n.Length, Timbre: n.Timbre}
	kept, ok := c.tones[key]
	if ok {
		return kept
	}
	made := tone(n.Timbre, n.Cents, n.Level, n.Length)
	if len(made) <= longestKept {
		if c.size += len(made); c.size > mostKept {
			clear(c.tones)
			c.size = len(made)
		}
		c.tones[key] = made
	}
	return made
}
