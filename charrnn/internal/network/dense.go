package network

import (
	"math"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/kernel"
)

// dense is the output layer with softmax and cross-entropy. It is applied at every
// step (TimeDistributed in Keras).
type dense struct {
	grid
	symbols int // V
	w, grad *DenseWeights
	kernelT kernel.Panels // V x H
	logits  kernel.Block  // rows x V; crossEntropy replaces them by their gradients

	loss    []float64 // by lane: sum of -ln p(target)
	correct []int     // by lane: targets with the highest probability
}

func newDense(g grid, symbols int, w, grad *DenseWeights) *dense {
	d := &dense{grid: g, symbols: symbols, w: w, grad: grad}
	d.logits = kernel.NewBlock(g.rows(), w.Kernel.N)
	d.loss, d.correct = make([]float64, g.lanes), make([]int, g.lanes)
	if grad != nil {
		d.kernelT = kernel.NewPanels(w.Kernel.N, w.Kernel.K)
	}
	return d
}

// forward computes the logits of a span.
func (d *dense) forward(s span, in kernel.Block) {
	count, rows := d.blocks(s)
	for i := range count {
		r := d.row(i, s.from)
		kernel.Mul(rows, in.From(r, 0), d.w.Kernel, kernel.Block{Data: d.w.Bias}, d.logits.From(r, 0))
	}
}

// crossEntropy sums the loss of a span and replaces its logits by their gradients,
// weight * (softmax(logits) - onehot(target)).
func (d *dense) crossEntropy(s span, b *corpus.Batch, weight float32) {
	for lane := s.from; lane < s.to; lane++ {
		d.loss[lane], d.correct[lane] = 0, 0
		for t := range d.steps {
			x := d.logits.Row(d.row(t, lane))
			target := b.Target[lane*d.steps+t]
			if target < 0 {
				clear(x)
				continue
			}
			best, top := 0, x[0]
			for i, v := range x[:d.symbols] {
				if v > top {
					best, top = i, v
				}
			}
			if best == int(target) {
				d.correct[lane]++
			}
			margin := float64(x[target] - top)
			sum := kernel.ExpSum(x, top)
			d.loss[lane] += math.Log(float64(sum)) - margin
			kernel.Scale(x, weight/sum)
			x[target] -= weight
			clear(x[d.symbols:])
		}
	}
}

// backward computes the gradient of the layer's input.
func (d *dense) backward(s span, dIn kernel.Block) {
	count, rows := d.blocks(s)
	for i := range count {
		r := d.row(i, s.from)
		kernel.Mul(rows, d.logits.From(r, 0), d.kernelT, kernel.Block{}, dIn.From(r, 0))
	}
}

// gradient computes the weight gradients of panels [q0, q1) over all rows.
func (d *dense) gradient(q0, q1 int, in kernel.Block, packed []float32) {
	width := kernel.Width()
	for q := q0; q < q1; q++ {
		sum := d.grad.Bias[q*width : (q+1)*width]
		clear(sum)
		for row := 0; row < d.rows(); row += gradientRows {
			k := min(gradientRows, d.rows()-row)
			kernel.PackSum(k, d.logits.From(row, q*width), packed, sum)
			kernel.MulTA(d.w.Kernel.K, k, in.From(row, 0), packed, d.grad.Kernel.Range(q, q+1).Data, row > 0)
		}
	}
}
