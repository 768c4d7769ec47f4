package network

import (
	"cmp"
	"math"
	"runtime"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/kernel"
)

// A Network holds the parameters and the buffers to run batches of one size:
// forward only, or with gradients and an optimizer.
//
// A step is a sequence of phases (phases.go). Each phase is divided among the
// workers of a team. The forward and backward passes are divided by lanes, which
// are independent of each other. Weight gradients, which are sums over all lanes,
// are divided by columns. No sum runs across workers, so the number of workers does
// not change any bit of the result.
type Network struct {
	grid
	Params *Parameters
	M, V   *Parameters // moments of Adam; nil without training
	Mean   *Parameters // exponential moving average of Params, or nil
	Newest float32     // weight of Params in Mean in the next Apply
	Seed   uint64      // of dropout and weight drop

	precision Precision
	grads     *Parameters // nil without training
	noise     Noise
	byUnits   bool // workers share units, not lanes

	embedding *embedding
	layers    []*lstm
	dense     *dense
	dOut      kernel.Block      // rows x H, gradient of the output of a layer, then of its input
	scratch   []kernel.Block    // by worker: lanes of a group x 4H, pre-activations of one step
	buffers   []*gradientBuffer // by worker
	squares   []float64         // by chunk of gradients: the sum of squares

	team   *team
	phases phases

	// The current step.
	batch  *corpus.Batch
	masks  []dropout // by layer: of outputs
	drops  []dropout // by layer: of recurrent weights
	weight float32   // of each target in the loss: 1/targets; 0: forward only
	layer  int       // that Backward is at
	adam   kernel.AdamStep
	carry  bool // the state is carried to the next batch
}

// Noise is the regularization of training in addition to the dropout of Config.
type Noise struct {
	WeightDrop float64 // share of recurrent weights dropped in a step
	Locked     bool    // the dropout mask is the same at all steps of a batch
}

// phases are the method values given to the team. They are made once, because
// making a method value allocates.
type phases struct {
	drop, prepare, table, forward, backward, turn, gradients, inputs, norm, update, keep func(worker int)
}

// squaresChunk is the number of gradients in one partial sum of the norm.
const squaresChunk = 1 << 13

// A Shape is what the buffers of a network depend on, besides its parameters.
type Shape struct {
	Lanes, Steps int       // of a batch
	Precision    Precision // of the products; "" is Float32
	Train        bool      // with gradients and an optimizer
}

// New returns a network with parameters p. It runs on the given number of threads; 0 is
// one for each processor. Close ends the threads.
func New(p *Parameters, size Shape, threads int) *Network {
	if threads <= 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	train, precision := size.Train, cmp.Or(size.Precision, Float32)
	n := &Network{grid: newGrid(size.Lanes, size.Steps, precision.align()), Params: p, team: newTeam(threads), precision: precision}
	s := p.Config.shape()
	if train {
		n.grads, n.M, n.V = NewParameters(p.Config), NewParameters(p.Config), NewParameters(p.Config)
		n.dOut = kernel.NewBlock(n.rows(), s.units+rowGap)
		n.squares = make([]float64, (len(p.Flat)+squaresChunk-1)/squaresChunk)
	}
	n.embedding = newEmbedding(precision, p, n.grads)
	var last *lstm
	for i := range p.LSTM {
		var grad *LSTMWeights
		if train {
			grad = &n.grads.LSTM[i]
		}
		last = newLSTM(n.grid, precision, s.units, &p.LSTM[i], grad, last)
		n.layers = append(n.layers, last)
	}
	var grad *DenseWeights
	if train {
		grad = &n.grads.Dense
	}
	n.dense = newDense(n.grid, precision, p.Config.Vocabulary, &p.Dense, grad)
	n.masks, n.drops = make([]dropout, len(n.layers)), make([]dropout, len(n.layers))
	n.byUnits = splitUnits(n.grid, precision, s.units, threads)
	for range threads {
		n.scratch = append(n.scratch, kernel.NewBlock(n.group, gates*s.units+rowGap))
		if train {
			n.buffers = append(n.buffers, newGradientBuffer(precision, max(n.rows(), s.symbols)))
		}
	}
	n.phases = phases{n.drop, n.prepare, n.table, n.forward, n.backward, n.turn, n.gradients, n.inputGradient, n.norm, n.update, n.keep}
	return n
}

// Close ends the threads of n.
func (n *Network) Close() { n.team.close() }

// Regularise sets the noise of Gradient. With average, Apply keeps an exponential
// moving average of the parameters in Mean.
func (n *Network) Regularise(o Noise, average bool) {
	n.noise = o
	if o.WeightDrop > 0 {
		for _, l := range n.layers {
			l.dropped = kernel.NewPanels(l.w.Recurrent.K, l.w.Recurrent.N)
		}
	}
	if average {
		n.Mean = NewParameters(n.Params.Config)
		copy(n.Mean.Flat, n.Params.Flat)
	}
}

// Trained returns the parameters that training has produced: Mean if there is one,
// Params otherwise.
func (n *Network) Trained() *Parameters {
	if n.Mean != nil {
		return n.Mean
	}
	return n.Params
}

// A Result is the loss of one or more batches.
type Result struct {
	Loss    float64 // sum of -ln p(target), nats
	Correct int     // targets that had the highest probability
	Targets int
}

