package smf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"sync"

	"charabanc/abcmidi/internal/slab"
)

// This file reads the whole of a Standard MIDI File; header.go and chunks.go find its parts, and
// readtrack.go reads the events of a track.
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

// maxKept is the size in bytes up to which the memory of a file serves the next.
const maxKept = 1 << 18

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
	m := memories.Get().(*memory)
	b, err := readBounded(r, m.file)
	if err != nil {
		return nil, err
	}
	p, err := m.parse(b)
	if err != nil {
		return nil, err
	}
	if m.file = b; cap(b) > maxKept {
		m.file = nil
	}
	memories.Put(m)
	return p, nil
}

// readBounded reads all of r, or one byte more than MaxFile, into the memory of kept or its own.
// If r is a file, the buffer has the file's size from the start, so that the bytes are not
// copied while it grows.
func readBounded(r io.Reader, kept []byte) ([]byte, error) {
	size := int64(bytes.MinRead)
	if file, ok := r.(interface{ Stat() (fs.FileInfo, error) }); ok {
		if info, err := file.Stat(); err == nil {
			size += min(info.Size(), MaxFile)
		}
	}
	buf := bytes.NewBuffer(slices.Grow(kept[:0], int(size)))
	_, err := buf.ReadFrom(io.LimitReader(r, MaxFile+1))
	return buf.Bytes(), err
}

// parse reads a whole file. Nothing of the performance is in b.
func (m *memory) parse(b []byte) (*Performance, error) {
	if len(b) > MaxFile {
		return nil, fmt.Errorf("larger than %d MiB", MaxFile>>20)
	}
	f := &fileReader{perf: new(Performance), memory: m}
	b, err := f.readHeader(unwrapRIFF(b))
	if err != nil {
		return nil, err
	}
	f.perf.Division = f.division
	if f.smpte {
		f.perf.Tempos = []TempoMark{{0, f.micros}}
	}
	if err := f.tracks(b); err != nil {
		return nil, err
	}
	if f.perf.Fault != nil && f.notes == 0 {
		return nil, f.perf.Fault
	}
	f.perf.SortMarks() // of all tracks
	return f.perf, nil
}

// fileReader collects the tracks of a file.
type fileReader struct {
	fileHeader
	*memory
	perf  *Performance
	notes int   // read so far, of all tracks
	start int64 // tick at which the track begins: not 0 only in a type 2 file

	searches int // by resumeRunning
}

// memory is what reading a file takes. It serves one file after another, and in each one track
// after another: between tracks no note is open and no part has anything.
type memory struct {
	file  []byte
	open  [16][128]sounding // by channel
	parts [16]Part
}

// memories keeps the memory of files that have been read without an error.
var memories = sync.Pool{New: func() any { return new(memory) }}

// take returns the part of a channel, which is the caller's to keep: a copy of its notes, or if
// they are very many the memory itself.
func (m *memory) take(channel int) Part {
	part := m.parts[channel]
	kept := slab.Kept(part.Notes)
	if kept != nil {
		part.Notes = slices.Clone(part.Notes)
	}
	m.parts[channel] = Part{Notes: kept}
	return part
}

// mend counts a place that was passed over or put right. Of the first it keeps what is wrong.
func (f *fileReader) mend(format string, args ...any) {
	f.perf.Mended++
	if f.perf.Fault == nil {
		f.perf.Fault = fmt.Errorf(format, args...)
	}
}
