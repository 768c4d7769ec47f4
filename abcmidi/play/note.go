package play

import (
	"slices"

	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/score"
)

// This file plays notes and chords: ties, grace notes, articulation.

// tiedTone is a tone whose tie waits for the next note.
type tiedTone struct {
	step  int16
	cents int32
	event int            // the event to be lengthened, in the events of its layer
	end   music.Fraction // where the note that it is tied to must begin
	long  bool           // it outlasts its chord: the note may begin before that, too
}

// sound plays a note or chord with the grace notes before it. A tone that is tied
// to the note before lengthens that one's event.
func (f *voicePlayer) sound(it *layout.Item, i int) {
	if f.asWritten && isPlainNote(it) && len(f.tied[0]) == 0 && f.now.Den()*it.Length.Den() <= music.MaxDenominator {
		f.note(&f.layers[f.group], f.now, it.Length, &it.Tones[0], it.Velocity)
		f.now = f.now.Add(it.Length)
		return
	}
	layer := f.layer(it)
	now := f.clock(it)
	start, end := *now, now.Add(it.Length)
	*now = end
	if !start.Less(end) { // so short that its length is rounded to nothing
		return
	}
	tied := f.tied[it.Layer]
	onset, fresh := start, !continuesAny(tied, it.Tones, start)
	if it.Extra != nil {
		if fresh {
			onset = f.graces(it, layer, start)
		}
		f.lyric(it, i, onset)
	}
	duration := end.Sub(onset)
	if f.o.Ornaments && it.Decorations&layout.DecoFermata != 0 {
		f.holdFermata(start, end)
	}
	if f.o.Ornaments && it.Decorations != 0 && fresh && f.ornament(it, layer, onset, duration) {
		f.tied[it.Layer] = waiting(tied[:0], tied, start)
		return
	}
	begun := len(layer.Events)
	f.tones(it, start, onset, end)
	if f.o.Ornaments && it.Decorations&layout.DecoArpeggio != 0 && fresh && len(f.tied[it.Layer]) == 0 {
		arpeggiate(layer.Events[begun:], articulated(it, duration))
	}
}

// isPlainNote reports whether an item is a note and nothing more, as most are.
func isPlainNote(it *layout.Item) bool {
	return it.Layer == 0 && it.Extra == nil && it.Decorations == 0 && len(it.Tones) == 1 && !it.Tones[0].Tie && it.Length.Positive()
}

// tones plays the tones of an item from onset to end, and keeps those that are
// tied to the next note; start is where the item begins, before any grace notes.
// Articulation shortens only tones that are not tied on either side.
func (f *voicePlayer) tones(it *layout.Item, start, onset, end music.Fraction) {
	layer := f.layer(it)
	duration := end.Sub(onset)
	sounding := articulated(it, duration)
	tied, kept := f.tied[it.Layer], f.spare[:0]
	for i := range it.Tones {
		t := &it.Tones[i]
		full, end, duration, sounding, until := end, end, duration, sounding, end
		if f.o.ChordLengths && it.Extra != nil && it.Extra.Shares != nil {
			if duration = toneDuration(it, i, start, onset, end); !duration.Positive() {
				continue // rounded to nothing
			}
			end, sounding = onset.Add(duration), articulated(it, duration)
			until, f.last = later(end, until), later(f.last, end)
		}
		next := tiedTone{t.Step, t.Cents, len(layer.Events), until, full.Less(until)}
		if k := continues(tied, t, start); k >= 0 {
			next.event, next.cents = tied[k].event, tied[k].cents
			tied[k].end = music.Fraction{} // used up: in a unison the other note continues the other tone
			e := &layer.Events[next.event]
			e.Duration = later(e.Duration, end.Sub(e.Onset))
		} else if t.Tie {
			f.note(layer, onset, duration, t, it.Velocity)
		} else {
			f.note(layer, onset, sounding, t, it.Velocity)
		}
		if t.Tie {
			kept = append(kept, next)
		}
	}
	f.tied[it.Layer], f.spare = waiting(kept, tied, start), tied
}

