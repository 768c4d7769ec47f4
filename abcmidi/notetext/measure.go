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
	from, to  int64 // units
	low, high int32 // of tuneWriter.tones: none for a rest
}

// tuneTone is one note of a segment.
type tuneTone struct {
	key uint8
	tie bool // sounds on into the next segment
}

// segments cuts what a voice plays between two bar lines. The result is valid
// until the next call.
func (w *tuneWriter) segments(v *tuneVoice, from, to int64) []segment {
	tones, list := w.tones[:0], w.cut[:0]
	for at := from; at < to; {
		for v.next < len(v.notes) && v.notes[v.next].on <= at {
			v.begin(&v.notes[v.next])
			v.next++
		}
		end := to
		if v.next < len(v.notes) {
			end = min(end, v.notes[v.next].on)
		}
		for _, a := range v.active {
			end = min(end, a.off)
		}
		first, sounding := len(tones), 0
		for _, a := range v.active {
			tones = append(tones, tuneTone{a.key, a.off > end})
			if a.off > end {
				v.active[sounding] = a
				sounding++
			}
		}
		v.active = v.active[:sounding]
		list = append(list, segment{at, end, int32(first), int32(len(tones))})
		at = end
	}
	w.tones, w.cut = tones, list
	return list
}

// begin makes a note sound. Of notes of one key the last to begin comes first.
func (v *tuneVoice) begin(n *placedNote) {
	i := len(v.active)
	v.active = append(v.active, activeNote{})
	for ; i > 0 && v.active[i-1].key >= n.key; i-- {
		v.active[i] = v.active[i-1]
	}
	v.active[i] = activeNote{n.key, n.off}
}

