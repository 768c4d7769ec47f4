package critic

import "charabanc/abcmidi/abc"

// Nearness says what a tune has in common with the nearest tune of a corpus: the one
// that shares the longest run with it. Tunes are compared by their bare skeletons, so
// key, octave, layout and chord symbols do not matter. The figures are those that a
// [Comparison] has as likeness in one key.
type Nearness struct {
	Title  string  `json:"title"` // T: and X: of the nearest tune
	Number string  `json:"number"`
	Share  float64 `json:"share"` // of the tune's bare skeleton in the run, from 0 to 1
	Notes  int     `json:"notes"` // in the run, those of chords and grace notes too
	From   int     `json:"from"`  // the run in the text of the tune: bytes [From, To)
	To     int     `json:"to"`
	Copy   bool    `json:"copy"` // all of the tune is in the run
}

// Neighbours finds the tune of a corpus that is nearest to another tune. It may be
// used by several goroutines at once.
type Neighbours struct {
	library *library
	tunes   []string
}

// NewNeighbours returns the neighbours that tunes can have in a corpus.
func NewNeighbours(corpus []string) *Neighbours {
	return &Neighbours{library: newLibrary(corpus, bareSkeleton), tunes: corpus}
}

// Nearest compares a tune with every tune of the corpus. Of several that share the
// longest run, it names one that is equal, or else the first. The result is zero if
// they share nothing.
func (n *Neighbours) Nearest(tune string) Nearness {
	found := n.library.longest(tune, -1)
	if found.run == 0 {
		return Nearness{}
	}
	moves := toOneKey(tune)
	run, from, to := found.place(moves.apply(tune))
	from, _ = moves.source(from)
	_, to = moves.source(to)
	for to < len(tune) && (tune[to] == ',' || tune[to] == '\'') { // of the last note
		to++
	}
	parsed, _ := abc.Parse(tune)
	nearest, _ := abc.Parse(n.tunes[n.library.holder(run)])
	return Nearness{
		Title: nearest.Title(), Number: nearest.Number(), Share: found.share(), Copy: found.copied(),
		Notes: countNotes(parsed.Body, abc.Pos(from), abc.Pos(to)), From: from, To: to,
	}
}

// place returns the run of a bare skeleton, and where its first and its last byte are
// in the text of the tune in one key.
func (s shared) place(text string) (run string, first, last int) {
	var bytes []byte
	i := 0
	for at, c := range keptBare(text) {
		if i == s.from {
			first = at
		}
		if i >= s.from {
			bytes, last = append(bytes, c), at
		}
		if i++; i == s.from+s.run {
			break
		}
	}
	return string(bytes), first, last
}

// countNotes counts the notes that begin in [from, to).
func countNotes(nodes []abc.Node, from, to abc.Pos) (count int) {
	for _, n := range nodes {
		switch n := n.(type) {
		case *abc.Note:
			if from <= n.From && n.From < to {
				count++
			}
		case *abc.Chord:
			count += countNotes(n.Inner, from, to)
		case *abc.Grace:
			count += countNotes(n.Inner, from, to)
		}
	}
	return count
}
