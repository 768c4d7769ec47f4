package corpus

// A Batch is the input of one training or evaluation step: in each lane, a run
// of symbols and the symbols that follow them. Slices are lane by lane: element
// lane*Steps + t is step t of a lane.
type Batch struct {
	Lanes, Steps int
	Input        []int32 // Lanes x Steps symbol ids
	Target       []int32 // Lanes x Steps symbol ids; -1: no target
	Reset        []bool  // Lanes x Steps; the state is set to zero before this input
}

// NewBatch returns a batch of zeros.
func NewBatch(lanes, steps int) *Batch {
	n := lanes * steps
	return &Batch{lanes, steps, make([]int32, n), make([]int32, n), make([]bool, n)}
}

// Part returns lanes [from, to) of b.
func (b *Batch) Part(from, to int) *Batch {
	i, j := from*b.Steps, to*b.Steps
	return &Batch{to - from, b.Steps, b.Input[i:j], b.Target[i:j], b.Reset[i:j]}
}

// Targets returns the number of targets.
func (b *Batch) Targets() int {
	n := 0
	for _, t := range b.Target {
		if t >= 0 {
			n++
		}
	}
	return n
}

func (b *Batch) clear() {
	clear(b.Input)
	clear(b.Reset)
	for i := range b.Target {
		b.Target[i] = -1
	}
}

// fillLane copies piece, from symbol number from, into a lane, as far as it goes.
func (b *Batch) fillLane(lane int, piece []int32, from int) {
	n := min(b.Steps, len(piece)-1-from)
	row := lane * b.Steps
	copy(b.Input[row:], piece[from:from+n])
	copy(b.Target[row:], piece[from+1:from+1+n])
	b.Reset[row] = false
}

// A Source makes the batches of training. They depend only on the seed and the
// epoch, so a resumed run reads the same batches as one that never stopped.
type Source interface {
	Begin(epoch int)         // prepares an epoch, counted from 1
	Steps() int              // batches in an epoch
	Fill(step int, b *Batch) // batch number step of the epoch, counted from 0
	Carries() bool           // whether the state is carried from batch to batch
}

// Reading says how a source reads the text.
type Reading struct {
	Lanes  int    // sequences in a batch
	Steps  int    // symbols of each sequence in a batch
	Stride int    // of Windows: symbols between the starts of two windows
	Seed   uint64 // of the order of pieces and the choice of forms

	// Of Lanes:
	Shuffle bool // a new order of pieces in each epoch
	Reset   bool // the state is set to zero at the start of each piece
	Settled int  // first epoch in which each piece is read in its first form
}
