package smf

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// This file finds the chunks of tracks. Lengths of chunks and the number of tracks are what
// programs, and broken disks, get wrong most often. So a length counts only if another chunk or
// the end of the file follows; if not, a track reaches to the next one.

// tracks reads all tracks that there are, however many the header counts. It skips chunks of
// unknown kinds, as the specification asks, and ignores what follows the last track. A limit
// that is passed is an error.
func (f *fileReader) tracks(b []byte) error {
	n := 0
	for ; ; n++ {
		var body []byte
		if body, b = f.nextTrack(b, n); body == nil {
			break
		}
		t := &trackReader{file: f, number: n, body: body}
		if err := t.read(); err != nil {
			return fmt.Errorf("track %d: %w", n+1, err)
		}
	}
	switch {
	case n < f.count:
		f.mend("cut off: %d tracks of %d are there", n, f.count)
	case n > f.count && f.count == 0:
		f.mend("a header that counts no tracks")
	case n > f.count:
		f.mend("a header that counts %d tracks of %d", f.count, n)
	}
	return nil
}

// nextTrack returns the body of the next track, number n, and the bytes after it. The body is nil
// if there is none.
func (f *fileReader) nextTrack(b []byte, n int) (body, rest []byte) {
	for len(b) >= 8 {
		size := int64(binary.BigEndian.Uint32(b[4:]))
		kind := string(b[:4])
		switch {
		case nearly(trackMark, b):
			if kind != trackMark {
				f.mend("track %d is marked %q", n+1, kind)
			}
			size = f.trackSize(b, size, n)
			return b[8 : 8+size], b[8+size:]
		case kind == headerMark: // another file
			return nil, nil
		case isChunk(b) && isBoundary(b[8+size:]):
			b = b[8+size:]
		default:
			at := bytes.Index(b, []byte(trackMark))
			if at < 0 {
				return nil, nil
			}
			f.mend("%d bytes before track %d", at, n+1)
			b = b[at:]
		}
	}
	return nil, nil
}

// trackSize returns the size of the body of a track that b begins with, which says that it has
// size bytes.
func (f *fileReader) trackSize(b []byte, size int64, n int) int64 {
	there := int64(len(b) - 8)
	if size <= there && isBoundary(b[8+size:]) {
		return size
	}
	next := int64(bytes.Index(b[8:], []byte(trackMark)))
	limit := there
	if next >= 0 {
		limit = next
	}
	ended := size <= limit && endsTrack(b[8:8+limit], int(size))
	switch {
	case ended:
		return size // noise follows it
	case next >= 0:
		f.mend("track %d is said to have %d bytes, and has %d", n+1, size, next)
		return next
	case size > there:
		f.mend("cut off: track %d has %d bytes of %d", n+1, there, size)
	default:
		f.mend("track %d is said to have %d bytes, and has %d", n+1, size, there)
	}
	return there
}

// endsTrack reports whether the events of b end at a place, with an end-of-track event or because
// what follows is no events.
func endsTrack(b []byte, size int) bool {
	if bytes.HasSuffix(b[:size], []byte{0xff, metaEndOfTrack, 0}) {
		return true
	}
	t := trackReader{body: b}
	for t.at < size {
		n := 0
		if n, t.status = soundEvent(b[t.at:size], t.status); n == 0 {
			return false
		}
		t.at += n
	}
	return !t.cleanAt(size)
}

// isBoundary reports whether a chunk may end before b: at the end of the file, a few bytes before
// it, or before another chunk.
func isBoundary(b []byte) bool {
	return len(b) < 8 || nearly(trackMark, b) || string(b[:4]) == headerMark || isChunk(b)
}

// isChunk reports whether b begins with a chunk of any kind: four letters, digits or blanks, and
// a length that the file has.
func isChunk(b []byte) bool {
	for _, c := range b[:4] {
		if c != ' ' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	size := int64(binary.BigEndian.Uint32(b[4:]))
	return size <= int64(len(b)-8)
}
