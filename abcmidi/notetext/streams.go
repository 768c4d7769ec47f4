package notetext

import (
	"cmp"
	"slices"

	"charabanc/abcmidi/smf"
)

// This file divides the notes of a performance into the voices of a tune.
//
// A voice of ABC is one row of notes and chords. A piano part is not: its
// notes overlap. Each chord goes to the stream whose last chord was nearest in
// pitch among those that have ended, as a listener follows lines. If that
// would take more than maxStreams streams for a part, the last of them takes
// notes that overlap, and measure.go cuts and ties those.

const (
	maxTuneVoices = 1000 // as many as package play takes
	maxStreams    = 4    // without overlaps, in one part

	// A chord this many semitones from a stream begins another one. The limit
	// is lower if the whole piece is one part, which is likely to be two hands.
	farInPart, farInWhole = 24, 12

	handSpan = 14 // the most semitones between two neighbours of a chord
)

// stream is the notes of one voice, in the order of their beginnings.
type stream struct {
	part  int
	notes []placedNote
	count int        // of notes
	end   int64      // of its last note, in units
	mean  int        // key in the middle of its last chord
	sum   int64      // of all keys
	until [128]int64 // where each key ends, in units
}

// streams divides the notes of every part. It returns nil if that takes more
// voices than a tune can have.
func (m *memory) streams(p *smf.Performance, g *grid) []*stream {
	m.reset(p)
	var all []*stream
	far := farInWhole
	if len(p.Parts) > 1 {
		far = farInPart
	}
	for i := range p.Parts {
		from := len(m.placed)
		m.placed = g.appendPart(m.placed, p, i)
		notes := m.placed[from:]
		own := m.divide(notes, i, far)
		if all = append(all, own...); own == nil && len(notes) > 0 || len(all) > maxTuneVoices {
			return nil
		}
	}
	return all
}

// divide returns the streams of one part, the highest first; nil if there are
// too many. A chord that is far away from a stream does not join it.
func (m *memory) divide(notes []placedNote, part, far int) []*stream {
	sortRun(notes, compareChords)
	reach := handSpan
	if !overlapping(notes) {
		far, reach = 128, 128 // one line, however far it leaps
	}
	var list []*stream
	m.owners = slices.Grow(m.owners[:0], len(notes))
	owners := m.owners[:len(notes)] // the stream of each note
	for from := 0; from < len(notes); {
		// A chord is notes that begin and end together, within the reach of a hand.
		to := from + 1
		for to < len(notes) && notes[to].on == notes[from].on && notes[to].off == notes[from].off &&
			notes[to].key != notes[to-1].key && distance(int(notes[to].key), int(notes[to-1].key)) <= reach {
			to++
		}
		i := streamFor(list, notes[from:to], far)
		if i < 0 {
			if len(list) == maxTuneVoices {
				return nil
			}
			i = len(list)
			list = append(list, &stream{part: part})
		}
		list[i].add(notes[from:to])
		for ; from < to; from++ {
			owners[from] = uint16(i)
		}
	}
	m.deal(notes, owners, list)
	slices.SortStableFunc(list, func(a, b *stream) int {
		return cmp.Compare(b.sum*int64(len(a.notes)), a.sum*int64(len(b.notes)))
	})
	return list
}

// compareChords compares notes of one part so that those of a chord are neighbours.
func compareChords(a, b placedNote) int {
	switch {
	case a.on != b.on:
		return cmp.Compare(a.on, b.on)
	case a.off != b.off:
		return cmp.Compare(a.off, b.off)
	}
	return cmp.Compare(a.key, b.key)
}

// deal gives each stream its notes.
func (m *memory) deal(notes []placedNote, owners []uint16, list []*stream) {
	if len(list) == 1 {
		list[0].notes = notes
		return
	}
	for _, s := range list {
		s.notes = m.another(s.count)[:0]
	}
	for i := range notes {
		s := list[owners[i]]
		s.notes = append(s.notes, notes[i])
	}
}

// overlapping reports whether a note begins while a note of another chord
// sounds.
func overlapping(notes []placedNote) bool {
	for i := range notes[:max(len(notes)-1, 0)] {
		if a, b := &notes[i], &notes[i+1]; b.on < a.off && (b.on != a.on || b.off != a.off) {
			return true
		}
	}
	return false
}

// streamFor returns the index of the stream that a chord goes to; -1 for a new one.
func streamFor(list []*stream, chord []placedNote, far int) int {
	pitch := (int(chord[0].key) + int(chord[len(chord)-1].key)) / 2
	best, nearest := -1, 0
	for i, s := range list[:min(len(list), maxStreams)] {
		if d := distance(s.mean, pitch); s.end <= chord[0].on && (best < 0 || d < nearest) {
			best, nearest = i, d
		}
	}
	switch {
	case best >= 0 && (nearest <= far || len(list) >= maxStreams):
		return best
	case len(list) < maxStreams:
		return -1
	}
	for i, s := range list[maxStreams-1:] {
		if !s.clashes(chord) {
			return maxStreams - 1 + i
		}
	}
	return -1
}

// distance returns the semitones between two keys.
func distance(a, b int) int { return max(a-b, b-a) }

// add adds a chord.
func (s *stream) add(chord []placedNote) {
	s.count += len(chord)
	for _, n := range chord {
		s.sum += int64(n.key)
		s.until[n.key] = n.off
	}
	s.mean = (int(chord[0].key) + int(chord[len(chord)-1].key)) / 2
	s.end = max(s.end, chord[0].off)
}

// clashes reports whether a key of the chord still sounds in the stream. A
// voice cannot have it twice.
func (s *stream) clashes(chord []placedNote) bool {
	return slices.ContainsFunc(chord, func(n placedNote) bool { return s.until[n.key] > n.on })
}
