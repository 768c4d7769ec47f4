package sound

import (
	"fmt"
	"io"

	"github.com/go-audio/audio"
	"github.com/go-audio/wav"
)

// This file writes samples as a WAV file: 16 bits, one channel.

// pcm is the number of plain samples in a WAV file's format field.
const pcm = 1

// encodedAtOnce is how many samples are given to the encoder at a time.
const encodedAtOnce = 1 << 16

// WriteWAV writes samples as a WAV file.
func WriteWAV(w io.WriteSeeker, samples []int16) error {
	e := wav.NewEncoder(w, Rate, 16, 1, pcm)
	b := &audio.IntBuffer{Format: &audio.Format{NumChannels: 1, SampleRate: Rate}, SourceBitDepth: 16}
	// The encoder writes its header with the first buffer: a file without samples needs one.
	for first := true; first || len(samples) > 0; first = false {
		n := min(len(samples), encodedAtOnce)
		b.Data = b.Data[:0]
		for _, x := range samples[:n] {
			b.Data = append(b.Data, int(x))
		}
		if err := e.Write(b); err != nil {
			return fmt.Errorf("writing WAV: %w", err)
		}
		samples = samples[n:]
	}
	if err := e.Close(); err != nil {
		return fmt.Errorf("writing WAV: %w", err)
	}
	return nil
}

// headerSize is the size in bytes of a WAV file without its samples.
const headerSize = 44

// WAV returns samples as the bytes of a WAV file.
func WAV(samples []int16) []byte {
	f := &memoryFile{bytes: make([]byte, 0, headerSize+2*len(samples))}
	if err := WriteWAV(f, samples); err != nil {
		panic(err) // memory takes all
	}
	return f.bytes
}

// memoryFile is a file in memory.
type memoryFile struct {
	bytes []byte
	at    int
}

// Write writes at the place of the latest Seek, over what is there.
func (f *memoryFile) Write(p []byte) (int, error) {
	over := copy(f.bytes[f.at:], p)
	f.bytes = append(f.bytes, p[over:]...)
	f.at += len(p)
	return len(p), nil
}

// Seek goes to a place in the file.
func (f *memoryFile) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += int64(f.at)
	case io.SeekEnd:
		offset += int64(len(f.bytes))
	}
	if offset < 0 || offset > int64(len(f.bytes)) {
		return 0, fmt.Errorf("seek to %d in a file of %d bytes", offset, len(f.bytes))
	}
	f.at = int(offset)
	return offset, nil
}
