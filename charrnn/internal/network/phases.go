package network

import "charabanc/charrnn/internal/kernel"

// result sums the results of the lanes.
func (n *Network) result() Result {
	r := Result{Targets: n.batch.Targets()}
	for lane := range n.lanes {
		r.Loss += n.dense.loss[lane]
		r.Correct += n.dense.correct[lane]
	}
	return r
}

// Lane returns the result of a lane in the last batch, without the number of its targets.
func (n *Network) Lane(lane int) Result {
	return Result{Loss: n.dense.loss[lane], Correct: n.dense.correct[lane]}
}

// drop applies weight drop to the recurrent weights.
func (n *Network) drop(worker int) {
	for i, l := range n.layers {
		q0, q1 := n.team.share(l.dropped.Count(), worker)
		n.drops[i].weights(l.dropped, l.w.Recurrent, q0, q1)
	}
}

// prepare computes the copies of the weights that products read.
func (n *Network) prepare(worker int) {
	n.embedding.kernel.prepare(n.team, worker)
	for _, l := range n.layers {
		l.prepare(n.team, worker)
	}
	n.dense.kernel.prepare(n.team, worker)
}

// table computes the columns of the embedding table.
func (n *Network) table(worker int) {
	q0, q1 := n.team.share(n.Params.LSTM[0].Kernel.Count(), worker)
	n.embedding.prepare(q0, q1)
}

// eachPart calls f with the parts of a worker, and with the lanes of each for which it
// computes the output layer.
func (n *Network) eachPart(worker int, f func(n *Network, p part, own span)) {
	units := n.layers[0].units
	if n.byUnits {
		u0, u1 := n.team.share(units/kernel.Width(), worker)
		n.eachGroup(func(s span) {
			f(n, part{s, u0 * kernel.Width(), u1 * kernel.Width(), n.scratch[0], n.team}, n.share(n.team, worker, s))
		})
		return
	}
	n.spans(n.team, worker, func(s span) { f(n, part{s, 0, units, n.scratch[worker], nil}, s) })
}

// forward runs a worker's parts forward, to the loss.
func (n *Network) forward(worker int) { n.eachPart(worker, (*Network).forwardPart) }

func (n *Network) forwardPart(p part, own span) {
	for i, l := range n.layers {
		table := n.embedding.table
		if i > 0 {
			table = kernel.Block{}
			l.forwardInput(p, n.layers[i-1].out)
		}
		l.forward(p, n.batch, table, n.masks[i])
	}
	n.dense.forward(own, n.layers[len(n.layers)-1].out)
	n.dense.crossEntropy(own, n.batch, n.weight)
}

// backward runs a worker's parts back through a layer, and before the last one through the
// output layer.
func (n *Network) backward(worker int) { n.eachPart(worker, (*Network).backwardPart) }

func (n *Network) backwardPart(p part, own span) {
	if n.layer == len(n.layers)-1 {
		n.dense.backward(own, n.dOut)
		p.wait()
	}
	n.layers[n.layer].backward(p, n.batch, n.dOut, n.masks[n.layer])
	if n.layer > 0 {
		n.layers[n.layer].backwardInput(p, n.dOut)
	}
}

// turn transposes a worker's rows of the inputs of a layer; with the last one those of the
// output layer.
func (n *Network) turn(worker int) {
	from, to := n.team.share(n.rows()/kernel.BF16Step, worker)
	from, to = from*kernel.BF16Step, to*kernel.BF16Step
	l := n.layers[n.layer]
	l.turnState(from, to)
	if n.layer > 0 {
		n.layers[n.layer-1].turnOut(from, to)
	}
	if n.layer == len(n.layers)-1 {
		l.turnOut(from, to)
	}
}

// gradients computes the weight gradients of a layer in the columns of a worker; with the
// last one those of the output layer, with the first one those of the embedding.
func (n *Network) gradients(worker int) {
	buffer := n.buffers[worker]
	q0, q1 := n.team.share(n.Params.LSTM[0].Kernel.Count(), worker)
	l, last := n.layers[n.layer], n.layer == len(n.layers)-1
	in := activations{} // embedding computes the gradient of the first kernel
	if n.layer > 0 {
		in = n.layers[n.layer-1].out
	}
	l.gradient(q0, q1, in, buffer, n.drops[n.layer])
	if n.layer == 0 {
		n.embedding.gradient(q0, q1, n.grid, n.batch, l.act.Block, buffer)
	}
	if last {
		q0, q1 = n.team.share(n.dense.w.Kernel.Count(), worker)
		n.dense.gradient(q0, q1, l.out, buffer)
	}
}

// inputGradient computes the gradient of the embedding.
func (n *Network) inputGradient(worker int) {
	q0, q1 := n.team.share(n.Params.LSTM[0].Kernel.K/kernel.Width(), worker)
	n.embedding.gradientInput(q0, q1)
}

// norm computes the squares of the gradients of a worker, a sum for each chunk.
func (n *Network) norm(worker int) {
	from, to := n.team.share(len(n.squares), worker)
	for i := from; i < to; i++ {
		n.squares[i] = kernel.SumSquares(n.grads.Flat[i*squaresChunk : min((i+1)*squaresChunk, len(n.grads.Flat))])
	}
}

// update runs Adam on the parameters of a worker, and updates their average.
func (n *Network) update(worker int) {
	from, to := n.team.share(len(n.Params.Flat)/kernel.SumLanes, worker)
	from, to = from*kernel.SumLanes, to*kernel.SumLanes
	kernel.Adam(n.Params.Flat[from:to], n.M.Flat[from:to], n.V.Flat[from:to], n.grads.Flat[from:to], &n.adam)
	if n.Mean != nil {
		mean := n.Mean.Flat[from:to]
		for i, x := range n.Params.Flat[from:to] {
			mean[i] += float32(n.Newest * (x - mean[i]))
		}
	}
}

// keep carries the states of a worker's lanes to the next batch, or sets them to zero.
func (n *Network) keep(worker int) {
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
