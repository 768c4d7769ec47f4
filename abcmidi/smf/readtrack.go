package smf

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"charabanc/abcmidi/music"
)

// This file reads the events of one MTrk chunk: delta times, running status,
// note-ons paired with note-offs, and the metas that matter to notes.

// trackReader reads one track into parts, one for each channel with notes.
type trackReader struct {
	file   *fileReader
	number int // of the track, from 0
	body   []byte
	at     int // offset of the next byte in body
	tick   int64
	status byte // running status; 0 before the first channel message

	name  string
	parts [16]*Part // by channel
}

// sounding lists the notes of one channel and key that have not ended, oldest
// first. It is a linked list in Part.Notes: until a note ends, its Off is the
// index of the next.
type sounding struct{ first, last, count int32 }

var (
	errCutEvent   = errors.New("ends inside an event")
	errLongNumber = errors.New("a number of more than ten bytes")
	errLimit      = errors.New("limit") // wrapped by errors that end the reading of the file
)

// limitError is an error about a file beyond a limit.
type limitError string

func (e limitError) Error() string   { return string(e) }
func (limitError) Is(err error) bool { return err == errLimit }

// beyond returns a limitError.
func beyond(format string, args ...any) error { return limitError(fmt.Sprintf(format, args...)) }

// mend counts a place of the track that was passed over.
func (t *trackReader) mend(err error) { t.file.mend(fmt.Errorf("track %d: %w", t.number+1, err)) }

// read reads the track and adds it to the file.
func (t *trackReader) read() error {
	t.tick = t.file.start
	if err := t.events(); errors.Is(err, errLimit) {
		return err
	} else if err != nil {
		t.mend(err)
	}
	p := t.file.perf
	for channel, part := range t.parts {
		if part == nil || len(part.Notes) == 0 && len(part.Pedal) == 0 {
			continue
		}
		for key := range t.file.open[channel] {
			for t.file.open[channel][key].count > 0 {
				t.noteOff(uint8(channel), uint8(key))
				p.Stuck++
			}
		}
		part.Name = t.name
		part.mendEnds()
		p.Parts = append(p.Parts, *part)
		if len(p.Parts) > MaxParts {
			return beyond("more than %d channels of tracks", MaxParts)
		}
	}
	if t.number == 0 { // the first track's name is the title, too
		p.Title = t.name
	}
	p.End = max(p.End, t.tick)
	if t.file.format == 2 {
		t.file.start = t.tick
	}
	return nil
}

// mendEnds gives notes without length one tick, and after that makes notes of
// one key end in the order in which they began.
func (p *Part) mendEnds() {
	var last [128]int64
	for i := range p.Notes {
		n := &p.Notes[i]
		n.Off = max(n.Off, n.On+1, last[n.Key])
		last[n.Key] = n.Off
	}
}

// events reads the events of the track. An error is about where it stops before its end.
func (t *trackReader) events() error {
	ended := false // there was an end-of-track event
	for t.at < len(t.body) {
		delta, err := t.variable()
		if err != nil {
			return t.after(ended, err)
		}
		t.tick += delta
		if t.tick > music.MaxLength*int64(t.file.division) {
			t.tick -= delta
			// Ignore the time of an end-of-track event that is too far off.
			if ended || len(t.body)-t.at == 3 && t.body[t.at] == 0xff && t.body[t.at+1] == metaEndOfTrack {
				return nil
			}
			return beyond("longer than %d quarter notes", music.MaxLength)
		}
		if t.at >= len(t.body) {
			return t.after(ended, errCutEvent)
		}
		end, err := t.event()
		if err != nil {
			return t.after(ended, err)
		}
		if end { // some files have events after it
			ended, t.status = true, 0
		}
	}
	return nil
}

// after returns an error of reading, unless it comes after the end of the track, where there
// may be anything.
func (t *trackReader) after(ended bool, err error) error {
	if ended && !errors.Is(err, errLimit) {
		return nil
	}
	return err
}

// systemData is how many data bytes the system messages from f1 on have. No file may have
// them; they are passed over.
var systemData = [16]int{1: 1, 2: 2, 3: 1}

// event reads one event. end is true for the end of the track.
func (t *trackReader) event() (end bool, err error) {
	switch b := t.body[t.at]; {
	case b == 0xff:
		return t.meta()
	case b == 0xf0 || b == 0xf7: // system exclusive
		t.at++
		_, err = t.block()
	case b > 0xf0:
		t.mend(fmt.Errorf("status %02x, which no file may have", b))
		t.at = min(t.at+1+systemData[b&15], len(t.body))
	default:
		err = t.channelMessage()
	}
	return false, err
}

// variable reads a variable-length quantity.
func (t *trackReader) variable() (n int64, err error) {
	for range 10 { // four, by the specification
		if t.at >= len(t.body) {
			return 0, errCutEvent
		}
		b := t.body[t.at]
		t.at++
		n = (n&(1<<40-1))<<7 | int64(b&0x7f)
		if b < 0x80 {
			return n, nil
		}
	}
	return 0, errLongNumber
}

