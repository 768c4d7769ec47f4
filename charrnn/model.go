package charrnn

import (
	"fmt"
	"io"
	"iter"
	"math"
	"math/rand/v2"
	"strings"
	"text/tabwriter"

	"charabanc/charrnn/internal/kernel"
	"gonum.org/v1/gonum/mat"
)

// gates is the number of gates of an LSTM cell, stored in the order i, f, c, o.
const gates = 4

// tableRows pads the vocabulary for the products over its rows.
const tableRows = 8

// shape is a Config in the padded sizes that the kernels work on.
type shape struct {
	symbols int // V, rows of the embedding, multiple of tableRows
	embed   int // columns of the embedding
	units   int // cells of a layer
	logits  int // columns of the dense layer, V padded
	layers  int
}

func (c Config) shape() shape {
	return shape{
		symbols: (c.Vocabulary + tableRows - 1) / tableRows * tableRows,
		embed:   kernel.Pad(c.Embedding),
		units:   kernel.Pad(c.Units),
		logits:  kernel.Pad(c.Vocabulary),
		layers:  c.Layers,
	}
}

// inputs is how many numbers layer l takes.
func (s shape) inputs(l int) int {
	if l == 0 {
		return s.embed
	}
	return s.units
}

// LSTMWeights are the parameters of one LSTM layer of H units over D inputs.
type LSTMWeights struct {
	Kernel    kernel.Panels // D x 4H, from the input
	Recurrent kernel.Panels // H x 4H, from the layer's last output
	Bias      []float32     // 4H
}

// DenseWeights are the parameters of the output layer.
type DenseWeights struct {
	Kernel kernel.Panels // H x V
	Bias   []float32     // V
}

// Parameters are all the numbers of a network as views on one slice, so that
// the optimiser, which does not care what they mean, runs over it in one go.
// Gradients and moments have the same form.
type Parameters struct {
	Config    Config
	Flat      []float32
	Embedding kernel.Block // V x E
	LSTM      []LSTMWeights
	Dense     DenseWeights
}

// NewParameters returns zeros for the architecture c.
func NewParameters(c Config) *Parameters {
	s := c.shape()
	size := s.symbols*s.embed + s.units*s.logits + s.logits
	for l := range s.layers {
		size += (s.inputs(l) + s.units + 1) * gates * s.units
	}
	p := &Parameters{Config: c, Flat: kernel.Alloc((size + kernel.SumLanes - 1) / kernel.SumLanes * kernel.SumLanes)}
	rest := p.Flat
	take := func(n int) []float32 {
		part := rest[:n:n]
		rest = rest[n:]
		return part
	}
	panels := func(k, n int) kernel.Panels { return kernel.Panels{K: k, N: n, Data: take(k * n)} }
	p.Embedding = kernel.Block{Data: take(s.symbols * s.embed), Stride: s.embed}
	for l := range s.layers {
		n := gates * s.units
		p.LSTM = append(p.LSTM, LSTMWeights{panels(s.inputs(l), n), panels(s.units, n), take(n)})
	}
	p.Dense = DenseWeights{panels(s.units, s.logits), take(s.logits)}
	return p
}

// Tensor is one named array of a network in the layout of Keras: row-major,
// without padding.
type Tensor struct {
	Name  string
	Shape []int
	index func(row, col int) int // where an element stands in Flat
	block int                    // columns, from every multiple of block on, that stand side by side
}

