package charrnn

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Batch is what one step of training or evaluation reads: for each lane a run
// of symbols and the symbols that follow them.
type Batch struct {
	Lanes, Steps int
	Input        []int32 // [lane][step], ids
	Target       []int32 // [lane][step], ids; -1: nothing to predict here
	Reset        []bool  // [lane][step], the state is zero before this input
}

// NewBatch returns an empty batch of lanes x steps.
func NewBatch(lanes, steps int) *Batch {
	n := lanes * steps
	return &Batch{lanes, steps, make([]int32, n), make([]int32, n), make([]bool, n)}
}

// targets is the number of symbols to predict.
func (b *Batch) targets() int {
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

// source hands out batches. Everything it does follows from its seed and the
// epoch, so a resumed run sees what an uninterrupted one would have.
type source interface {
	begin(epoch int)         // start of an epoch, counted from 1
	steps() int              // batches an epoch
	fill(step int, b *Batch) // batch number step of the epoch, counted from 0
	carries() bool           // state goes on from one batch to the next
}

// piece is a tune in the forms it may be learnt in, the one it stands in first.
type piece [][]int32

// lanes reads the tunes one after another as one text, cut into as many equal
// parts as the batch has lanes. Each lane goes on where its last batch ended,
// so the state carries over: what does not fill a last batch is left out. Of a
// tune in several forms, each epoch draws one.
type lanes struct {
	pieces  []piece
	lanes   int
	length  int // steps of a batch
	shuffle bool
	reset   bool
	seed    uint64
	settled int // epoch from which on tunes stand as they are

	practice bool      // then tunes of the network's own stand among them
	own      [][]int32 // for the epoch that begins, in the places of pieces; empty where these stand

	text  []int32
	fresh []bool // a tune starts here
}

func newLanes(pieces []piece, o *Options) (*lanes, error) {
	s := &lanes{pieces: pieces, lanes: o.BatchSize, length: o.SeqLength, shuffle: o.Shuffle, reset: o.Reset, seed: o.Seed,
		settled: o.Epochs + 1 - int(math.Round(o.Settle*float64(o.Epochs))), practice: o.Practice > 0}
	s.begin(1)
	if s.steps() < 1 {
		return nil, fmt.Errorf("the training text has %d symbols and one batch takes %d (batch-size %d x seq-length %d + 1 for each lane): add text or lower one of them",
			len(s.text), s.lanes*(s.length+1), s.lanes, s.length)
	}
	return s, nil
}

func (s *lanes) begin(epoch int) {
	r := rand.New(rand.NewPCG(s.seed, uint64(epoch)))
	order := make([]int, len(s.pieces))
	for i := range order {
		order[i] = i
	}
	if s.shuffle {
		order = r.Perm(len(s.pieces))
	}
	s.text, s.fresh = s.text[:0], s.fresh[:0]
	for _, i := range order {
		form := s.pieces[i][r.IntN(len(s.pieces[i]))]
		if epoch >= s.settled {
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

func (s *lanes) steps() int    { return (len(s.text)/s.lanes - 1) / s.length }
func (s *lanes) carries() bool { return true }

func (s *lanes) fill(step int, b *Batch) {
	part := len(s.text) / s.lanes
	for lane := range s.lanes {
		from := lane*part + step*s.length
		row := lane * s.length
		copy(b.Input[row:row+s.length], s.text[from:])
		copy(b.Target[row:row+s.length], s.text[from+1:])
		for t := range s.length {
			b.Reset[row+t] = s.reset && s.fresh[from+t]
		}
	}
}

// windows reads overlapping runs of each piece, stride symbols apart, in a new
// order each epoch; the state starts at zero in each. It knows pieces in one form.
type windows struct {
	pieces [][]int32
	starts []window
	lanes  int
	length int
	seed   uint64
	order  []int
}

type window struct{ piece, from int }

func newWindows(pieces [][]int32, o *Options) (*windows, error) {
	s := &windows{pieces: pieces, lanes: o.BatchSize, length: o.SeqLength, seed: o.Seed}
	for i, p := range pieces {
		for from := 0; from == 0 || from+s.length < len(p); from += o.Stride {
			if len(p)-from > 1 {
				s.starts = append(s.starts, window{i, from})
			}
		}
	}
	if len(s.starts) == 0 {
		return nil, fmt.Errorf("no piece of the training text has two symbols: add text")
	}
	return s, nil
}

func (s *windows) begin(epoch int) {
	s.order = rand.New(rand.NewPCG(s.seed, uint64(epoch))).Perm(len(s.starts))
}
func (s *windows) steps() int    { return (len(s.starts) + s.lanes - 1) / s.lanes }
func (s *windows) carries() bool { return false }

func (s *windows) fill(step int, b *Batch) {
	b.clear()
	for lane := range s.lanes {
		at := step*s.lanes + lane
		if at >= len(s.order) {
			return
		}
		w := s.starts[s.order[at]]
		fillLane(b, lane, s.pieces[w.piece], w.from, false)
	}
}

// fillLane puts piece from symbol number from into a lane, as far as it goes.
func fillLane(b *Batch, lane int, piece []int32, from int, reset bool) {
	n := min(b.Steps, len(piece)-1-from)
	row := lane * b.Steps
	copy(b.Input[row:], piece[from:from+n])
	copy(b.Target[row:], piece[from+1:from+1+n])
	b.Reset[row] = reset
}

// pieceRunner reads whole pieces for evaluation: every symbol but the first of
// each lane is predicted exactly once. Pieces are dealt to the lanes in order,
// each lane getting a consecutive share, and the state is carried from one to
// the next, or starts at zero in each if reset is set.
type pieceRunner struct {
	lanes  [][]int32
	fresh  [][]bool
	length int
}

func newPieceRunner(pieces [][]int32, laneCount, length int, reset bool) *pieceRunner {
	total := 0
	for _, p := range pieces {
		total += len(p)
	}
	s := &pieceRunner{length: length}
	done := 0
	for _, p := range pieces {
		lane := min(done*laneCount/max(total, 1), laneCount-1)
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

func (s *pieceRunner) begin(int)     {}
func (s *pieceRunner) carries() bool { return true }

func (s *pieceRunner) steps() int {
	longest := 0
	for _, l := range s.lanes {
		longest = max(longest, len(l)-1)
	}
	return (longest + s.length - 1) / s.length
}

func (s *pieceRunner) fill(step int, b *Batch) {
	b.clear()
	for i, text := range s.lanes {
		from := step * s.length
		if from >= len(text)-1 {
			continue
		}
		fillLane(b, i, text, from, false)
		for t := range min(s.length, len(text)-from) {
			b.Reset[i*s.length+t] = s.fresh[i][from+t]
		}
	}
}
