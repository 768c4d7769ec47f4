package abcmidi

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gitlab.com/gomidi/midi/v2"
	"gitlab.com/gomidi/midi/v2/smf"
)

// smfBytes makes a file of tracks with gomidi.
func smfBytes(t testing.TB, division smf.TimeFormat, tracks ...smf.Track) []byte {
	t.Helper()
	file := smf.NewSMF1()
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

// rawFile makes a file of track bodies as they are.
func rawFile(format, division uint16, bodies ...string) []byte {
	b := binary.BigEndian.AppendUint16([]byte("MThd\x00\x00\x00\x06"), format)
	b = binary.BigEndian.AppendUint16(b, uint16(len(bodies)))
	b = binary.BigEndian.AppendUint16(b, division)
	for _, body := range bodies {
		b = binary.BigEndian.AppendUint32(append(b, "MTrk"...), uint32(len(body)))
		b = append(b, body...)
	}
	return b
}

const endOfTrack = "\x00\xff\x2f\x00"

// sampleFile has two tracks, a key, a meter, tempos, a pedal, drums.
func sampleFile(t testing.TB) []byte {
	var head, right, left smf.Track
	head.Add(0, smf.MetaTrackSequenceName("Sample"))
	head.Add(0, smf.MetaMeter(6, 8))
	head.Add(0, smf.MetaKey(2, true, 2, false))
	head.Add(0, smf.MetaTempo(96))
	head.Add(960, smf.MetaTempo(120))
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
	return smfBytes(t, smf.MetricTicks(480), head, right, left)
}

func performed(p *Performance) string {
	var b strings.Builder
	fmt.Fprintf(&b, "division %d", p.Division)
	for _, m := range p.Tempos {
		fmt.Fprintf(&b, " tempo %d@%d", m.Micros, m.Tick)
	}
	for _, m := range p.Meters {
		fmt.Fprintf(&b, " meter %d/%d@%d", m.Num, m.Den, m.Tick)
	}
	for _, m := range p.Keys {
		fmt.Fprintf(&b, " key %s@%d", KeyName(m.Sharps, m.Minor), m.Tick)
	}
	for _, part := range p.Parts {
		fmt.Fprintf(&b, "; track %d channel %d", part.Track, part.Channel)
		for _, n := range part.Notes {
			fmt.Fprintf(&b, " %d@%d-%d", n.Key, n.On, n.Off)
		}
	}
	if p.Stuck+p.Loose > 0 {
		fmt.Fprintf(&b, "; stuck %d loose %d", p.Stuck, p.Loose)
	}
	return b.String()
}

func TestReadMIDI(t *testing.T) {
	note := "\x00\x90\x3c\x40\x60\x80\x3c\x00"
	tests := []struct {
		name string
		file []byte
		want string
	}{
		{"one note", rawFile(0, 96, note+endOfTrack), "division 96; track 0 channel 0 60@0-96"},
		{"running status, velocity 0 ends", rawFile(0, 96, "\x00\x90\x3c\x40\x60\x3c\x00\x00\x3e\x40\x60\x3e\x00"+endOfTrack),
			"division 96; track 0 channel 0 60@0-96 62@96-192"},
		{"running status over a meta", rawFile(0, 96, "\x00\x90\x3c\x40\x00\xff\x01\x01a\x60\x3c\x00"+endOfTrack),
			"division 96; track 0 channel 0 60@0-96"},
		{"no end of track", rawFile(0, 96, note), "division 96; track 0 channel 0 60@0-96"},
		{"overlap of one key: first in, first out", rawFile(0, 96, "\x00\x90\x3c\x40\x10\x3c\x40\x10\x3c\x00\x10\x3c\x00"+endOfTrack),
			"division 96; track 0 channel 0 60@0-32 60@16-48"},
		{"a note that never ends", rawFile(0, 96, "\x00\x90\x3c\x40\x10\x3e\x40\x10\x3e\x00\x10\xff\x2f\x00"),
			"division 96; track 0 channel 0 60@0-48 62@16-32; stuck 1 loose 0"},
		{"an end without a note", rawFile(0, 96, "\x00\x80\x3c\x40"+note+endOfTrack),
			"division 96; track 0 channel 0 60@0-96; stuck 0 loose 1"},
		{"a note without length", rawFile(0, 96, "\x00\x90\x3c\x40\x00\x3c\x00"+endOfTrack), "division 96; track 0 channel 0 60@0-1"},
		{"type 1", rawFile(1, 96, endOfTrack, note+endOfTrack, note+endOfTrack),
			"division 96; track 1 channel 0 60@0-96; track 2 channel 0 60@0-96"},
		{"type 2: one behind the other", rawFile(2, 96, note+endOfTrack, note+endOfTrack),
			"division 96; track 0 channel 0 60@0-96; track 1 channel 0 60@96-192"},
		{"two channels of a track", rawFile(0, 96, "\x00\x91\x3c\x40\x00\x90\x3c\x40\x60\x80\x3c\x00\x00\x81\x3c\x00"+endOfTrack),
			"division 96; track 0 channel 0 60@0-96; track 0 channel 1 60@0-96"},
		{"SMPTE, 25 frames of 40", rawFile(0, 0xe728, note+endOfTrack), "division 500 tempo 500000@0; track 0 channel 0 60@0-96"},
		{"SMPTE, odd", rawFile(0, 0xe701, note+endOfTrack), "division 25 tempo 1000000@0; track 0 channel 0 60@0-96"},
		{"SMPTE, 29.97 frames of 80; tempos do not count", rawFile(0, 0xe350, "\x00\xff\x51\x03\x01\x00\x00"+note+endOfTrack),
			"division 1200 tempo 500500@0; track 0 channel 0 60@0-96"},
		{"metas", rawFile(0, 96, "\x00\xff\x51\x03\x07\xa1\x20\x00\xff\x58\x04\x06\x03\x24\x08\x00\xff\x59\x02\xfd\x01"+note+endOfTrack),
			"division 96 tempo 500000@0 meter 6/8@0 key Cm@0; track 0 channel 0 60@0-96"},
		{"metas that make no sense", rawFile(0, 96, "\x00\xff\x51\x03\x00\x00\x00\x00\xff\x58\x04\x00\x63\x24\x08\x00\xff\x59\x02\x40\x05\x00\xff\x51\x01\x01"+note+endOfTrack),
			"division 96; track 0 channel 0 60@0-96"},
		{"system exclusive", rawFile(0, 96, "\x00\xf0\x03\x01\x02\xf7\x00\xf7\x01\xfe"+note+endOfTrack), "division 96; track 0 channel 0 60@0-96"},
		{"foreign chunk, longer header", append(append([]byte("MThd\x00\x00\x00\x08\x00\x00\x00\x01\x00\x60zz"+"XFIH\x00\x00\x00\x02ab"), rawFile(0, 96, note)[14:]...), "trailing"...),
			"division 96; track 0 channel 0 60@0-96"},
		{"RIFF", append([]byte("RIFF\x00\x00\x00\x00RMIDdata\x22\x00\x00\x00"), rawFile(0, 96, note+endOfTrack)...),
			"division 96; track 0 channel 0 60@0-96"},
		{"a far end of track", rawFile(0, 96, note+"\xff\xff\xff\x7f\xff\x2f\x00"), "division 96; track 0 channel 0 60@0-96"},
	}
	for _, test := range tests {
		p, err := readMIDI(test.file)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		} else if got := performed(p); got != test.want {
			t.Errorf("%s:\ngot  %s\nwant %s", test.name, got, test.want)
		}
	}
}

