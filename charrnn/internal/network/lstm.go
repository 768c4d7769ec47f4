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

	recurrent  kernel.Panels // U, or dropped
	dropped    kernel.Panels // U with weight drop applied
	kernelT    kernel.Panels // W transposed, 4H x D; unused in the first layer
	recurrentT kernel.Panels // U transposed, 4H x H

	act   kernel.Block // rows x 4H, gates; backward replaces them by the gradients dz of z
	tanhC kernel.Block // rows x H
	out   kernel.Block // rows x H, y
	h, c  kernel.Block // state rows x H
}

// newLSTM returns a layer with its buffers. last is the layer below, nil for the
// first layer. Without grad there is no backward pass, and the layer shares the
// buffers act and tanhC of last.
func newLSTM(g grid, units int, w, grad *LSTMWeights, last *lstm) *lstm {
	l := &lstm{grid: g, units: units, w: w, grad: grad, recurrent: w.Recurrent}
	if grad == nil && last != nil {
		l.act, l.tanhC = last.act, last.tanhC
	} else {
		l.act = kernel.NewBlock(g.rows(), gates*units+rowGap)
		l.tanhC = kernel.NewBlock(g.rows(), units+rowGap)
	}
	l.out = kernel.NewBlock(g.rows(), units+rowGap)
	l.h = kernel.NewBlock(g.stateRows(), units+rowGap)
	l.c = kernel.NewBlock(g.stateRows(), units+rowGap)
	if grad != nil {
		l.recurrentT = kernel.NewPanels(w.Recurrent.N, w.Recurrent.K)
		if last != nil { // in the first layer, embedding computes the input gradient
			l.kernelT = kernel.NewPanels(w.Kernel.N, w.Kernel.K)
		}
	}
	return l
}

// forwardInput computes the input half of z, x*W + b, for all steps of a span.
func (l *lstm) forwardInput(s span, in kernel.Block) {
	count, rows := l.blocks(s)
	for i := range count {
		r := l.row(i, s.from)
		kernel.Mul(rows, in.From(r, 0), l.w.Kernel, kernel.Block{Data: l.w.Bias}, l.act.From(r, 0))
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
				clear(l.h.Row(l.stateRow(t, lane)))
				clear(l.c.Row(l.stateRow(t, lane)))
			}
		}
		kernel.Mul(s.lanes(), l.h.From(before, 0), l.recurrent, kernel.Block{}, scratch)
		for lane := s.from; lane < s.to; lane++ {
			row, state, next := l.row(t, lane), l.stateRow(t, lane), l.stateRow(t+1, lane)
			act := l.act.Row(row)
			input := act
			if table.Data != nil {
				input = table.Row(int(b.Input[lane*l.steps+t]))
			}
			h := l.h.Row(next)
			kernel.CellForward(n, scratch.Row(lane-s.from), input, act, l.c.Row(state), l.c.Row(next), l.tanhC.Row(row), h)
			mask.apply(n, row, lane, l.out.Row(row), h)
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
		first := l.row(t, s.from)
		for lane := s.from; lane < s.to; lane++ {
			row := l.row(t, lane)
			dh := dOut.Row(row)
			if t == l.steps-1 {
				mask.apply(n, row, lane, dh, dh)
			}
			kernel.CellBackward(n, l.act.Row(row), l.c.Row(l.stateRow(t, lane)), l.tanhC.Row(row), dh, dc.Row(lane-s.from))
		}
		if t == 0 {
			return
		}
		for lane := s.from; lane < s.to; lane++ {
			row := l.row(t-1, lane)
			mask.apply(n, row, lane, dOut.Row(row), dOut.Row(row))
			if b.Reset[lane*l.steps+t] { // no gradient flows back across the start of a tune
				copy(dc.Row(lane - s.from)[n:2*n], dOut.Row(row))
			}
		}
		into := dOut.From(l.row(t-1, s.from), 0)
		kernel.Mul(s.lanes(), l.act.From(first, 0), l.recurrentT, into, into)
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
		kernel.Mul(rows, l.act.From(r, 0), l.kernelT, kernel.Block{}, dIn.From(r, 0))
	}
}

// gradientRows is the number of rows of dz that one product of weight gradients
// reads: so many rows of a panel fit into the first-level cache.
const gradientRows = 128

// gradient computes the weight gradients for the columns of panels [q0, q1), over
// all rows. dz is packed once, for both products and for the sum of the bias. in is
// the input of the layer; for the zero Block the gradient of W is left out. Weights
// dropped by d get no gradient.
func (l *lstm) gradient(q0, q1 int, in kernel.Block, packed []float32, d dropout) {
	width := kernel.Width()
	for q := q0; q < q1; q++ {
		sum := l.grad.Bias[q*width : (q+1)*width]
		clear(sum)
		for g := range l.groups() {
			for from := 0; from < l.steps*groupLanes; from += gradientRows {
				k := min(gradientRows, l.steps*groupLanes-from)
				row, state := l.row(0, g*groupLanes)+from, l.stateRow(0, g*groupLanes)+from
				add := row > 0
				kernel.PackSum(k, l.act.From(row, q*width), packed, sum)
				kernel.MulTA(l.units, k, l.h.From(state, 0), packed, l.grad.Recurrent.Range(q, q+1).Data, add)
				if in.Data != nil {
					kernel.MulTA(l.w.Kernel.K, k, in.From(row, 0), packed, l.grad.Kernel.Range(q, q+1).Data, add)
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
}

// forget sets the first state of a lane to zero.
func (l *lstm) forget(lane int) {
	clear(l.h.Row(l.stateRow(0, lane)))
	clear(l.c.Row(l.stateRow(0, lane)))
}
