package network

import (
	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/kernel"
)

// rowGap is added to the row length of activation buffers. Without it the length
// would be a multiple of 4 KiB, and all rows of a tile would map to one cache set.
const rowGap = 16

// lstm is one LSTM layer (Hochreiter and Schmidhuber, 1997; forget gate after
// Gers et al., 2000) with the dropout that follows it:
//
//	z = x*W + h*U + b                       four gates i, f, g, o
//	c' = sigma(f)*c + sigma(i)*tanh(g)
//	h' = sigma(o)*tanh(c')                  y = dropout(h')
type lstm struct {
	grid
	units   int
	w, grad *LSTMWeights // grad is nil without training

	kernel    weights       // W; unused in the first layer, see embedding
	recurrent weights       // U
	dropped   kernel.Panels // U with weight drop applied

	act   activations  // rows x 4H, gates; backward replaces them by the gradients dz of z
	tanhC kernel.Block // rows x H
	out   activations  // rows x H, y
	h     activations  // state rows x H; turned by rows
	c     kernel.Block // state rows x H
}

// newLSTM returns a layer with its buffers. last is the layer below, nil for the
// first layer. Without grad there is no backward pass, and the layer shares the
// buffers act and tanhC of last.
func newLSTM(g grid, p Precision, units int, w, grad *LSTMWeights, last *lstm) *lstm {
	l := &lstm{grid: g, units: units, w: w, grad: grad}
	train := grad != nil
	if !train {
		grad = &LSTMWeights{}
	}
	if !train && last != nil {
		l.act, l.tanhC = last.act, last.tanhC
	} else {
		l.act = newActivations(p, g.rows(), gates*units, false)
		l.tanhC = kernel.NewBlock(g.rows(), units+rowGap)
	}
	l.out = newActivations(p, g.rows(), units, train)
	l.h = newActivations(p, g.stateRows(), units, train)
	l.c = kernel.NewBlock(g.stateRows(), units+rowGap)
	l.recurrent = newWeights(p, w.Recurrent, grad.Recurrent)
	if last != nil {
		l.kernel = newWeights(p, w.Kernel, grad.Kernel)
	}
	return l
}

// prepare computes a worker's share of what follows from the weights.
func (l *lstm) prepare(t *team, worker int) {
	l.recurrent.prepare(t, worker)
	l.kernel.prepare(t, worker)
}

// forwardInput computes the input half of z, x*W + b, of a part, for all steps.
func (l *lstm) forwardInput(p part, in activations) {
	count, rows := l.blocks(p.span)
	bias := kernel.Block{Data: l.w.Bias}
	for i := range count {
		r := l.row(i, p.from)
		l.mul(&l.kernel, p, rows, in, r, bias, l.act.From(r, 0))
	}
}

// mul computes the columns of a part in c = init + a*w, for m rows of a from row i on.
func (l *lstm) mul(w *weights, p part, m int, a activations, i int, init, c kernel.Block) {
	p.columns(l.units, func(from, to int) {
		w.columns(from/kernel.Width(), to/kernel.Width()).mul(m, a, i, init.From(0, from), c.From(0, from))
	})
}

// mulT computes the columns of a part in c = init + dz*wT, for m rows from row i on.
func (l *lstm) mulT(w *weights, p part, m, i int, init, c kernel.Block) {
	w.columnsT(p.u0/kernel.Width(), p.u1/kernel.Width()).mulT(m, l.act, i, init.From(0, p.u0), c.From(0, p.u0))
}

// forward runs a part through all its steps. In the first layer, table holds x*W + b
// for each symbol. In the others it is empty, and act holds x*W + b, computed by
// forwardInput.
func (l *lstm) forward(p part, b *corpus.Batch, table kernel.Block, mask dropout) {
	for lane := p.from; lane < p.to; lane++ {
		l.begin(p, b, 0, lane)
	}
	p.wait()
	for t := range l.steps {
		l.mul(&l.recurrent, p, p.lanes(), l.h, l.stateRow(t, p.from), kernel.Block{}, p.z)
		for lane := p.from; lane < p.to; lane++ {
			input := l.act.Row(l.row(t, lane))
			if table.Data != nil {
				input = table.Row(int(b.Input[lane*l.steps+t]))
			}
			l.cellForward(p, t, lane, input, mask)
			if t+1 < l.steps {
				l.begin(p, b, t+1, lane)
			}
		}
		p.wait()
	}
}

// begin sets the state of a lane before a step to zero if a tune starts there.
func (l *lstm) begin(p part, b *corpus.Batch, t, lane int) {
	if b.Reset[lane*l.steps+t] {
		l.clear(l.stateRow(t, lane), p.u0, p.u1)
	}
}

// cellForward computes the cells of a step of a lane, and what products read of them.
func (l *lstm) cellForward(p part, t, lane int, input []float32, mask dropout) {
	row, state, next, u := l.row(t, lane), l.stateRow(t, lane), l.stateRow(t+1, lane), p.u0
	h := l.h.Row(next)
	kernel.CellForward(p.units(), l.units, p.z.Row(lane - p.from)[u:], input[u:], l.act.Row(row)[u:],
		l.c.Row(state)[u:], l.c.Row(next)[u:], l.tanhC.Row(row)[u:], h[u:])
	mask.apply(l.units, p.u0, p.u1, l.counter(t, lane), lane, l.out.Row(row), h)
	l.h.round(next, p.u0, p.u1)
	l.out.round(row, p.u0, p.u1)
}

