package smf

import (
	"bytes"
	"errors"
	"fmt"

	"charabanc/abcmidi/music"
)

// This file reads one MTrk chunk: delta times, running status, what an event is. message.go
// reads the events that matter to notes, and resume.go finds the way back after a fault.

// trackReader reads one track into the parts of its file, one for each channel with notes.
type trackReader struct {
	file   *fileReader
	number int // of the track, from 0
	body   []byte
	at     int // offset of the next byte in body
	tick   int64
	status byte // running status; 0 before the first channel message

	ended, justEnded bool // there was an end-of-track event; it was the last event

	name string
}

// sounding lists the notes of one channel and key that have not ended, oldest
// first. It is a linked list in Part.Notes: until a note ends, its Off is the
// index of the next.
type sounding struct{ first, last, count int32 }

var (
	errCutEvent   = errors.New("ends inside an event")
	errLongNumber = errors.New("a number of more than ten bytes")
	errLimit      = errors.New("limit") // wrapped by errors that end the reading of the file
)

// limitError is an error about a file beyond a limit.
type limitError string

func (e limitError) Error() string   { return string(e) }
func (limitError) Is(err error) bool { return err == errLimit }

// beyond returns a limitError.
func beyond(format string, args ...any) error { return limitError(fmt.Sprintf(format, args...)) }

// mend counts a place of the track that was passed over.
func (t *trackReader) mend(format string, args ...any) {
	if t.file.perf.Fault == nil {
		format, args = "track %d: "+format, append([]any{t.number + 1}, args...)
	}
	t.file.mend(format, args...)
}

// read reads the track and adds it to the file.
func (t *trackReader) read() error {
	t.tick = t.file.start
	if err := t.events(); errors.Is(err, errLimit) {
		return err
	} else if err != nil {
		t.mend("%w", err)
	}
	p := t.file.perf
	for channel := range t.file.parts {
		if part := &t.file.parts[channel]; len(part.Notes) == 0 && len(part.Pedal) == 0 {
			part.Program = 0
			continue
		}
		t.endNotes(uint8(channel))
		part := t.file.take(channel)
		part.Name, part.Track, part.Channel = t.name, t.number, channel
		part.mendEnds()
		p.Parts = append(p.Parts, part)
		if len(p.Parts) > MaxParts {
			return beyond("more than %d channels of tracks", MaxParts)
		}
	}
	if t.number == 0 { // the first track's name is the title, too
		p.Title = t.name
	}
	p.End = max(p.End, t.tick)
	if t.file.format == 2 {
		t.file.start = t.tick
	}
	return nil
}

// endNotes ends the notes of a channel that sound on.
func (t *trackReader) endNotes(channel uint8) {
	for key := range t.file.open[channel] {
		for t.file.open[channel][key].count > 0 {
			t.noteOff(channel, uint8(key))
			t.file.perf.Stuck++
		}
	}
}

// mendEnds gives notes without length one tick, and after that makes notes of
// one key end in the order in which they began.
func (p *Part) mendEnds() {
	var last [128]int64
	for i := range p.Notes {
		n := &p.Notes[i]
		n.Off = max(n.Off, n.On+1, last[n.Key])
		last[n.Key] = n.Off
	}
}

// events reads the events of the track. A fault in one costs what is before the next that is
// sound. An error is about where the track stops before its end.
func (t *trackReader) events() error {
	for t.at < len(t.body) && !t.padded() {
		from := t.at
		err := t.next()
		switch {
		case err == nil:
		case errors.Is(err, errLimit):
			return err
		case t.ended: // after the end there may be anything
			return nil
		case !t.resume(from):
			return err
		default:
			t.mend("%w", err)
		}
	}
	return nil
}

// padded reports whether the track has ended and has zeros alone from here on. They are looked
// through once.
func (t *trackReader) padded() bool {
	return t.justEnded && len(bytes.TrimLeft(t.body[t.at:], "\x00")) == 0
}

// next reads a delta time and an event.
func (t *trackReader) next() error {
	t.justEnded = false
	delta, err := t.variable()
	if err != nil {
		return err
	}
	t.tick += delta
	if t.tick > music.MaxLength*int64(t.file.division) {
		t.tick -= delta
		// The time of an end-of-track event does not matter.
		if t.ended || len(t.body)-t.at == 3 && t.body[t.at] == 0xff && t.body[t.at+1] == metaEndOfTrack {
			t.at = len(t.body)
			return nil
		}
		t.mend("a delta time beyond %d quarter notes", music.MaxLength)
	}
	if t.at >= len(t.body) {
		return errCutEvent
	}
	return t.event()
}

// systemData is how many data bytes the system messages from f1 on have. No file may have
// them; they are passed over.
var systemData = [16]int{1: 1, 2: 2, 3: 1}

// system passes over a system message that no file may have. Real-time messages are sent between
// others at any time: after one there may be an event without a delta time of its own.
func (t *trackReader) system() error {
	b := t.body[t.at]
	t.mend("status %02x, which no file may have", b)
	t.at = min(t.at+1+systemData[b&15], len(t.body))
	if b >= realTime && t.at < len(t.body) && t.body[t.at] >= 0x80 && !t.cleanAt(t.at) && t.cleanMessage(t.at) {
		return t.event()
	}
	return nil
}

// realTime is the first status of the messages of real time, which have no data.
const realTime = 0xf8

// event reads one event.
func (t *trackReader) event() error {
	switch b := t.body[t.at]; {
	case b == 0xff:
		return t.meta()
	case b == 0xf0 || b == 0xf7:
		return t.exclusive()
	case b > 0xf0:
		return t.system()
	}
	return t.channelMessage()
}

// variable reads a variable-length quantity.
func (t *trackReader) variable() (n int64, err error) {
	for range 10 { // four, by the specification
		if t.at >= len(t.body) {
			return 0, errCutEvent
		}
		b := t.body[t.at]
		t.at++
		n = (n&(1<<40-1))<<7 | int64(b&0x7f)
		if b < 0x80 {
			return n, nil
		}
	}
	return 0, errLongNumber
}