// block reads a length and that many bytes.
func (t *trackReader) block() ([]byte, error) {
	n, err := t.variable()
	if err != nil {
		return nil, err
	}
	if n > int64(len(t.body)-t.at) {
		return nil, fmt.Errorf("an event of %d bytes, of which %d are there", n, len(t.body)-t.at)
	}
	b := t.body[t.at : t.at+int(n)]
	t.at += int(n)
	return b, nil
}

// meta reads a meta event. end is true for the end of the track. A meta whose
// data make no sense is ignored.
func (t *trackReader) meta() (end bool, err error) {
	if t.at+2 > len(t.body) {
		return false, errCutEvent
	}
	kind := t.body[t.at+1]
	t.at += 2
	data, err := t.block()
	if err != nil {
		return false, err
	}
	p := t.file.perf
	switch {
	case kind == metaEndOfTrack:
		return true, nil
	case kind == metaTrackName:
		if t.name == "" {
			t.name = metaText(data)
		}
	case kind == metaTempo && len(data) == 3:
		micros := int64(data[0])<<16 | int64(data[1])<<8 | int64(data[2])
		if micros > 0 && !t.file.smpte && len(p.Tempos) < maxMarks {
			p.Tempos = append(p.Tempos, TempoMark{t.tick, micros})
		}
	case kind == metaMeter && len(data) == 4:
		if data[0] > 0 && data[1] <= 6 && len(p.Meters) < maxMarks {
			p.Meters = append(p.Meters, MeterMark{t.tick, int(data[0]), 1 << data[1]})
		}
	case kind == metaKey && len(data) == 2:
		if s := int8(data[0]); s >= -7 && s <= 7 && data[1] <= 1 && len(p.Keys) < maxMarks {
			p.Keys = append(p.Keys, KeyMark{t.tick, int(s), data[1] == 1})
		}
	}
	return false, nil
}

// metaText returns the bytes of a text meta as one line of UTF-8, cut to 200
// bytes. Bytes that are not UTF-8 are read as Latin-1, which old files use.
func metaText(data []byte) string {
	data = data[:min(len(data), 200)]
	text := string(data)
	if !utf8.ValidString(text) {
		runes := make([]rune, len(data))
		for i, b := range data {
			runes[i] = rune(b)
		}
		text = string(runes)
	}
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || 0x80 <= r && r < 0xa0 { // control characters
			return ' '
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// channelMessage reads a message with its own status or the running one. A
// meta should cancel the running status, but some files rely on keeping it.
func (t *trackReader) channelMessage() error {
	if b := t.body[t.at]; b >= 0x80 {
		t.status = b
		t.at++
	} else if t.status == 0 {
		return fmt.Errorf("a data byte %02x without status", b)
	}
	kind, channel := t.status&0xf0, t.status&15
	size := 2
	if kind == programChange || kind == channelPressure {
		size = 1
	}
	if t.at+size > len(t.body) {
		return errCutEvent
	}
	d1, d2 := t.body[t.at], t.body[t.at+size-1]
	t.at += size
	if d1|d2 >= 0x80 { // taken as the highest that is possible
		t.mend(fmt.Errorf("data bytes %02x %02x after status %02x", d1, d2, t.status))
		d1, d2 = min(d1, 0x7f), min(d2, 0x7f)
	}
	switch kind {
	case noteOn:
		if d2 > 0 {
			return t.noteOn(channel, d1, d2)
		}
		t.noteOff(channel, d1)
	case noteOff:
		t.noteOff(channel, d1)
	case programChange:
		if p := t.part(channel); len(p.Notes) == 0 {
			p.Program = int(d1)
		}
	case controlChange:
		if d1 == sustainPedal {
			t.part(channel).addPedal(t.tick, d2 >= 64)
		}
	}
	return nil
}

// part returns the track's part of a channel.
func (t *trackReader) part(channel uint8) *Part {
	if t.parts[channel] == nil {
		t.parts[channel] = &Part{Track: t.number, Channel: int(channel)}
	}
	return t.parts[channel]
}

// addPedal adds a mark if the pedal moves: it begins up.
func (p *Part) addPedal(tick int64, down bool) {
	wasDown := len(p.Pedal) > 0 && p.Pedal[len(p.Pedal)-1].Down
	if down != wasDown && len(p.Pedal) < maxMarks {
		p.Pedal = append(p.Pedal, PedalMark{tick, down})
	}
}

// noteOn begins a note.
func (t *trackReader) noteOn(channel, key, velocity uint8) error {
	if t.file.notes++; t.file.notes > maxNotes {
		return beyond("more than %d notes", maxNotes)
	}
	p := t.part(channel)
	open, index := &t.file.open[channel][key], int32(len(p.Notes))
	if open.count++; open.count == 1 {
		open.first = index
	} else {
		p.Notes[open.last].Off = int64(index)
	}
	open.last = index
	p.Notes = append(p.Notes, PlayedNote{On: t.tick, Key: key, Velocity: velocity})
	return nil
}

// noteOff ends the oldest note of the key.
func (t *trackReader) noteOff(channel, key uint8) {
	open := &t.file.open[channel][key]
	if open.count == 0 {
		t.file.perf.Loose++
		return
	}
	open.count--
	n := &t.parts[channel].Notes[open.first]
	open.first, n.Off = int32(n.Off), t.tick
}
