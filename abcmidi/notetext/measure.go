package notetext

import (
	"slices"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/smf"
)

// This file writes one bar of a voice. What sounds is cut wherever a note
// begins or ends; lengths that no single note has are tied; and what falls
// between the halves of halves becomes tuplets (ABC 2.1 sections 4.11, 4.13).

// segment is a stretch of a bar in which nothing begins or ends.
type segment struct {
	from, to int64 // units
	tones    []tuneTone
}

// tuneTone is one note of a segment; a segment without any is a rest.
type tuneTone struct {
	key uint8
	tie bool // sounds on into the next segment
}

// segments cuts what a voice plays between two bar lines. The result is valid
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
	afterTuplet := false
	for i := 0; i < len(segments); {
		at := segments[i].from
		if i > 0 && (afterTuplet || (at-start)%beat == 0 || segments[i-1].to-segments[i-1].from >= quarter) {
			w.WriteByte(' ')
		}
		n, t := w.tuplet(segments[i:], start)
		if afterTuplet = n > 0; !afterTuplet {
			w.plain(v, &segments[i], beat, start)
			i++
			continue
		}
		t.R = n
		if t.P == 3 && n == 3 {
			t.Q, t.R = 0, 0 // (3 alone says the same
		}
		abc.WriteTuplet(&w.Builder, &t.Tuplet)
		for _, seg := range segments[i : i+n] {
			w.sound(v, seg.tones, false, w.written(seg.to-seg.from).Mul(t.scale))
		}
		i += n
	}
}

// beat returns how far a beam reaches, in units: one beat of the meter, two in
// meters over 8 that are not compound, or all of 3/8.
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

// written returns a number of units in unit note lengths.
func (w *tuneWriter) written(units int64) music.Fraction {
	return w.grid.fraction(units * w.unit.Den())
}

// scaledTuplet is a tuplet and the factor between the lengths of its notes as
// they are written and as they sound.
type scaledTuplet struct {
	abc.Tuplet
	scale music.Fraction
}

// tupletOf gives the q of a tuplet of p notes in the time of q.
var tupletOf = map[int64]int{3: 2, 5: 4, 7: 4, 9: 8}

const (
	maxTuplet  = 24 // segments in a tuplet
	finestNote = 32 // parts of a quarter note in which one note's length is written
)

// tuplet returns how many of the first segments make a tuplet: from one that
// ends off the halves of halves of a quarter note to the next that ends on
// them. 0 means none: a length that no tuplet has is written as a plain
// fraction.
func (w *tuneWriter) tuplet(segments []segment, start int64) (n int, t scaledTuplet) {
	odd := int64(1)
	for n = 0; n < len(segments); n++ {
		o := w.grid.oddDen(segments[n].to - start)
		if o == 1 {
			break
		}
		odd = odd / music.GCD(odd, o) * o
	}
	if n++; odd == 1 || n < 2 || n > min(maxTuplet, len(segments)) {
		return 0, t
	}
	q, ok := tupletOf[odd]
	if !ok {
		return 0, t
	}
	t.P, t.Q, t.scale = int(odd), q, music.NewFraction(odd, int64(q))
	bound := 0 // segments with a length that only a tuplet has
	for _, seg := range segments[:n] {
		if w.grid.oddDen(seg.to-seg.from) > 1 {
			bound++
		}
		f := w.grid.fraction(seg.to - seg.from).Mul(t.scale)
		if f.Den() > finestNote || oddPart(f.Den()) > 1 || !isOneNote(f.Num()) || f.Num()*w.unit.Den() > abc.MaxNoteLength {
			return 0, t
		}
	}
	if 2*bound <= n {
		return 0, t // plain notes that only begin off the beat
	}
	return n, t
}

// plain writes a segment as one note, or as several tied ones if no single
// note has its length: five eighths are a half and an eighth.
func (w *tuneWriter) plain(v *tuneVoice, seg *segment, beat, start int64) {
	for at := seg.from; at < seg.to; {
		if at > seg.from && (at-start)%beat == 0 {
			w.WriteByte(' ')
		}
		n := w.oneNote(seg.to-at, at-start, beat)
		w.sound(v, seg.tones, at+n < seg.to, w.written(n))
		at += n
	}
}

// oneNote returns the longest length, up to a number of units, that one note
// can have, plain or dotted; it prefers one that ends on a beat.
func (w *tuneWriter) oneNote(units, at, beat int64) int64 {
	if f := w.written(units); f.Num() > abc.MaxNoteLength && f.Den() < f.Num() {
		return min(f.Num()/f.Den(), abc.MaxNoteLength) * w.grid.units / w.unit.Den()
	}
	f := w.grid.fraction(units)
	if oddPart(f.Den()) > 1 || f.Den() > finestNote || isOneNote(f.Num()) {
		return units
	}
	step := w.grid.units / f.Den() // the length is f.Num() steps, an odd number or whole quarters
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

// isOneNote reports whether so many equal parts make one note with up to two
// dots: 1, 2, 3, 4, 6, 7, 8, 12.
func isOneNote(n int64) bool {
	n = oddPart(n)
	return n == 1 || n == 3 || n == 7
}

// sound writes a note, chord or rest of a length in unit note lengths. tied
// means that all of it sounds on.
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
		// Two tones on one step of the staff need an accidental each, here and
		// where they are tied to, to be told apart.
		twin := i > 0 && v.Step(tones[i-1].key) == v.Step(t.key) || i+1 < len(tones) && v.Step(tones[i+1].key) == v.Step(t.key)
		abc.WritePitch(b, v.Pitch(t.key, twin))
		abc.WriteTie(b, t.tie && !all && !tied)
	}
	b.WriteByte(']')
	abc.WriteLength(b, length)
	abc.WriteTie(b, tied || all)
}
