package smf

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"

	"gitlab.com/gomidi/midi/v2/smf"

	"charabanc/abcmidi/music"
	"charabanc/abcmidi/score"
)

// This file writes a score as a Standard MIDI File of type 1: a conductor
// track with title, tempos, meters and keys, then one track for each voice
// (perform.go). Its messages are gomidi's; trackwriter.go puts them together.

// MIDIOptions are the choices in writing a file. The zero value is the usual.
type Options struct {
	// Division is the number of ticks in a quarter note. 0 means 480, or the
	// smallest multiple of it that every note falls on exactly: 3360 with
	// septuplets, 1440 with triplets inside triplets.
	Division int
}

const (
	UsualDivision = 480   // divisible by 2, 3 and 5, by 2 up to 32
	maxDivision   = 30240 // the largest multiple of 480 that 7 and 27 divide and 15 bits hold
)

// WriteMIDI writes the score to w as a Standard MIDI File.
func Write(w io.Writer, s *score.Score, o Options) error {
	return Encode(s, o, func(file []byte) error {
		if _, err := w.Write(file); err != nil {
			return fmt.Errorf("writing MIDI: %w", err)
		}
		return nil
	})
}

// encode calls write with the score's MIDI file, whose bytes are not write's to
// keep.
func Encode(s *score.Score, o Options, write func(file []byte) error) error {
	division := o.Division
	if division == 0 {
		division = UsualDivision
	}
	if division < 1 || division > math.MaxInt16 {
		return fmt.Errorf("writing MIDI: %d ticks to a quarter note: must be from 1 to %d", division, math.MaxInt16)
	}
	t := trackWriters.Get().(*trackWriter)
	defer trackWriters.Put(t)
	tracks(s, t, division)
	if o.Division == 0 && t.rounded { // as few are: to look at every note first takes longer
		tracks(s, t, exactDivision(s))
	}
	return write(t.buf)
}

// tracks writes the whole file.
func tracks(s *score.Score, t *trackWriter, division int) {
	t.begin(len(s.Voices)+1, division)
	t.beginTrack()
	conduct(s, t)
	t.endTrack(s.Length)
	channels := channels(s)
	for i := range s.Voices {
		t.beginTrack()
		t.perform(&s.Voices[i], channels[i])
		t.endTrack(s.Length)
	}
}

// exactDivision is the least number of ticks that puts every note on a tick.
func exactDivision(s *score.Score) int {
	d := int64(UsualDivision)
	need := func(den int64) {
		if d%den != 0 {
			if lcm := d / music.GCD(d, den) * den; lcm <= math.MaxInt16 {
				d = lcm
			} else {
				d = maxDivision
			}
		}
	}
	for i := range s.Voices {
		for j := range s.Voices[i].Events {
			e := &s.Voices[i].Events[j]
			need(e.Onset.Den())
			need(e.Duration.Den())
		}
	}
	return int(d)
}

// channels gives every voice its channel: those that ask for one get it, the
// others the lowest that is free, never channel 10, which plays drums.
func channels(s *score.Score) []uint8 {
	var used [16]bool
	used[9] = true
	channels := make([]uint8, len(s.Voices))
	for i := range s.Voices {
		if c := s.Voices[i].Channel; c >= 0 && c < 16 {
			channels[i], used[c] = uint8(c), true
		}
	}
	next := 0
	for i := range s.Voices {
		if c := s.Voices[i].Channel; c >= 0 && c < 16 {
			continue
		}
		for n := 0; n < 16 && used[next]; n++ {
			next = (next + 1) % 16
		}
		if used[next] { // more voices than channels: they share
			next = (next + 1) % 16
			if next == 9 {
				next++
			}
		}
		channels[i], used[next] = uint8(next), true
	}
	return channels
}

// conduct writes the conductor track.
func conduct(s *score.Score, t *trackWriter) {
	t.text(0, metaTrackName, s.Title)
	type meta struct {
		tick int64
		m    []byte
	}
	metas := make([]meta, 0, 8)
	for _, c := range s.Tempos {
		metas = append(metas, meta{t.ticks(c.At), smf.MetaTempo(max(4, c.Quarters.Float()))})
	}
	for _, c := range s.Meters {
		metas = append(metas, meta{t.ticks(c.At), meterMessage(c.Meter)})
	}
	for _, c := range s.Keys {
		metas = append(metas, meta{t.ticks(c.At), smf.MetaKey(0, !c.Minor, uint8(max(c.Sharps, -c.Sharps)), c.Sharps < 0)})
	}
	slices.SortStableFunc(metas, func(a, b meta) int { return cmp.Compare(a.tick, b.tick) })
	for _, m := range metas {
		t.message(m.tick, m.m)
	}
}

func meterMessage(m *music.Meter) smf.Message {
	clocks := m.Beat().Times(24, 1)
	return smf.MetaTimeSig(uint8(min(m.Num(), 255)), uint8(min(m.Den, 128)),
		uint8(min(max(clocks.Num()/clocks.Den(), 1), 255)), 8)
}