// backward runs a part back through its steps. dOut is the gradient of y and is
// overwritten. It replaces act by dz.
func (l *lstm) backward(p part, b *corpus.Batch, dOut kernel.Block, mask dropout) {
	n := l.units
	dc := p.z // n numbers, then dOut that is kept
	for lane := p.from; lane < p.to; lane++ {
		clear(dc.Row(lane - p.from)[p.u0:p.u1])
		dh := dOut.Row(l.row(l.steps-1, lane))
		mask.apply(n, p.u0, p.u1, l.counter(l.steps-1, lane), lane, dh, dh)
	}
	for t := l.steps - 1; t >= 0; t-- {
		for lane := p.from; lane < p.to; lane++ {
			l.cellBackward(p, t, lane, dOut, dc.Row(lane-p.from))
		}
		p.wait()
		if t == 0 {
			return
		}
		for lane := p.from; lane < p.to; lane++ {
			dh := dOut.Row(l.row(t-1, lane))
			mask.apply(n, p.u0, p.u1, l.counter(t-1, lane), lane, dh, dh)
			if b.Reset[lane*l.steps+t] { // no gradient flows back across the start of a tune
				copy(dc.Row(lane - p.from)[n+p.u0:n+p.u1], dh[p.u0:p.u1])
			}
		}
		into := dOut.From(l.row(t-1, p.from), 0)
		l.mulT(&l.recurrent, p, p.lanes(), l.row(t, p.from), into, into)
		for lane := p.from; lane < p.to; lane++ {
			if b.Reset[lane*l.steps+t] {
				kept := dc.Row(lane - p.from)
				copy(dOut.Row(l.row(t-1, lane))[p.u0:p.u1], kept[n+p.u0:n+p.u1])
				clear(kept[p.u0:p.u1])
			}
		}
	}
}

// cellBackward computes the gradients dz of a step of a lane.
func (l *lstm) cellBackward(p part, t, lane int, dOut kernel.Block, dc []float32) {
	row, u := l.row(t, lane), p.u0
	kernel.CellBackward(p.units(), l.units, l.act.Row(row)[u:], l.c.Row(l.stateRow(t, lane))[u:],
		l.tanhC.Row(row)[u:], dOut.Row(row)[u:], dc[u:])
	p.columns(l.units, func(from, to int) { l.act.round(row, from, to) })
}

// backwardInput computes the gradient of the layer's input, dz*WT, of a part.
func (l *lstm) backwardInput(p part, dIn kernel.Block) {
	count, rows := l.blocks(p.span)
	for i := range count {
		r := l.row(i, p.from)
		l.mulT(&l.kernel, p, rows, r, kernel.Block{}, dIn.From(r, 0))
	}
}

// turnState transposes the states before the steps of rows [from, to), multiples of
// BF16Step, for gradients in bf16.
func (l *lstm) turnState(from, to int) {
	for row := from; row < to; row += kernel.BF16Step {
		state := row + row/l.groupRows*l.group
		kernel.TransposeBF16(kernel.BF16Step, l.units, l.h.turned.From(0, row), l.h.rounded.From(state, 0))
	}
}

// turnOut transposes the outputs of rows [from, to), multiples of BF16Step.
func (l *lstm) turnOut(from, to int) {
	for row := from; row < to; row += kernel.BF16Step {
		kernel.TransposeBF16(kernel.BF16Step, l.units, l.out.turned.From(0, row), l.out.rounded.From(row, 0))
	}
}

// gradient computes the weight gradients for the columns of panels [q0, q1), over
// all rows. in is the input of the layer; for zero activations the gradient of W is left
// out. Weights dropped by d get no gradient.
func (l *lstm) gradient(q0, q1 int, in activations, buffer *gradientBuffer, d dropout) {
	width := kernel.Width()
	clear(l.grad.Bias[q0*width : q1*width])
	for q := q0; q < q1; q += buffer.panels {
		to := min(q+buffer.panels, q1)
		for g := range l.groups() {
			for from := 0; from < l.groupRows; from += buffer.rows {
				row, state := l.row(0, g*l.group)+from, l.stateRow(0, g*l.group)+from
				add := row > 0
				buffer.pack(l.act, row, min(buffer.rows, l.groupRows-from), q, to, l.grad.Bias[q*width:to*width])
				buffer.mul(l.h, state, row, l.grad.Recurrent.Range(q, to), add)
				if in.Data != nil {
					buffer.mul(in, row, row, l.grad.Kernel.Range(q, to), add)
				}
			}
		}
	}
	if d.threshold > 0 {
		d.weights(l.grad.Recurrent, l.grad.Recurrent, q0, q1)
	}
}

// carry makes the last state of a lane the first state of the next batch.
func (l *lstm) carry(lane int) {
	from, to := l.stateRow(l.steps, lane), l.stateRow(0, lane)
	copy(l.h.Row(to), l.h.Row(from))
	copy(l.c.Row(to), l.c.Row(from))
	l.h.round(to, 0, l.units)
}

// forget sets the first state of a lane to zero.
func (l *lstm) forget(lane int) { l.clear(l.stateRow(0, lane), 0, l.units) }

// clear sets units [from, to) of the state in a row to zero.
func (l *lstm) clear(row, from, to int) {
	clear(l.h.Row(row)[from:to])
	clear(l.c.Row(row)[from:to])
	l.h.round(row, from, to)
}
