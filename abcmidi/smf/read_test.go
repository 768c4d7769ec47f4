package smf_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gosmf "gitlab.com/gomidi/midi/v2/smf"

	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/smf"
)

func TestReadMIDI(t *testing.T) {
	note := "\x00\x90\x3c\x40\x60\x80\x3c\x00"
	tests := []struct {
		name string
		file []byte
		want string
	}{
		{"one note", abctest.RawFile(0, 96, note+abctest.EndOfTrack), "division 96; track 0 channel 0 60@0-96"},
		{"running status, velocity 0 ends", abctest.RawFile(0, 96, "\x00\x90\x3c\x40\x60\x3c\x00\x00\x3e\x40\x60\x3e\x00"+abctest.EndOfTrack),
			"division 96; track 0 channel 0 60@0-96 62@96-192"},
		{"running status over a meta", abctest.RawFile(0, 96, "\x00\x90\x3c\x40\x00\xff\x01\x01a\x60\x3c\x00"+abctest.EndOfTrack),
			"division 96; track 0 channel 0 60@0-96"},
		{"no end of track", abctest.RawFile(0, 96, note), "division 96; track 0 channel 0 60@0-96"},
		{"overlap of one key: first in, first out", abctest.RawFile(0, 96, "\x00\x90\x3c\x40\x10\x3c\x40\x10\x3c\x00\x10\x3c\x00"+abctest.EndOfTrack),
			"division 96; track 0 channel 0 60@0-32 60@16-48"},
		{"a note that never ends", abctest.RawFile(0, 96, "\x00\x90\x3c\x40\x10\x3e\x40\x10\x3e\x00\x10\xff\x2f\x00"),
			"division 96; track 0 channel 0 60@0-48 62@16-32; stuck 1 loose 0"},
		{"an end without a note", abctest.RawFile(0, 96, "\x00\x80\x3c\x40"+note+abctest.EndOfTrack),
			"division 96; track 0 channel 0 60@0-96; stuck 0 loose 1"},
		{"a note without length", abctest.RawFile(0, 96, "\x00\x90\x3c\x40\x00\x3c\x00"+abctest.EndOfTrack), "division 96; track 0 channel 0 60@0-1"},
		{"type 1", abctest.RawFile(1, 96, abctest.EndOfTrack, note+abctest.EndOfTrack, note+abctest.EndOfTrack),
			"division 96; track 1 channel 0 60@0-96; track 2 channel 0 60@0-96"},
		{"type 2: one after the other", abctest.RawFile(2, 96, note+abctest.EndOfTrack, note+abctest.EndOfTrack),
			"division 96; track 0 channel 0 60@0-96; track 1 channel 0 60@96-192"},
		{"two channels of a track", abctest.RawFile(0, 96, "\x00\x91\x3c\x40\x00\x90\x3c\x40\x60\x80\x3c\x00\x00\x81\x3c\x00"+abctest.EndOfTrack),
			"division 96; track 0 channel 0 60@0-96; track 0 channel 1 60@0-96"},
		{"SMPTE, 25 frames of 40", abctest.RawFile(0, 0xe728, note+abctest.EndOfTrack), "division 500 tempo 500000@0; track 0 channel 0 60@0-96"},
		{"SMPTE, odd", abctest.RawFile(0, 0xe701, note+abctest.EndOfTrack), "division 25 tempo 1000000@0; track 0 channel 0 60@0-96"},
		{"SMPTE, 29.97 frames of 80; tempos do not count", abctest.RawFile(0, 0xe350, "\x00\xff\x51\x03\x01\x00\x00"+note+abctest.EndOfTrack),
			"division 1200 tempo 500500@0; track 0 channel 0 60@0-96"},
		{"metas", abctest.RawFile(0, 96, "\x00\xff\x51\x03\x07\xa1\x20\x00\xff\x58\x04\x06\x03\x24\x08\x00\xff\x59\x02\xfd\x01"+note+abctest.EndOfTrack),
			"division 96 tempo 500000@0 meter 6/8@0 key Cm@0; track 0 channel 0 60@0-96"},
		{"metas that make no sense", abctest.RawFile(0, 96, "\x00\xff\x51\x03\x00\x00\x00\x00\xff\x58\x04\x00\x63\x24\x08\x00\xff\x59\x02\x40\x05\x00\xff\x51\x01\x01"+note+abctest.EndOfTrack),
			"division 96; track 0 channel 0 60@0-96"},
		{"system exclusive", abctest.RawFile(0, 96, "\x00\xf0\x03\x01\x02\xf7\x00\xf7\x01\xfe"+note+abctest.EndOfTrack), "division 96; track 0 channel 0 60@0-96"},
		{"foreign chunk, longer header", append(append([]byte("MThd\x00\x00\x00\x08\x00\x00\x00\x01\x00\x60zz"+"XFIH\x00\x00\x00\x02ab"), abctest.RawFile(0, 96, note)[14:]...), "trailing"...),
			"division 96; track 0 channel 0 60@0-96"},
		{"RIFF", append([]byte("RIFF\x00\x00\x00\x00RMIDdata\x22\x00\x00\x00"), abctest.RawFile(0, 96, note+abctest.EndOfTrack)...),
			"division 96; track 0 channel 0 60@0-96"},
		{"the pedal", abctest.RawFile(0, 96, "\x00\xb0\x40\x3f\x00\xb0\x40\x40\x00\xb0\x40\x7f"+note+"\x00\xb0\x40\x00"+abctest.EndOfTrack),
			"division 96; track 0 channel 0 60@0-96; pedal true@0 false@96"},
		{"a program, before notes alone", abctest.RawFile(0, 96, "\x00\xc0\x28"+note+"\x00\xc0\x29"+abctest.EndOfTrack), "division 96; track 0 channel 0 program 40 60@0-96"},
		{"SMPTE, 24 frames", abctest.RawFile(0, 0xe801, note+abctest.EndOfTrack), "division 12 tempo 500000@0; track 0 channel 0 60@0-96"},
		{"SMPTE, 30 frames", abctest.RawFile(0, 0xe201, note+abctest.EndOfTrack), "division 15 tempo 500000@0; track 0 channel 0 60@0-96"},
		{"meters of 0 and of 128ths", abctest.RawFile(0, 96, "\x00\xff\x58\x04\x00\x02\x18\x08\x00\xff\x58\x04\x01\x07\x18\x08"+note+abctest.EndOfTrack), "division 96; track 0 channel 0 60@0-96"},
		{"an empty last track", abctest.RawFile(1, 96, note, ""), "division 96; track 0 channel 0 60@0-96"},
		{"a meter of 64ths", abctest.RawFile(0, 96, "\x00\xff\x58\x04\x01\x06\x18\x08"+note+abctest.EndOfTrack), "division 96 meter 1/64@0; track 0 channel 0 60@0-96"},
		{"keys at the limits", abctest.RawFile(0, 96, "\x00\xff\x59\x02\xf9\x00"+note+"\x00\xff\x59\x02\x07\x00\x01\xff\x59\x02\xf8\x00\x00\xff\x59\x02\x08\x00"+abctest.EndOfTrack),
			"division 96 key Cb@0 key C#@96; track 0 channel 0 60@0-96"},
		{"bytes before the header", append(make([]byte, 252), abctest.RawFile(0, 96, note+abctest.EndOfTrack)...), "division 96; track 0 channel 0 60@0-96"},
		{"RIFF with another chunk", append([]byte("RIFF\x00\x00\x00\x00RMIDLIST\x01\x00\x00\x00xydata\x22\x00\x00\x00"), abctest.RawFile(0, 96, note+abctest.EndOfTrack)...),
			"division 96; track 0 channel 0 60@0-96"},
		{"at the length limit", abctest.RawFile(0, 1, "\x8f\xff\x7f\x90\x3c\x40\x01\x3c\x00"+abctest.EndOfTrack), "division 1; track 0 channel 0 60@262143-262144"},
		{"a far end of track", abctest.RawFile(0, 96, note+"\xff\xff\xff\x7f\xff\x2f\x00"), "division 96; track 0 channel 0 60@0-96"},
	}
	for _, test := range tests {
		p, err := smf.Read(bytes.NewReader(test.file))
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		} else if got := abctest.Performed(p); got != test.want {
			t.Errorf("%s:\ngot  %s\nwant %s", test.name, got, test.want)
		}
	}
}

