package smf

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"math/bits"
	"slices"

	"charabanc/abcmidi/internal/slab"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/score"
)

// This file writes a score as a Standard MIDI File of type 1: a conductor
// track with the title, tempos, meters and keys, then one track for each voice
// (writetrack.go). encode.go assembles the bytes.

// Options are the choices in writing a file. The zero value is the usual
// choice.
type Options struct {
	// Division is the number of ticks in a quarter note. 0 means
	// DefaultDivision, or its smallest multiple for which every note begins
	// and ends on a tick: 3360 with septuplets, 1440 with triplets inside
	// triplets. If that multiple is above 32767, the largest the format
	// holds, the division is 30240, and times between its ticks are rounded
	// to the nearest tick.
	Division int
}

// DefaultDivision is the usual number of ticks in a quarter note. It is
// divisible by 3, by 5 and by the powers of 2 up to 32.
const DefaultDivision = 480

// finestDivision is the largest multiple of DefaultDivision below 1<<15 that 7
// and 27 divide.
const finestDivision = 30240

// Write writes the score to w as a Standard MIDI File.
func Write(w io.Writer, s *score.Score, o Options) error {
	return Encode(s, o, func(file []byte) error {
		if _, err := w.Write(file); err != nil {
			return fmt.Errorf("writing MIDI: %w", err)
		}
		return nil
	})
}

// Encode calls write with the bytes of the score's MIDI file, which write must
// not keep: later calls use their memory again.
func Encode(s *score.Score, o Options, write func(file []byte) error) error {
	division := cmp.Or(o.Division, DefaultDivision)
	if division < 1 || division > math.MaxInt16 {
		return fmt.Errorf("writing MIDI: %d ticks to a quarter note: must be from 1 to %d", division, math.MaxInt16)
	}
	e := encoders.Get().(*encoder)
	defer encoders.Put(e)
	e.file(s, division)
	if o.Division == 0 && e.rounded { // rare, and checking every note first would take longer
		if finer := exactDivision(s); finer != division {
			e.file(s, finer)
		}
	}
	return write(e.buf)
}

// file encodes the whole file.
func (e *encoder) file(s *score.Score, division int) {
	e.begin(len(s.Voices)+1, division)
	e.beginTrack()
	e.conductor(s)
	e.endTrack(s.Length)
	for i, channel := range s.Channels() {
		e.beginTrack()
		e.voice(&s.Voices[i], channel)
		e.endTrack(s.Length)
	}
}

// exactDivision returns the division that Options.Division describes for 0.
func exactDivision(s *score.Score) int {
	division := int64(DefaultDivision)
	need := func(den int64) {
		if division%den == 0 {
			return
		}
		if lcm := division / music.GCD(division, den) * den; lcm <= math.MaxInt16 {
			division = lcm
		} else {
			division = finestDivision
		}
	}
	for i := range s.Voices {
		for j := range s.Voices[i].Events {
			e := &s.Voices[i].Events[j]
			need(e.Onset.Den())
			need(e.Duration.Den())
		}
	}
	return int(division)
}

// conductorMeta is a tempo, meter or key: a meta event of a few bytes.
type conductorMeta struct {
	tick int64
	kind byte
	size int
	data [4]byte
}

// conductor encodes the title, tempos, meters and keys.
func (e *encoder) conductor(s *score.Score) {
	e.text(0, metaTrackName, s.Title)
	metas := e.metas[:0]
	for _, c := range s.Tempos {
		micros := uint32(math.Round(60_000_000 / max(slowest, c.Quarters.Float())))
		metas = append(metas, conductorMeta{e.ticks(c.At), metaTempo, 3, [4]byte{byte(micros >> 16), byte(micros >> 8), byte(micros)}})
	}
	for _, c := range s.Meters {
		metas = append(metas, conductorMeta{e.ticks(c.At), metaMeter, 4, meterData(c.Meter)})
	}
	for _, c := range s.Keys {
		minor := byte(0)
		if c.Minor {
			minor = 1
		}
		metas = append(metas, conductorMeta{e.ticks(c.At), metaKey, 2, [4]byte{byte(c.Sharps), minor}})
	}
	slices.SortStableFunc(metas, func(a, b conductorMeta) int { return cmp.Compare(a.tick, b.tick) })
	for i := range metas {
		m := &metas[i]
		e.meta(m.tick, m.kind, m.data[:m.size])
	}
	e.metas = slab.Kept(metas)
}

// slowest is the slowest tempo in whole quarter notes a minute whose
// microseconds fit the three bytes of a tempo meta.
const slowest = 4

// meterData returns the data of a time signature: the numerator, the power of 2 of the
// denominator, how many clocks the metronome clicks on, the meter's beat, and 8 thirty-second
// notes to a quarter note. 24 clocks are a quarter note.
func meterData(m *music.Meter) [4]byte {
	clocks := m.Beat().Times(24, 1)
	power := bits.Len(uint(min(max(m.Den, 1), 128))) - 1
	return [4]byte{uint8(min(m.Num(), 255)), byte(power), uint8(min(max(clocks.Num()/clocks.Den(), 1), 255)), 8}
}
