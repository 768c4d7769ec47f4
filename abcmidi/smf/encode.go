package smf

import (
	"encoding/binary"
	"sync"

	"charabanc/abcmidi/music"
)

// encoder assembles the bytes of a Standard MIDI File.
//
// gomidi wants a message for each event, allocates every one of them and
// copies it twice. Writing delta times and notes with running status to one
// slice gives the same file in a twentieth of the time; write_test.go compares
// it with gomidi's own writing, byte for byte.
type encoder struct {
	buf      []byte             // the file so far
	division int64              // ticks in a quarter note
	rounded  bool               // a time was not a whole number of ticks
	parts    [maxPart + 1]int64 // ticks in 1/n of a quarter note; 0 if that is not whole

	body   int   // offset in buf of the current track's events
	tick   int64 // of its last event
	status byte  // its running status; 0 for none

	ends    []noteEnd // note-offs by rising ticks
	written int       // the number of ends that are in buf

	metas []conductorMeta // memory
}

// maxPart is the largest denominator that an encoder knows the ticks of: those of nearly all
// times. A division takes as long as all else that is done for a note.
const maxPart = 64

// noteEnd is a note-off to come.
type noteEnd struct {
	tick int64
	key  uint8
}

// encoders keeps the memory of encoders for later files.
var encoders = sync.Pool{New: func() any { return new(encoder) }}

// Status bytes without their channel.
const (
	noteOff         = 0x80
	noteOn          = 0x90
	controlChange   = 0xb0
	programChange   = 0xc0
	channelPressure = 0xd0
)

// sustainPedal is the controller of the sustain pedal.
const sustainPedal = 64

// metaSize returns the size of the metas of a kind, if the specification fixes it.
func metaSize(kind byte) (size int64, fixed bool) {
	switch kind {
	case metaEndOfTrack:
		return 0, true
	case 0x20, 0x21:
		return 1, true
	case 0x00, metaKey:
		return 2, true
	case metaTempo:
		return 3, true
	case metaMeter:
		return 4, true
	case 0x54:
		return 5, true
	}
	return 0, false
}

// Kinds of meta events.
const (
	metaTrackName  = 0x03
	metaLyric      = 0x05
	metaEndOfTrack = 0x2f
	metaTempo      = 0x51
	metaMeter      = 0x58
	metaKey        = 0x59
)

// begin begins a file.
func (e *encoder) begin(tracks, division int) {
	e.setDivision(int64(division))
	e.buf = append(e.buf[:0], "MThd\x00\x00\x00\x06\x00\x01"...)
	e.buf = binary.BigEndian.AppendUint16(e.buf, uint16(tracks))
	e.buf = binary.BigEndian.AppendUint16(e.buf, uint16(division))
}

// setDivision sets the ticks in a quarter note.
func (e *encoder) setDivision(division int64) {
	if e.rounded = false; division == e.division {
		return
	}
	e.division = division
	for n := range int64(maxPart) {
		e.parts[n+1] = 0
		if n := n + 1; division%n == 0 {
			e.parts[n] = division / n
		}
	}
}

// beginTrack begins a track; endTrack fills in its length.
func (e *encoder) beginTrack() {
	e.buf = append(e.buf, "MTrk\x00\x00\x00\x00"...)
	e.body, e.tick, e.status = len(e.buf), 0, 0
}

// endTrack ends the track at the end of the score, or at its last event if
// that is later.
func (e *encoder) endTrack(end music.Fraction) {
	e.meta(max(e.ticks(end), e.tick), metaEndOfTrack, nil)
	binary.BigEndian.PutUint32(e.buf[e.body-4:], uint32(len(e.buf)-e.body))
}

// ticks returns a time in ticks, rounded to nearest.
func (e *encoder) ticks(f music.Fraction) int64 {
	n, whole := e.wholeTicks(f)
	if whole {
		return n
	}
	e.rounded = true
	num, den := f.Num()*e.division, f.Den()
	return (2*num + den) / (2 * den)
}

// wholeTicks returns a time in ticks; whole reports whether it is a whole
// number of them.
func (e *encoder) wholeTicks(f music.Fraction) (ticks int64, whole bool) {
	den := f.Den()
	if den <= maxPart && e.parts[den] > 0 {
		return f.Num() * e.parts[den], true
	}
	return e.divide(f)
}

func (e *encoder) divide(f music.Fraction) (ticks int64, whole bool) {
	num, den := f.Num()*e.division, f.Den()
	return num / den, num%den == 0
}

// maxDelta is the longest delta time that four bytes hold.
const maxDelta = 1<<28 - 1

// advance writes the delta time to a tick, which becomes the current one. A
// tick that has passed gives a delta time of 0.
func (e *encoder) advance(tick int64) {
	e.buf = appendVariable(e.buf, max(tick-e.tick, 0))
	e.tick = max(tick, e.tick)
}

// appendVariable appends a variable-length quantity: seven bits in each byte,
// four bytes at most. A number above maxDelta becomes maxDelta.
func appendVariable(b []byte, n int64) []byte {
	n = min(n, maxDelta)
	for shift := 21; shift > 0; shift -= 7 {
		if n >= 1<<shift {
			b = append(b, byte(n>>shift)|0x80)
		}
	}
	return append(b, byte(n&0x7f))
}

// message writes an event other than a note. It ends the running status.
func (e *encoder) message(tick int64, m []byte) {
	e.advance(tick)
	e.buf = append(e.buf, m...)
	e.status = 0
}

// text writes a text meta of a kind.
func (e *encoder) text(tick int64, kind byte, text string) { writeMeta(e, tick, kind, text) }

// meta writes a meta of a kind.
func (e *encoder) meta(tick int64, kind byte, data []byte) { writeMeta(e, tick, kind, data) }

func writeMeta[T string | []byte](e *encoder, tick int64, kind byte, data T) {
	e.advance(tick)
	e.buf = append(e.buf, 0xff, kind)
	e.buf = appendVariable(e.buf, int64(len(data)))
	e.buf = append(e.buf, data...)
	e.status = 0
}

// note writes a note-on or note-off, with running status.
func (e *encoder) note(tick int64, status, key, velocity uint8) {
	e.advance(tick)
	if status != e.status {
		e.status = status
		e.buf = append(e.buf, status)
	}
	e.buf = append(e.buf, key, velocity)
}

// endLater keeps a note-off until its time, after those at the same tick.
func (e *encoder) endLater(end noteEnd) {
	i := len(e.ends)
	e.ends = append(e.ends, end)
	for ; i > e.written && e.ends[i-1].tick > end.tick; i-- {
		e.ends[i] = e.ends[i-1]
	}
	e.ends[i] = end
}
