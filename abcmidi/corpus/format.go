package corpus

import (
	"slices"
	"sync"

	"charabanc/abcmidi/score"
	"charabanc/abcmidi/smf"
	"charabanc/abcmidi/sound"
)

// Format is a kind of file that a score is written to.
type Format uint8

const (
	MIDI Format = iota // Standard MIDI File
	WAV                // samples, as package sound plays them
	XML                // MusicXML, of tunes as they are written
)

// String returns the name of the format: "MIDI", "WAV" or "MusicXML".
func (f Format) String() string { return [...]string{MIDI: "MIDI", WAV: "WAV", XML: "MusicXML"}[f] }

// ending returns how the names of files of the format end.
func (f Format) ending() string { return [...]string{MIDI: ".mid", WAV: ".wav", XML: ".musicxml"}[f] }

// encode calls write with the bytes of a score's file, which write must not keep.
func (f Format) encode(s *score.Score, o smf.Options, write func(file []byte) error) error {
	if f == MIDI {
		return smf.Encode(s, o, write)
	}
	return encodeWAV(s, write)
}

// renderRoom is held by every score that is being rendered, and by a long one alone, so
// that no two long ones are in memory at once.
var renderRoom sync.RWMutex

// longTune is the time in milliseconds from which a note makes its tune a long one.
const longTune = 3 * 60 * 1000

func encodeWAV(s *score.Score, write func(file []byte) error) error {
	notes := sound.Notes(s)
	if slices.ContainsFunc(notes, func(n sound.Note) bool { return max(n.Start, n.Length) >= longTune }) {
		renderRoom.Lock()
		defer renderRoom.Unlock()
	} else {
		renderRoom.RLock()
		defer renderRoom.RUnlock()
	}
	samples, err := sound.Render(notes)
	if err != nil {
		return err
	}
	return write(sound.WAV(samples))
}
