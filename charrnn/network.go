package charrnn

import (
	"math"
	"runtime"

	"charabanc/charrnn/internal/kernel"
)

// network is the model with the buffers to run it over batches of one size:
// forward only, or with gradients and an optimiser.
//
// A step is a row of phases, each split between the workers of a team. Forward
// and backward split the lanes, which have nothing to do with one another;
// weight gradients, which sum over all lanes, split the columns. No number is
// ever summed across workers, so their count leaves no trace in the result.
type network struct {
	grid
	Params *Parameters
	grads  *Parameters // nil: forward only
	m, v   *Parameters // Adam's moments
	mean   *Parameters // running mean of the parameters, nil without Options.Average
	seed   uint64
	noise  noise

	embedding *embedding
	layers    []*lstm
	dense     *dense
	dOut      kernel.Block   // gradient of a layer's output, then of its input
	scratch   []kernel.Block // by worker: a step of pre-activations of a group
	packed    [][]float32    // by worker: a panel of gate gradients, and a sum
	squares   []float64      // by chunk of gradients: sum of squares

	team   *team
	phases phases

	// The step under way.
	batch  *Batch
	masks  []dropout // of each layer's outputs
	drops  []dropout // of its recurrent weights
	weight float32   // of each target in the gradient: 1/targets
	adam   kernel.AdamStep
	rest   float32 // weight of the newest parameters in their mean
	carry  bool
}

// noise is what keeps a network from learning a text by heart, beside dropout.
type noise struct {
	weights float64 // share of recurrent weights dropped in a step
	locked  bool    // dropout is the same at all steps of a batch
}

// phases are the method values handed to the team, made once because making one
// allocates.
type phases struct {
	drop, prepare, lanes, gradients, inputs, norm, update, keep func(worker int)
}

// squaresChunk is how many gradients one partial sum of the norm covers.
const squaresChunk = 1 << 13

// newNetwork makes a network over p for batches of lanes x steps. threads 0 is
// one per processor.
func newNetwork(p *Parameters, lanes, steps, threads int, train bool) *network {
	if threads <= 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	n := &network{grid: grid{lanes, steps}, Params: p, team: newTeam(threads)}
	s := p.Config.shape()
	if train {
		n.grads, n.m, n.v = NewParameters(p.Config), NewParameters(p.Config), NewParameters(p.Config)
		n.dOut = kernel.NewBlock(n.rows(), s.units+rowGap)
		n.squares = make([]float64, (len(p.Flat)+squaresChunk-1)/squaresChunk)
	}
	n.embedding = newEmbedding(p, n.grads)
	var last *lstm
	for i := range p.LSTM {
		var grad *LSTMWeights
		if train {
			grad = &n.grads.LSTM[i]
		}
		last = newLSTM(n.grid, s.units, &p.LSTM[i], grad, last)
		n.layers = append(n.layers, last)
	}
	var grad *DenseWeights
	if train {
		grad = &n.grads.Dense
	}
	n.dense = newDense(n.grid, p.Config.Vocabulary, &p.Dense, grad)
	n.masks, n.drops = make([]dropout, len(n.layers)), make([]dropout, len(n.layers))
	for range threads {
		n.scratch = append(n.scratch, kernel.NewBlock(groupLanes, gates*s.units+rowGap))
		n.packed = append(n.packed, kernel.Alloc((max(gradientRows, s.symbols)+1)*kernel.Width()))
	}
	n.phases = phases{n.drop, n.prepare, n.runLanes, n.gradients, n.inputGradient, n.norm, n.update, n.keep}
	return n
}

func (n *network) close() { n.team.close() }

// regularise sets the noise of gradient, and with average > 0 has apply keep a
// running mean of the parameters, in which a step counts average times as much
// as the next.
func (n *network) regularise(o noise, average float64) {
	n.noise = o
	if o.weights > 0 {
		for _, l := range n.layers {
			l.dropped = kernel.NewPanels(l.w.Recurrent.K, l.w.Recurrent.N)
		}
	}
	if average > 0 {
		n.mean = NewParameters(n.Params.Config)
		copy(n.mean.Flat, n.Params.Flat)
	}
}

