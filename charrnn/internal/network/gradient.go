package network

import "charabanc/charrnn/internal/kernel"

// A gradientBuffer computes gradients of weights, aT*dz: sums over rows of the inputs a of
// a layer and of the gradients dz of its products. It holds some columns of some rows of
// dz, packed once for all weights that they belong to.
type gradientBuffer struct {
	rows   int               // of dz at a time
	panels int               // of dz at a time
	packed []float32         // float32: rows of a panel
	sum    []float32         // of the columns of a panel, not used
	pairs  kernel.BF16Panels // bf16: pairs of rows of several panels
	k, n   int               // rows and panels that are packed
}

// So many rows of dz are packed at a time: in float32, the rows of a panel fill the
// first-level cache; in bf16, the rows of a layer's inputs stay in the second-level cache
// for all panels, and bf16 reads whole cache lines of several panels of each row.
const (
	gradientRows       = 128
	gradientRowsBF16   = 1024
	gradientPanelsBF16 = 8
)

func newGradientBuffer(p Precision, rows int) *gradientBuffer {
	if p == BF16 {
		rows = min(gradientRowsBF16, padStep(rows))
		panels := max(1, gradientPanelsBF16*kernel.BF16Width/kernel.Width())
		return &gradientBuffer{rows: rows, panels: panels, pairs: kernel.NewBF16Panels(rows, panels*kernel.Width())}
	}
	b := &gradientBuffer{rows: gradientRows, panels: 1}
	b.packed, b.sum = kernel.Alloc(gradientRows*kernel.Width()), kernel.Alloc(kernel.Width())
	return b
}

// pack packs rows [i, i+k) of panels [q0, q1) of dz, and adds the sum of each column to
// sum, unless it is nil. There are at most b.rows rows and b.panels panels.
func (b *gradientBuffer) pack(dz activations, i, k, q0, q1 int, sum []float32) {
	b.k, b.n = k, q1-q0
	if dz.rounded.Data == nil {
		if sum == nil {
			sum = b.sum
		}
		kernel.PackSum(k, dz.From(i, q0*kernel.Width()), b.packed, sum)
		return
	}
	b.pairs.K, b.pairs.N = padStep(k), b.n*kernel.Width()
	b.pairs.PackRows(dz.rounded.From(i, q0*kernel.Width()), 0, b.pairs.Count(), sum)
}

// mul computes grad = aT*dz, or adds it, for the columns that are packed. The rows of a
// begin at row, the columns of a.turned at column.
func (b *gradientBuffer) mul(a activations, row, column int, grad kernel.Panels, add bool) {
	if a.turned.Data == nil {
		kernel.MulTA(grad.K, b.k, a.From(row, 0), b.packed, grad.Data, add)
		return
	}
	for q := range b.n {
		part, init := kernel.Block{Data: grad.Range(q, q+1).Data, Stride: kernel.Width()}, kernel.Block{}
		if add {
			init = part
		}
		kernel.MulBF16(grad.K, a.turned.From(0, column), b.pairs.Range(bf16Panels(q), bf16Panels(q+1)), init, part)
	}
}
