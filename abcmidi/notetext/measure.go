package notetext

import (
	"slices"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/smf"
)

// This file writes one bar of a voice. The bar is cut into segments where a note
// begins or ends. A segment that no single note is as long as becomes several,
// tied. Segments whose lengths are not over a power of two become tuplets.

// segments returns the segments of a voice between two bar lines. They are valid
// until the next call.
func (v *tuneVoice) segments(from, to int64) []segment {
	v.tones = v.tones[:0]
	list := v.cut[:0]
	for at := from; at < to; {
		for v.next < len(v.notes) && v.notes[v.next].on <= at {
			n := &v.notes[v.next]
			v.next++
			i, _ := slices.BinarySearchFunc(v.active, n.key, func(a activeNote, key uint8) int { return int(a.key) - int(key) })
			v.active = slices.Insert(v.active, i, activeNote{n.key, n.off})
		}
		end := to
		if v.next < len(v.notes) {
			end = min(end, v.notes[v.next].on)
		}
		for _, a := range v.active {
			end = min(end, a.off)
		}
		first := len(v.tones)
		for _, a := range v.active {
			v.tones = append(v.tones, tuneTone{a.key, a.off > end})
		}
		list = append(list, segment{at, end, v.tones[first:len(v.tones):len(v.tones)]})
		v.active = slices.DeleteFunc(v.active, func(a activeNote) bool { return a.off <= end })
		at = end
	}
	v.cut = list
	return list
}

// bar writes the segments of a bar, with a blank between beats.
func (w *tuneWriter) bar(v *tuneVoice, s *meterSpan, segments []segment) {
	start := segments[0].from
	quarter, beat := w.grid.units, w.beat(s.meter)
	bound := false // the last segments were a tuplet
	for i := 0; i < len(segments); {
		at := segments[i].from
		if i > 0 && (bound || (at-start)%beat == 0 || segments[i-1].to-segments[i-1].from >= quarter) {
			w.WriteByte(' ')
		}
		n, t := w.tuplet(segments[i:], start)
		if bound = n > 0; bound {
			t.R = n
			if t.P == 3 && n == 3 {
				t.Q, t.R = 0, 0
			}
			abc.WriteTuplet(&w.Builder, &t.Tuplet)
			for _, seg := range segments[i : i+n] {
				w.sound(v, seg.tones, false, w.written(seg.to-seg.from).Mul(t.scale))
			}
			i += n
			continue
		}
		w.plain(v, &segments[i], beat, start)
		i++
	}
}

// beat returns the length of a beam in units: a beat of the meter, the bar in 3/8,
// two eighth notes in 5/8 and 7/8.
func (w *tuneWriter) beat(m smf.MeterMark) int64 {
	beat := m.Meter().Beat()
	if m.Den >= 8 && !m.Meter().Compound() {
		beat = beat.Times(2, 1)
		if m.Num == 3 {
			beat = m.Meter().Bar()
		}
	}
	return max(beat.Num()*w.grid.units/beat.Den(), 1)
}

// written returns a number of units of the grid in unit note lengths.
func (w *tuneWriter) written(units int64) music.Fraction {
	return w.grid.fraction(units * w.unit.Den())
}

// boundTuplet is a tuplet and the factor from the lengths that sound to those that
// are written.
type boundTuplet struct {
	abc.Tuplet
	scale music.Fraction
}

// tupletOf gives the q of (p:q for each p: p notes in the time of q.
var tupletOf = map[int64]int{3: 2, 5: 4, 7: 4, 9: 8}

const (
	maxBound     = 24 // notes in a tuplet
	finestTuplet = 32 // largest denominator of a written length, in quarter notes
)

