package network

import (
	"math"
	"math/rand/v2"
	"strings"

	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/lapack/lapack64"
)

// Initialise sets the parameters to random values as Keras does: the embedding is
// uniform in +-0.05, kernels are Glorot-uniform (Glorot and Bengio, 2010),
// recurrent kernels orthogonal (Saxe et al., 2014), and biases zero, except those
// of the forget gates, which are one (Jozefowicz et al., 2015).
func (p *Parameters) Initialise(seed uint64) {
	r := rand.New(rand.NewPCG(seed, 0))
	for _, t := range p.Tensors() {
		rows, cols := t.extent()
		values := make([]float32, rows*cols)
		layer, field, _ := strings.Cut(t.Name, "/")
		switch {
		case field == "embeddings":
			uniform(r, values, 0.05)
		case field == "kernel":
			uniform(r, values, math.Sqrt(6/float64(rows+cols)))
		case field == "recurrent_kernel":
			orthogonal(r, values, rows, cols)
		case field == "bias" && layer != "dense":
			for j := range p.Config.Units {
				values[p.Config.Units+j] = 1
			}
		}
		p.Set(t, values)
	}
	p.Pad()
}

// padLogit is the bias of the columns that pad the vocabulary. It makes their
// softmax zero.
const padLogit = -1e30

// Pad sets the biases of the padding. It must be called after Set.
func (p *Parameters) Pad() {
	for j := p.Config.Vocabulary; j < len(p.Dense.Bias); j++ {
		p.Dense.Bias[j] = padLogit
	}
}

func uniform(r *rand.Rand, x []float32, limit float64) {
	for i := range x {
		x[i] = float32((2*r.Float64() - 1) * limit)
	}
}

// orthogonal fills a rows x cols matrix, rows <= cols, with orthonormal rows: the Q
// of the QR decomposition of a Gaussian matrix, with signs that make Q uniform.
func orthogonal(r *rand.Rand, x []float32, rows, cols int) {
	a := blas64.General{Rows: cols, Cols: rows, Stride: rows, Data: make([]float64, cols*rows)}
	for i := range a.Data {
		a.Data[i] = r.NormFloat64()
	}
	tau, size := make([]float64, rows), make([]float64, 1)
	lapack64.Geqrf(a, tau, size, -1)
	work := make([]float64, int(size[0]))
	lapack64.Geqrf(a, tau, work, len(work))
	signs := make([]float64, rows)
	for i := range signs {
		signs[i] = math.Copysign(1, a.Data[i*rows+i])
	}
	lapack64.Orgqr(a, tau, work, len(work)) // the first columns of Q, in place
	for i, sign := range signs {
		for j := range cols {
			x[i*cols+j] = float32(sign * a.Data[j*rows+i])
		}
	}
}
