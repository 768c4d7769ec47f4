package network

import "charabanc/charrnn/internal/kernel"

// A Precision is the arithmetic of the matrix products of a network. Everything else is
// float32: weights and their updates, sums, cells, softmax and loss.
type Precision string

const (
	Float32 Precision = "fp32"
	BF16    Precision = "bf16" // both operands of each product are rounded to bf16
)

// align is the number that groups of rows are padded to. Weight gradients are sums over
// rows, and bf16 products take BF16Step terms of a sum at a time.
func (p Precision) align() int {
	if p == BF16 {
		return kernel.BF16Step
	}
	return 1
}

// activations is a matrix whose rows are operands of products.
type activations struct {
	kernel.Block                  // float32
	rounded      kernel.BF16Block // the same, rounded; empty in float32
	turned       kernel.BF16Block // rounded and transposed, an operand of weight gradients
}

// newActivations returns a matrix of zeros. With turned, it can be the input of a layer
// whose gradients are computed.
func newActivations(p Precision, rows, cols int, turned bool) activations {
	a := activations{Block: kernel.NewBlock(rows, cols+rowGap)}
	if p == BF16 {
		a.rounded = kernel.NewBF16Block(kernel.PadBF16(rows), kernel.BF16Pad(cols))
		if turned {
			a.turned = kernel.NewBF16Block(kernel.PadBF16(cols), kernel.BF16Pad(rows))
		}
	}
	return a
}

// round rounds columns [from, to) of row i, which have been written.
func (a activations) round(i, from, to int) {
	if a.rounded.Data != nil {
		kernel.RoundBF16(a.rounded.Row(i)[from:to], a.Row(i)[from:to])
	}
}

// weights is a matrix of K x N weights with what its products read.
type weights struct {
	kernel.Panels               // as they are, or with weight drop applied
	grad          kernel.Panels // empty without training
	transposed    kernel.Panels // N x K, for the backward pass

	rounded, roundedT kernel.BF16Panels // the same two in bf16; empty in float32
}

// newWeights returns the weights w, with a backward pass if grad is not empty.
func newWeights(p Precision, w, grad kernel.Panels) weights {
	m := weights{Panels: w, grad: grad}
	switch {
	case p == BF16:
		m.rounded = kernel.NewBF16Panels(w.K, w.N)
		if grad.Data != nil {
			m.roundedT = kernel.NewBF16Panels(w.N, w.K)
		}
	case grad.Data != nil:
		m.transposed = kernel.NewPanels(w.N, w.K)
	}
	return m
}

// prepare computes a worker's share of what follows from the weights.
func (w weights) prepare(t *team, worker int) {
	if w.transposed.Data != nil {
		q0, q1 := t.share(w.transposed.Count(), worker)
		kernel.Transpose(w.transposed, w.Panels, q0, q1)
	}
	if w.rounded.Data != nil {
		q0, q1 := t.share(w.rounded.Count(), worker)
		w.rounded.Pack(w.Panels, q0, q1)
	}
	if w.roundedT.Data != nil {
		q0, q1 := t.share(w.roundedT.Count(), worker)
		w.roundedT.PackTransposed(w.Panels, q0, q1)
	}
}

// mul computes c = init + a*w for m rows of a, from row i on.
func (w weights) mul(m int, a activations, i int, init, c kernel.Block) {
	if w.rounded.Data != nil {
		kernel.MulBF16(m, a.rounded.From(i, 0), w.rounded, init, c)
		return
	}
	kernel.Mul(m, a.From(i, 0), w.Panels, init, c)
}

// mulT computes c = init + a*wT for m rows of a, from row i on.
func (w weights) mulT(m int, a activations, i int, init, c kernel.Block) {
	if w.roundedT.Data != nil {
		kernel.MulBF16(m, a.rounded.From(i, 0), w.roundedT, init, c)
		return
	}
	kernel.Mul(m, a.From(i, 0), w.transposed, init, c)
}

// columns returns the part of w that computes the columns of panels [q0, q1) in mul.
func (w weights) columns(q0, q1 int) weights {
	part := weights{Panels: w.Range(q0, q1)}
	if w.rounded.Data != nil {
		part.rounded = w.rounded.Range(bf16Panels(q0), bf16Panels(q1))
	}
	return part
}

// columnsT returns the part of w that computes the columns of panels [q0, q1) in mulT.
func (w weights) columnsT(q0, q1 int) weights {
	if w.roundedT.Data != nil {
		return weights{roundedT: w.roundedT.Range(bf16Panels(q0), bf16Panels(q1))}
	}
	return weights{transposed: w.transposed.Range(q0, q1)}
}

// bf16Panels is the number of bf16 panels in q panels of float32.
func bf16Panels(q int) int { return q * kernel.Width() / kernel.BF16Width }