// learnt is what training has come to: the mean, where one is kept.
func (n *network) learnt() *Parameters {
	if n.mean != nil {
		return n.mean
	}
	return n.Params
}

// result is what a batch came to.
type result struct {
	loss    float64 // sum of -ln p(target), nats
	correct int     // targets that were the likeliest symbol
	targets int
}

func (r *result) add(o result) {
	r.loss += o.loss
	r.correct += o.correct
	r.targets += o.targets
}

// mean is the loss per symbol in nats.
func (r result) mean() float64 { return r.loss / float64(max(r.targets, 1)) }

// accuracy is the share of targets that were the likeliest symbol.
func (r result) accuracy() float64 { return float64(r.correct) / float64(max(r.targets, 1)) }

// evaluate runs a batch forward with dropout off.
func (n *network) evaluate(b *Batch, carry bool) result {
	n.batch, n.weight, n.carry = b, 0, carry
	for i, l := range n.layers {
		n.masks[i] = dropout{}
		l.recurrent = l.w.Recurrent
	}
	n.team.do(n.phases.prepare)
	n.team.do(n.phases.lanes)
	n.team.do(n.phases.keep)
	return n.result()
}

// gradient runs a batch forward and back in step number step (its dropout), and
// leaves the gradients of the mean loss in n.grads. The state is not carried.
func (n *network) gradient(b *Batch, step int) result {
	n.batch = b
	n.weight = 1 / float32(max(b.targets(), 1))
	for i, l := range n.layers {
		n.masks[i] = newDropout(n.Params.Config.Dropout, n.seed, step, i)
		n.masks[i].locked = n.noise.locked
		if n.noise.weights > 0 {
			n.drops[i] = newDropout(n.noise.weights, n.seed, step, len(n.layers)+i)
			l.recurrent = l.dropped
		}
	}
	if n.noise.weights > 0 {
		n.team.do(n.phases.drop)
	}
	n.team.do(n.phases.prepare)
	n.team.do(n.phases.lanes)
	r := n.result()
	if math.IsNaN(r.loss) || math.IsInf(r.loss, 0) {
		return r
	}
	n.team.do(n.phases.gradients)
	n.team.do(n.phases.inputs)
	return r
}

// apply updates the parameters by the gradients, scaled down to norm clip if
// that is above zero, and carries the state over to the next batch or forgets it.
func (n *network) apply(adam kernel.AdamStep, clip float64, carry bool) {
	n.adam, n.carry = adam, carry
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
	n.team.do(n.phases.keep)
}

func (n *network) result() result {
	r := result{targets: n.batch.targets()}
	for lane := range n.lanes {
		r.loss += n.dense.loss[lane]
		r.correct += n.dense.correct[lane]
	}
	return r
}

// drop drops recurrent weights.
func (n *network) drop(worker int) {
	for i, l := range n.layers {
		q0, q1 := n.team.share(l.dropped.Count(), worker)
		n.drops[i].weights(l.dropped, l.w.Recurrent, q0, q1)
	}
}

// prepare computes what depends on the parameters alone: the embedding table,
// and transposed weights for the way back.
func (n *network) prepare(worker int) {
	q0, q1 := n.team.share(n.Params.LSTM[0].Kernel.Count(), worker)
	n.embedding.prepare(q0, q1)
	if n.grads == nil {
		return
	}
	transpose := func(dst, src kernel.Panels) {
		q0, q1 := n.team.share(dst.Count(), worker)
		kernel.Transpose(dst, src, q0, q1)
	}
	transpose(n.embedding.kernelT, n.Params.LSTM[0].Kernel)
	for i, l := range n.layers {
		transpose(l.recurrentT, l.recurrent)
		if i > 0 {
			transpose(l.kernelT, l.w.Kernel)
		}
	}
	transpose(n.dense.kernelT, n.dense.w.Kernel)
}

