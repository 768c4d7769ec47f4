package smf

import (
	"cmp"
	"math"
	"slices"

	"gitlab.com/gomidi/midi/v2"

	"charabanc/abcmidi/score"
)

// This file writes a voice of a score as a track.

// perform writes a voice's name, program and then its notes in the order of
// time, at one moment the ends of notes before controls and lyrics, and these
// before beginnings.
func (t *trackWriter) perform(v *score.Voice, channel uint8) {
	t.text(0, metaTrackName, cmp.Or(v.Name, v.ID))
	if v.Role != score.Drums {
		t.message(0, []byte{programChange | channel, uint8(min(max(v.Program, 0), 127))})
	}
	if len(v.Controls)+len(v.Lyrics) == 0 && t.inTurn(v.Events, channel) {
		return
	}
	p := trackPlayer{t, channel, v.Controls, v.Lyrics}
	bend := int8(0)
	for i := range v.Events {
		e := &v.Events[i]
		on := t.ticks(e.Onset)
		p.catchUp(on)
		p.releaseDue(on)
		if e.Cents != bend {
			bend = e.Cents
			t.message(on, midi.Pitchbend(channel, int16(int(bend)*8192/200)))
		}
		t.note(on, noteOn|channel, e.Key, e.Velocity)
		t.releaseLater(release{max(t.ticks(e.Onset.Add(e.Duration)), on+1), e.Key})
	}
	p.catchUp(never)
	p.releaseDue(never)
}

// inTurn writes the notes of a voice whose chords follow one another, each over
// before the next begins and all on whole ticks: nearly every voice there is. Of
// any other it writes nothing and returns false.
func (t *trackWriter) inTurn(events []score.Event, channel uint8) bool {
	buf, tick := t.buf, t.tick
	var sounding []score.Event
	off := int64(0) // when they end
	for i := 0; i < len(events); {
		e := &events[i]
		n := chordLength(events[i:])
		on, whole := t.wholeTicks(e.Onset)
		length, wholeLength := t.wholeTicks(e.Duration)
		if !whole || !wholeLength || length < 1 || length > maxTwoBytes || on < off || on-off > maxTwoBytes || e.Cents != 0 {
			return false
		}
		buf = slices.Grow(buf, 2*maxStatus+3*(len(sounding)+n))
		if len(sounding) > 0 {
			buf = appendChord(buf, off-tick, noteOff|channel, 0, sounding)
			tick = off
		}
		sounding = events[i : i+n]
		buf = appendChord(buf, on-tick, noteOn|channel, 0x7f, sounding)
		tick, off = on, on+length
		i += n
	}
	if len(sounding) > 0 {
		buf = appendChord(slices.Grow(buf, maxStatus+3*len(sounding)), off-tick, noteOff|channel, 0, sounding)
	}
	t.buf, t.tick = buf, off
	return true
}

// chordLength is how many of the first events begin and end together.
func chordLength(events []score.Event) int {
	n, first := 1, &events[0]
	for n < len(events) && events[n].Onset == first.Onset && events[n].Duration == first.Duration && events[n].Cents == first.Cents {
		n++
	}
	return n
}

const (
	maxTwoBytes = 1<<14 - 1 // the longest delta time of two bytes
	maxStatus   = 3         // bytes of such a delta time and a status
)

// appendChord appends the note-ons or note-offs of a chord, behind a status that
// holds for all, to a buffer that has room: nearly all of a file, written at once
// where append would do it in parts. mask is 0 for note-offs, whose velocity is 0.
func appendChord(buf []byte, delta int64, status, mask byte, chord []score.Event) []byte {
	n := len(buf)
	room := buf[n : n+maxStatus+3*len(chord)]
	i := 1
	if delta < 1<<7 {
		room[0] = byte(delta)
	} else {
		room[0], room[1] = byte(delta>>7)|0x80, byte(delta&0x7f)
		i = 2
	}
	room[i] = status
	i++
	for k := range chord {
		e := &chord[k]
		room[i], room[i+1], room[i+2] = e.Key, e.Velocity&mask, 0 // the delta time of the next
		i += 3
	}
	return buf[:n+i-1]
}

// trackPlayer is a voice while it is written, with what waits for its time
// beside the ends of notes.
type trackPlayer struct {
	*trackWriter
	channel  uint8
	controls []score.Control
	lyrics   []score.Lyric
}

// never is the tick behind all others.
const never = math.MaxInt64 - 1

// catchUp writes the controls and lyrics that are due up to a tick, each behind
// the ends before it.
func (p *trackPlayer) catchUp(tick int64) {
	for len(p.controls) > 0 || len(p.lyrics) > 0 {
		control, lyric := int64(never+1), int64(never+1)
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
			p.message(next, message(p.controls[0], p.channel))
			p.controls = p.controls[1:]
		} else {
			p.text(next, metaLyric, p.lyrics[0].Text)
			p.lyrics = p.lyrics[1:]
		}
	}
}

// releaseDue writes the ends that are due up to a tick.
func (p *trackPlayer) releaseDue(tick int64) {
	for p.ended < len(p.ends) && p.ends[p.ended].tick <= tick {
		p.note(p.ends[p.ended].tick, noteOff|p.channel, p.ends[p.ended].key, 0)
		p.ended++
	}
	if p.ended == len(p.ends) {
		p.ends, p.ended = p.ends[:0], 0
	}
}

// message makes a control's message for a channel.
func message(c score.Control, channel uint8) []byte {
	if c.Status == programChange {
		return []byte{programChange | channel, c.Data[0]}
	}
	return []byte{c.Status | channel, c.Data[0], c.Data[1]}
}
