package abctest

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// StrictFile is a Standard MIDI File as StrictSMF reads it.
type StrictFile struct {
	Division int
	Tracks   []StrictTrack
}

// StrictTrack is the notes and metas of a track.
type StrictTrack struct {
	Notes []StrictNote
	Metas []StrictMeta
}

// StrictNote is a note, in ticks.
type StrictNote struct{ On, Off int64 }

// StrictMeta is a meta event.
type StrictMeta struct {
	Tick int64
	Kind byte
	Data []byte
}

// StrictSMF reads a file as the strictest of sequencers would. It refuses what
// the format does not allow, notes without an end or a length, and anything
// after the last track.
func StrictSMF(b []byte) (*StrictFile, error) {
	if len(b) < 14 || string(b[:4]) != "MThd" || binary.BigEndian.Uint32(b[4:]) != 6 {
		return nil, fmt.Errorf("bad header % x", b[:min(14, len(b))])
	}
	if f := binary.BigEndian.Uint16(b[8:]); f != 1 {
		return nil, fmt.Errorf("type %d, want 1", f)
	}
	count := int(binary.BigEndian.Uint16(b[10:]))
	file := &StrictFile{Division: int(binary.BigEndian.Uint16(b[12:]))}
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
		t := &strictReader{b: b[8 : 8+size]}
		if err := t.read(); err != nil {
			return nil, fmt.Errorf("track %d: %w", n, err)
		}
		file.Tracks = append(file.Tracks, t.track)
		b = b[8+size:]
	}
	if len(b) != 0 {
		return nil, fmt.Errorf("%d bytes after the last track", len(b))
	}
	return file, nil
}

// strictReader reads one track.
type strictReader struct {
	track  StrictTrack
	b      []byte // what is left
	tick   int64
	status byte           // running status; 0 for none
	open   [16][128][]int // indices of the notes that sound, oldest first
}

// read reads events up to the end of the track.
func (t *strictReader) read() error {
	for {
		delta, n := vlq(t.b)
		if n == 0 {
			return fmt.Errorf("bad delta time at tick %d", t.tick)
		}
		t.b, t.tick = t.b[n:], t.tick+int64(delta)
		switch {
		case len(t.b) == 0:
			return errors.New("ends after a delta time")
		case t.b[0] == 0xff:
			if end, err := t.meta(); end || err != nil {
				return err
			}
			continue
		case t.b[0] >= 0xf0:
			return fmt.Errorf("status %02x", t.b[0])
		case t.b[0] >= 0x80:
			t.status, t.b = t.b[0], t.b[1:]
		case t.status == 0:
			return fmt.Errorf("data byte %02x without status", t.b[0])
		}
		if err := t.message(); err != nil {
			return err
		}
	}
}

// metaSizes are the sizes of metas that have a fixed one.
var metaSizes = map[byte]int{0x2f: 0, 0x51: 3, 0x58: 4, 0x59: 2}

// meta reads a meta event.
func (t *strictReader) meta() (end bool, err error) {
	if len(t.b) < 3 {
		return false, errors.New("cut meta event")
	}
	kind := t.b[1]
	size, n := vlq(t.b[2:])
	if n == 0 || len(t.b) < 2+n+size {
		return false, fmt.Errorf("meta %02x of %d bytes is cut", kind, size)
	}
	data := t.b[2+n : 2+n+size]
	t.b, t.status = t.b[2+n+size:], 0
	if want, fixed := metaSizes[kind]; fixed && size != want {
		return false, fmt.Errorf("meta %02x has %d bytes, want %d", kind, size, want)
	}
	t.track.Metas = append(t.track.Metas, StrictMeta{t.tick, kind, data})
	switch kind {
	case 0x03:
		if t.tick != 0 {
			return false, fmt.Errorf("track name at tick %d", t.tick)
		}
	case 0x51:
		if data[0] == 0 && data[1] == 0 && data[2] == 0 {
			return false, errors.New("tempo of 0")
		}
	case 0x58:
		if data[0] == 0 || data[2] == 0 || data[3] == 0 {
			return false, fmt.Errorf("meter % x", data)
		}
	case 0x59:
		if s := int8(data[0]); s < -7 || s > 7 || data[1] > 1 {
			return false, fmt.Errorf("key % x", data)
		}
	case 0x2f:
		return true, t.end()
	}
	return false, nil
}

// end checks that nothing follows the end of the track and no note sounds.
func (t *strictReader) end() error {
	if len(t.b) != 0 {
		return fmt.Errorf("%d bytes after the end of the track", len(t.b))
	}
	for c := range t.open {
		for k := range t.open[c] {
			if len(t.open[c][k]) > 0 {
				return fmt.Errorf("note %d on channel %d never ends", k, c+1)
			}
		}
	}
	return nil
}

// message reads the data bytes of a channel message.
func (t *strictReader) message() error {
	kind, size := t.status&0xf0, 2
	if kind == 0xc0 || kind == 0xd0 {
		size = 1
	}
	if len(t.b) < size || t.b[0] > 127 || t.b[size-1] > 127 {
		return fmt.Errorf("cut or bad data after %02x", t.status)
	}
	key, velocity := t.b[0], t.b[size-1]
	t.b = t.b[size:]
	open := &t.open[t.status&15][key]
	switch {
	case kind == 0x90 && velocity > 0:
		*open = append(*open, len(t.track.Notes))
		t.track.Notes = append(t.track.Notes, StrictNote{t.tick, -1})
	case kind == 0x90, kind == 0x80:
		if len(*open) == 0 {
			return fmt.Errorf("note %d ends at %d without having begun", key, t.tick)
		}
		note := &t.track.Notes[(*open)[0]]
		*open = (*open)[1:]
		if note.Off = t.tick; note.Off <= note.On {
			return fmt.Errorf("note %d at %d has no length", key, note.On)
		}
	}
	return nil
}

// vlq reads a variable-length quantity of at most four bytes. n is its length,
// 0 if it is not valid.
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
