package abcmidi

import (
	"cmp"
	"math"

	"gitlab.com/gomidi/midi/v2"
)

// This file writes a voice of a score as a track.

// perform writes a voice's name, program and then its notes in the order of
// time, at one moment the ends of notes before controls and lyrics, and these
// before beginnings.
func (t *trackWriter) perform(v *Voice, channel uint8) {
	t.text(0, metaTrackName, cmp.Or(v.Name, v.ID))
	if v.Role != Drums {
		t.message(0, []byte{programChange | channel, uint8(min(max(v.Program, 0), 127))})
	}
	due := due{v.Controls, v.Lyrics}
	bend := int8(0)
	var on, off int64
	var last *Event
	for i := range v.Events {
		e := &v.Events[i]
		// The notes of a chord share their times.
		if last == nil || e.Onset != last.Onset || e.Duration != last.Duration {
			on = t.ticks(e.Onset)
			off = max(t.end(e), on+1)
			last = e
			t.catchUp(&due, on, channel)
		}
		if e.Cents != bend {
			bend = e.Cents
			t.message(on, midi.Pitchbend(channel, int16(int(bend)*8192/200)))
		}
		t.note(on, noteOn|channel, e.Key, e.Velocity)
		t.endLater(noteEnd{off, e.Key})
	}
	t.catchUp(&due, math.MaxInt64-1, channel)
}

// end is the tick a note ends at.
func (t *trackWriter) end(e *Event) int64 {
	on, ok := t.wholeTicks(e.Onset)
	if length, whole := t.wholeTicks(e.Duration); ok && whole {
		return on + length
	}
	return t.ticks(e.Onset.Add(e.Duration))
}

// due is what waits for its time beside the ends of notes.
type due struct {
	controls []Control
	lyrics   []Lyric
}

// catchUp writes what is due up to a tick.
func (t *trackWriter) catchUp(d *due, tick int64, channel uint8) {
	for len(d.controls) > 0 || len(d.lyrics) > 0 {
		control, lyric := int64(math.MaxInt64), int64(math.MaxInt64)
		if len(d.controls) > 0 {
			control = t.ticks(d.controls[0].At)
		}
		if len(d.lyrics) > 0 {
			lyric = t.ticks(d.lyrics[0].At)
		}
		next := min(control, lyric)
		if next > tick {
			break
		}
		t.endNotes(next, channel)
		if control == next {
			t.message(next, d.controls[0].message(channel))
			d.controls = d.controls[1:]
		} else {
			t.text(next, metaLyric, d.lyrics[0].Text)
			d.lyrics = d.lyrics[1:]
		}
	}
	t.endNotes(tick, channel)
}

// message makes a control's message for a channel.
func (c Control) message(channel uint8) []byte {
	if c.Status == programChange {
		return []byte{programChange | channel, c.Data[0]}
	}
	return []byte{c.Status | channel, c.Data[0], c.Data[1]}
}
