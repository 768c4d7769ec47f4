package smf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// This file reads the chunks of a Standard MIDI File; readtrack.go reads the
// events of a track.
//
// gomidi's reader trusts the lengths in a file and allocates what they say
// before it looks whether the bytes exist. Here every length is compared with
// the bytes that are left first. read_test.go checks that both read the same
// notes.

// The limits of a file. A file beyond one of them is an error, except that
// marks beyond maxMarks are ignored.
const (
	MaxFile  = 32 << 20 // bytes
	maxNotes = 1 << 20
	maxMarks = 1 << 17 // tempos, meters, keys; pedal marks of a part
)

// ErrNotMIDI is wrapped by Read's error if the bytes have no header of a
// Standard MIDI File.
var ErrNotMIDI = errors.New("not a Standard MIDI File")

// Read reads a Standard MIDI File of any type, metrical or SMPTE, plain or in
// a RIFF wrapper. The patterns of a type 2 file, which are independent of one
// another, become one performance: each begins where the one before it ends.
//
// A broken file is read as far as it can be: a wrong byte costs one event, and the end of
// a file that is cut off costs what is not there. Such places are counted as Mended; only a
// broken file without a note is an error. Notes without a release and releases without a
// note are counted as Stuck and Loose.
func Read(r io.Reader) (*Performance, error) {
	b, err := readBounded(r)
	if err != nil {
		return nil, err
	}
	return parse(b)
}

// readBounded reads all of r, or one byte more than MaxFile. If r is a file,
// the buffer has the file's size from the start, so that the bytes are not
// copied while it grows.
func readBounded(r io.Reader) ([]byte, error) {
	size := int64(bytes.MinRead)
	if file, ok := r.(interface{ Stat() (fs.FileInfo, error) }); ok {
		if info, err := file.Stat(); err == nil {
			size += min(info.Size(), MaxFile)
		}
	}
	buf := bytes.NewBuffer(make([]byte, 0, size))
	_, err := buf.ReadFrom(io.LimitReader(r, MaxFile+1))
	return buf.Bytes(), err
}

// parse reads a whole file.
func parse(b []byte) (*Performance, error) {
	if len(b) > MaxFile {
		return nil, fmt.Errorf("larger than %d MiB", MaxFile>>20)
	}
	head, b, err := readHeader(unwrapRIFF(b))
	if err != nil {
		return nil, err
	}
	f := &fileReader{fileHeader: head, perf: &Performance{Division: head.division}}
	if head.format > 2 {
		f.mend(fmt.Errorf("a file of type %d: there are types 0, 1 and 2", head.format))
		f.format = 1
	}
	if head.smpte {
		f.perf.Tempos = []TempoMark{{0, head.micros}}
	}
	if err := f.tracks(b); err != nil {
		return nil, err
	}
	if f.broken != nil && f.notes == 0 {
		return nil, f.broken
	}
	f.perf.SortMarks() // of all tracks
	return f.perf, nil
}

// unwrapRIFF returns the MIDI file inside an RMID file, or b itself.
func unwrapRIFF(b []byte) []byte {
	if len(b) < 20 || string(b[:4]) != "RIFF" || string(b[8:12]) != "RMID" {
		return b
	}
	for rest := b[12:]; len(rest) >= 8; {
		size := int64(binary.LittleEndian.Uint32(rest[4:]))
		body := rest[8:]
		if string(rest[:4]) == "data" {
			return body[:min(size, int64(len(body)))]
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

// readHeader reads the MThd chunk and returns the bytes after it.
func readHeader(b []byte) (h fileHeader, rest []byte, err error) {
	// Some files have a few bytes before the header, such as a mail header.
	if at := bytes.Index(b[:min(len(b), 256)], []byte("MThd")); at > 0 {
		b = b[at:]
	}
	if len(b) < 14 || string(b[:4]) != "MThd" {
		return h, nil, ErrNotMIDI
	}
	size := int64(binary.BigEndian.Uint32(b[4:]))
	if size < 6 || size > int64(len(b)-8) {
		return h, nil, fmt.Errorf("%w: a header of %d bytes", ErrNotMIDI, size)
	}
	h.format = int(binary.BigEndian.Uint16(b[8:]))
	h.count = int(binary.BigEndian.Uint16(b[10:]))
	h.division = int(binary.BigEndian.Uint16(b[12:]))
	if h.division&0x8000 != 0 {
		err = h.timecode(b[12], b[13])
	} else if h.division == 0 {
		err = errors.New("0 ticks in a quarter note")
	}
	return h, b[8+size:], err
}

// timecode sets the division of a file that counts ticks in a frame. frames is
// the negative number of frames in a second. A quarter note becomes one
// second, or half a second if that has a whole number of ticks.
func (h *fileHeader) timecode(frames, ticks byte) error {
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
	h.smpte, h.division, h.micros = true, fps*int(ticks), micros
	if h.division%2 == 0 {
		h.division, h.micros = h.division/2, micros/2
	}
	return nil
}

// fileReader collects the tracks of a file.
type fileReader struct {
	fileHeader
	perf   *Performance
	broken error // what was found first that is wrong
	notes  int   // read so far, of all tracks
	start  int64 // tick at which the track begins: not 0 only in a type 2 file
	open   [16][128]sounding
}

// mend counts a place that was passed over or put right.
func (f *fileReader) mend(err error) {
	f.perf.Mended++
	if f.broken == nil {
		f.broken = err
	}
}

// tracks reads the chunks after the header: as many tracks as it counts, or all that are
// there if it counts none. It skips chunks of unknown kinds, as the specification asks,
// and ignores what follows the last track. A limit that is passed is an error.
func (f *fileReader) tracks(b []byte) error {
	n := 0
	for ; n < f.count || f.count == 0 && len(b) >= 8; n++ {
		var body []byte
		if body, b = f.nextTrack(b, n); body == nil {
			break
		}
		t := &trackReader{file: f, number: n, body: body}
		if err := t.read(); err != nil {
			return fmt.Errorf("track %d: %w", n+1, err)
		}
	}
	if f.count == 0 && n > 0 {
		f.mend(errors.New("a header that counts no tracks"))
	}
	return nil
}

// nextTrack returns the body of the next track, number n, and the bytes after it. The body is nil
// if there is none.
func (f *fileReader) nextTrack(b []byte, n int) (body, rest []byte) {
	for len(b) >= 8 {
		size, there := int64(binary.BigEndian.Uint32(b[4:])), int64(len(b)-8)
		kind := string(b[:4])
		if size > there {
			f.mend(fmt.Errorf("cut off: track %d has %d bytes of %d", n+1, there, size))
			size = there
		}
		body, b = b[8:8+size], b[8+size:]
		if kind == "MTrk" {
			return body, b
		}
	}
	if f.count > 0 {
		f.mend(fmt.Errorf("cut off: %d tracks of %d are there", n, f.count))
	}
	return nil, nil
}
