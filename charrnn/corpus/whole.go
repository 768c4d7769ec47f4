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

// A Track is symbols of one lane that are read one after another.
type Track struct {
	Input  []int32
	Target []int32 // by input: the symbol after it
	Piece  []int32 // by input: the number of its piece
	Reset  bool    // the state is set to zero at the start of each piece
}

// Begins reports whether a piece begins at input i.
func (t *Track) Begins(i int) bool { return i == 0 || t.Piece[i] != t.Piece[i-1] }

// Lanes returns a track for each lane that has inputs.
func (s *Whole) Lanes() []Track {
	var tracks []Track
	for i, text := range s.lanes {
		if n := len(text) - 1; n > 0 {
			tracks = append(tracks, Track{text[:n], text[1:], s.piece[i][:n], s.reset})
		}
	}
	return tracks
}

// Tracks returns the shortest tracks that can be read apart from each other: with reset
// the pieces, otherwise the lanes.
func (s *Whole) Tracks() []Track {
	if !s.reset {
		return s.Lanes()
	}
	var tracks []Track
	for _, t := range s.Lanes() {
		from := 0
		for i := range t.Input {
			if i > 0 && t.Begins(i) {
				tracks = append(tracks, Track{t.Input[from:i], t.Target[from:i], t.Piece[from:i], true})
				from = i
			}
		}
		tracks = append(tracks, Track{t.Input[from:], t.Target[from:], t.Piece[from:], true})
	}
	return tracks
}
