package network

import "charabanc/charrnn/internal/kernel"

// A gradientBuffer computes gradients of weights, aT*dz: sums over rows of the inputs a of
// a layer and of the gradients dz of its products. It holds some columns of some rows of
// dz, packed once for all weights that they belong to.
type gradientBuffer struct {
	rows   int               // of dz at a time
	panels int               // of dz at a time
	packed kernel.Panels     // float32
	sum    []float32         // of its columns, not used
	pairs  kernel.BF16Panels // bf16: pairs of rows of several panels
	k, n   int               // rows and panels that are packed
}

// So many rows and columns of dz are packed at a time. The rows of the layer's inputs, and
// the columns of the gradients, stay in the second-level cache for all columns or all rows.
// In float32, the rows of two panels fit into the first-level cache; bf16 reads whole cache
// lines of several panels of each row, and multiplies so many inputs at a time by all of
// them, 512 KB of a.turned.
const (
	gradientRows       = 128
	gradientColumns    = 192
	gradientRowsBF16   = 1024
	gradientPanelsBF16 = 8
	gradientInputsBF16 = 256
)

func newGradientBuffer(p Precision, rows int) *gradientBuffer {
	if p == BF16 {
		rows = min(gradientRowsBF16, kernel.PadBF16(rows))
		panels := max(1, gradientPanelsBF16*kernel.BF16Width/kernel.Width())
		return &gradientBuffer{rows: rows, panels: panels, pairs: kernel.NewBF16Panels(rows, panels*kernel.Width())}
	}
	b := &gradientBuffer{rows: gradientRows, panels: max(1, gradientColumns/kernel.Width())}
	n := b.panels * kernel.Width()
	b.packed, b.sum = kernel.NewPanels(b.rows, n), kernel.Alloc(n)
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
		b.packed.K, b.packed.N = k, b.n*kernel.Width()
		kernel.PackSum(dz.From(i, q0*kernel.Width()), b.packed, sum)
		return
	}
	b.pairs.K, b.pairs.N = kernel.PadBF16(k), b.n*kernel.Width()
	b.pairs.PackRows(dz.rounded.From(i, q0*kernel.Width()), 0, b.pairs.Count(), sum)
}

// mul computes grad = aT*dz, or adds it, for the columns that are packed. The rows of a
// begin at row, the columns of a.turned at column.
func (b *gradientBuffer) mul(a activations, row, column int, grad kernel.Panels, add bool) {
	if a.turned.Data == nil {
		kernel.MulTA(a.From(row, 0), b.packed, grad, add)
		return
	}
	for i := 0; i < grad.K; i += gradientInputsBF16 {
		inputs := a.turned.From(i, column)
		for q := range b.n {
			part := kernel.Block{Data: grad.Range(q, q+1).Data, Stride: kernel.Width()}.From(i, 0)
			init := kernel.Block{}
			if add {
				init = part
			}
			kernel.MulBF16(min(gradientInputsBF16, grad.K-i), inputs, b.pairs.Range(bf16Panels(q), bf16Panels(q+1)), init, part)
		}
	}
}