// Add adds o to r.
func (r *Result) Add(o Result) {
	r.Loss += o.Loss
	r.Correct += o.Correct
	r.Targets += o.Targets
}

// Finite reports whether the loss is a number.
func (r Result) Finite() bool { return !math.IsNaN(r.Loss) && !math.IsInf(r.Loss, 0) }

// Mean returns the loss per symbol in nats.
func (r Result) Mean() float64 { return r.Loss / float64(max(r.Targets, 1)) }

// Accuracy returns the share of targets that had the highest probability.
func (r Result) Accuracy() float64 { return float64(r.Correct) / float64(max(r.Targets, 1)) }

// Evaluate runs a batch forward without dropout. Prepare must have been called since the
// parameters changed.
func (n *Network) Evaluate(b *corpus.Batch, carry bool) Result {
	n.batch, n.weight = b, 0
	for i := range n.layers {
		n.masks[i] = dropout{}
	}
	n.team.do(n.phases.forward)
	n.Carry(carry)
	return n.result()
}

// Gradient runs a batch forward and back and computes the gradients of its mean loss. If
// the loss is not finite, there are no gradients.
func (n *Network) Gradient(b *corpus.Batch, step int) Result {
	r := n.Forward(b, step, b.Targets())
	if r.Finite() {
		n.Backward(nil)
	}
	return r
}

// Forward runs a batch forward for Backward. The loss is that of the batch over a number of
// targets, which may be those of several batches. The dropout masks follow from Seed and
// step. The state is not carried; Carry does that.
func (n *Network) Forward(b *corpus.Batch, step, targets int) Result {
	n.batch = b
	n.weight = 1 / float32(max(targets, 1))
	for i, l := range n.layers {
		n.masks[i] = newDropout(n.Params.Config.Dropout, n.Seed, step, i)
		n.masks[i].locked = n.noise.Locked
		if n.noise.WeightDrop > 0 {
			n.drops[i] = newDropout(n.noise.WeightDrop, n.Seed, step, len(n.layers)+i)
			l.recurrent.Panels = l.dropped
		}
	}
	if n.noise.WeightDrop > 0 {
		n.team.do(n.phases.drop)
	}
	n.prepareAll()
	n.team.do(n.phases.forward)
	return n.result()
}

// Backward computes the gradients of the loss of Forward, layer by layer from the output
// on. Unless it is nil, ready is told of each layer whose part of the gradients is complete.
func (n *Network) Backward(ready func(layer int)) {
	for n.layer = len(n.layers) - 1; n.layer >= 0; n.layer-- {
		n.team.do(n.phases.backward)
		if n.precision == BF16 {
			n.team.do(n.phases.turn)
		}
		n.team.do(n.phases.gradients)
		if n.layer == 0 {
			n.team.do(n.phases.inputs)
		}
		if ready != nil {
			ready(n.layer)
		}
	}
}

// Gradients returns the gradients that Apply uses, in a part for each layer.
func (n *Network) Gradients() [][]float32 {
	var parts [][]float32
	for layer := range n.layers {
		parts = append(parts, n.grads.part(layer))
	}
	return parts
}

// Prepare prepares n for Evaluate.
func (n *Network) Prepare() {
	for _, l := range n.layers {
		l.recurrent.Panels = l.w.Recurrent
	}
	n.prepareAll()
}

// prepareAll computes what depends only on the parameters: copies of the weights that
// products read, and the embedding table.
func (n *Network) prepareAll() {
	n.embedding.round()
	n.team.do(n.phases.prepare)
	n.team.do(n.phases.table)
}

// Apply updates the parameters by the gradients. If clip is above 0, the gradients
// are scaled down to a norm of at most clip.
func (n *Network) Apply(adam kernel.AdamStep, clip float64) {
	n.adam = adam
	n.adam.GradScale = 1
	if clip > 0 {
		n.team.do(n.phases.norm)
		sum := 0.0
		for _, s := range n.squares {
			sum += s
		}
		if norm := math.Sqrt(sum); norm > clip {
			n.adam.GradScale = float32(clip / norm)
		}
	}
	n.team.do(n.phases.update)
}

// Carry carries the state of every lane to the next batch, or without carry sets it to
// zero.
func (n *Network) Carry(carry bool) {
	n.carry = carry
	n.team.do(n.phases.keep)
}

// Reset sets the state of every lane to zero.
func (n *Network) Reset() { n.Carry(false) }

// AppendState appends the states that are carried to the next batch: for each layer and
// lane, H numbers of h and H of c.
func (n *Network) AppendState(all []float32) []float32 {
	n.eachState(func(row []float32) { all = append(all, row...) })
	return all
}

// SetState sets the states to what AppendState has appended.
func (n *Network) SetState(all []float32) {
	n.eachState(func(row []float32) { all = all[copy(row, all):] })
	for _, l := range n.layers {
		for lane := range n.lanes {
			l.h.round(l.stateRow(0, lane), 0, l.units)
		}
	}
}

func (n *Network) eachState(f func(row []float32)) {
	for _, l := range n.layers {
		for lane := range n.lanes {
			r := l.stateRow(0, lane)
			f(l.h.Row(r)[:n.Params.Config.Units])
			f(l.c.Row(r)[:n.Params.Config.Units])
		}
	}
}