// toneDuration returns how long a tone of a chord whose notes differ in length lasts from
// onset on. Grace notes take their share of a tone that is shorter than the chord.
func toneDuration(it *layout.Item, tone int, start, onset, end music.Fraction) music.Fraction {
	if length := it.ToneLength(tone); it.Length.Less(length) {
		return start.Add(length).Sub(onset)
	}
	return end.Sub(onset).Mul(it.Extra.Shares[tone])
}

// maxWaiting bounds the tied tones that wait for a note.
const maxWaiting = 100

// waiting adds to a list the tied tones that last longer than to a time: those of a chord
// with longer notes than its first one.
func waiting(list, tied []tiedTone, at music.Fraction) []tiedTone {
	for i := range tied {
		if at.Less(tied[i].end) && len(list) < maxWaiting {
			list = append(list, tied[i])
		}
	}
	return list
}

// later returns the later of two times.
func later(a, b music.Fraction) music.Fraction {
	if a.Less(b) {
		return b
	}
	return a
}

// continues returns the index of the tied tone that a tone continues at a time,
// or -1. It is one of the same step, unless the tone has an accidental of its
// own, or one that sounds the same. A - before any other note is a slur (ABC 2.1
// section 4.11).
func continues(tied []tiedTone, t *layout.Tone, start music.Fraction) int {
	for i := range tied {
		if h := &tied[i]; (h.end == start || h.long && start.Less(h.end)) && (h.step == t.Step && !t.Written || h.cents == t.Cents) {
			return i
		}
	}
	return -1
}

// continuesAny reports whether one of the tones continues a tied one.
func continuesAny(tied []tiedTone, tones []layout.Tone, start music.Fraction) bool {
	return slices.ContainsFunc(tones, func(t layout.Tone) bool { return continues(tied, &t, start) >= 0 })
}

// articulated returns how long a note of a duration sounds: half of it if it is
// staccato, less what %%MIDI trim cuts off.
func articulated(it *layout.Item, duration music.Fraction) music.Fraction {
	if it.Decorations&layout.DecoStaccato != 0 {
		duration = duration.Times(1, 2)
	}
	if it.Setting.MIDI.Trim.Positive() {
		if trim := it.Setting.MIDI.Trim.Mul(it.Setting.Unit); trim.Less(duration) {
			duration = duration.Sub(trim)
		}
	}
	return duration
}

// note adds a sounding note to a voice. A quarter tone is bent up from the key
// below, or, if the note is flattened, down from the key above.
func (pl *player) note(v *score.Voice, onset, duration music.Fraction, t *layout.Tone, velocity uint8) {
	cents := int(t.Cents)
	if v.Channel != music.PercussionChannel {
		cents += pl.o.Transpose * 100
	}
	key, bend := cents/100, cents%100
	if bend != 0 && t.Flat {
		key, bend = key+1, bend-100
	}
	v.Add(onset, duration, music.FoldKey(key), velocity).Cents = int8(bend)
}

// graces plays the grace notes of an item and returns where the note itself
// begins. They take their time from the note, but never more than half of it, or
// the share that %%MIDI grace gives them.
func (f *voicePlayer) graces(it *layout.Item, layer *score.Voice, start music.Fraction) music.Fraction {
	graces := it.Extra.Graces
	if len(graces) == 0 {
		return start
	}
	m := &it.Setting.MIDI
	var total music.Fraction
	for _, g := range graces {
		total = total.Add(g.Length)
	}
	scale := music.NewFraction(1, int64(m.GraceDivider))
	limit := it.Length.Times(1, 2)
	if m.GraceShare.Positive() {
		limit = it.Length.Mul(m.GraceShare)
		scale = limit.Div(total)
	} else if limit.Less(total.Mul(scale)) {
		scale = limit.Div(total)
	}
	at := start
	for _, g := range graces {
		d := g.Length.Mul(scale)
		if !d.Positive() {
			continue
		}
		for i := range g.Tones {
			f.note(layer, at, d, &g.Tones[i], it.Velocity)
		}
		at = at.Add(d)
	}
	return at
}
