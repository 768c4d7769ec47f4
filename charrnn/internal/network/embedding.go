package network

import (
	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/kernel"
)

// embedding is the embedding layer together with the input product of the first
// LSTM layer. Row v of the embedding matrix E is the vector of symbol v, which the
// LSTM layer multiplies by its kernel W each time v occurs. There are far fewer
// symbols than inputs, so the table E*W + b is computed once a step for all
// symbols, and each input selects a row of it. The backward pass sums the gate
// gradients by symbol; two small products then give dW and dE.
type embedding struct {
	shape
	w, grad *Parameters   // grad is nil without training
	kernelT kernel.Panels // W transposed, 4H x E
	table   kernel.Block  // V x 4H
	dTable  kernel.Block  // V x 4H
}

func newEmbedding(w, grad *Parameters) *embedding {
	s := w.Config.shape()
	n := gates * s.units
	e := &embedding{shape: s, w: w, grad: grad, table: kernel.NewBlock(s.symbols, n+rowGap)}
	if grad != nil {
		e.kernelT = kernel.NewPanels(n, s.embed)
		e.dTable = kernel.NewBlock(s.symbols, n+rowGap)
	}
	return e
}

// prepare computes the columns of panels [q0, q1) of the table.
func (e *embedding) prepare(q0, q1 int) {
	first := e.w.LSTM[0]
	col := q0 * kernel.Width()
	bias := kernel.Block{Data: first.Bias}
	kernel.Mul(e.symbols, e.w.Embedding, first.Kernel.Range(q0, q1), bias.From(0, col), e.table.From(0, col))
}

// gradient sums the gate gradients dz by symbol and computes the gradient of the
// kernel, for the columns of panels [q0, q1).
func (e *embedding) gradient(q0, q1 int, g grid, b *corpus.Batch, dz kernel.Block, packed, sum []float32) {
	width := kernel.Width()
	col, n := q0*width, (q1-q0)*width
	for v := range e.symbols {
		clear(e.dTable.Row(v)[col : col+n])
	}
	for lane := range g.lanes {
		for t := range g.steps {
			v := int(b.Input[lane*g.steps+t])
			kernel.Add(e.dTable.Row(v)[col:col+n], dz.Row(g.row(t, lane))[col:col+n])
		}
	}
	grad := e.grad.LSTM[0].Kernel
	for q := q0; q < q1; q++ {
		clear(sum)
		kernel.PackSum(e.symbols, e.dTable.From(0, q*width), packed, sum)
		kernel.MulTA(e.embed, e.symbols, e.w.Embedding, packed, grad.Range(q, q+1).Data, false)
	}
}

// gradientInput computes the gradient of E for the columns of panels [q0, q1). It
// needs all columns of dTable.
func (e *embedding) gradientInput(q0, q1 int) {
	col := q0 * kernel.Width()
	kernel.Mul(e.symbols, e.dTable, e.kernelT.Range(q0, q1), kernel.Block{}, e.grad.Embedding.From(0, col))
}
