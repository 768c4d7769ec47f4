package smf_test

import (
	"strings"
	"testing"

	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/smf"
)

// TestReadMended reads broken files that have notes.
func TestReadMended(t *testing.T) {
	const note = "\x00\x90\x3c\x40\x60\x80\x3c\x00"
	const one = "division 96; track 0 channel 0 60@0-96"
	header := func(format, count uint16) string {
		return string([]byte{'M', 'T', 'h', 'd', 0, 0, 0, 6, byte(format >> 8), byte(format), byte(count >> 8), byte(count), 0, 96})
	}
	track := func(body string) string { return "MTrk" + string([]byte{0, 0, 0, byte(len(body))}) + body }
	for _, c := range []struct {
		name, file, want string
		mended           int
	}{
		{"a controller above 127", header(0, 1) + track("\x00\xb0\x07\xc8"+note), one, 1},
		{"a program above 127", header(0, 1) + track("\x00\xc0\xc8"+note), "division 96; track 0 channel 0 program 127 60@0-96", 1},
		{"a velocity above 127", header(0, 1) + track("\x00\x90\x3c\xc8\x60\x80\x3c\x00"), one, 1},
		{"messages of real time", header(0, 1) + track("\x00\xf8\x00\xfe"+note+"\x00\xf1\x07\x00\xf2\x01\x02"), one, 4},
		{"more tracks counted than there are", header(1, 3) + track(note), one, 1},
		{"a vendor's chunk counted", header(1, 2) + "XFIH\x00\x00\x00\x02ab" + track(note), one, 1},
		{"no tracks counted", header(1, 0) + track(note), one, 1},
		{"events after the end of the track", header(0, 1) + track("\x00\xff\x2f\x00"+note), one, 0},
		{"padding after the end of the track", header(0, 1) + track(note+"\x00\xff\x2f\x00\x00\x00\x00\x00"), one, 0},
		{"noise in the type", header(0x7401, 1) + track(note), one, 1},
		{"a number of five bytes", header(0, 1) + track("\x80\x80\x80\x80"+note), one, 0},
		{"cut off in a track", header(0, 1) + track(note + "\x00\x90\x40\x40")[:18], one, 2},
		{"cut off in an event", header(0, 1) + track(note+"\x00\x90"), one, 1},
		{"messages of real time under a running status", header(0, 1) + track("\x00\x90\x3c\x40\x20\xf8\x20\xfc\x20\x3c\x00"), one, 2},
		{"real time without a delta time", header(0, 1) + track("\x00\x90\x3c\x40\x60\xf8\x80\x3c\x00\x00\xff\x2f\x00"), one, 1},
		{"real time inside a message", header(0, 1) + track("\x00\x90\x3c\xf8\xfe\x40\x60\x80\x3c\x00\x00\xff\x2f\x00"), one, 1},
		{"undefined statuses", header(0, 1) + track("\x00\xf4\x00\xf5\x00\xf9\x00\xfd\x00\xf3\x01\x00\xf6"+note), one, 6},
		{"pressure and bend above 127", header(0, 1) + track("\x00\xd0\xff\x00\xe0\x80\xff\x00\xa0\x3c\xf0"+note), one, 3},
		{"a key above 127", header(0, 1) + track("\x00\x90\xff\x40\x60\x80\xff\x00"), "division 96; track 0 channel 0 127@0-96", 2},
		{"a running status after a bad byte", header(0, 1) + track("\x00\xb0\x07\xc8\x00\x07\x40"+note), one, 1},
		{"fewer tracks counted than there are", header(1, 1) + track(note) + track(note), one + "; track 1 channel 0 60@0-96", 1},
		{"another file after the last track", header(1, 1) + track(note) + header(1, 1) + track(note), one, 0},
		{"an end of the track amid a running status", header(0, 1) + track("\x00\x90\x3c\x40\x00\xff\x2f\x00\x60\x3c\x00"), one, 0},
		{"noise after the end of the track", header(0, 1) + track(note+"\x00\xff\x2f\x00\x00\xff\x03\x70a"), one, 0},
		{"a division of 0", "MThd\x00\x00\x00\x06\x00\x00\x00\x01\x00\x00" + track(note), "division 480; track 0 channel 0 60@0-96", 1},
		{"31 frames a second", "MThd\x00\x00\x00\x06\x00\x00\x00\x01\xe1\x28" + track(note), "division 24872; track 0 channel 0 60@0-96", 1},
		{"0 ticks in a frame", "MThd\x00\x00\x00\x06\x00\x00\x00\x01\xe7\x00" + track(note), "division 26368; track 0 channel 0 60@0-96", 1},
		{"type 2", header(2, 2) + track(note) + track(note), one + "; track 1 channel 0 60@96-192", 0},
		{"a mail header of 3 KB", strings.Repeat("From: somebody\r\n", 200) + header(0, 1) + track(note), one, 0},
		{"a text that names the header", "an MThd chunk begins a file:\n" + header(0, 1) + track(note), one, 0},
		{"a Macintosh header, padded at the end", "\x00\x09" + strings.Repeat("\x00", 126) + header(0, 1) + track(note+abctest.EndOfTrack) + strings.Repeat("\x00", 100), one, 0},
		{"a RIFF size of 0", "RIFF\x00\x00\x00\x00RMIDdata\x00\x00\x00\x00" + header(0, 1) + track(note), one, 0},
		{"a damaged mark of the header", "MTxd" + header(0, 1)[4:] + track(note), one, 1},
		{"a damaged mark of a track", header(1, 2) + "MTr\xeb" + track(note)[4:] + track(note), one + "; track 1 channel 0 60@0-96", 1},
		{"a header of 5 bytes", strings.Replace(header(0, 1), "\x06", "\x05", 1) + track(note), one, 1},
		{"a header that is too long", strings.Replace(header(0, 1), "\x06", "\x0a", 1) + track(note), one, 1},
		{"junk between tracks", header(1, 2) + track(note+abctest.EndOfTrack) + "\x00\x01\x02junk junk" + track(note), one + "; track 1 channel 0 60@0-96", 1},
		{"a byte of padding between tracks", header(1, 2) + track(note+abctest.EndOfTrack) + "\x00" + track(note), one + "; track 1 channel 0 60@0-96", 1},
		{"a track that is too short", header(1, 2) + "MTrk\x00\x00\x00\x06" + note + track(note), one + "; track 1 channel 0 60@0-96", 1},
		{"a track that is too short by an event", header(1, 2) + "MTrk\x00\x00\x00\x04" + note + abctest.EndOfTrack + track(note), one + "; track 1 channel 0 60@0-96", 1},
		{"a track of no bytes", header(1, 2) + "MTrk\x00\x00\x00\x00" + note + abctest.EndOfTrack + track(note), one + "; track 1 channel 0 60@0-96", 1},
		{"a track without events", header(1, 2) + track("") + track(note), "division 96; track 1 channel 0 60@0-96", 0},
		{"a last track of no bytes", header(0, 1) + "MTrk\x00\x00\x00\x00" + note + abctest.EndOfTrack, one, 1},
		{"a track that is too long", header(1, 2) + "MTrk\x00\x00\x01\x00" + note + track(note), one + "; track 1 channel 0 60@0-96", 1},
		{"a track that is too long, inside the file", header(1, 2) + "MTrk\x00\x00\x00\x0c" + note + track(note), one + "; track 1 channel 0 60@0-96", 1},
		{"a vendor's chunk that is too long", header(1, 2) + "XFIH\x00\x00\x00\x05ab" + track(note) + track(note), one + "; track 1 channel 0 60@0-96", 1},
		{"a name that is too long", header(0, 1) + track("\x00\xff\x03\x7fname"+note), one, 1},
		{"a tempo that is too long", header(0, 1) + track("\x00\xff\x51\x09\x07\xa1\x20"+note+abctest.EndOfTrack), "division 96 tempo 500000@0; track 0 channel 0 60@0-96", 1},
		{"a system exclusive message that does not end", header(0, 1) + track("\x00\xf0\x03\x43\x10\x4c"+note), one, 0},
		{"a system exclusive message that is too long", header(0, 1) + track("\x00\xf0\x7f\x43\x10\x4c\xf7"+note), one, 1},
		{"a system exclusive message without a length", header(0, 1) + track("\x00\xf0\x0a\x10\x4c\xf7"+note+note), one + " 60@96-192", 1},
		{"a name that is too long, under a running status", header(0, 1) + track("\x00\x90\x3c\x40\x60\xff\x03\xff\x7fa"+
			"\x00\x3c\x00\x00\x3e\x40\x60\x3e\x00\x00\x3c\x40\x60\x3c\x00"), "division 96; track 0 channel 0 60@0-96 62@96-192 60@192-288", 1},
		{"a number of twelve bytes", header(0, 1) + track(note+strings.Repeat("\x80", 12)+note+note), one + " 60@96-192 60@192-288", 1},
		{"a delta time beyond the limit", header(0, 1) + track("\xff\xff\xff\x7f"+note[1:]), one, 1},
		{"a note at the limit", "MThd\x00\x00\x00\x06\x00\x00\x00\x01\x00\x01" + track("\x00\x90\x3c\x40\x01\x3c\x00\x8f\xff\x7f\x3e\x40\x00\x3e\x00"), "division 1; track 0 channel 0 60@0-1; stuck 0 loose 1", 1},
		{"a byte without status before others", header(0, 1) + track("\x00\x3c"+note), one, 1},
		{"a byte without status", header(1, 2) + track("\x00\x3c") + track(note), "division 96; track 1 channel 0 60@0-96", 1},
	} {
		p, err := smf.Read(strings.NewReader(c.file))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := abctest.Performed(p); got != c.want || p.Mended != c.mended || (p.Fault != nil) != (p.Mended > 0) {
			t.Errorf("%s: mended %d, want %d\n\t%s\nwant\n\t%s", c.name, p.Mended, c.mended, got, c.want)
		}
	}
}
