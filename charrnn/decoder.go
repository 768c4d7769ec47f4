package charrnn

import (
	"fmt"

	"charabanc/charrnn/internal/kernel"
)

// Precision is the form of the LSTM weights while sampling.
type Precision string

const (
	// Float32 is the precision of training.
	Float32 Precision = "fp32"
	// Int8 rounds weights and outputs to 8 bits: a quarter of the memory to
	// read for each character, and several times the speed.
	Int8 Precision = "int8"
)

// DefaultPrecision is Int8 where the processor has fast instructions for it.
func DefaultPrecision() Precision {
	if kernel.FastInt8() {
		return Int8
	}
	return Float32
}

// ParsePrecision reads "fp32" or "int8".
func ParsePrecision(name string) (Precision, error) {
	switch p := Precision(name); p {
	case Float32, Int8:
		return p, nil
	}
	return "", fmt.Errorf("%w: precision %q: choose fp32 or int8", ErrOption, name)
}

// decoderWeights are a network prepared for decoding, shared by all decoders.
type decoderWeights struct {
	p     *Parameters
	table kernel.Block  // V x 4H: the first layer's input half by symbol
	int8  []kernel.Int8 // by layer; nil for Float32
}

func newDecoderWeights(p *Parameters, precision Precision) *decoderWeights {
	e := newEmbedding(p, nil)
	e.prepare(0, p.LSTM[0].Kernel.Count())
	w := &decoderWeights{p: p, table: e.table}
	if precision == Int8 {
		for l, layer := range p.LSTM {
			w.int8 = append(w.int8, stacked(l, layer))
		}
	}
	return w
}

// stacked rounds a layer's two kernels as one matrix, the input's rows above the
// recurrent ones. The first layer's input is in the table already.
func stacked(l int, layer LSTMWeights) kernel.Int8 {
	inputs := layer.Kernel.K
	if l == 0 {
		inputs = 0
	}
	return kernel.NewInt8(inputs+layer.Recurrent.K, layer.Recurrent.N, func(k int, row []float32) {
		if k < inputs {
			layer.Kernel.Row(k, row)
		} else {
			layer.Recurrent.Row(k-inputs, row)
		}
	})
}

// decoder runs a network over several texts side by side, a symbol of each at a
// time, without a way back. What a lane computes does not depend on the others.
type decoder struct {
	*decoderWeights
	units   int
	h, c    []kernel.Block // by layer: lanes x H
	q       []kernel.Bytes // by layer: lanes x (inputs + H), rounded inputs and outputs
	z       kernel.Block   // lanes x 4H, pre-activations
	scratch []float32      // activated gates and tanh(c), which nobody asks for
	zeros   []float32
	logits  kernel.Block // lanes x V
}

func newDecoder(w *decoderWeights, lanes int) *decoder {
	s := w.p.Config.shape()
	d := &decoder{decoderWeights: w, units: s.units}
	for l := range w.p.LSTM {
		d.h = append(d.h, kernel.NewBlock(lanes, s.units))
		d.c = append(d.c, kernel.NewBlock(lanes, s.units))
		if w.int8 != nil {
			d.q = append(d.q, kernel.NewBytes(lanes, w.int8[l].K))
		}
	}
	d.z = kernel.NewBlock(lanes, gates*s.units+rowGap)
	d.scratch = kernel.Alloc((gates + 1) * s.units)
	d.zeros = kernel.Alloc(gates * s.units)
	d.logits = kernel.NewBlock(lanes, s.logits)
	return d
}

// forget zeroes the state of a lane.
func (d *decoder) forget(lane int) {
	for l := range d.h {
		clear(d.h[l].Row(lane))
		clear(d.c[l].Row(lane))
		d.quantize(l, lane)
	}
}

// move gives lane to the state of lane from.
func (d *decoder) move(to, from int) {
	for l := range d.h {
		copy(d.h[l].Row(to), d.h[l].Row(from))
		copy(d.c[l].Row(to), d.c[l].Row(from))
		d.quantize(l, to)
	}
}

// step reads a symbol in each of the first len(ids) lanes. Afterwards logits
// holds, row by row, those of the symbols to come.
func (d *decoder) step(ids []int32) {
	m := len(ids)
	for lane, id := range ids {
		copy(d.z.Row(lane), d.table.Row(int(id)))
	}
	for l := range d.h {
		d.product(l, m)
		for lane := range m {
			act, tanhC := d.scratch[:gates*d.units], d.scratch[gates*d.units:]
			c := d.c[l].Row(lane)
			kernel.CellForward(d.units, d.z.Row(lane), d.zeros, act, c, c, tanhC, d.h[l].Row(lane))
			d.quantize(l, lane)
		}
	}
	dense := d.p.Dense
	kernel.Mul(m, d.h[len(d.h)-1], dense.Kernel, kernel.Block{Data: dense.Bias}, d.logits)
}

// product computes z of layer l for m lanes; the first layer's holds its input
// half already.
func (d *decoder) product(l, m int) {
	w := d.p.LSTM[l]
	init := kernel.Block{Data: w.Bias}
	if l == 0 {
		init = d.z
	}
	if d.int8 != nil {
		kernel.MulInt8(m, d.q[l], d.int8[l], init, d.z)
		return
	}
	if l > 0 {
		kernel.Mul(m, d.h[l-1], w.Kernel, init, d.z)
	}
	kernel.Mul(m, d.h[l], w.Recurrent, d.z, d.z)
}

// quantize rounds a lane's output of layer l to where products read it: behind
// the layer's own inputs, and as the inputs of the next layer.
func (d *decoder) quantize(l, lane int) {
	if d.int8 == nil {
		return
	}
	own := d.q[l].From(lane, d.int8[l].K-d.units).Data[:d.units]
	kernel.Quantize(own, d.h[l].Row(lane))
	if l+1 < len(d.q) {
		copy(d.q[l+1].From(lane, 0).Data, own)
	}
}

// symbolLogits is the row of a lane without padding.
func (d *decoder) symbolLogits(lane int) []float32 {
	return d.logits.Row(lane)[:d.p.Config.Vocabulary]
}