// runLanes takes the lanes of one worker forward and, if training, back.
func (n *network) runLanes(worker int) {
	n.spans(n.team, worker, func(s span) {
		scratch := n.scratch[worker]
		for i, l := range n.layers {
			table := n.embedding.table
			if i > 0 {
				table = kernel.Block{}
				l.forwardInput(s, n.layers[i-1].out)
			}
			l.forward(s, n.batch, table, scratch, n.masks[i])
		}
		top := n.layers[len(n.layers)-1]
		n.dense.forward(s, top.out)
		n.dense.crossEntropy(s, n.batch, n.weight)
		if n.weight == 0 {
			return
		}
		n.dense.backward(s, n.dOut)
		for i := len(n.layers) - 1; i >= 0; i-- {
			n.layers[i].backward(s, n.batch, n.dOut, scratch, n.masks[i])
			if i > 0 {
				n.layers[i].backwardInput(s, n.dOut)
			}
		}
	})
}

// gradients computes the weight gradients of one worker's columns.
func (n *network) gradients(worker int) {
	packed := n.packed[worker]
	q0, q1 := n.team.share(n.Params.LSTM[0].Kernel.Count(), worker)
	for i, l := range n.layers {
		in := kernel.Block{} // the first layer's input goes through the table
		if i > 0 {
			in = n.layers[i-1].out
		}
		l.gradient(q0, q1, in, packed, n.drops[i])
	}
	sum := packed[len(packed)-kernel.Width():]
	n.embedding.gradient(q0, q1, n.grid, n.batch, n.layers[0].act, packed, sum)
	q0, q1 = n.team.share(n.dense.w.Kernel.Count(), worker)
	n.dense.gradient(q0, q1, n.layers[len(n.layers)-1].out, packed)
}

func (n *network) inputGradient(worker int) {
	q0, q1 := n.team.share(n.embedding.kernelT.Count(), worker)
	n.embedding.gradientInput(q0, q1)
}

func (n *network) norm(worker int) {
	from, to := n.team.share(len(n.squares), worker)
	for i := from; i < to; i++ {
		n.squares[i] = kernel.SumSquares(n.grads.Flat[i*squaresChunk : min((i+1)*squaresChunk, len(n.grads.Flat))])
	}
}

func (n *network) update(worker int) {
	from, to := n.team.share(len(n.Params.Flat)/kernel.SumLanes, worker)
	from, to = from*kernel.SumLanes, to*kernel.SumLanes
	kernel.Adam(n.Params.Flat[from:to], n.m.Flat[from:to], n.v.Flat[from:to], n.grads.Flat[from:to], &n.adam)
	if n.mean != nil {
		mean := n.mean.Flat[from:to]
		for i, x := range n.Params.Flat[from:to] {
			mean[i] += float32(n.rest * (x - mean[i]))
		}
	}
}

// keep carries the state of one worker's lanes over to the next batch.
func (n *network) keep(worker int) {
	from, to := n.team.share(n.lanes, worker)
	for _, l := range n.layers {
		for lane := from; lane < to; lane++ {
			if n.carry {
				l.carry(lane)
			} else {
				l.forget(lane)
			}
		}
	}
}

// reset zeroes the state of every lane.
func (n *network) reset() {
	n.carry = false
	n.team.do(n.phases.keep)
}

// state copies out what a lane carries to the next batch, layer by layer h, c.
func (n *network) state() []float32 {
	var all []float32
	n.eachState(func(row []float32) { all = append(all, row...) })
	return all
}

// setState puts back what state returned.
func (n *network) setState(all []float32) {
	n.eachState(func(row []float32) { all = all[copy(row, all):] })
}

func (n *network) eachState(f func(row []float32)) {
	for _, l := range n.layers {
		for lane := range n.lanes {
			r := l.stateRow(0, lane)
			f(l.h.Row(r)[:n.Params.Config.Units])
			f(l.c.Row(r)[:n.Params.Config.Units])
		}
	}
}
