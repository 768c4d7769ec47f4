package smf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// This file finds and reads the header of a file: the MThd chunk.

// unwrapRIFF returns the MIDI file inside an RMID file, or b itself.
func unwrapRIFF(b []byte) []byte {
	if len(b) < 20 || string(b[:4]) != "RIFF" || string(b[8:12]) != "RMID" {
		return b
	}
	for rest := b[12:]; len(rest) >= 8; {
		size := int64(binary.LittleEndian.Uint32(rest[4:]))
		body := rest[8:]
		if string(rest[:4]) == "data" {
			if n := min(size, int64(len(body))); bytes.Contains(body[:n], []byte(trackMark)) {
				return body[:n]
			}
			break // its size is wrong
		}
		rest = body[min(size+size&1, int64(len(body))):] // chunks have even lengths
	}
	return b
}

// fileHeader is the content of the MThd chunk.
type fileHeader struct {
	format, count int   // count is the number of tracks
	division      int   // ticks in a quarter note
	smpte         bool  // the file counts fractions of a second
	micros        int64 // if smpte: microseconds in a quarter note of division ticks
}

const (
	headerMark = "MThd"
	trackMark  = "MTrk"
	headerSize = 14 // bytes of the header chunk, with its own eight

	mostHeaders   = 1000 // marks of headers that are tried
	farthestTrack = 1024 // where a track is looked for if the size of the header is wrong
)

// readHeader reads the MThd chunk and returns the bytes after it. Anything may be before it: the
// header of a mail, of a Macintosh file, of a file format that has MIDI inside.
func (f *fileReader) readHeader(b []byte) (rest []byte, err error) {
	b, size, err := f.findHeader(b)
	if err != nil {
		return nil, err
	}
	f.format = int(binary.BigEndian.Uint16(b[8:]))
	f.count = int(binary.BigEndian.Uint16(b[10:]))
	if f.format > 2 {
		f.mend("a file of type %d: there are types 0, 1 and 2", f.format)
		f.format = 1
	}
	f.setDivision(b[12], b[13])
	return b[8+size:], nil
}

// findHeader returns the bytes from the first header on that makes sense, and the size of its body.
func (f *fileReader) findHeader(b []byte) (from []byte, size int64, err error) {
	first := int64(-1) // what the first of them says
	rest := b
	for range mostHeaders {
		at := bytes.Index(rest, []byte(headerMark))
		if at < 0 {
			break
		}
		rest = rest[at:]
		said, size := sizeOfHeader(rest)
		if first < 0 {
			first = said
		}
		if size == 0 {
			rest = rest[len(headerMark):]
			continue
		}
		if size != said {
			f.mend("%w: a header of %d bytes", ErrNotMIDI, said)
		}
		return rest, size, nil
	}
	if at := unmarkedHeader(b); at >= 0 {
		f.mend("a header marked %q", b[at:at+4])
		return b[at:], headerSize - 8, nil
	}
	if first >= 0 {
		return nil, 0, fmt.Errorf("%w: a header of %d bytes", ErrNotMIDI, first)
	}
	return nil, 0, ErrNotMIDI
}

// sizeOfHeader returns the size that a header says its body has, and the size that it has: if
// what it says is wrong, up to the first track. That is 0 if b begins with no header.
func sizeOfHeader(b []byte) (said, size int64) {
	if len(b) < headerSize {
		return -1, 0
	}
	said = int64(binary.BigEndian.Uint32(b[4:]))
	possible := said >= headerSize-8 && said <= int64(len(b)-8)
	if possible && isBoundary(b[8+said:]) {
		return said, said
	}
	next := bytes.Index(b[:min(len(b), farthestTrack)], []byte(trackMark))
	if next >= headerSize && !bytes.Contains(b[headerSize:next], []byte(headerMark)) {
		return said, int64(next - 8)
	}
	if next < 0 && possible {
		return said, said
	}
	return said, 0
}

// unmarkedHeader returns where a header begins whose mark is damaged: six bytes before a track.
// It returns -1 if there is none.
func unmarkedHeader(b []byte) int {
	at := bytes.Index(b, []byte(trackMark)) - headerSize
	if at < 0 || !nearly(headerMark, b[at:]) || !bytes.Equal(b[at+4:at+8], []byte{0, 0, 0, headerSize - 8}) {
		return -1
	}
	return at
}

// nearly reports whether b begins with a mark of which one byte, or the case of letters, is wrong.
func nearly(mark string, b []byte) bool {
	same := 0
	for i := range mark {
		if b[i] == mark[i] {
			same++
		}
	}
	return same >= len(mark)-1 || bytes.EqualFold(b[:len(mark)], []byte(mark))
}

// setDivision sets the division from the two bytes of the header. A division that makes no
// sense is put right.
func (f *fileReader) setDivision(high, low byte) {
	f.division = int(high)<<8 | int(low)
	if high&0x80 != 0 {
		err := f.timecode(high, low)
		if err == nil {
			return
		}
		f.mend("%w", err)
		f.division &= 0x7fff
	}
	if f.division == 0 {
		f.mend("0 ticks in a quarter note")
		f.division = DefaultDivision
	}
}

// timecode sets the division of a file that counts ticks in a frame. frames is
// the negative number of frames in a second. A quarter note becomes one
// second, or half a second if that has a whole number of ticks.
func (f *fileReader) timecode(frames, ticks byte) error {
	fps, micros := -int(int8(frames)), int64(1_000_000)
	switch fps {
	case 24, 25, 30:
	case 29: // 29.97: 30 frames in 1.001 seconds
		fps, micros = 30, 1_001_000
	default:
		return fmt.Errorf("%d frames a second: must be 24, 25, 29 or 30", fps)
	}
	if ticks == 0 {
		return errors.New("0 ticks in a frame")
	}
	f.smpte, f.division, f.micros = true, fps*int(ticks), micros
	if f.division%2 == 0 {
		f.division, f.micros = f.division/2, micros/2
	}
	return nil
}
