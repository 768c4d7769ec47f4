package notetext

import (
	"cmp"
	"slices"

	"charabanc/abcmidi/smf"
)

// This file parts the notes of a performance into the voices of a tune.
//
// A voice of ABC is one row of notes and chords. A piano part is not: notes
// overlap at will. They are dealt out to streams in which nothing overlaps,
// each to the one that was last near it in pitch, as a reader would hear
// lines; where that would need more than maxStreams for one part, the last of
// them takes notes that overlap, and abctune.go cuts and ties those.

const (
	maxTuneVoices = 64
	maxStreams    = 4 // without overlaps, for one part

	// Semitones at which a line is rather another one, if there are several
	// parts, and if one has it all: two hands, as like as not.
	farInPart, farInWhole = 24, 12

	tooFarApart = 14 // semitones that two neighbours of a chord are at most apart
)

// stream is the notes of one voice, in the order of their beginnings.
type stream struct {
	part  int
	notes []placedNote
	end   int64      // of the last note
	mean  int        // pitch of what was last added
	sum   int64      // of all keys
	until [128]int64 // where each key ends
}

// streams deals out the notes of every part; nil says that there are more
// voices than a tune can have.
func streams(p *smf.Performance, g *grid) []*stream {
	var all []*stream
	far := farInWhole
	if len(p.Parts) > 1 {
		far = farInPart
	}
	for i := range p.Parts {
		part := &p.Parts[i]
		notes := make([]placedNote, len(part.Notes))
		for j, n := range part.Notes {
			on, off := g.span(n)
			notes[j] = placedNote{on, off, int32(i), n.Key, n.Velocity}
		}
		own := dealOut(notes, i, far)
		if all = append(all, own...); own == nil && len(notes) > 0 || len(all) > maxTuneVoices {
			return nil
		}
	}
	return all
}

// dealOut makes the streams of one part, the highest first.
func dealOut(notes []placedNote, part, far int) []*stream {
	sortWithin(notes, func(a, b placedNote) int {
		if a.off != b.off {
			return cmp.Compare(a.off, b.off)
		}
		return cmp.Compare(a.key, b.key)
	})
	reach := tooFarApart
	if !overlapping(notes) {
		far, reach = 128, 128 // one line, whatever its leaps
	}
	var list []*stream
	for len(notes) > 0 {
		// A chord is what begins and ends together, within the reach of a hand.
		n := 1
		for n < len(notes) && notes[n].on == notes[0].on && notes[n].off == notes[0].off &&
			notes[n].key != notes[n-1].key && distance(int(notes[n].key), int(notes[n-1].key)) <= reach {
			n++
		}
		s := streamFor(list, notes[:n], far)
		if s == nil {
			if len(list) == maxTuneVoices {
				return nil
			}
			s = &stream{part: part}
			list = append(list, s)
		}
		s.add(notes[:n])
		notes = notes[n:]
	}
	slices.SortStableFunc(list, func(a, b *stream) int {
		return cmp.Compare(b.sum*int64(len(a.notes)), a.sum*int64(len(b.notes)))
	})
	return list
}

// overlapping reports whether a note begins while another sounds that is not
// of its chord.
func overlapping(notes []placedNote) bool {
	for i := range notes[:max(len(notes)-1, 0)] {
		if a, b := &notes[i], &notes[i+1]; b.on < a.off && (b.on != a.on || b.off != a.off) {
			return true
		}
	}
	return false
}

// streamFor chooses the stream of a chord; nil asks for a new one.
func streamFor(list []*stream, chord []placedNote, far int) *stream {
	pitch := (int(chord[0].key) + int(chord[len(chord)-1].key)) / 2
	var best *stream
	for i, s := range list {
		if i < maxStreams && s.end <= chord[0].on && (best == nil || distance(s.mean, pitch) < distance(best.mean, pitch)) {
			best = s
		}
	}
	if best != nil && (distance(best.mean, pitch) <= far || len(list) >= maxStreams) {
		return best
	}
	if len(list) < maxStreams {
		return nil
	}
	for _, s := range list[maxStreams-1:] {
		if !s.clashes(chord) {
			return s
		}
	}
	return nil
}

func distance(a, b int) int { return max(a-b, b-a) }

func (s *stream) add(chord []placedNote) {
	s.notes = append(s.notes, chord...)
	for _, n := range chord {
		s.sum += int64(n.key)
		s.until[n.key] = n.off
	}
	s.mean = (int(chord[0].key) + int(chord[len(chord)-1].key)) / 2
	s.end = max(s.end, chord[0].off)
}

// clashes reports whether a key of the chord still sounds in the stream: one
// row cannot hold it twice.
func (s *stream) clashes(chord []placedNote) bool {
	return slices.ContainsFunc(chord, func(n placedNote) bool { return s.until[n.key] > n.on })
}
