package find

import (
	"slices"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/data"
)

// Finder finds a phrase in one tune after another.
type Finder struct {
	phrase *Phrase
	parser abc.Parser
	found  []candidate
	known  []bool  // by reading: it counts in every key
	first  []int32 // by reading that is known: the pitch of the phrase's first note
}

// candidate is a match if its reading is known when all tunes have been read.
type candidate struct {
	match   Match
	reading int
	cents   int32 // pitch of the first note
}

// NewFinder returns a Finder of a phrase.
func NewFinder(p *Phrase) *Finder {
	f := &Finder{phrase: p, known: make([]bool, len(p.readings)), first: make([]int32, len(p.readings))}
	f.known[0], f.first[0] = true, p.readings[0][0]
	return f
}

// Tune looks for the phrase in a tune.
func (f *Finder) Tune(src data.Source) {
	tune, _ := f.parser.Parse(src)
	l := layout.Lay(tune)
	l.ShareSigns()
	left := maxItems
	for _, v := range l.Voices {
		at, from := &place{tune: tune, voice: v, bars: v.Measure(), several: len(l.Voices) > 1}, len(f.found)
		for _, line := range lines(v, l.Order, &left) {
			if f.phrase.o.AnyRhythm {
				line = withoutRests(line)
			}
			f.line(line, at)
		}
		f.sort(from)
	}
	l.Release()
}

// Matches returns where the phrase is in the tunes so far, in the order of the tunes, in a
// tune by voices and positions.
func (f *Finder) Matches() []Match {
	list := []Match{}
	for _, c := range f.found {
		if !f.known[c.reading] {
			continue
		}
		if c.match.Semitones == nil && !f.phrase.o.Contour {
			c.match.moved(c.cents - f.first[c.reading])
		}
		list = append(list, c.match)
	}
	return list
}

// moved sets how far the match is from the phrase.
func (m *Match) moved(cents int32) {
	semitones := int(cents) / 100
	m.Semitones = &semitones
}

// line looks for the phrase in a line, at each note.
func (f *Finder) line(line []note, at *place) {
	p := f.phrase
	type ends struct{ first, last int }
	var seen map[ends]bool
	for i := 0; i+len(p.notes) <= len(line); i++ {
		part := line[i : i+len(p.notes)]
		number, written := p.match(part)
		if number < 0 {
			continue
		}
		e := ends{part[0].item, part[len(part)-1].last}
		if seen[e] {
			continue // played twice
		}
		if seen == nil {
			seen = map[ends]bool{}
		}
		seen[e] = true
		c := candidate{at.match(part), number, part[0].cents}
		if written {
			first := p.byKey[part[0].sharps].first
			c.match.moved(c.cents - first)
			if !f.known[number] {
				f.known[number], f.first[number] = true, first
			}
		}
		f.found = append(f.found, c)
	}
}

// sort puts the matches of a voice in the order of the text; they were found in the order
// of playing.
func (f *Finder) sort(from int) {
	slices.SortStableFunc(f.found[from:], func(a, b candidate) int {
		if a.match.Line != b.match.Line {
			return a.match.Line - b.match.Line
		}
		return a.match.Column - b.match.Column
	})
}

// match returns the number of the reading that notes are, -1 if none, and whether they
// are the very letters of the phrase in the key of the tune.
func (p *Phrase) match(part []note) (number int, written bool) {
	for n, r := range p.readings {
		if !p.samePitches(part, r) {
			continue
		}
		if !p.o.AnyRhythm && !p.sameRhythm(part) {
			return -1, false
		}
		if p.byKey == nil || p.o.Contour {
			return n, false
		}
		own, ok := p.byKey[part[0].sharps]
		written = ok && own.reading == n && p.sameLetters(part)
		if p.o.SamePitch && n > 0 && !written {
			return -1, false
		}
		return n, written
	}
	return -1, false
}

// samePitches reports whether the pitches are those of a reading, moved, if that is
// allowed.
func (p *Phrase) samePitches(part []note, r reading) bool {
	for i := range part {
		n := &part[i]
		switch {
		case n.kind != p.notes[i].kind:
			return false
		case n.kind == rest:
		case p.o.Contour:
			if i > 0 && !sameDirection(p.notes, part, r, i) {
				return false
			}
		case p.o.SamePitch:
			if n.cents != r[i] {
				return false
			}
		case n.cents-part[0].cents != r[i]-r[0]:
			return false
		}
	}
	return true
}

// sameDirection reports whether note i moves from the note before it as in the reading.
func sameDirection(notes, part []note, r reading, i int) bool {
	before := i - 1
	for before > 0 && notes[before].kind == rest {
		before--
	}
	return sign(part[i].cents-part[before].cents) == sign(r[i]-r[before])
}

func sign(n int32) int {
	switch {
	case n > 0:
		return 1
	case n < 0:
		return -1
	}
	return 0
}

// sameRhythm reports whether the lengths are in proportion to the phrase's.
func (p *Phrase) sameRhythm(part []note) bool {
	for i := range part {
		if ratio(part[i].length, part[0].length).Cmp(p.ratios[i]) != 0 {
			return false
		}
	}
	return true
}

// sameLetters reports whether the notes have the letters of the phrase, in any octave.
func (p *Phrase) sameLetters(part []note) bool {
	moved := part[0].step - p.notes[0].step
	for i := range part {
		if part[i].kind == sound && part[i].step-p.notes[i].step != moved {
			return false
		}
	}
	return moved%7 == 0
}
