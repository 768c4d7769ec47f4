package corpus

import (
	"fmt"
	"math/rand/v2"
)

// A Piece is a tune as symbol ids, in each form it may be learned in. The first
// form is the tune as written.
type Piece [][]int32

// Lanes reads all pieces, one after another, as a single text that is cut into
// equal parts, one for each lane of the batch. Each lane continues where the last
// batch ended, so the state can be carried. Symbols that do not fill a last batch
// are left out. Before the settled epoch, one form of each piece is drawn at
// random in each epoch.
type Lanes struct {
	pieces  []Piece
	reading Reading
	own     [][]int32 // by piece: what is read in its place; empty: the piece itself

	text  []int32
	fresh []bool // a piece starts here
}

// NewLanes returns the source for pieces. It fails if they do not fill a batch.
func NewLanes(pieces []Piece, r Reading) (*Lanes, error) {
	s := &Lanes{pieces: pieces, reading: r}
	s.Begin(1)
	if s.Steps() < 1 {
		return nil, fmt.Errorf("the training text has %d symbols, and one batch needs %d (batch-size %d x (seq-length %d + 1)): add text or lower batch-size or seq-length",
			len(s.text), r.Lanes*(r.Steps+1), r.Lanes, r.Steps)
	}
	return s, nil
}

// Replace sets what is read in place of each piece from the next call of Begin
// on. An empty element leaves a piece as it is, and so does nil for all.
func (s *Lanes) Replace(own [][]int32) { s.own = own }

// Begin orders the pieces of an epoch and draws their forms.
func (s *Lanes) Begin(epoch int) {
	r := rand.New(rand.NewPCG(s.reading.Seed, uint64(epoch)))
	order := make([]int, len(s.pieces))
	for i := range order {
		order[i] = i
	}
	if s.reading.Shuffle {
		order = r.Perm(len(s.pieces))
	}
	s.text, s.fresh = s.text[:0], s.fresh[:0]
	for _, i := range order {
		form := s.pieces[i][r.IntN(len(s.pieces[i]))]
		if epoch >= s.reading.Settled {
			form = s.pieces[i][0]
		}
		if s.own != nil && len(s.own[i]) > 0 {
			form = s.own[i]
		}
		for j, id := range form {
			s.text = append(s.text, id)
			s.fresh = append(s.fresh, j == 0)
		}
	}
}

// Steps returns the number of batches in the epoch that Begin prepared.
func (s *Lanes) Steps() int { return (len(s.text)/s.reading.Lanes - 1) / s.reading.Steps }

// Carries reports true: a lane reads on.
func (s *Lanes) Carries() bool { return true }

// Fill writes batch number step to b.
func (s *Lanes) Fill(step int, b *Batch) {
	lanes, steps := s.reading.Lanes, s.reading.Steps
	part := len(s.text) / lanes
	for lane := range lanes {
		from := lane*part + step*steps
		row := lane * steps
		copy(b.Input[row:row+steps], s.text[from:])
		copy(b.Target[row:row+steps], s.text[from+1:])
		for t := range steps {
			b.Reset[row+t] = s.reading.Reset && s.fresh[from+t]
		}
	}
}
