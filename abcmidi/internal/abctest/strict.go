package abctest

import (
	"encoding/binary"
	"fmt"
)

// smfFile is a Standard MIDI File as strictSMF reads it.
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

// strictSMF reads a file the way the most particular of sequencers would: it
// refuses whatever the format does not demand or allow, every note without
// an end or with a length of 0, and anything behind the last track.
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
		return nil, fmt.Errorf("%d bytes behind the last track", len(b))
	}
	return file, nil
}

func strictTrack(b []byte) (*smfTrack, error) {
	t := &smfTrack{}
	var open [16][128][]int // indices of notes, first in first out
	var status byte
	var tick int64
	for {
		delta, n := vlq(b)
		if n == 0 {
			return nil, fmt.Errorf("bad delta time at tick %d", tick)
		}
		b, tick = b[n:], tick+int64(delta)
		if len(b) == 0 {
			return nil, fmt.Errorf("ends behind a delta time")
		}
		switch {
		case b[0] == 0xff:
			if len(b) < 3 {
				return nil, fmt.Errorf("cut meta event")
			}
			kind := b[1]
			size, n := vlq(b[2:])
			if n == 0 || len(b) < 2+n+size {
				return nil, fmt.Errorf("meta %02x of %d bytes is cut", kind, size)
			}
			data := b[2+n : 2+n+size]
			b, status = b[2+n+size:], 0
			if want, fixed := map[byte]int{0x2f: 0, 0x51: 3, 0x58: 4, 0x59: 2}[kind]; fixed && size != want {
				return nil, fmt.Errorf("meta %02x has %d bytes, want %d", kind, size, want)
			}
			t.Metas = append(t.Metas, smfMeta{tick, kind, data})
			switch kind {
			case 0x03:
				if tick != 0 {
					return nil, fmt.Errorf("track name at tick %d", tick)
				}
				t.name = string(data)
			case 0x51:
				if data[0] == 0 && data[1] == 0 && data[2] == 0 {
					return nil, fmt.Errorf("tempo of 0")
				}
			case 0x58:
				if data[0] == 0 || data[2] == 0 || data[3] == 0 {
					return nil, fmt.Errorf("meter % x", data)
				}
			case 0x59:
				if s := int8(data[0]); s < -7 || s > 7 || data[1] > 1 {
					return nil, fmt.Errorf("key % x", data)
				}
			case 0x2f:
				if len(b) != 0 {
					return nil, fmt.Errorf("%d bytes behind the end of the track", len(b))
				}
				for c := range open {
					for k := range open[c] {
						if len(open[c][k]) > 0 {
							return nil, fmt.Errorf("note %d on channel %d never ends", k, c+1)
						}
					}
				}
				t.length = tick
				return t, nil
			}
			continue
		case b[0] >= 0xf0:
			return nil, fmt.Errorf("status %02x", b[0])
		case b[0] >= 0x80:
			status, b = b[0], b[1:]
		case status == 0:
			return nil, fmt.Errorf("data byte %02x without status", b[0])
		}
		size := 2
		if k := status & 0xf0; k == 0xc0 || k == 0xd0 {
			size = 1
		}
		if len(b) < size || b[0] > 127 || b[size-1] > 127 {
			return nil, fmt.Errorf("cut or bad data behind %02x", status)
		}
		channel, key, velocity := status&15, b[0], b[size-1]
		switch q := &open[channel][key&127]; {
		case status&0xf0 == 0x90 && velocity > 0:
			*q = append(*q, len(t.Notes))
			t.Notes = append(t.Notes, smfNote{channel, key, velocity, tick, -1})
		case status&0xf0 == 0x90, status&0xf0 == 0x80:
			if len(*q) == 0 {
				return nil, fmt.Errorf("note %d ends at %d without having begun", key, tick)
			}
			note := &t.Notes[(*q)[0]]
			*q = (*q)[1:]
			if note.Off = tick; note.Off <= note.On {
				return nil, fmt.Errorf("note %d at %d has no length", key, note.On)
			}
		default:
			d2 := byte(0)
			if size == 2 {
				d2 = b[1]
			}
			t.others = append(t.others, smfMessage{tick, status, b[0], d2})
		}
		b = b[size:]
	}
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
