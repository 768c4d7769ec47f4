package corpus

// Whole reads whole pieces for evaluation: every symbol except the first of each
// lane is a target exactly once. Each lane reads a consecutive share of the
// pieces. The state is carried from one piece to the next, or set to zero at the
// start of each with reset.
type Whole struct {
	lanes [][]int32
	fresh [][]bool // a piece starts here, and the state is set to zero
	steps int      // of a batch
}

// NewWhole returns the batches of pieces, of lanes x steps symbols each.
func NewWhole(pieces [][]int32, lanes, steps int, reset bool) *Whole {
	total := 0
	for _, p := range pieces {
		total += len(p)
	}
	s := &Whole{steps: steps}
	done := 0
	for _, p := range pieces {
		lane := min(done*lanes/max(total, 1), lanes-1)
		for len(s.lanes) <= lane {
			s.lanes, s.fresh = append(s.lanes, nil), append(s.fresh, nil)
		}
		for j, id := range p {
			s.lanes[lane] = append(s.lanes[lane], id)
			s.fresh[lane] = append(s.fresh[lane], reset && j == 0)
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
			b.Reset[i*s.steps+t] = s.fresh[i][from+t]
		}
	}
}