// Tensors lists the arrays of p under Keras' names.
func (p *Parameters) Tensors() []Tensor {
	c, s := p.Config, p.Config.shape()
	offset := 0
	place := func(n int) int { o := offset; offset += n; return o }
	gate := func(j int) int { return j/c.Units*s.units + j%c.Units } // column of a gate, padding skipped
	same := func(j int) int { return j }
	matrix := func(name string, m kernel.Panels, rows, cols int, column func(int) int, block int) Tensor {
		o := place(len(m.Data))
		return Tensor{name, []int{rows, cols}, func(i, j int) int { return o + m.Index(i, column(j)) }, block}
	}
	vector := func(name string, n, cols int, column func(int) int, block int) Tensor {
		o := place(n)
		return Tensor{name, []int{cols}, func(i, j int) int { return o + column(j) }, block}
	}
	width := kernel.Width()
	// Gates and panels both cut a row: what divides the two is never cut.
	gateBlock := gcd(c.Units, width)

	o := place(len(p.Embedding.Data))
	list := []Tensor{{"embedding/embeddings", []int{c.Vocabulary, c.Embedding}, func(i, j int) int { return o + i*p.Embedding.Stride + j }, c.Embedding}}
	for l, w := range p.LSTM {
		inputs := c.Units
		if l == 0 {
			inputs = c.Embedding
		}
		name := fmt.Sprintf("lstm_%d/", l+1)
		list = append(list,
			matrix(name+"kernel", w.Kernel, inputs, gates*c.Units, gate, gateBlock),
			matrix(name+"recurrent_kernel", w.Recurrent, c.Units, gates*c.Units, gate, gateBlock),
			vector(name+"bias", len(w.Bias), gates*c.Units, gate, c.Units))
	}
	return append(list,
		matrix("dense/kernel", p.Dense.Kernel, c.Units, c.Vocabulary, same, width),
		vector("dense/bias", len(p.Dense.Bias), c.Vocabulary, same, c.Vocabulary))
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// extent is the rows and columns of t; a vector is one row.
func (t Tensor) extent() (rows, cols int) {
	if len(t.Shape) == 1 {
		return 1, t.Shape[0]
	}
	return t.Shape[0], t.Shape[1]
}

// Size is the number of elements.
func (t Tensor) Size() int {
	rows, cols := t.extent()
	return rows * cols
}

// blocks yields t's elements in p, row by row, as runs that stand side by side.
func (p *Parameters) blocks(t Tensor) iter.Seq[[]float32] {
	return func(yield func([]float32) bool) {
		rows, cols := t.extent()
		for i := range rows {
			for j := 0; j < cols; j += t.block {
				o := t.index(i, j)
				if !yield(p.Flat[o : o+min(t.block, cols-j)]) {
					return
				}
			}
		}
	}
}

// Get copies t's elements out of p.
func (p *Parameters) Get(t Tensor) []float32 {
	out := make([]float32, 0, t.Size())
	for block := range p.blocks(t) {
		out = append(out, block...)
	}
	return out
}

// Set copies values into t's elements of p.
func (p *Parameters) Set(t Tensor, values []float32) {
	for block := range p.blocks(t) {
		values = values[copy(block, values):]
	}
}

// Count is the number of parameters, padding not counted.
func (p *Parameters) Count() int {
	n := 0
	for _, t := range p.Tensors() {
		n += t.Size()
	}
	return n
}

// Initialise draws the parameters as Keras does: the embedding uniform in
// +-0.05, kernels Glorot-uniform (Glorot and Bengio, 2010), recurrent kernels
// orthogonal (Saxe et al., 2014), biases zero but for the forget gate's one
// (Jozefowicz et al., 2015).
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
	p.pad()
}

// padLogit is the bias of the columns that pad the vocabulary: their softmax is
// zero.
const padLogit = -1e30

func (p *Parameters) pad() {
	for j := p.Config.Vocabulary; j < len(p.Dense.Bias); j++ {
		p.Dense.Bias[j] = padLogit
	}
}

func uniform(r *rand.Rand, x []float32, limit float64) {
	for i := range x {
		x[i] = float32((2*r.Float64() - 1) * limit)
	}
}

// orthogonal fills a rows x cols matrix, rows <= cols, with orthonormal rows:
// the Q of a Gaussian matrix, with the signs that make it uniform.
func orthogonal(r *rand.Rand, x []float32, rows, cols int) {
	gauss := mat.NewDense(cols, rows, nil)
	for i := range cols {
		for j := range rows {
			gauss.Set(i, j, r.NormFloat64())
		}
	}
	var qr mat.QR
	qr.Factorize(gauss)
	var q, upper mat.Dense
	qr.QTo(&q)
	qr.RTo(&upper)
	for i := range rows {
		sign := math.Copysign(1, upper.At(i, i))
		for j := range cols {
			x[i*cols+j] = float32(sign * q.At(j, i))
		}
	}
}

// Summary writes the table of layers, output shapes and parameter counts.
func (p *Parameters) Summary(w io.Writer, o Options) error {
	tw := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	fmt.Fprintf(tw, "layer\toutput\tparameters\n")
	count := map[string]int{}
	for _, t := range p.Tensors() {
		layer, _, _ := strings.Cut(t.Name, "/")
		count[layer] += t.Size()
	}
	row := func(name string, width int) {
		fmt.Fprintf(tw, "%s\t%d x %d x %d\t%s\n", name, o.BatchSize, o.SeqLength, width, thousands(count[name]))
	}
	row("embedding", p.Config.Embedding)
	for l := range p.LSTM {
		row(fmt.Sprintf("lstm_%d", l+1), p.Config.Units)
		row(fmt.Sprintf("dropout_%d", l+1), p.Config.Units)
	}
	row("dense", p.Config.Vocabulary)
	fmt.Fprintf(tw, "total\t\t%s\n", thousands(p.Count()))
	return tw.Flush()
}

// thousands writes n with commas: 1,904,214.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
