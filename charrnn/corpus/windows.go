package corpus

import (
	"errors"
	"math/rand/v2"
)

// Windows reads overlapping windows of each piece, Stride symbols apart, in a new
// order in each epoch. The state is zero at the start of each window.
type Windows struct {
	pieces  [][]int32
	starts  []window
	reading Reading
	order   []int
}

type window struct{ piece, from int }

// NewWindows returns the source for pieces. It fails if none has two symbols.
func NewWindows(pieces [][]int32, r Reading) (*Windows, error) {
	s := &Windows{pieces: pieces, reading: r}
	for i, p := range pieces {
		for from := 0; from == 0 || from+r.Steps < len(p); from += r.Stride {
			if len(p)-from > 1 {
				s.starts = append(s.starts, window{i, from})
			}
		}
	}
	if len(s.starts) == 0 {
		return nil, errors.New("no piece of the training text has two symbols: add text")
	}
	return s, nil
}

// Begin orders the windows of an epoch.
func (s *Windows) Begin(epoch int) {
	s.order = rand.New(rand.NewPCG(s.reading.Seed, uint64(epoch))).Perm(len(s.starts))
}

// Steps returns the number of batches in an epoch.
func (s *Windows) Steps() int { return (len(s.starts) + s.reading.Lanes - 1) / s.reading.Lanes }

// Carries reports false: windows of two batches do not follow each other.
func (s *Windows) Carries() bool { return false }

// Fill writes batch number step to b. Lanes without a window have no targets.
func (s *Windows) Fill(step int, b *Batch) {
	b.clear()
	for lane := range s.reading.Lanes {
		at := step*s.reading.Lanes + lane
		if at >= len(s.order) {
			return
		}
		w := s.starts[s.order[at]]
		b.fillLane(lane, s.pieces[w.piece], w.from)
	}
}