func TestReadMIDIBroken(t *testing.T) {
	tests := []struct {
		name string
		file []byte
		want string
	}{
		{"empty", nil, "not a Standard MIDI File"},
		{"text", []byte("X:1\nT:a tune\nK:C\nabc\n"), "not a Standard MIDI File"},
		{"header of 4 GiB", []byte("MThd\xff\xff\xff\xff\x00\x00\x00\x01\x00\x60"), "not a Standard MIDI File: a header of 4294967295 bytes"},
		{"type 3", rawFile(3, 96, endOfTrack), "a file of type 3: there are types 0, 1 and 2"},
		{"division 0", rawFile(0, 0, endOfTrack), "0 ticks in a quarter note"},
		{"SMPTE of 31 frames", rawFile(0, 0xe128, endOfTrack), "31 frames a second: must be 24, 25, 29 or 30"},
		{"SMPTE of 0 ticks", rawFile(0, 0xe700, endOfTrack), "0 ticks in a frame"},
		{"cut track", rawFile(0, 96, endOfTrack)[:20], "cut off: 0 tracks of 1 are there"},
		{"cut track body", rawFile(0, 96, endOfTrack)[:24], "cut off: track 1 has 2 bytes of 4"},
		{"track of 4 GiB", []byte("MThd\x00\x00\x00\x06\x00\x00\x00\x01\x00\x60MTrk\xff\xff\xff\xffab"), "cut off: track 1 has 2 bytes of 4294967295"},
		{"missing tracks", append([]byte("MThd\x00\x00\x00\x06\x00\x01\x00\x05"), rawFile(1, 96, endOfTrack)[12:]...), "cut off: 1 tracks of 5 are there"},
		{"meta of 256 MiB", rawFile(0, 96, "\x00\xff\x01\xff\xff\xff\x7fa"), "track 1: an event of 268435455 bytes, of which 1 are there"},
		{"data without status", rawFile(0, 96, "\x00\x3c\x40"), "track 1: a data byte 3c without status"},
		{"status for data", rawFile(0, 96, "\x00\x90\x3c\x90"), "track 1: data bytes 3c 90 behind status 90"},
		{"realtime message", rawFile(0, 96, "\x00\xf8"), "track 1: status f8, which no file may have"},
		{"delta of 5 bytes", rawFile(0, 96, "\x80\x80\x80\x80\x00"), "track 1: a number of more than four bytes"},
		{"cut event", rawFile(0, 96, "\x00\x90\x3c"), "track 1: ends inside an event"},
		{"cut behind a delta", rawFile(0, 96, "\x00"), "track 1: ends inside an event"},
		{"too long", rawFile(0, 1, "\xff\xff\xff\x7f\x90\x3c\x40"), "track 1: longer than 262144 quarter notes"},
		{"too large", make([]byte, maxMIDIFile+1), "larger than 32 MiB"},
	}
	for _, test := range tests {
		if _, err := readMIDI(test.file); err == nil || err.Error() != test.want {
			t.Errorf("%s: error %v, want %s", test.name, err, test.want)
		}
	}
}

