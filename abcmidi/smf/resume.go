package smf

// This file finds the next event that is sound after one that is not.
//
// A wrong byte in a track may hide where the next event begins. Almost any bytes can be read as
// events, so that a place counts as the beginning of one only if it has a status byte of its own
// and a whole row of events follows without a fault.

// soundEvents is how many events must be sound.
const soundEvents = 16

// resume moves to the next place after from at which events can be read again. It reports
// whether there is one.
//
// No place is tried twice: what is found has soundEvents before the next fault, and it is there
// that the next search begins.
func (t *trackReader) resume(from int) bool {
	at := from + 1
	for at < len(t.body) && !(hasStatus(t.body[at:]) && t.cleanAt(at)) {
		at++
	}
	at = t.better(from, at)
	if at == len(t.body) {
		return false
	}
	t.at = at
	return true
}

// hasStatus reports whether b begins with a delta time and a status byte.
func hasStatus(b []byte) bool {
	n := variableSize(b)
	return n > 0 && n < len(b) && b[n] >= 0x80
}

// clean reports whether events can be read after the next n bytes.
func (t *trackReader) clean(n int64) bool {
	return n <= int64(len(t.body)-t.at) && t.cleanAt(t.at+int(n))
}

// cleanAt reports whether events can be read from a place in the track on: soundEvents of them,
// or all to its end.
func (t *trackReader) cleanAt(at int) bool { return t.cleanAfter(at, t.status) }

// cleanMessage does the same for a place at which an event lacks its delta time.
func (t *trackReader) cleanMessage(at int) bool {
	size, status := soundMessage(t.body[at:], t.status)
	return size > 0 && t.cleanAfter(at+size, status)
}

// cleanAfter is cleanAt under a running status.
func (t *trackReader) cleanAfter(at int, status byte) bool {
	for range soundEvents {
		if at == len(t.body) {
			return true
		}
		size := 0
		if size, status = soundEvent(t.body[at:], status); size == 0 {
			return false
		}
		at += size
	}
	return true
}

// variableSize returns the size of the number that b begins with, or 0 if it has more than four bytes.
func variableSize(b []byte) int {
	for i, c := range b[:min(4, len(b))] {
		if c < 0x80 {
			return i + 1
		}
	}
	return 0
}

// soundEvent returns the size of the delta time and event that b begins with, or 0 if the
// format does not allow them, and the running status after them.
func soundEvent(b []byte, status byte) (size int, running byte) {
	delta := variableSize(b)
	if delta == 0 {
		return 0, 0
	}
	size, running = soundMessage(b[delta:], status)
	if size == 0 {
		return 0, 0
	}
	return delta + size, running
}

// soundMessage does the same for an event without its delta time.
func soundMessage(b []byte, status byte) (size int, running byte) {
	if len(b) == 0 || b[0] > 0xf0 && b[0] != 0xf7 && b[0] != 0xff {
		return 0, 0
	}
	at := 0
	if b[0] >= 0x80 {
		at = 1
	}
	if b[0] >= 0xf0 {
		if b[0] == 0xff {
			at = 2
		}
		return soundBlock(b, at), status
	}
	if at == 1 {
		status = b[0]
	}
	data := messageSize(status)
	if status == 0 || at+data > len(b) || b[at]|b[at+data-1] >= 0x80 {
		return 0, 0
	}
	return at + data, status
}

// soundBlock returns the size of an event whose length is at a place of b, or 0 if b has not so
// many bytes.
func soundBlock(b []byte, at int) (size int) {
	if at >= len(b) {
		return 0
	}
	n := variableSize(b[at:])
	length := 0
	for _, c := range b[at : at+n] {
		length = length<<7 | int(c&0x7f)
	}
	if at += n; n == 0 || length > len(b)-at {
		return 0
	}
	return at + length
}

// messageSize returns the number of data bytes of a channel message.
func messageSize(status byte) int {
	if kind := status & 0xf0; kind == programChange || kind == channelPressure {
		return 1
	}
	return 2
}

// Some tracks have no status byte after the first, and some bytes of data look like one. So the places
// near a fault are compared, those under the running status too: the best is that after which
// most notes end that sound, and fewest begin or end that should not.
const (
	near         = 48  // bytes in which the place is
	paired       = 256 // bytes after them that are looked at
	mostSearches = 200 // in one file: they take long
)

// better returns the best place near from at which events can be read, or otherwise if there is
// none.
func (t *trackReader) better(from, otherwise int) (at int) {
	if t.file.searches == mostSearches {
		return otherwise
	}
	t.file.searches++
	best, at := 0, otherwise
	until := min(from+near+paired, len(t.body))
	for i := from + 1; i < min(from+near, len(t.body)); i++ {
		if t.shortDelta(i) && t.cleanAt(i) {
			if score := t.pairing(i, until); score > best {
				best, at = score, i
			}
		}
	}
	return at
}

// shortDelta reports whether the delta time at a place is of a few bars at most.
func (t *trackReader) shortDelta(at int) bool {
	delta := 0
	for _, c := range t.body[at : at+variableSize(t.body[at:])] {
		delta = delta<<7 | int(c&0x7f)
	}
	return delta <= 16*t.file.division
}

// pairing reads events from one place to another. It returns how many of them end a note that sounds,
// less those that end one that does not, and those that begin one that does or that does not end.
func (t *trackReader) pairing(at, until int) (score int) {
	var sounds [16][128]bool
	for channel := range sounds {
		for key := range sounds[channel] {
			sounds[channel][key] = t.file.open[channel][key].count > 0
		}
	}
	status, own := t.status, [16][128]bool{} // notes that have begun here
	for at < until {
		size, next := soundEvent(t.body[at:], status)
		if size == 0 {
			break
		}
		event := t.body[at : at+size]
		at, status = at+size, next
		if event[variableSize(event)] >= 0xf0 || status&0xe0 != noteOff { // no note
			continue
		}
		channel, key := status&15, event[size-2]
		begins := status&0xf0 == noteOn && event[size-1] > 0
		switch {
		case begins: // until it ends
			score--
		case own[channel][key]:
			score += 2
		case sounds[channel][key]:
			score++
		default:
			score--
		}
		own[channel][key] = begins
		sounds[channel][key] = false
	}
	return score
}
