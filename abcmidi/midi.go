package abcmidi

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"sync"

	"gitlab.com/gomidi/midi/v2"
	"gitlab.com/gomidi/midi/v2/smf"
)

// This file writes a score as a Standard MIDI File of type 1: a conductor
// track with title, tempos, meters and keys, then one track for each voice.
// It is the only one that knows gomidi.

// MIDIOptions are the choices in writing a file. The zero value is the usual.
type MIDIOptions struct {
	// Division is the number of ticks in a quarter note. 0 means 480, or the
	// smallest multiple of it that every note falls on exactly: 3360 with
	// septuplets, 1440 with triplets inside triplets.
	Division int
}

const (
	usualDivision = 480   // divisible by 2, 3 and 5, by 2 up to 32
	maxDivision   = 30240 // the largest multiple of 480 that 7 and 27 divide and 15 bits hold
)

// WriteMIDI writes the score to w as a Standard MIDI File.
func WriteMIDI(w io.Writer, s *Score, o MIDIOptions) error {
	division := o.Division
	if division == 0 {
		division = s.division()
	}
	if division < 1 || division > math.MaxInt16 {
		return fmt.Errorf("writing MIDI: %d ticks to a quarter note: must be from 1 to %d", division, math.MaxInt16)
	}
	file := smf.NewSMF1()
	file.NoRunningStatus = true // the tracks have theirs already
	file.TimeFormat = smf.MetricTicks(division)
	channels := s.channels()
	size := 0
	for i := range s.Voices {
		size += 96 + 8*len(s.Voices[i].Events)
	}
	t := &track{division: int64(division), buf: takeBytes(size + 1024)}
	file.Tracks = make([]smf.Track, 0, len(s.Voices)+1)
	s.conduct(t)
	file.Tracks = append(file.Tracks, t.close(s.Length))
	for i := range s.Voices {
		t.perform(&s.Voices[i], channels[i])
		file.Tracks = append(file.Tracks, t.close(s.Length))
	}
	_, err := file.WriteTo(w)
	byteLists.Put(&t.buf)
	if err != nil {
		return fmt.Errorf("writing MIDI: %w", err)
	}
	return nil
}

// byteLists keeps the tracks' bytes of files that are written for those to
// come.
var byteLists sync.Pool

func takeBytes(n int) []byte {
	if list, ok := byteLists.Get().(*[]byte); ok && cap(*list) >= n {
		return (*list)[:0]
	}
	return make([]byte, 0, max(n, 1<<14))
}

// division is the least number of ticks that puts every note on a tick.
func (s *Score) division() int {
	d := int64(usualDivision)
	last := int64(1) // mostly the same denominator comes again and again
	need := func(f Fraction) {
		if den := f.den; den > 1 && den != last && d%den != 0 {
			if lcm := d / gcd(d, den) * den; lcm <= math.MaxInt16 {
				d = lcm
			} else {
				d = maxDivision
			}
		} else {
			last = den
		}
	}
	for i := range s.Voices {
		for j := range s.Voices[i].Events {
			e := &s.Voices[i].Events[j]
			need(e.Onset)
			need(e.Duration)
		}
	}
	return int(d)
}

