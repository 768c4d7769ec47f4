package smf

import (
	"encoding/binary"
	"sync"

	"gitlab.com/gomidi/midi/v2/smf"

	"charabanc/abcmidi/music"
)

// trackWriter puts a Standard MIDI File together as bytes.
//
// gomidi wants one message an event, each of its own allocation, and copies
// every one twice on the way out. To write delta times and notes with running
// status to one slice gives the same file in a twentieth of the time;
// midi_test.go holds it to gomidi's own writing, byte for byte.
type trackWriter struct {
	buf      []byte // the file so far
	division int64
	parts    [maxTabled]int64 // ticks in 1/den of a quarter note, by den; 0 if they are no whole number
	rounded  bool             // a time was not known to be whole ticks

	begun  int   // where the bytes of the track in progress begin
	tick   int64 // where it has come to
	status byte  // its running status, 0 for none
	ends   []release
	ended  int // of ends, those that are written
}

// maxTabled is how many denominators have their ticks looked up.
const maxTabled = 49

// trackWriters keeps the memory of files that are written for those to come.
var trackWriters = sync.Pool{New: func() any { return new(trackWriter) }}

// begin begins a file of so many tracks.
func (t *trackWriter) begin(tracks, division int) {
	if t.division != int64(division) {
		t.division = int64(division)
		t.parts = [maxTabled]int64{0: t.division} // a denominator of 0 stands for 1
		for den := int64(1); den < maxTabled; den++ {
			if t.division%den == 0 {
				t.parts[den] = t.division / den
			}
		}
	}
	t.rounded = false
	t.buf = append(t.buf[:0], "MThd\x00\x00\x00\x06\x00\x01"...)
	t.buf = binary.BigEndian.AppendUint16(t.buf, uint16(tracks))
	t.buf = binary.BigEndian.AppendUint16(t.buf, uint16(division))
}

func (t *trackWriter) beginTrack() {
	t.buf = append(t.buf, "MTrk\x00\x00\x00\x00"...)
	t.begun, t.tick, t.status = len(t.buf), 0, 0
}

// endTrack ends the track where the score does.
func (t *trackWriter) endTrack(end music.Fraction) {
	t.message(max(t.ticks(end), t.tick), smf.EOT)
	binary.BigEndian.PutUint32(t.buf[t.begun-4:], uint32(len(t.buf)-t.begun))
}

// ticks is a time in ticks, rounded to nearest.
func (t *trackWriter) ticks(f music.Fraction) int64 {
	if n, ok := t.wholeTicks(f); ok {
		return n
	}
	t.rounded = true
	n, d := f.Num()*t.division, f.Den()
	return (2*n + d) / (2 * d)
}

// wholeTicks is a time in ticks; ok is false if it is not known to be whole.
func (t *trackWriter) wholeTicks(f music.Fraction) (ticks int64, ok bool) {
	if uint64(f.Den()) < maxTabled {
		per := t.parts[f.Den()]
		return f.Num() * per, per > 0
	}
	return 0, false
}

// maxDelta is the longest delta time that four bytes hold.
const maxDelta = 1<<28 - 1

// at writes the delta time to a tick.
func (t *trackWriter) at(tick int64) {
	t.buf = appendVariable(t.buf, max(tick-t.tick, 0))
	t.tick = max(tick, t.tick)
}

// appendVariable appends a number in as many bytes as it needs, seven bits in
// each; four hold no more than maxDelta.
func appendVariable(b []byte, n int64) []byte {
	n = min(n, maxDelta)
	for shift := 21; shift > 0; shift -= 7 {
		if n >= 1<<shift {
			b = append(b, byte(n>>shift)|0x80)
		}
	}
	return append(b, byte(n&0x7f))
}

// message adds a message other than a note's.
func (t *trackWriter) message(tick int64, m []byte) {
	t.at(tick)
	t.buf = append(t.buf, m...)
	t.status = 0
}

// text adds a meta message of a text.
func (t *trackWriter) text(tick int64, kind byte, text string) {
	t.at(tick)
	t.buf = append(t.buf, 0xff, kind)
	t.buf = appendVariable(t.buf, int64(len(text)))
	t.buf = append(t.buf, text...)
	t.status = 0
}

// note adds a note-on or note-off, with running status.
func (t *trackWriter) note(tick int64, status, key, velocity uint8) {
	t.at(tick)
	if status != t.status {
		t.status = status
		t.buf = append(t.buf, status)
	}
	t.buf = append(t.buf, key, velocity)
}

// Status bytes, without their channel.
const (
	noteOff       = 0x80
	noteOn        = 0x90
	programChange = 0xc0
)

// The kinds of meta messages that are texts.
const (
	metaTrackName = 0x03
	metaLyric     = 0x05
)

// release is when a note ends.
type release struct {
	tick int64
	key  uint8
}

// releaseLater keeps the end of a note until its time, behind those of the same
// moment. There are never more of them than sound at once.
func (t *trackWriter) releaseLater(r release) {
	i := len(t.ends)
	t.ends = append(t.ends, r)
	for ; i > t.ended && t.ends[i-1].tick > r.tick; i-- {
		t.ends[i] = t.ends[i-1]
	}
	t.ends[i] = r
}
