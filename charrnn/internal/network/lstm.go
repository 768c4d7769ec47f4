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

// forwardInput computes the input half of z, x*W + b, for all steps of a span.
func (l *lstm) forwardInput(s span, in activations) {
	count, rows := l.blocks(s)
	for i := range count {
		r := l.row(i, s.from)
		l.kernel.mul(rows, in, r, kernel.Block{Data: l.w.Bias}, l.act.From(r, 0))
	}
}

// forward runs a span through all its steps. In the first layer, table holds x*W + b
// for each symbol. In the others it is empty, and act holds x*W + b, computed by
// forwardInput.
func (l *lstm) forward(s span, b *corpus.Batch, table, scratch kernel.Block, mask dropout) {
	n := l.units
	for t := range l.steps {
		before := l.stateRow(t, s.from)
		for lane := s.from; lane < s.to; lane++ {
			if b.Reset[lane*l.steps+t] {
				l.clear(l.stateRow(t, lane))
			}
		}
		l.recurrent.mul(s.lanes(), l.h, before, kernel.Block{}, scratch)
		for lane := s.from; lane < s.to; lane++ {
			row, state, next := l.row(t, lane), l.stateRow(t, lane), l.stateRow(t+1, lane)
			act := l.act.Row(row)
			input := act
			if table.Data != nil {
				input = table.Row(int(b.Input[lane*l.steps+t]))
			}
			h := l.h.Row(next)
			kernel.CellForward(n, n, scratch.Row(lane-s.from), input, act, l.c.Row(state), l.c.Row(next), l.tanhC.Row(row), h)
			mask.apply(n, l.counter(t, lane), lane, l.out.Row(row), h)
			l.h.round(n, next)
			l.out.round(n, row)
		}
	}
}

// backward runs a span back through its steps. dOut is the gradient of y and is
// overwritten. It replaces act by dz.
func (l *lstm) backward(s span, b *corpus.Batch, dOut, scratch kernel.Block, mask dropout) {
	n := l.units
	dc := scratch
	for i := range s.lanes() {
		clear(dc.Row(i)[:n])
	}
	for t := l.steps - 1; t >= 0; t-- {
		for lane := s.from; lane < s.to; lane++ {
			row := l.row(t, lane)
			dh := dOut.Row(row)
			if t == l.steps-1 {
				mask.apply(n, l.counter(t, lane), lane, dh, dh)
			}
			kernel.CellBackward(n, n, l.act.Row(row), l.c.Row(l.stateRow(t, lane)), l.tanhC.Row(row), dh, dc.Row(lane-s.from))
			l.act.round(gates*n, row)
		}
		if t == 0 {
			return
		}
		for lane := s.from; lane < s.to; lane++ {
			row := l.row(t-1, lane)
			mask.apply(n, l.counter(t-1, lane), lane, dOut.Row(row), dOut.Row(row))
			if b.Reset[lane*l.steps+t] { // no gradient flows back across the start of a tune
				copy(dc.Row(lane - s.from)[n:2*n], dOut.Row(row))
			}
		}
		into := dOut.From(l.row(t-1, s.from), 0)
		l.recurrent.mulT(s.lanes(), l.act, l.row(t, s.from), into, into)
		for lane := s.from; lane < s.to; lane++ {
			if b.Reset[lane*l.steps+t] {
				kept := dc.Row(lane - s.from)
				copy(dOut.Row(l.row(t-1, lane))[:n], kept[n:2*n])
				clear(kept[:n])
			}
		}
	}
}

// backwardInput computes the gradient of the layer's input, dz*WT.
func (l *lstm) backwardInput(s span, dIn kernel.Block) {
	count, rows := l.blocks(s)
	for i := range count {
		r := l.row(i, s.from)
		l.kernel.mulT(rows, l.act, r, kernel.Block{}, dIn.From(r, 0))
	}
}

// turn transposes the inputs of rows [from, to), multiples of bf16Step, for gradients in
// bf16. Rows of h are states before the steps.
func (l *lstm) turn(from, to int) {
	for row := from; row < to; row += bf16Step {
		state := row + row/l.groupRows*l.group
		kernel.TransposeBF16(bf16Step, l.units, l.h.turned.From(0, row), l.h.rounded.From(state, 0))
		kernel.TransposeBF16(bf16Step, l.units, l.out.turned.From(0, row), l.out.rounded.From(row, 0))
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
	l.h.round(l.units, to)
}

// forget sets the first state of a lane to zero.
func (l *lstm) forget(lane int) { l.clear(l.stateRow(0, lane)) }

// clear sets the state in a row to zero.
func (l *lstm) clear(row int) {
	clear(l.h.Row(row))
	clear(l.c.Row(row))
	l.h.round(l.units, row)
}
