package charrnn

import (
	"cmp"
	"context"
	"math"
	"runtime"
	"slices"
	"sync"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/copyterm"
	"charabanc/charrnn/internal/kernel"
	"charabanc/charrnn/internal/network"
)

// A reading runs decoders over the tracks of a text, many at a time, and shows each
// prediction.
type reading struct {
	weights *network.DecoderWeights
	tracks  []corpus.Track
	lanes   int // that a decoder has
	threads int // each has a decoder
	recall  func() *recollection
	term    *copyterm.Term // predictions have the bonuses of proposals; nil: the proposals
	known   []string       // by number of a piece: what memories expect; nil: nothing

	mu   sync.Mutex
	next int // the next track
}

// prediction is what a network predicts at one place, and what is there.
type prediction struct {
	track, piece int // of the last input
	logits       []float32
	target       int32
	proposals    []copyterm.Proposal // of a memory
	bonuses      []copyterm.Bonus    // the same, with a term

	adjusted []float32 // V, free to use
	exp      []float32 // scratch, padded with zeros
}

// crossEntropy returns the result of predicting the target by some logits:
// -ln softmax(logits)[target].
func (p *prediction) crossEntropy(logits []float32) network.Result {
	top := highest(logits)
	for i, x := range logits {
		p.exp[i] = x - top
	}
	for i := len(logits); i < len(p.exp); i++ {
		p.exp[i] = negligible
	}
	r := network.Result{Targets: 1}
	margin := float64(logits[p.target] - top)
	r.Loss = math.Log(float64(kernel.ExpSum(p.exp, 0))) - margin
	if margin == 0 {
		r.Correct = 1
	}
	return r
}

// negligible is a logit far below all others.
const negligible = -1000

// newReading returns a reading of a text. Without order, tracks are as short as can
// be, so that many can be read at once, in any number of threads. With order, the
// predictions come one after another, and always in the same order.
func (c *Checkpoint) newReading(text *reach, o EvaluateOptions, order bool) *reading {
	r := &reading{weights: network.NewDecoderWeights(c.parameters, o.Precision.bits())}
	if order {
		r.tracks, r.threads, r.lanes = text.source.Lanes(), 1, evaluationLanes
		return r
	}
	r.tracks = text.source.Tracks()
	slices.SortStableFunc(r.tracks, func(a, b corpus.Track) int { return cmp.Compare(len(b.Input), len(a.Input)) })
	r.threads = min(cmp.Or(o.Threads, runtime.GOMAXPROCS(0)), max(len(r.tracks), 1))
	r.lanes = min((len(r.tracks)+r.threads-1)/r.threads, decoderLanes)
	return r
}

// remember makes the memories that predictions get their proposals from, or with a term
// their bonuses.
func (r *reading) remember(c *Checkpoint, memory func() Memory, term *copyterm.Term) {
	r.term = term
	table := newSymbolTable(c.Vocabulary)
	r.recall = func() *recollection { return newRecollection(table, memory) }
}

// run calls see with each prediction. Predictions of one track come in order. Those of
// different tracks may come from different threads. It stops with the error of ctx.
func (r *reading) run(ctx context.Context, see func(*prediction)) error {
	var group sync.WaitGroup
	for range r.threads {
		group.Go(func() { r.work(ctx, see) })
	}
	group.Wait()
	return ctx.Err()
}

// take returns the next track, to be read in a lane.
func (r *reading) take(lane *lane) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.next == len(r.tracks) {
		return false
	}
	lane.Track, lane.number, lane.at, lane.ahead.from, lane.ahead.to = &r.tracks[r.next], r.next, 0, 0, 0
	r.next++
	return true
}

// lane is a track in progress.
type lane struct {
	*corpus.Track
	number, at int
	ahead      ahead
}

// work reads tracks in the lanes of a decoder until there are none left. Lanes without a
// track are closed up, so that products get smaller.
func (r *reading) work(ctx context.Context, see func(*prediction)) {
	d := network.NewDecoder(r.weights, max(r.lanes, 1))
	symbols := len(d.Logits(0))
	p := prediction{adjusted: make([]float32, symbols), exp: kernel.Alloc((symbols + kernel.SumLanes - 1) / kernel.SumLanes * kernel.SumLanes)}
	var open []*lane
	for len(open) < r.lanes {
		l := r.newLane()
		if !r.take(l) {
			break
		}
		open = append(open, l)
	}
	ids := make([]int32, 0, r.lanes)
	for ctx.Err() == nil {
		if open = r.refill(d, open); len(open) == 0 {
			return
		}
		ids = ids[:0]
		for i, l := range open {
			if l.at == 0 || l.Reset && l.Begins(l.at) {
				d.Forget(i)
			}
			ids = append(ids, l.Input[l.at])
		}
		d.Step(ids)
		for i, l := range open {
			p.track, p.piece, p.target = l.number, int(l.Piece[l.at]), l.Target[l.at]
			p.logits = d.Logits(i)
			l.ahead.show(r, l, &p)
			see(&p)
			l.at++
		}
	}
}

func (r *reading) newLane() *lane {
	l := &lane{}
	if r.recall != nil {
		l.ahead.memory = r.recall()
	}
	return l
}

// refill gives the next tracks to the lanes that have read theirs, or closes them.
func (r *reading) refill(d *network.Decoder, open []*lane) []*lane {
	for i := 0; i < len(open); {
		if l := open[i]; l.at < len(l.Input) || r.take(l) {
			i++
			continue
		}
		for to := i; to+1 < len(open); to++ { // keep the order
			d.Move(to, to+1)
		}
		open = slices.Delete(open, i, i+1)
	}
	return open
}

// ahead is the memory of a lane. The text is known, so the memory reads a part of it at a
// time, while what it needs is in the cache.
type ahead struct {
	memory    *recollection // nil: none
	from, to  int           // inputs that have been read
	proposals []copyterm.Proposal
	bonuses   []copyterm.Bonus
	ends      []int32 // by input, less from: the end of its proposals or bonuses
}

// readAhead is the number of inputs that a memory reads at a time.
const readAhead = 128

// show sets what the memory proposes after the next input of l.
func (a *ahead) show(r *reading, l *lane, p *prediction) {
	if a.memory == nil {
		return
	}
	if l.at == a.to {
		a.read(r, l)
	}
	from, i := int32(0), l.at-a.from
	if i > 0 {
		from = a.ends[i-1]
	}
	if r.term != nil {
		p.bonuses = a.bonuses[from:a.ends[i]]
	} else {
		p.proposals = a.proposals[from:a.ends[i]]
	}
}

// read reads the next inputs of l.
func (a *ahead) read(r *reading, l *lane) {
	a.from, a.to = a.to, min(a.to+readAhead, len(l.Input))
	a.proposals, a.bonuses, a.ends = a.proposals[:0], a.bonuses[:0], a.ends[:0]
	for i := a.from; i < a.to; i++ {
		switch {
		case l.Begins(i) && r.known != nil:
			a.memory.expect(r.known[l.Piece[i]])
		case l.Begins(i):
			a.memory.reset()
		}
		a.memory.push(l.Input[i])
		list := a.memory.propose()
		if r.term != nil {
			a.bonuses = r.term.Bonuses(a.bonuses, list)
		} else {
			a.proposals = append(a.proposals, list...)
		}
		a.ends = append(a.ends, int32(max(len(a.bonuses), len(a.proposals))))
	}
}
