package abctest

import (
	"encoding/binary"
	"fmt"
)

// smfFile is a Standard MIDI File as StrictSMF reads it.
type smfFile struct {
	Division int
	Tracks   []smfTrack
}

type smfTrack struct {
	name   string
	Notes  []smfNote
	Metas  []smfMeta
	others []smfMessage
	length int64 // ticks at the end-of-track
}

type smfNote struct {
	channel, key, velocity uint8
	On, Off                int64
}

type smfMeta struct {
	Tick int64
	Kind byte
	Data []byte
}

type smfMessage struct {
	tick           int64
	status, d1, d2 byte
}

// StrictSMF reads a Standard MIDI File of type 1. It refuses what the format does
// not allow, notes without an end or with a length of 0, and bytes after the last
// track.
func StrictSMF(b []byte) (*smfFile, error) {
	if len(b) < 14 || string(b[:4]) != "MThd" || binary.BigEndian.Uint32(b[4:]) != 6 {
		return nil, fmt.Errorf("bad header % x", b[:min(14, len(b))])
	}
	if f := binary.BigEndian.Uint16(b[8:]); f != 1 {
		return nil, fmt.Errorf("type %d, want 1", f)
	}
	count := int(binary.BigEndian.Uint16(b[10:]))
	file := &smfFile{Division: int(binary.BigEndian.Uint16(b[12:]))}
	if file.Division <= 0 || file.Division > 0x7fff {
		return nil, fmt.Errorf("division %d", file.Division)
	}
	b = b[14:]
	for n := range count {
		if len(b) < 8 || string(b[:4]) != "MTrk" {
			return nil, fmt.Errorf("track %d: no MTrk", n)
		}
		size := int(binary.BigEndian.Uint32(b[4:]))
		if size > len(b)-8 {
			return nil, fmt.Errorf("track %d: %d bytes, %d left", n, size, len(b)-8)
		}
		t, err := strictTrack(b[8 : 8+size])
		if err != nil {
			return nil, fmt.Errorf("track %d: %w", n, err)
		}
		file.Tracks = append(file.Tracks, *t)
		b = b[8+size:]
	}
	if len(b) != 0 {
		return nil, fmt.Errorf("%d bytes after the last track", len(b))
	}
	return file, nil
}

// strictTrack reads the body of one track.
func strictTrack(b []byte) (*smfTrack, error) {
	r := &strictReader{b: b, t: &smfTrack{}}
	for !r.ended {
		if err := r.event(); err != nil {
			return nil, err
		}
	}
	return r.t, nil
}

// strictReader reads a track event by event.
type strictReader struct {
	b      []byte // what is left
	t      *smfTrack
	tick   int64
	status byte           // running status, or 0
	open   [16][128][]int // indices of the notes that sound, first in first out
	ended  bool           // by an end-of-track event
}

// event reads a delta time and an event.
func (r *strictReader) event() error {
	delta, n := vlq(r.b)
	if n == 0 {
		return fmt.Errorf("bad delta time at tick %d", r.tick)
	}
	r.b, r.tick = r.b[n:], r.tick+int64(delta)
	switch {
	case len(r.b) == 0:
		return fmt.Errorf("ends after a delta time")
	case r.b[0] == 0xff:
		return r.meta()
	case r.b[0] >= 0xf0:
		return fmt.Errorf("status %02x", r.b[0])
	case r.b[0] >= 0x80:
		r.status, r.b = r.b[0], r.b[1:]
	case r.status == 0:
		return fmt.Errorf("data byte %02x without status", r.b[0])
	}
	return r.channel()
}

// metaSizes are the sizes of the meta events that have a fixed one.
var metaSizes = map[byte]int{0x2f: 0, 0x51: 3, 0x58: 4, 0x59: 2}

func (r *strictReader) meta() error {
	if len(r.b) < 3 {
		return fmt.Errorf("cut meta event")
	}
	kind := r.b[1]
	size, n := vlq(r.b[2:])
	if n == 0 || len(r.b) < 2+n+size {
		return fmt.Errorf("meta %02x of %d bytes is cut", kind, size)
	}
	data := r.b[2+n : 2+n+size]
	r.b, r.status = r.b[2+n+size:], 0
	if want, fixed := metaSizes[kind]; fixed && size != want {
		return fmt.Errorf("meta %02x has %d bytes, want %d", kind, size, want)
	}
	r.t.Metas = append(r.t.Metas, smfMeta{r.tick, kind, data})
	switch kind {
	case 0x03:
		r.t.name = string(data)
		if r.tick != 0 {
			return fmt.Errorf("track name at tick %d", r.tick)
		}
	case 0x51:
		if data[0] == 0 && data[1] == 0 && data[2] == 0 {
			return fmt.Errorf("tempo of 0")
		}
	case 0x58:
		if data[0] == 0 || data[2] == 0 || data[3] == 0 {
			return fmt.Errorf("meter % x", data)
		}
	case 0x59:
		if s := int8(data[0]); s < -7 || s > 7 || data[1] > 1 {
			return fmt.Errorf("key % x", data)
		}
	case 0x2f:
		return r.end()
	}
	return nil
}

// end ends the track: nothing may follow, and no note may still sound.
func (r *strictReader) end() error {
	if len(r.b) != 0 {
		return fmt.Errorf("%d bytes after the end of the track", len(r.b))
	}
	for c := range r.open {
		for k := range r.open[c] {
			if len(r.open[c][k]) > 0 {
				return fmt.Errorf("note %d on channel %d never ends", k, c+1)
			}
		}
	}
	r.t.length, r.ended = r.tick, true
	return nil
}

// channel reads the data bytes of a channel message.
func (r *strictReader) channel() error {
	size := 2
	if k := r.status & 0xf0; k == 0xc0 || k == 0xd0 {
		size = 1
	}
	if len(r.b) < size || r.b[0] > 127 || r.b[size-1] > 127 {
		return fmt.Errorf("cut or bad data after %02x", r.status)
	}
	data := [2]byte{}
	copy(data[:], r.b[:size])
	r.b = r.b[size:]
	if k := r.status & 0xf0; k == 0x80 || k == 0x90 {
		return r.note(k == 0x90 && data[1] > 0, data[0], data[1])
	}
	r.t.others = append(r.t.others, smfMessage{r.tick, r.status, data[0], data[1]})
	return nil
}

// note begins or ends a note.
func (r *strictReader) note(on bool, key, velocity uint8) error {
	channel := r.status & 15
	sounding := &r.open[channel][key]
	if on {
		*sounding = append(*sounding, len(r.t.Notes))
		r.t.Notes = append(r.t.Notes, smfNote{channel, key, velocity, r.tick, -1})
		return nil
	}
	if len(*sounding) == 0 {
		return fmt.Errorf("note %d ends at %d without having begun", key, r.tick)
	}
	note := &r.t.Notes[(*sounding)[0]]
	*sounding = (*sounding)[1:]
	if note.Off = r.tick; note.Off <= note.On {
		return fmt.Errorf("note %d at %d has no length", key, note.On)
	}
	return nil
}

// vlq reads a variable-length quantity of at most four bytes; n is 0 for a
// bad one.
func vlq(b []byte) (value, n int) {
	for n < len(b) && n < 4 {
		value = value<<7 | int(b[n]&0x7f)
		n++
		if b[n-1] < 0x80 {
			return value, n
		}
	}
	return 0, 0
}
