package corpus

// Whole reads whole pieces for evaluation: every symbol except the first of each
// lane is a target exactly once. Each lane reads a consecutive share of the
// pieces. The state is carried from one piece to the next, or set to zero at the
// start of each with reset.
type Whole struct {
	lanes [][]int32
	piece [][]int32 // by lane and symbol: the number of its piece
	reset bool
	steps int // of a batch
}

// NewWhole returns the batches of pieces, of lanes x steps symbols each.
func NewWhole(pieces [][]int32, lanes, steps int, reset bool) *Whole {
	total := 0
	for _, p := range pieces {
		total += len(p)
	}
	s := &Whole{steps: steps, reset: reset}
	done := 0
	for i, p := range pieces {
		lane := min(done*lanes/max(total, 1), lanes-1)
		for len(s.lanes) <= lane {
			s.lanes, s.piece = append(s.lanes, nil), append(s.piece, nil)
		}
		for _, id := range p {
			s.lanes[lane] = append(s.lanes[lane], id)
			s.piece[lane] = append(s.piece[lane], int32(i))
		}
		done += len(p)
	}
	return s
}

// Steps returns the number of batches.
func (s *Whole) Steps() int {
	longest := 0
	for _, l := range s.lanes {
		longest = max(longest, len(l)-1)
	}
	return (longest + s.steps - 1) / s.steps
}

// Fill writes batch number step to b.
func (s *Whole) Fill(step int, b *Batch) {
	b.clear()
	for i, text := range s.lanes {
		from := step * s.steps
		if from >= len(text)-1 {
			continue
		}
		b.fillLane(i, text, from)
		for t := range min(s.steps, len(text)-from) {
			_, begins := s.Piece(step, i, t)
			b.Reset[i*s.steps+t] = s.reset && begins
		}
	}
}

// Piece returns the number of the piece that an input of batch number step belongs to,
// and whether the piece begins there.
func (s *Whole) Piece(step, lane, t int) (number int, begins bool) {
	at := step*s.steps + t
	number = int(s.piece[lane][at])
	return number, at == 0 || int(s.piece[lane][at-1]) != number
}