// TestHoldPedal lengthens notes to where the pedal comes up or the key is
// struck again.
func TestHoldPedal(t *testing.T) {
	p, err := readMIDI(rawFile(0, 96, "\x00\xb0\x40\x7f\x00\x90\x3c\x40\x10\x3c\x00\x10\x3e\x40\x10\x3e\x00\x10\x3c\x40\x10\x3c\x00\x10\xb0\x40\x00\x10\x90\x40\x40\x10\x40\x00"+endOfTrack))
	if err != nil {
		t.Fatal(err)
	}
	p.HoldPedal()
	if got, want := performed(p), "division 96; track 0 channel 0 60@0-64 62@32-96 60@64-96 64@112-128"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// gomidiNotes reads a file with gomidi's own reader and pairs its notes.
func gomidiNotes(t testing.TB, name string) (list []flatNote) {
	t.Helper()
	file, err := smf.ReadFile(name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	part := 0
	for _, track := range file.Tracks {
		var open [16][128][]flatNote
		var tick int64
		before := len(list)
		for _, event := range track {
			tick += int64(event.Delta)
			var channel, key, velocity uint8
			switch {
			case event.Message.GetNoteStart(&channel, &key, &velocity):
				open[channel][key] = append(open[channel][key], flatNote{part + int(channel)<<8, tick, 0, key, velocity})
			case event.Message.GetNoteEnd(&channel, &key):
				if q := open[channel][key]; len(q) > 0 {
					q[0].off = max(tick, q[0].on+1)
					list = append(list, q[0])
					open[channel][key] = q[1:]
				}
			}
		}
		if len(list) > before {
			part++
		}
	}
	return list
}

// TestReadAgainstGomidi holds the reader to gomidi's own on every file of the
// corpora: the same notes.
func TestReadAgainstGomidi(t *testing.T) {
	step := 7
	if os.Getenv("CHARABANC_FULL") != "" {
		step = 1
	}
	for _, pattern := range []string{"nottingham/midi/*.mid", "piano/*.mid"} {
		files := corpusFiles(t, pattern)
		for i := 0; i < len(files); i += step {
			p := readFile(t, files[i])
			a, b := flat(p, false, true), gomidiNotes(t, files[i])
			for j := range b {
				b[j].part = 0
			}
			if n := common(a, b); n != len(a) || n > len(b) || len(b) < len(a)-p.Stuck {
				t.Errorf("%s: %d notes, gomidi's reader has %d, of which %d are the same", filepath.Base(files[i]), len(a), len(b), n)
			}
		}
	}
}

// mutate damages a file: bytes changed, cut out, doubled, the end cut off.
func mutate(b []byte, r *rand.Rand) []byte {
	b = slices.Clone(b)
	for range 1 + r.IntN(3) {
		if len(b) == 0 {
			return b
		}
		at := r.IntN(len(b))
		n := min(1+r.IntN(16), len(b)-at)
		switch r.IntN(6) {
		case 0:
			b[at] = byte(r.UintN(256))
		case 1:
			b[at] ^= 1 << r.UintN(8)
		case 2:
			b = slices.Delete(b, at, at+n)
		case 3:
			b = slices.Insert(b, at, b[at:at+n]...)
		case 4:
			for i := range n {
				b[at+i] = []byte{0, 0x7f, 0x80, 0xff}[r.IntN(4)]
			}
		case 5:
			if r.IntN(4) == 0 {
				b = b[:at]
			}
		}
	}
	return b
}

// digest reads a file that may be anything and, if it can be read, makes text
// of it in every format; exact text must give every note back.
func digest(t testing.TB, b []byte) {
	p, err := readMIDI(b)
	if err != nil {
		if msg := err.Error(); strings.ContainsAny(msg, "\n\r") || msg == "" {
			t.Fatalf("error is not one line: %q", msg)
		}
		return
	}
	if p.Notes() == 0 {
		return
	}
	want := flat(p, true, true)
	for _, o := range []NoteTextOptions{{Velocity: true}, {Format: ClassicNotes}, {Format: ABCNotes}, {Format: ABCNotes, Grid: 12, Pedal: true, TransposeTo: "C"}} {
		text, err := p.NoteText(o)
		if err != nil {
			continue // too many voices, too long a tune
		}
		switch o.Format {
		case ExactNotes:
			back, err := ReadNotes(Source{Text: text})
			if err != nil {
				t.Fatalf("findings on our own text: %v", err)
			}
			if got := flat(back, true, true); !slices.Equal(got, want) {
				t.Fatalf("%d of %d notes come back, %d in all\n%q", common(got, want), len(want), len(got), b)
			}
		case ABCNotes:
			if len(text) > 1<<20 {
				continue
			}
			tune, err := Parse(text)
			if err != nil {
				t.Fatalf("findings on our own tune: %v\n%q", err, b)
			}
			if o.Grid > 0 {
				continue
			}
			score, err := tune.Score(ScoreOptions{})
			if err != nil {
				t.Fatalf("our own tune: %v\n%q", err, b)
			}
			if got := scoreNotes(score, p.Division); common(got, flat(p, false, false)) != len(want) || len(got) != len(want) {
				t.Fatalf("ABC: %d of %d notes come back, %d in all\n%q\n%s", common(got, flat(p, false, false)), len(want), len(got), b, text)
			}
		}
	}
}

// scoreNotes are a score's notes in ticks of a division.
func scoreNotes(s *Score, division int) (list []flatNote) {
	tick := func(f Fraction) int64 {
		return (2*f.Num()*int64(division) + f.Den()) / (2 * f.Den())
	}
	for i := range s.Voices {
		for _, e := range s.Voices[i].Events {
			list = append(list, flatNote{0, tick(e.Onset), tick(e.Onset.Add(e.Duration)), e.Key, 0})
		}
	}
	return list
}

// TestReadMutated reads some thousands of damaged and random files;
// CHARABANC_FULL makes them 100,000.
func TestReadMutated(t *testing.T) {
	seeds := [][]byte{sampleFile(t)}
	n := 4000
	if os.Getenv("CHARABANC_FULL") != "" {
		n = 100_000
		for i, name := range corpusFiles(t, "nottingham/midi/*.mid") {
			if b, err := os.ReadFile(name); err == nil && i%50 == 0 {
				seeds = append(seeds, b)
			}
		}
		for i, name := range corpusFiles(t, "piano/*.mid") {
			if b, err := os.ReadFile(name); err == nil && i%12 == 0 {
				seeds = append(seeds, b)
			}
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	read := 0
	for i := range n {
		var b []byte
		switch i % 8 {
		case 0: // random bytes behind a sound header
			body := make([]byte, r.IntN(400))
			for j := range body {
				body[j] = byte(r.UintN(256) >> r.UintN(3))
			}
			b = rawFile(uint16(r.IntN(3)), uint16(r.UintN(1<<16)), string(body))
		case 1:
			s := seeds[r.IntN(len(seeds))]
			b = s[:r.IntN(len(s))]
		default:
			b = mutate(seeds[r.IntN(len(seeds))], r)
		}
		if _, err := readMIDI(b); err == nil {
			read++
		}
		digest(t, b)
	}
	t.Logf("%d files, %d of them readable", n, read)
}

func FuzzReadMIDI(f *testing.F) {
	f.Add(sampleFile(f))
	f.Add(rawFile(0, 96, "\x00\x90\x3c\x40\x60\x80\x3c\x00"+endOfTrack))
	f.Add(rawFile(2, 0xe728, "\x00\x90\x3c\x40\x10\x3c\x40\x10\x3c\x00", "\x00\xff\x58\x04\x05\x03\x24\x08\x00\x91\x3c\x40"))
	f.Fuzz(func(t *testing.T, b []byte) { digest(t, b) })
}
