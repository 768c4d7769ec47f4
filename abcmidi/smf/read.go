package smf

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
)

// This file reads the chunks of a Standard MIDI File (The Complete MIDI 1.0
// Detailed Specification, Standard MIDI Files 1.0); track.go reads the events
// of a track.
//
// gomidi's reader takes the lengths in a file at their word, and allocates
// what they say before it looks whether so much is there. Here every length
// is first held against the bytes that are left, so that no file, however
// broken, makes more of itself than it is. read_test.go holds the two to the
// same notes.

// What is refused rather than read.
const (
	MaxFile  = 32 << 20 // bytes
	maxNotes = 1 << 20
	maxMarks = 1 << 17 // tempos, meters, keys, pedals: what is beyond is passed over
	MaxLines = 1024    // channels of tracks
)

// ErrNotMIDI says that the bytes are no Standard MIDI File at all.
var ErrNotMIDI = errors.New("not a Standard MIDI File")

// ReadMIDI reads a Standard MIDI File of any type, metrical or SMPTE. The
// patterns of a type 2 file, which are independent of one another, follow one
// behind the other. Files in a RIFF wrapper are read too.
//
// A file that is cut off or that holds what no file may is refused with the
// reason; notes that never end or never began are not (Stuck, Loose).
func Read(r io.Reader) (*Performance, error) {
	b, err := readBounded(r)
	if err != nil {
		return nil, err
	}
	return parse(b)
}

// readBounded reads all of r, or a byte more than a file may have. A file's
// size is asked for, so that its bytes are held once.
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

func parse(b []byte) (*Performance, error) {
	if len(b) > MaxFile {
		return nil, fmt.Errorf("larger than %d MiB", MaxFile>>20)
	}
	b = unwrapRIFF(b)
	head, b, err := readHeader(b)
	if err != nil {
		return nil, err
	}
	f := &fileReader{fileHeader: head, perf: &Performance{Division: head.division}}
	if head.smpte {
		f.perf.Tempos = []TempoMark{{0, head.micros}}
	}
	if err := f.tracks(b); err != nil {
		return nil, err
	}
	f.finish()
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
		rest = body[min(size+size&1, int64(len(body))):]
	}
	return b
}

// fileHeader is what the MThd chunk says.
type fileHeader struct {
	format, count int
	division      int
	smpte         bool  // ticks are parts of a second,
	micros        int64 // and this is how many of them make a quarter note of division ticks
}

func readHeader(b []byte) (h fileHeader, rest []byte, err error) {
	// Some files have a few bytes before the header, as sent by mail of old.
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
	if h.format > 2 {
		return h, nil, fmt.Errorf("a file of type %d: there are types 0, 1 and 2", h.format)
	}
	h.division = int(binary.BigEndian.Uint16(b[12:]))
	if h.division&0x8000 != 0 {
		err = h.timecode(b[12], b[13])
	} else if h.division == 0 {
		err = errors.New("0 ticks in a quarter note")
	}
	return h, b[8+size:], err
}

// timecode sets the division of a file that counts parts of frames. A second
// is one or two quarter notes, so that their ticks are a whole number.
func (h *fileHeader) timecode(frames, parts byte) error {
	fps, micros := -int(int8(frames)), int64(1_000_000)
	switch fps {
	case 24, 25, 30:
	case 29: // 30 frames in 1.001 seconds
		fps, micros = 30, 1_001_000
	default:
		return fmt.Errorf("%d frames a second: must be 24, 25, 29 or 30", fps)
	}
	if parts == 0 {
		return errors.New("0 ticks in a frame")
	}
	h.smpte, h.division, h.micros = true, fps*int(parts), micros
	if h.division%2 == 0 {
		h.division, h.micros = h.division/2, micros/2
	}
	return nil
}

// fileReader gathers the tracks of a file.
type fileReader struct {
	fileHeader
	perf  *Performance
	notes int
	start int64 // tick where the track begins: 0 but in a type 2 file
	open  [16][128]sounding
}

// tracks reads all chunks behind the header. Those of unknown kinds are
// passed over, as the specification asks; what is behind the last track, too.
func (f *fileReader) tracks(b []byte) error {
	n := 0
	for n < f.count {
		if len(b) < 8 {
			return fmt.Errorf("cut off: %d tracks of %d are there", n, f.count)
		}
		size := int64(binary.BigEndian.Uint32(b[4:]))
		if size > int64(len(b)-8) {
			return fmt.Errorf("cut off: track %d has %d bytes of %d", n+1, len(b)-8, size)
		}
		kind, body := string(b[:4]), b[8:8+size]
		b = b[8+size:]
		if kind != "MTrk" {
			continue
		}
		t := &trackReader{file: f, number: n, body: body}
		if err := t.read(); err != nil {
			return fmt.Errorf("track %d: %w", n+1, err)
		}
		n++
	}
	return nil
}

// finish puts what several tracks have said in one order.
func (f *fileReader) finish() {
	p := f.perf
	p.Tempos = InOrder(p.Tempos, func(m TempoMark) int64 { return m.Tick })
	p.Meters = InOrder(p.Meters, func(m MeterMark) int64 { return m.Tick })
	p.Keys = InOrder(p.Keys, func(m KeyMark) int64 { return m.Tick })
}

// inOrder sorts marks by their ticks; of several at one moment the last
// counts.
func InOrder[M comparable](marks []M, tick func(M) int64) []M {
	slices.SortStableFunc(marks, func(a, b M) int { return cmp.Compare(tick(a), tick(b)) })
	kept := marks[:0]
	for i, m := range marks {
		if i+1 == len(marks) || tick(marks[i+1]) != tick(m) {
			kept = append(kept, m)
		}
	}
	return kept
}
