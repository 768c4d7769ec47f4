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
	p := trackPlayer{t, channel, v.Events, v.Controls, v.Lyrics, release{tick: never}}
	bend := int8(0)
	for from, to := 0, 0; from < len(v.Events); from = to {
		to = p.chordEnd(from)
		e := &v.Events[from]
		on, off := t.span(e)
		if len(p.controls)+len(p.lyrics) > 0 {
			p.catchUp(on)
		}
		p.releaseDue(on)
		if e.Cents != bend {
			bend = e.Cents
			t.message(on, midi.Pitchbend(channel, int16(int(bend)*8192/200)))
		}
		t.strike(on, noteOn|channel, v.Events[from:to])
		p.last.tick, p.last.from, p.last.to = off, from, to
	}
	p.catchUp(never - 1)
	p.releaseDue(never - 1)
}

// span is the ticks a note begins and ends at.
func (t *trackWriter) span(e *Event) (on, off int64) {
	on, ok := t.wholeTicks(e.Onset)
	length, whole := t.wholeTicks(e.Duration)
	if ok && whole {
		return on, on + max(length, 1)
	}
	on = t.ticks(e.Onset)
	return on, max(t.ticks(e.Onset.Add(e.Duration)), on+1)
}

// trackPlayer is a voice while it is written, with what waits for its time
// beside the ends of notes.
type trackPlayer struct {
	*trackWriter
	channel  uint8
	events   []Event
	controls []Control
	lyrics   []Lyric
	last     release // of the chord struck last, or never: mostly all that sounds, it need not queue
}

// never is the tick of what has been released.
const never = math.MaxInt64

// chordEnd is the first event behind one that is not struck and released with
// it.
func (p *trackPlayer) chordEnd(i int) int {
	first := &p.events[i]
	for i++; i < len(p.events); i++ {
		if e := &p.events[i]; e.Onset != first.Onset || e.Duration != first.Duration || e.Cents != first.Cents {
			break
		}
	}
	return i
}

// catchUp writes the controls and lyrics that are due up to a tick, each behind
// the ends before it.
func (p *trackPlayer) catchUp(tick int64) {
	for len(p.controls) > 0 || len(p.lyrics) > 0 {
		control, lyric := int64(never), int64(never)
		if len(p.controls) > 0 {
			control = p.ticks(p.controls[0].At)
		}
		if len(p.lyrics) > 0 {
			lyric = p.ticks(p.lyrics[0].At)
		}
		next := min(control, lyric)
		if next > tick {
			break
		}
		p.releaseDue(next)
		if control == next {
			p.message(next, p.controls[0].message(p.channel))
			p.controls = p.controls[1:]
		} else {
			p.text(next, metaLyric, p.lyrics[0].Text)
			p.lyrics = p.lyrics[1:]
		}
	}
}

// releaseDue writes the ends that are due up to a tick.
func (p *trackPlayer) releaseDue(tick int64) {
	if len(p.ends) == 0 && p.last.tick <= tick {
		p.release(&p.last)
		p.last.tick = never
		return
	}
	if p.last.tick < never {
		p.releaseLater(p.last)
		p.last.tick = never
	}
	for p.ended < len(p.ends) && p.ends[p.ended].tick <= tick {
		p.release(&p.ends[p.ended])
		p.ended++
	}
	if p.ended == len(p.ends) {
		p.ends, p.ended = p.ends[:0], 0
	}
}

func (p *trackPlayer) release(r *release) {
	p.strike(r.tick, noteOff|p.channel, p.events[r.from:r.to])
}

// message makes a control's message for a channel.
func (c Control) message(channel uint8) []byte {
	if c.Status == programChange {
		return []byte{programChange | channel, c.Data[0]}
	}
	return []byte{c.Status | channel, c.Data[0], c.Data[1]}
}
