package smf

import (
	"cmp"
	"math"
	"slices"

	"gitlab.com/gomidi/midi/v2"

	"charabanc/abcmidi/score"
)

// This file writes a voice of a score as a track.

// voice encodes a voice's name and program, then its events in the order of
// time. At one tick note-offs come first, then controls and lyrics, then
// note-ons.
func (e *encoder) voice(v *score.Voice, channel uint8) {
	e.text(0, metaTrackName, cmp.Or(v.Name, v.ID))
	if v.Bank > 0 {
		e.message(0, []byte{controlChange | channel, 0, uint8(min(v.Bank, 127))})
	}
	if v.Role != score.Drums {
		e.message(0, []byte{programChange | channel, uint8(min(max(v.Program, 0), 127))})
	}
	if len(v.Controls)+len(v.Lyrics) == 0 && e.chords(v.Events, channel) {
		return
	}
	w := voiceEncoder{e, channel, v.Controls, v.Lyrics}
	bend := int8(0)
	for i := range v.Events {
		event := &v.Events[i]
		on := e.ticks(event.Onset)
		w.catchUp(on)
		if event.Cents != bend {
			bend = event.Cents
			e.message(on, midi.Pitchbend(channel, bendValue(bend)))
		}
		e.note(on, noteOn|channel, event.Key, event.Velocity)
		e.endLater(noteEnd{max(e.ticks(event.Onset.Add(event.Duration)), on+1), event.Key})
	}
	w.catchUp(never)
}

// bendValue returns the pitch bend of so many cents in the usual range of two
// semitones.
func bendValue(cents int8) int16 { return int16(int(cents) * 8192 / 200) }

// voiceEncoder encodes a voice that has more than notes, or notes that overlap.
type voiceEncoder struct {
	*encoder
	channel  uint8
	controls []score.Control // still to come
	lyrics   []score.Lyric   // still to come
}

// never is a tick after all others.
const never = math.MaxInt64 - 1

// catchUp writes what is due up to a tick: controls, lyrics and note-offs.
func (w *voiceEncoder) catchUp(tick int64) {
	for len(w.controls) > 0 || len(w.lyrics) > 0 {
		control, lyric := int64(never+1), int64(never+1)
		if len(w.controls) > 0 {
			control = w.ticks(w.controls[0].At)
		}
		if len(w.lyrics) > 0 {
			lyric = w.ticks(w.lyrics[0].At)
		}
		next := min(control, lyric)
		if next > tick {
			break
		}
		w.endDue(next)
		if control == next {
			w.message(next, controlMessage(w.controls[0], w.channel))
			w.controls = w.controls[1:]
		} else {
			w.text(next, metaLyric, w.lyrics[0].Text)
			w.lyrics = w.lyrics[1:]
		}
	}
	w.endDue(tick)
}

// endDue writes the note-offs that are due up to a tick.
func (w *voiceEncoder) endDue(tick int64) {
	for w.written < len(w.ends) && w.ends[w.written].tick <= tick {
		w.note(w.ends[w.written].tick, noteOff|w.channel, w.ends[w.written].key, 0)
		w.written++
	}
	if w.written == len(w.ends) {
		w.ends, w.written = w.ends[:0], 0
	}
}

// controlMessage returns a control's message for a channel.
func controlMessage(c score.Control, channel uint8) []byte {
	if c.Status == programChange {
		return []byte{programChange | channel, c.Data[0]}
	}
	return []byte{c.Status | channel, c.Data[0], c.Data[1]}
}

// chords is the fast way to encode nearly every voice there is: one whose
// chords each end before the next begins, all on whole ticks and with short
// delta times. A chord is notes that begin and end together; most are single
// notes. For any other voice it writes nothing and returns false.
func (e *encoder) chords(events []score.Event, channel uint8) bool {
	e.buf = slices.Grow(e.buf, maxNoteBytes*len(events))
	room, at := e.buf[:cap(e.buf)], len(e.buf)
	tick, off := e.tick, int64(0) // off is when the chord that sounds ends
	var sounding []score.Event    // that chord
	for i := 0; i < len(events); {
		first := &events[i]
		on, whole := e.wholeTicks(first.Onset)
		length, wholeLength := e.wholeTicks(first.Duration)
		if !whole || !wholeLength || length < 1 || length > maxTwoBytes || on < off || on-off > maxTwoBytes || first.Cents != 0 {
			return false
		}
		if i > 0 {
			at = putChord(room, at, off-tick, noteOff|channel, 0, sounding)
			tick = off
		}
		n := i + 1
		for n < len(events) && events[n].Onset == first.Onset && events[n].Duration == first.Duration && events[n].Cents == 0 {
			n++
		}
		sounding = events[i:n]
		at = putChord(room, at, on-tick, noteOn|channel, 0x7f, sounding)
		tick, off = on, on+length
		i = n
	}
	if len(sounding) > 0 {
		at = putChord(room, at, off-tick, noteOff|channel, 0, sounding)
	}
	e.buf, e.tick = room[:at], off
	return true
}

const (
	maxTwoBytes  = 1<<14 - 1       // the longest delta time of two bytes
	maxNoteBytes = 2 * (2 + 1 + 2) // bytes of a note: delta time, status, key and velocity, twice
)

// putChord writes the note-ons or note-offs of a chord to a place in memory that has room
// for them, and returns the place after them: a delta time, a status that holds for all, and
// each key and velocity. mask is 0x7f for note-ons and 0 for note-offs, whose velocity is 0.
// It stores bytes by index, because append would check the room each time.
func putChord(room []byte, at int, delta int64, status, mask byte, chord []score.Event) int {
	if delta >= 1<<7 {
		room[at] = byte(delta>>7) | 0x80
		at++
	}
	b := room[at : at+4]
	b[0], b[1], b[2], b[3] = byte(delta&0x7f), status, chord[0].Key, chord[0].Velocity&mask
	at += 4
	for k := 1; k < len(chord); k++ {
		b := room[at : at+3]
		b[0], b[1], b[2] = 0, chord[k].Key, chord[k].Velocity&mask
		at += 3
	}
	return at
}
