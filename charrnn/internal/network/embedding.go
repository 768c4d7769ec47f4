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
	w, grad *Parameters  // grad is nil without training
	vectors activations  // E, V x E
	kernel  weights      // W
	table   kernel.Block // V x 4H
	dTable  activations  // V x 4H
}

func newEmbedding(p Precision, w, grad *Parameters) *embedding {
	s := w.Config.shape()
	n := gates * s.units
	e := &embedding{shape: s, w: w, grad: grad, table: kernel.NewBlock(s.symbols, n+rowGap)}
	e.vectors = activations{Block: w.Embedding}
	if p == BF16 {
		e.vectors.rounded = kernel.NewBF16Block(kernel.PadBF16(s.symbols), kernel.BF16Pad(s.embed))
		e.vectors.turned = kernel.NewBF16Block(kernel.PadBF16(s.embed), kernel.BF16Pad(s.symbols))
	}
	var gradient kernel.Panels
	if grad != nil {
		gradient = grad.LSTM[0].Kernel
		e.dTable = newActivations(p, s.symbols, n, false)
	}
	e.kernel = newWeights(p, w.LSTM[0].Kernel, gradient)
	return e
}

// round rounds the vectors for products in bf16.
func (e *embedding) round() {
	if e.vectors.rounded.Data == nil {
		return
	}
	for v := range e.symbols {
		e.vectors.round(v, 0, e.embed)
	}
	kernel.TransposeBF16(kernel.PadBF16(e.symbols), kernel.PadBF16(e.embed), e.vectors.turned, e.vectors.rounded)
}

// prepare computes the columns of panels [q0, q1) of the table.
func (e *embedding) prepare(q0, q1 int) {
	col := q0 * kernel.Width()
	bias := kernel.Block{Data: e.w.LSTM[0].Bias}
	e.kernel.columns(q0, q1).mul(e.symbols, e.vectors, 0, bias.From(0, col), e.table.From(0, col))
}

// gradient sums the gate gradients dz by symbol and computes the gradient of the
// kernel, for the columns of panels [q0, q1).
func (e *embedding) gradient(q0, q1 int, g grid, b *corpus.Batch, dz kernel.Block, buffer *gradientBuffer) {
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
	for v := range e.symbols {
		e.dTable.round(v, col, col+n)
	}
	for q := q0; q < q1; q += buffer.panels {
		to := min(q+buffer.panels, q1)
		for row := 0; row < e.symbols; row += buffer.rows {
			buffer.pack(e.dTable, row, min(buffer.rows, e.symbols-row), q, to, nil)
			buffer.mul(e.vectors, row, row, e.kernel.grad.Range(q, to), row > 0)
		}
	}
}

// gradientInput computes the gradient of E for the columns of panels [q0, q1). It
// needs all columns of dTable.
func (e *embedding) gradientInput(q0, q1 int) {
	col := q0 * kernel.Width()
	e.kernel.columnsT(q0, q1).mulT(e.symbols, e.dTable, 0, kernel.Block{}, e.grad.Embedding.From(0, col))
}