// tuplet returns how many of the segments make a tuplet, and the tuplet. It begins
// with a segment that ends at a time not over a power of two and ends with the next
// that ends at one. 0 is none: the segments are then written with plain fractions,
// which mean the same and look worse.
func (w *tuneWriter) tuplet(segments []segment, start int64) (n int, t boundTuplet) {
	odd := int64(1)
	for n = 0; n < len(segments); n++ {
		o := w.grid.oddDen(segments[n].to - start)
		if o == 1 {
			break
		}
		odd = odd / music.GCD(odd, o) * o
	}
	if n++; odd == 1 || n < 2 || n > min(maxBound, len(segments)) {
		return 0, t
	}
	q, ok := tupletOf[odd]
	if !ok {
		return 0, t
	}
	t.P, t.Q, t.scale = int(odd), q, music.NewFraction(odd, int64(q))
	bound := 0 // notes with a length that only a tuplet has
	for _, seg := range segments[:n] {
		f := w.grid.fraction(seg.to - seg.from)
		if w.grid.oddDen(seg.to-seg.from) > 1 {
			bound++
		}
		if f = f.Mul(t.scale); f.Den() > finestTuplet || oddPart(f.Den()) > 1 || !isOneNote(f.Num()) || f.Num()*w.unit.Den() > abc.MaxNoteLength {
			return 0, t
		}
	}
	if 2*bound <= n {
		return 0, t // mostly plain notes that begin off the beat
	}
	return n, t
}

// plain writes a segment as one note, or as several tied ones if no single note
// has its length: five eighths are a half note and an eighth note.
func (w *tuneWriter) plain(v *tuneVoice, seg *segment, beat, start int64) {
	at := seg.from
	for at < seg.to {
		n := w.oneNote(seg.to-at, at-start, beat)
		if at > seg.from {
			if (at-start)%beat == 0 {
				w.WriteByte(' ')
			}
		}
		w.sound(v, seg.tones, at+n < seg.to, w.written(n))
		at += n
	}
}

// oneNote returns the longest length of a single note, with or without dots, that
// is at most a number of units. If there are notes that end on a beat, it is the
// longest of these.
func (w *tuneWriter) oneNote(units, at, beat int64) int64 {
	if f := w.written(units); f.Num() > abc.MaxNoteLength && f.Den() < f.Num() {
		return min(f.Num()/f.Den(), abc.MaxNoteLength) * w.grid.units / w.unit.Den()
	}
	f := w.grid.fraction(units)
	if oddPart(f.Den()) > 1 || f.Den() > finestTuplet || isOneNote(f.Num()) {
		return units
	}
	step := w.grid.units / f.Den() // the length in steps is f.Num(), which is odd
	best := int64(0)
	for n := f.Num() - 1; n > 0; n-- {
		if isOneNote(n) {
			if (at+n*step)%beat == 0 {
				return n * step
			}
			if best == 0 {
				best = n * step
			}
		}
	}
	return best
}

// isOneNote reports whether n equal parts, make a
// note with up to two dots: n is 1, 2, 3, 4, 6, 7, 8, 12 and so on.
func isOneNote(n int64) bool {
	n = oddPart(n)
	return n == 1 || n == 3 || n == 7
}

// sound writes a note, chord or rest. If tied is set, all of it is tied to what
// follows.
func (w *tuneWriter) sound(v *tuneVoice, tones []tuneTone, tied bool, length music.Fraction) {
	b := &w.Builder
	w.tooFine = w.tooFine || length.Den() > abc.MaxNoteLength || length.Num() > abc.MaxNoteLength
	if len(tones) == 0 {
		b.WriteByte('z')
		abc.WriteLength(b, length)
		return
	}
	if len(tones) == 1 {
		abc.WritePitch(b, v.Pitch(tones[0].key, false))
		abc.WriteLength(b, length)
		abc.WriteTie(b, tied || tones[0].tie)
		return
	}
	all := !slices.ContainsFunc(tones, func(t tuneTone) bool { return !t.tie })
	b.WriteByte('[')
	for i, t := range tones {
		// Two tones of the same letter differ by their accidentals only, and so do
		// the tones that they are tied to: write both.
		twin := i > 0 && v.Step(tones[i-1].key) == v.Step(t.key) || i+1 < len(tones) && v.Step(tones[i+1].key) == v.Step(t.key)
		abc.WritePitch(b, v.Pitch(t.key, twin))
		abc.WriteTie(b, t.tie && !all && !tied)
	}
	b.WriteByte(']')
	abc.WriteLength(b, length)
	abc.WriteTie(b, tied || all)
}