// TestReadMarks ignores marks beyond 131,072.
func TestReadMarks(t *testing.T) {
	const most = 1 << 17
	p, err := smf.Read(bytes.NewReader(abctest.RawFile(0, 96, strings.Repeat("\x01\xff\x51\x03\x07\xa1\x20", most+1))))
	if err != nil || len(p.Tempos) != most {
		t.Errorf("%v, %d tempos, want %d", err, len(p.Tempos), most)
	}
}

// TestReadEnd wants the end of the longest track.
func TestReadEnd(t *testing.T) {
	note := "\x00\x90\x3c\x40\x60\x80\x3c\x00"
	for _, tracks := range [][]string{{note + "\x01\xff\x2f\x00", note}, {note, note + "\x01\xff\x2f\x00"}} {
		p, err := smf.Read(bytes.NewReader(abctest.RawFile(1, 96, tracks...)))
		if err != nil || p.End != 97 {
			t.Errorf("%q: %v, end %d, want 97", tracks, err, p.End)
		}
	}
}

// TestReadText reads names of tracks.
func TestReadText(t *testing.T) {
	tests := []struct{ name, data, want string }{
		{"plain", "A tune", "A tune"},
		{"UTF-8", "Caf\u00e9", "Caf\u00e9"},
		{"Latin-1", "Caf\xe9", "Caf\u00e9"},
		{"blanks and control characters", " a\n\tb\x00c\x7f\u0085 d ", "a b c d"},
		{"the first name counts", "one\x00\xff\x03\x03two", "one two"},
	}
	for _, test := range tests {
		size := len(test.data)
		meta := "\x00\xff\x03" + string([]byte{0x80 | byte(size>>7), byte(size & 0x7f)}) + test.data
		p, err := smf.Read(bytes.NewReader(abctest.RawFile(0, 96, meta+"\x00\xff\x03\x05other\x00\x90\x3c\x40\x60\x3c\x00")))
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		want := strings.Replace(test.want, "one two", "one \u00ff two", 1)
		if p.Title != want || p.Parts[0].Name != want {
			t.Errorf("%s: title %q, part %q, want %q", test.name, p.Title, p.Parts[0].Name, want)
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
		{"type 3", abctest.RawFile(3, 96, abctest.EndOfTrack), "a file of type 3: there are types 0, 1 and 2"},
		{"division 0", abctest.RawFile(0, 0, abctest.EndOfTrack), "0 ticks in a quarter note"},
		{"SMPTE of 31 frames", abctest.RawFile(0, 0xe128, abctest.EndOfTrack), "31 frames a second: must be 24, 25, 29 or 30"},
		{"SMPTE of 0 ticks", abctest.RawFile(0, 0xe700, abctest.EndOfTrack), "0 ticks in a frame"},
		{"cut track", abctest.RawFile(0, 96, abctest.EndOfTrack)[:20], "cut off: 0 tracks of 1 are there"},
		{"cut track body", abctest.RawFile(0, 96, abctest.EndOfTrack)[:24], "cut off: track 1 has 2 bytes of 4"},
		{"track of 4 GiB", []byte("MThd\x00\x00\x00\x06\x00\x00\x00\x01\x00\x60MTrk\xff\xff\xff\xffab"), "cut off: track 1 has 2 bytes of 4294967295"},
		{"missing tracks", append([]byte("MThd\x00\x00\x00\x06\x00\x01\x00\x05"), abctest.RawFile(1, 96, abctest.EndOfTrack)[12:]...), "cut off: 1 tracks of 5 are there"},
		{"meta of 256 MiB", abctest.RawFile(0, 96, "\x00\xff\x01\xff\xff\xff\x7fa"), "track 1: an event of 268435455 bytes, of which 1 are there"},
		{"data without status", abctest.RawFile(0, 96, "\x00\x3c\x40"), "track 1: a data byte 3c without status"},
		{"status for data", abctest.RawFile(0, 96, "\x00\xb0\x3c\x90"), "track 1: data bytes 3c 90 after status b0"},
		{"realtime message", abctest.RawFile(0, 96, "\x00\xf8"), "track 1: status f8, which no file may have"},
		{"delta of 5 bytes", abctest.RawFile(0, 96, "\x80\x80\x80\x80\x00"), "track 1: ends inside an event"},
		{"delta of 11 bytes", abctest.RawFile(0, 96, strings.Repeat("\x80", 10)+"\x00"), "track 1: a number of more than ten bytes"},
		{"cut event", abctest.RawFile(0, 96, "\x00\x90\x3c"), "track 1: ends inside an event"},
		{"cut after a delta", abctest.RawFile(0, 96, "\x00"), "track 1: ends inside an event"},
		{"too many parts", abctest.RawFile(1, 96, slices.Repeat([]string{"\x00\x90\x3c\x40\x60\x80\x3c\x00"}, smf.MaxParts+1)...), "track 1025: more than 1024 channels of tracks"},
		{"header of 5 bytes", []byte("MThd\x00\x00\x00\x05\x00\x00\x00\x01\x00\x60"), "not a Standard MIDI File: a header of 5 bytes"},
		{"too large", make([]byte, smf.MaxFile+1), "larger than 32 MiB"},
	}
	for _, test := range tests {
		if _, err := smf.Read(bytes.NewReader(test.file)); err == nil || err.Error() != test.want {
			t.Errorf("%s: error %v, want %s", test.name, err, test.want)
		}
	}
}

// gomidiNotes reads a file with gomidi's own reader and pairs its notes.
func gomidiNotes(t testing.TB, name string) (list []abctest.FlatNote) {
	t.Helper()
	file, err := gosmf.ReadFile(name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	part := 0
	for _, track := range file.Tracks {
		var open [16][128][]abctest.FlatNote
		var tick int64
		before := len(list)
		for _, event := range track {
			tick += int64(event.Delta)
			var channel, key, velocity uint8
			switch {
			case event.Message.GetNoteStart(&channel, &key, &velocity):
				open[channel][key] = append(open[channel][key], abctest.FlatNote{Part: part + int(channel)<<8, On: tick, Off: 0, Key: key, Vel: velocity})
			case event.Message.GetNoteEnd(&channel, &key):
				if q := open[channel][key]; len(q) > 0 {
					q[0].Off = max(tick, q[0].On+1)
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
		files := abctest.CorpusFiles(t, pattern)
		for i := 0; i < len(files); i += step {
			p := abctest.ReadFile(t, files[i])
			a, b := abctest.Flat(p, false, true), gomidiNotes(t, files[i])
			for j := range b {
				b[j].Part = 0
			}
			if n := abctest.Common(a, b); n != len(a) || n > len(b) || len(b) < len(a)-p.Stuck {
				t.Errorf("%s: %d notes, gomidi's reader has %d, of which %d are the same", filepath.Base(files[i]), len(a), len(b), n)
			}
		}
	}
}

// rewrite reads a file that may be anything. What it reads, written and read
// again, must have the same notes.
func rewrite(t testing.TB, b []byte) (readable bool) {
	t.Helper()
	p, err := smf.Read(bytes.NewReader(b))
	if err != nil {
		if msg := err.Error(); strings.ContainsAny(msg, "\n\r") || msg == "" {
			t.Fatalf("error is not one line: %q", msg)
		}
		return false
	}
	if p.End > 1<<28 { // a delta time may not fit
		return true
	}
	var file bytes.Buffer
	if err := p.WriteMIDI(&file); err != nil {
		t.Fatalf("%v\n%q", err, b)
	}
	again, err := smf.Read(&file)
	if err != nil {
		t.Fatalf("%v\n%q", err, b)
	}
	if got, want := abctest.Flat(again, true, true), abctest.Flat(p, true, true); !slices.Equal(got, want) {
		t.Fatalf("%d of %d notes come back, %d in all\n%q", abctest.Common(got, want), len(want), len(got), b)
	}
	return true
}

// TestReadMutated reads some thousands of damaged and random files, or as many as
// CHARABANC_DAMAGED says.
func TestReadMutated(t *testing.T) {
	n, read := 0, 0
	for b := range abctest.Damaged(t) {
		n++
		if rewrite(t, b) {
			read++
		}
	}
	t.Logf("%d files, %d of them readable", n, read)
}

func FuzzReadMIDI(f *testing.F) {
	abctest.SeedMIDI(f)
	f.Fuzz(func(t *testing.T, b []byte) { rewrite(t, b) })
}