// channels gives every voice its channel: those that ask for one get it, the
// others the lowest that is free, never channel 10, which plays drums.
func (s *Score) channels() []uint8 {
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

// track collects the events of one track as bytes.
//
// gomidi wants one message an event, each of its own allocation, and copies
// every one twice on the way out; a track that is handed over as one message,
// its events already behind one another with their delta times, is the same
// file in a tenth of the time. midi_test.go holds it to gomidi's own writing.
type track struct {
	division int64
	buf      []byte // of all tracks: they share one allocation
	from     int    // where this track's bytes begin, behind the first delta time
	started  bool
	tick     int64
	status   byte // running status, 0 for none
}

func (t *track) ticks(f Fraction) int64 {
	n, d := f.num*t.division, f.Den()
	if d == 1 {
		return n
	}
	return (2*n + d) / (2 * d)
}

// at writes the delta time to a tick.
func (t *track) at(tick int64) {
	delta := uint32(min(max(tick-t.tick, 0), 0x0fffffff))
	t.tick = max(tick, t.tick)
	if !t.started {
		// Every track opens with a message at tick 0, whose delta time is
		// gomidi's to write.
		t.started, t.from = true, len(t.buf)
		return
	}
	if delta >= 0x80 {
		if delta >= 0x4000 {
			if delta >= 0x200000 {
				t.buf = append(t.buf, byte(delta>>21)|0x80)
			}
			t.buf = append(t.buf, byte(delta>>14)|0x80)
		}
		t.buf = append(t.buf, byte(delta>>7)|0x80)
	}
	t.buf = append(t.buf, byte(delta&0x7f))
}

// message adds a message other than a note's.
func (t *track) message(tick int64, m []byte) {
	t.at(tick)
	t.buf = append(t.buf, m...)
	t.status = 0
}

// note adds a note-on or note-off with its running status.
func (t *track) note(tick int64, status, key, velocity uint8) {
	t.at(tick)
	if status != t.status {
		t.status = status
		t.buf = append(t.buf, status)
	}
	t.buf = append(t.buf, key, velocity)
}

// The status bytes of notes.
const (
	noteOff = 0x80
	noteOn  = 0x90
)

// close ends the track where the score does, and begins the next.
func (t *track) close(end Fraction) smf.Track {
	rest := max(t.ticks(end)-t.tick, 0)
	body := t.buf[t.from:len(t.buf):len(t.buf)]
	*t = track{division: t.division, buf: t.buf}
	return smf.Track{{Delta: 0, Message: body}, {Delta: uint32(min(rest, 0x0fffffff)), Message: smf.EOT}}
}

// conduct writes the conductor track.
func (s *Score) conduct(t *track) {
	t.message(0, smf.MetaTrackSequenceName(s.Title))
	type meta struct {
		tick int64
		m    []byte
	}
	var metas []meta
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

func meterMessage(m *Meter) smf.Message {
	clocks := m.Beat().Times(24, 1)
	return smf.MetaTimeSig(uint8(min(m.Num(), 255)), uint8(min(m.Den, 128)),
		uint8(min(max(clocks.Num()/clocks.Den(), 1), 255)), 8)
}

// perform writes a voice's track: its name, program and then its notes in the
// order of time, at one moment the ends of notes before controls and lyrics,
// and these before beginnings.
func (t *track) perform(v *Voice, channel uint8) {
	name := v.Name
	if name == "" {
		name = v.ID
	}
	t.message(0, smf.MetaTrackSequenceName(name))
	if v.Role != Drums {
		t.message(0, midi.ProgramChange(channel, uint8(v.Program)))
	}
	due := &due{controls: v.Controls, lyrics: v.Lyrics}
	bend := int8(0)
	for i := range v.Events {
		e := &v.Events[i]
		on := t.ticks(e.Onset)
		t.catchUp(due, on, channel)
		if e.Cents != bend {
			bend = e.Cents
			t.message(on, midi.Pitchbend(channel, int16(int(bend)*8192/200)))
		}
		t.note(on, noteOn|channel, e.Key, e.Velocity)
		due.ends = insertEnd(due.ends, noteEnd{max(t.ticks(e.Onset.Add(e.Duration)), on+1), e.Key})
	}
	t.catchUp(due, math.MaxInt64-1, channel)
}

// due is what waits for its time beside the notes.
type due struct {
	ends     []noteEnd
	controls []Control
	lyrics   []Lyric
}

// catchUp writes what is due up to a tick.
func (t *track) catchUp(d *due, tick int64, channel uint8) {
	for {
		next, what := tick+1, 0
		if len(d.ends) > 0 && d.ends[0].tick < next {
			next, what = d.ends[0].tick, 1
		}
		if len(d.controls) > 0 && t.ticks(d.controls[0].At) < next {
			next, what = t.ticks(d.controls[0].At), 2
		}
		if len(d.lyrics) > 0 && t.ticks(d.lyrics[0].At) < next {
			next, what = t.ticks(d.lyrics[0].At), 3
		}
		switch what {
		case 0:
			return
		case 1:
			t.note(next, noteOff|channel, d.ends[0].key, 0)
			d.ends = d.ends[:copy(d.ends, d.ends[1:])]
		case 2:
			t.message(next, d.controls[0].message(channel))
			d.controls = d.controls[1:]
		case 3:
			t.message(next, smf.MetaLyric(d.lyrics[0].Text))
			d.lyrics = d.lyrics[1:]
		}
	}
}

// message makes a control's message for a channel.
func (c Control) message(channel uint8) []byte {
	if c.Status == 0xc0 {
		return midi.ProgramChange(channel, c.Data[0])
	}
	return []byte{c.Status | channel, c.Data[0], c.Data[1]}
}

// noteEnd is where a sounding note ends.
type noteEnd struct {
	tick int64
	key  uint8
}

// insertEnd keeps ends in the order of time; there are never more of them
// than notes sound at once.
func insertEnd(ends []noteEnd, e noteEnd) []noteEnd {
	i := len(ends)
	ends = append(ends, e)
	for ; i > 0 && ends[i-1].tick > e.tick; i-- {
		ends[i] = ends[i-1]
	}
	ends[i] = e
	return ends
}
