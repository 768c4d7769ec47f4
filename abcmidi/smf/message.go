package smf

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"charabanc/abcmidi/music"
)

// This file reads events: metas, system exclusive ones, and channel messages, whose notes are paired.

// meta reads a meta event. A meta whose data make no sense is ignored.
func (t *trackReader) meta() error {
	if t.at+2 > len(t.body) {
		return errCutEvent
	}
	kind := t.body[t.at+1]
	t.at += 2
	n, err := t.variable()
	if err != nil {
		return err
	}
	if own, fixed := metaSize(kind); fixed && n != own && !t.clean(n) && t.clean(own) {
		t.mend("a meta event %02x of %d bytes, which has %d", kind, n, own)
		n = own
	}
	data, err := t.take(n)
	if err != nil {
		return err
	}
	p := t.file.perf
	switch {
	case kind == metaEndOfTrack:
		t.ended, t.justEnded = true, true // some files have events after it
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
	return nil
}

// exclusive reads a system exclusive event, or one of any bytes, and passes over it.
func (t *trackReader) exclusive() error {
	status := t.body[t.at]
	t.at++
	from := t.at
	n, err := t.variable()
	if err != nil {
		return err
	}
	if end := t.unmeasured(from, n); status == 0xf0 && end > 0 {
		t.mend("a system exclusive message of %d bytes without a length", end-1-from)
		t.at = end
		return nil
	}
	_, err = t.take(n)
	return err
}

// unmeasured returns where a system exclusive message ends that is written as it is sent, without a
// length: after f7. Its first data byte has been taken for the length n. It returns 0 for a
// message that has its length.
func (t *trackReader) unmeasured(from int, n int64) (end int) {
	at := from
	for at < len(t.body) && t.body[at] < 0x80 {
		at++
	}
	if at == len(t.body) || t.body[at] != 0xf7 || !t.cleanAt(at+1) {
		return 0
	}
	if inside := int64(at-t.at) < n-1; inside || int64(at-t.at) >= n && !t.clean(n) {
		return at + 1
	}
	return 0
}

// take returns the next n bytes.
func (t *trackReader) take(n int64) ([]byte, error) {
	if n > int64(len(t.body)-t.at) {
		return nil, fmt.Errorf("an event of %d bytes, of which %d are there", n, len(t.body)-t.at)
	}
	b := t.body[t.at : t.at+int(n)]
	t.at += int(n)
	return b, nil
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
		return errNoStatus(b)
	}
	kind, channel := t.status&0xf0, t.status&15
	size := messageSize(t.status)
	if t.at+size > len(t.body) {
		return errCutEvent
	}
	d1, d2 := t.body[t.at], t.body[t.at+size-1]
	t.at += size
	if d1|d2 >= 0x80 {
		d1, d2 = t.mendData(d1, d2, size)
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
		if p := &t.file.parts[channel]; len(p.Notes) == 0 {
			p.Program = int(d1)
		}
	case controlChange:
		if d1 == sustainPedal {
			t.file.parts[channel].addPedal(t.tick, d2 >= 64)
		}
	}
	return nil
}

// errNoStatus returns the error of a data byte that no status is before.
func errNoStatus(b byte) error { return fmt.Errorf("a data byte %02x without status", b) }

// mostRealTime is in how many bytes mendData looks for the data of a message.
const mostRealTime = 16

// mendData returns data bytes of which one is above 127: without messages of real time among
// them if events can be read after that alone, or else at most 127.
func (t *trackReader) mendData(d1, d2 byte, size int) (byte, byte) {
	t.mend("data bytes %02x %02x after status %02x", d1, d2, t.status)
	if max(d1, d2) >= realTime && !t.cleanAt(t.at) {
		var data []byte
		at := t.at - size
		for most := min(at+mostRealTime, len(t.body)); at < most && len(data) < size; at++ {
			if t.body[at] < realTime {
				data = append(data, t.body[at])
			}
		}
		if len(data) == size && max(data[0], data[size-1]) < 0x80 && t.cleanAt(at) {
			t.at = at
			return data[0], data[size-1]
		}
	}
	return min(d1, 0x7f), min(d2, 0x7f)
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
	if t.tick >= music.MaxLength*int64(t.file.division) { // it would have no room to sound
		t.mend("a note that begins after %d quarter notes", music.MaxLength)
		return nil
	}
	p := &t.file.parts[channel]
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
	n := &t.file.parts[channel].Notes[open.first]
	open.first, n.Off = int32(n.Off), t.tick
}
