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
	kernel  weights
	logits  activations // rows x V; crossEntropy replaces them by their gradients

	loss    []float64 // by lane: sum of -ln p(target)
	correct []int     // by lane: targets with the highest probability
}

func newDense(g grid, p Precision, symbols int, w, grad *DenseWeights) *dense {
	d := &dense{grid: g, symbols: symbols, w: w, grad: grad}
	d.logits = newActivations(p, g.rows(), w.Kernel.N, false)
	d.loss, d.correct = make([]float64, g.lanes), make([]int, g.lanes)
	if grad == nil {
		grad = &DenseWeights{}
	}
	d.kernel = newWeights(p, w.Kernel, grad.Kernel)
	return d
}

// forward computes the logits of a span.
func (d *dense) forward(s span, in activations) {
	count, rows := d.blocks(s)
	for i := range count {
		r := d.row(i, s.from)
		d.kernel.mul(rows, in, r, kernel.Block{Data: d.w.Bias}, d.logits.From(r, 0))
	}
}

// crossEntropy sums the loss of a span and replaces its logits by their gradients,
// weight * (softmax(logits) - onehot(target)).
func (d *dense) crossEntropy(s span, b *corpus.Batch, weight float32) {
	for lane := s.from; lane < s.to; lane++ {
		d.loss[lane], d.correct[lane] = 0, 0
		for t := range d.steps {
			row := d.row(t, lane)
			x := d.logits.Row(row)[:d.w.Kernel.N]
			target := b.Target[lane*d.steps+t]
			if target < 0 {
				clear(x)
				d.logits.round(row, 0, len(x))
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
			d.logits.round(row, 0, len(x))
		}
	}
}

// backward computes the gradient of the layer's input.
func (d *dense) backward(s span, dIn kernel.Block) {
	count, rows := d.blocks(s)
	for i := range count {
		r := d.row(i, s.from)
		d.kernel.mulT(rows, d.logits, r, kernel.Block{}, dIn.From(r, 0))
	}
}

// gradient computes the weight gradients of panels [q0, q1) over all rows.
func (d *dense) gradient(q0, q1 int, in activations, buffer *gradientBuffer) {
	width := kernel.Width()
	clear(d.grad.Bias[q0*width : q1*width])
	for q := q0; q < q1; q += buffer.panels {
		to := min(q+buffer.panels, q1)
		for row := 0; row < d.rows(); row += buffer.rows {
			buffer.pack(d.logits, row, min(buffer.rows, d.rows()-row), q, to, d.grad.Bias[q*width:to*width])
			buffer.mul(in, row, row, d.grad.Kernel.Range(q, to), row > 0)
		}
	}
}