// bar writes the segments of a bar, with a blank between beats.
func (w *tuneWriter) bar(v *tuneVoice, s *meterSpan, segments []segment) {
	start := segments[0].from
	quarter, beat := w.grid.units, w.beat(s.meter)
	afterTuplet := false
	for i := 0; i < len(segments); {
		at := segments[i].from
		if i > 0 && (afterTuplet || (at-start)%beat == 0 || segments[i-1].to-segments[i-1].from >= quarter) {
			w.b = append(w.b, ' ')
		}
		n, p := w.findTuplet(segments[i:], start)
		if afterTuplet = n > 0; !afterTuplet {
			w.plain(v, &segments[i], beat, start)
			i++
			continue
		}
		w.tuplet(v, segments[i:i+n], p)
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

// noteLength is a length of notes. Most notes of a tune have one of a few, so that each is
// worked out once, or again when another has taken its place.
type noteLength struct {
	units    int64
	quarters music.Fraction
	written  music.Fraction // in unit note lengths
	single   bool           // written as one note, though it may be a fraction that no plain note has
}

// length returns the length of a number of units above 0. It is valid until the next call.
func (w *tuneWriter) length(units int64) *noteLength {
	l := &w.lengths[uint64(units)*0x9e37_79b9_7f4a_7c15>>(64-lengthBits)] // hashed as Knuth does
	if l.units == units {
		return l
	}
	*l = noteLength{units: units, quarters: w.grid.fraction(units), written: w.grid.fraction(units * w.unit.Den())}
	den := l.quarters.Den()
	l.single = !tooLong(l.written) && (oddPart(den) > 1 || den > finestNote || isOneNote(l.quarters.Num()))
	return l
}

// lengthBits is the logarithm of how many lengths are kept.
const lengthBits = 6

// tooLong reports whether ABC text cannot say a length in unit note lengths.
func tooLong(f music.Fraction) bool { return f.Num() > abc.MaxNoteLength && f.Den() < f.Num() }

// tupletOf gives the q of a tuplet of p notes in the time of q.
var tupletOf = [...]int{3: 2, 5: 4, 7: 4, 9: 8}

const (
	maxTuplet  = 24 // segments in a tuplet
	finestNote = 32 // parts of a quarter note in which one note's length is written
)

// tupletScale returns the factor between the lengths of the notes of a tuplet as
// they are written and as they sound.
func tupletScale(p int64) music.Fraction { return music.NewFraction(p, int64(tupletOf[p])) }

// findTuplet returns how many of the first segments make a tuplet of p: from one that
// ends off the halves of halves of a quarter note to the next that ends on
// them. 0 means none: a length that no tuplet has is written as a plain
// fraction.
func (w *tuneWriter) findTuplet(segments []segment, start int64) (n int, p int64) {
	p = 1
	for n = 0; n < len(segments); n++ {
		o := w.grid.oddDen(segments[n].to - start)
		if o == 1 {
			break
		}
		if p = p / music.GCD(p, o) * o; p >= int64(len(tupletOf)) {
			return 0, 0
		}
	}
	if n++; n < 2 || n > min(maxTuplet, len(segments)) || tupletOf[p] == 0 {
		return 0, 0
	}
	scale := tupletScale(p)
	bound := 0 // segments with a length that only a tuplet has
	for _, seg := range segments[:n] {
		if w.grid.oddDen(seg.to-seg.from) > 1 {
			bound++
		}
		f := w.length(seg.to - seg.from).quarters.Mul(scale)
		if f.Den() > finestNote || oddPart(f.Den()) > 1 || !isOneNote(f.Num()) || f.Num()*w.unit.Den() > abc.MaxNoteLength {
			return 0, 0
		}
	}
	if 2*bound <= n {
		return 0, 0 // plain notes that only begin off the beat
	}
	return n, p
}

// tuplet writes segments as a tuplet of p.
func (w *tuneWriter) tuplet(v *tuneVoice, segments []segment, p int64) {
	t := abc.Tuplet{P: int(p), Q: tupletOf[p], R: len(segments)}
	if t.P == 3 && t.R == 3 {
		t.Q, t.R = 0, 0 // (3 alone says the same
	}
	w.b = abc.AppendTuplet(w.b, &t)
	scale := tupletScale(p)
	for _, seg := range segments {
		w.sound(v, w.tones[seg.low:seg.high], false, w.length(seg.to-seg.from).written.Mul(scale))
	}
}

// plain writes a segment as one note, or as several tied ones if no single
// note has its length: five eighths are a half and an eighth.
func (w *tuneWriter) plain(v *tuneVoice, seg *segment, beat, start int64) {
	tones := w.tones[seg.low:seg.high]
	for at := seg.from; at < seg.to; {
		if at > seg.from && (at-start)%beat == 0 {
			w.b = append(w.b, ' ')
		}
		l := w.length(seg.to - at)
		if !l.single {
			l = w.length(w.part(l, at-start, beat))
		}
		w.sound(v, tones, at+l.units < seg.to, l.written)
		at += l.units
	}
}

// part returns the longest part of a length, in units, that one note can have, plain or
// dotted; it prefers one that ends on a beat.
func (w *tuneWriter) part(l *noteLength, at, beat int64) int64 {
	if tooLong(l.written) {
		return min(l.written.Num()/l.written.Den(), abc.MaxNoteLength) * w.grid.units / w.unit.Den()
	}
	f := l.quarters
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
	b := w.b
	w.tooFine = w.tooFine || length.Den() > abc.MaxNoteLength || length.Num() > abc.MaxNoteLength
	if len(tones) == 0 {
		w.b = abc.AppendLength(append(b, 'z'), length)
		return
	}
	if len(tones) == 1 {
		b = abc.AppendPitch(b, v.Pitch(tones[0].key, false))
		w.b = abc.AppendTie(abc.AppendLength(b, length), tied || tones[0].tie)
		return
	}
	all := !slices.ContainsFunc(tones, func(t tuneTone) bool { return !t.tie })
	b = append(b, '[')
	for i, t := range tones {
		// Two tones on one step of the staff need an accidental each, here and
		// where they are tied to, to be told apart.
		twin := i > 0 && v.Step(tones[i-1].key) == v.Step(t.key) || i+1 < len(tones) && v.Step(tones[i+1].key) == v.Step(t.key)
		b = abc.AppendPitch(b, v.Pitch(t.key, twin))
		b = abc.AppendTie(b, t.tie && !all && !tied)
	}
	w.b = abc.AppendTie(abc.AppendLength(append(b, ']'), length), tied || all)
}
