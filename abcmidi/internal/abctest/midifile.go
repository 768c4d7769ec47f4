package abctest

import (
	"bytes"
	"encoding/binary"
	"testing"

	"gitlab.com/gomidi/midi/v2"
	gosmf "gitlab.com/gomidi/midi/v2/smf"
)

// smfBytes writes a type 1 file of tracks with gomidi.
func smfBytes(t testing.TB, division gosmf.TimeFormat, tracks ...gosmf.Track) []byte {
	t.Helper()
	file := gosmf.NewSMF1()
	file.TimeFormat = division
	for _, track := range tracks {
		track.Close(0)
		if err := file.Add(track); err != nil {
			t.Fatal(err)
		}
	}
	var buf bytes.Buffer
	if _, err := file.WriteTo(&buf); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// RawFile returns a file with the given division and track bodies.
func RawFile(format, division uint16, bodies ...string) []byte {
	b := binary.BigEndian.AppendUint16([]byte("MThd\x00\x00\x00\x06"), format)
	b = binary.BigEndian.AppendUint16(b, uint16(len(bodies)))
	b = binary.BigEndian.AppendUint16(b, division)
	for _, body := range bodies {
		b = binary.BigEndian.AppendUint32(append(b, "MTrk"...), uint32(len(body)))
		b = append(b, body...)
	}
	return b
}

// EndOfTrack is a delta time of 0 and the meta event that ends a track.
const EndOfTrack = "\x00\xff\x2f\x00"

// SampleFile returns a file of a conductor track and two tracks of notes, in D
// and 6/8, with two tempos, the sustain pedal, and drums.
func SampleFile(t testing.TB) []byte {
	t.Helper()
	var head, right, left gosmf.Track
	head.Add(0, gosmf.MetaTrackSequenceName("Sample"))
	head.Add(0, gosmf.MetaMeter(6, 8))
	head.Add(0, gosmf.MetaKey(2, true, 2, false))
	head.Add(0, gosmf.MetaTempo(96))
	head.Add(960, gosmf.MetaTempo(120))
	for i, key := range []uint8{74, 78, 81, 86, 85, 61, 62} {
		right.Add(uint32(i%2*5), midi.NoteOn(0, key, 70+key/4))
		right.Add(235, midi.NoteOff(0, key))
	}
	left.Add(0, midi.ProgramChange(1, 40))
	left.Add(0, midi.ControlChange(1, 64, 127))
	for range 5 {
		left.Add(0, midi.NoteOn(1, 50, 80))
		left.Add(0, midi.NoteOn(1, 54, 80))
		left.Add(0, midi.NoteOn(9, 36, 100))
		left.Add(160, midi.NoteOff(1, 50))
		left.Add(160, midi.NoteOff(1, 54))
		left.Add(160, midi.NoteOff(9, 36))
	}
	left.Add(0, midi.ControlChange(1, 64, 0))
	return smfBytes(t, gosmf.MetricTicks(480), head, right, left)
}
