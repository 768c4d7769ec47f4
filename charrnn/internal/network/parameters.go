package network

import (
	"fmt"
	"iter"
	"strings"
	"text/tabwriter"

	"charabanc/charrnn/internal/kernel"
)

// gates is the number of gates of an LSTM cell, in the order i, f, g (c in Keras), o.
const gates = 4

// The number of rows of the embedding is padded to a multiple of tableRows.
const tableRows = 8

// shape is a Config with its sizes padded for the kernels.
type shape struct {
	symbols int // rows of the embedding: V, padded
	embed   int // columns of the embedding: E, padded
	units   int // cells of a layer: H, padded
	logits  int // columns of the dense layer: V, padded
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

// inputs is the input size of layer l.
func (s shape) inputs(l int) int {
	if l == 0 {
		return s.embed
	}
	return s.units
}

// LSTMWeights are the parameters of an LSTM layer of H units with D inputs.
type LSTMWeights struct {
	Kernel    kernel.Panels // W, D x 4H
	Recurrent kernel.Panels // U, H x 4H
	Bias      []float32     // b, 4H
}

// DenseWeights are the parameters of the output layer.
type DenseWeights struct {
	Kernel kernel.Panels // H x V
	Bias   []float32     // V
}

// Parameters are the parameters of a network. All tensors are views of one slice,
// Flat, so the optimizer updates them in one pass. Gradients, moments and averages
// of parameters have the same type.
type Parameters struct {
	Config    Config
	Flat      []float32
	Embedding kernel.Block // V x E
	LSTM      []LSTMWeights
	Dense     DenseWeights
}

// NewParameters returns parameters of zero for the architecture c.
func NewParameters(c Config) *Parameters {
	s := c.shape()
	size := s.offset(s.layers) + s.units*s.logits + s.logits
	p := &Parameters{Config: c, Flat: kernel.Alloc((size + kernel.SumLanes - 1) / kernel.SumLanes * kernel.SumLanes)}
	rest := p.Flat
	p.divide(func(n int) []float32 {
		part := rest[:n:n]
		rest = rest[n:]
		return part
	})
	return p
}

// divide makes the views of p, which are taken one after another.
func (p *Parameters) divide(take func(n int) []float32) {
	s := p.Config.shape()
	panels := func(k, n int) kernel.Panels { return kernel.Panels{K: k, N: n, Data: take(k * n)} }
	p.Embedding = kernel.Block{Data: take(s.symbols * s.embed), Stride: s.embed}
	for l := range s.layers {
		n := gates * s.units
		p.LSTM = append(p.LSTM, LSTMWeights{panels(s.inputs(l), n), panels(s.units, n), take(n)})
	}
	p.Dense = DenseWeights{panels(s.units, s.logits), take(s.logits)}
}

// part returns the parameters of a layer: with the first one those of the embedding, with
// the last one those of the output layer. The parts are one after another in Flat.
func (p *Parameters) part(layer int) []float32 {
	s, from, to := p.Config.shape(), 0, len(p.Flat)
	if layer > 0 {
		from = s.offset(layer)
	}
	if layer < s.layers-1 {
		to = s.offset(layer + 1)
	}
	return p.Flat[from:to]
}

// offset returns where the parameters of a layer begin in Flat.
func (s shape) offset(layer int) int {
	n := s.symbols * s.embed
	for l := range layer {
		n += (s.inputs(l) + s.units + 1) * gates * s.units
	}
	return n
}

// A Tensor is one array of a network in the layout of Keras: row-major, without
// padding.
type Tensor struct {
	Name  string
	Shape []int
	index func(row, col int) int // position of an element in Flat
	block int                    // so many columns, from each multiple of it on, are contiguous in Flat
}

// Tensors returns the tensors of p, with the names that Keras gives them.
func (p *Parameters) Tensors() []Tensor {
	c, s := p.Config, p.Config.shape()
	offset := 0
	place := func(n int) int { o := offset; offset += n; return o }
	gate := func(j int) int { return j/c.Units*s.units + j%c.Units } // column of a gate, padding skipped
	matrix := func(name string, m kernel.Panels, rows, cols int, column func(int) int, block int) Tensor {
		o := place(m.K * m.N)
		return Tensor{name, []int{rows, cols}, func(i, j int) int { return o + m.Index(i, column(j)) }, block}
	}
	vector := func(name string, n, cols int, column func(int) int, block int) Tensor {
		o := place(n)
		return Tensor{name, []int{cols}, func(i, j int) int { return o + column(j) }, block}
	}
	width := kernel.Width()
	// Gates and panels both divide a row: runs of their gcd are contiguous.
	gateBlock := gcd(c.Units, width)

	o := place(s.symbols * s.embed)
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
			vector(name+"bias", gates*s.units, gates*c.Units, gate, c.Units))
	}
	return append(list,
		matrix("dense/kernel", p.Dense.Kernel, c.Units, c.Vocabulary, same, width),
		vector("dense/bias", s.logits, c.Vocabulary, same, c.Vocabulary))
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// extent returns the rows and columns of t; a vector is one row.
func (t Tensor) extent() (rows, cols int) {
	if len(t.Shape) == 1 {
		return 1, t.Shape[0]
	}
	return t.Shape[0], t.Shape[1]
}

// Size returns the number of elements.
func (t Tensor) Size() int {
	rows, cols := t.extent()
	return rows * cols
}

// Blocks yields the elements of t in p, row by row, in contiguous runs.
func (p *Parameters) Blocks(t Tensor) iter.Seq[[]float32] {
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

// Set copies values to the elements of t in p.
func (p *Parameters) Set(t Tensor, values []float32) {
	for block := range p.Blocks(t) {
		values = values[copy(block, values):]
	}
}

// Summary returns a table of the layers, their output shapes for batches of
// lanes x steps, and their numbers of parameters.
func (p *Parameters) Summary(lanes, steps int) string {
	var out strings.Builder
	tw := tabwriter.NewWriter(&out, 0, 0, 3, ' ', 0)
	fmt.Fprintf(tw, "layer\toutput\tparameters\n")
	count := map[string]int{}
	for _, t := range p.Tensors() {
		layer, _, _ := strings.Cut(t.Name, "/")
		count[layer] += t.Size()
	}
	row := func(name string, width int) {
		fmt.Fprintf(tw, "%s\t%d x %d x %d\t%s\n", name, lanes, steps, width, thousands(count[name]))
	}
	row("embedding", p.Config.Embedding)
	for l := range p.LSTM {
		row(fmt.Sprintf("lstm_%d", l+1), p.Config.Units)
		row(fmt.Sprintf("dropout_%d", l+1), p.Config.Units)
	}
	row("dense", p.Config.Vocabulary)
	fmt.Fprintf(tw, "total\t\t%s\n", thousands(int(p.Config.Count())))
	tw.Flush()
	return out.String()
}

// thousands formats n with commas: 1,904,214.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
