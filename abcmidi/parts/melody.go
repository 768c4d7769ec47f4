package parts

import (
	"slices"
	"strings"
	"unicode"

	"charabanc/abcmidi/smf"
)

// melodyWords are words of names that say that a part has the melody: those of a row say it
// more surely than those of the next.
var melodyWords = [][]string{
	{"melody", "melodie", "melodia", "mélodie", "melodía"},
	{"vocal", "vocals", "voice", "voc", "vox", "singer", "sing", "chant", "canto", "gesang"},
	{"lead"},
}

// backWords are words of names that say that it has not.
var backWords = []string{"back", "backing", "background", "harmony"}

// A melody reaches over melodySpan of the piece at least, and has less than melodyChords notes at
// a time on average.
const (
	melodySpan   = 0.5
	melodyChords = 3.0
)

// melody returns the index of the part that has the melody, as doc.go says; -1 for none.
func melody(p *smf.Performance) int {
	best := -1
	for row := range melodyWords {
		for i := range p.Parts {
			part, notes := &p.Parts[i], 0
			if best >= 0 {
				notes = len(p.Parts[best].Notes)
			}
			if !part.Drums() && len(part.Notes) > notes && named(part.Name, melodyWords[row]) && !named(part.Name, backWords) {
				best = i
			}
		}
		if best >= 0 {
			return best
		}
	}
	if best = highest(p, true); best < 0 {
		best = highest(p, false)
	}
	return best
}

// named reports whether a name has one of the words.
func named(name string, words []string) bool {
	of := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) })
	return slices.ContainsFunc(of, func(word string) bool { return slices.Contains(words, word) })
}

// highest returns the index of the highest part that is not drums; strictly it must be like a melody.
func highest(p *smf.Performance, strictly bool) int {
	best, mean := -1, 0.0
	length := int64(1)
	for i := range p.Parts {
		for _, n := range p.Parts[i].Notes {
			length = max(length, n.Off)
		}
	}
	for i := range p.Parts {
		part := &p.Parts[i]
		if part.Drums() || len(part.Notes) == 0 {
			continue
		}
		m := measure(part)
		if strictly && (float64(m.end-m.begin) < melodySpan*float64(length) || chords(part, &m) >= melodyChords) {
			continue
		}
		if best < 0 || m.mean > mean {
			best, mean = i, m.mean
		}
	}
	return best
}

// chords returns how many notes of a part sound together on average, while any sounds.
func chords(part *smf.Part, m *measures) float64 {
	covered, until := int64(0), int64(0)
	for _, n := range part.Notes {
		if from := max(n.On, until); n.Off > from {
			covered += n.Off - from
			until = n.Off
		}
	}
	return float64(m.sounding) / float64(max(covered, 1))
}
