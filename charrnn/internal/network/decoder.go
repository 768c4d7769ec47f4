package network

import "charabanc/charrnn/internal/kernel"

// DecoderWeights are the weights of a network prepared for decoding. Any number of
// decoders can share them.
type DecoderWeights struct {
	p     *Parameters
	table kernel.Block   // V x 4H, input product of the first layer by symbol
	int8  []kernel.Int8  // by layer; nil unless rounded to 8 bits
	int16 []kernel.Int16 // by layer; nil unless rounded to 16 bits
}

// NewDecoderWeights prepares the weights p. With 8 or 16 bits, LSTM weights and outputs
// are rounded; with 32 they are as they are.
func NewDecoderWeights(p *Parameters, bits int) *DecoderWeights {
	e := newEmbedding(Float32, p, nil)
	e.prepare(0, p.LSTM[0].Kernel.Count())
	w := &DecoderWeights{p: p, table: e.table}
	for l, layer := range p.LSTM {
		k, n, row := stacked(l, layer)
		switch bits {
		case 8:
			w.int8 = append(w.int8, kernel.NewInt8(k, n, row))
		case 16:
			w.int16 = append(w.int16, kernel.NewInt16(k, n, row))
		}
	}
	return w
}

// stacked returns the two kernels of layer l as one matrix of k rows and n columns, the
// rows of W above those of U. In the first layer it is U alone: its input product is in
// the table.
func stacked(l int, layer LSTMWeights) (k, n int, row func(k int, row []float32)) {
	inputs := layer.Kernel.K
	if l == 0 {
		inputs = 0
	}
	return inputs + layer.Recurrent.K, layer.Recurrent.N, func(k int, row []float32) {
		if k < inputs {
			layer.Kernel.Row(k, row)
		} else {
			layer.Recurrent.Row(k-inputs, row)
		}
	}
}

// rounded returns the number of rounded inputs of layer l, its own last outputs among
// them, and how many bytes each has; 0 without rounding.
func (w *DecoderWeights) rounded(l int) (terms, bytes int) {
	switch {
	case w.int8 != nil:
		return w.int8[l].K, 1
	case w.int16 != nil:
		return w.int16[l].Whole.K, 2
	}
	return 0, 0
}

// A Decoder runs a network forward over several texts at once, one symbol of each at
// a time. Each lane is independent of the others.
type Decoder struct {
	*DecoderWeights
	units   int
	h, c    []kernel.Block // by layer: lanes x H, state
	q       []kernel.Bytes // by layer: lanes x (inputs + H), rounded inputs and last outputs; of 16 bits, twice
	z       kernel.Block   // lanes x 4H, pre-activations
	scratch []float32      // 5H: gates and tanh(c), not used afterwards
	zeros   []float32      // 4H
	logits  kernel.Block   // lanes x V
}

// NewDecoder returns a decoder of so many lanes, with states of zero.
func NewDecoder(w *DecoderWeights, lanes int) *Decoder {
	s := w.p.Config.shape()
	d := &Decoder{DecoderWeights: w, units: s.units}
	for l := range w.p.LSTM {
		d.h = append(d.h, kernel.NewBlock(lanes, s.units))
		d.c = append(d.c, kernel.NewBlock(lanes, s.units))
		if terms, bytes := w.rounded(l); bytes > 0 {
			d.q = append(d.q, kernel.NewBytes(lanes, terms*bytes))
		}
	}
	d.z = kernel.NewBlock(lanes, gates*s.units+rowGap)
	d.scratch = kernel.Alloc((gates + 1) * s.units)
	d.zeros = kernel.Alloc(gates * s.units)
	d.logits = kernel.NewBlock(lanes, s.logits)
	return d
}

// Forget sets the state of a lane to zero.
func (d *Decoder) Forget(lane int) {
	for l := range d.h {
		clear(d.h[l].Row(lane))
		clear(d.c[l].Row(lane))
		d.quantize(l, lane)
	}
}

// Move copies the state and the logits of lane from to lane to.
func (d *Decoder) Move(to, from int) {
	for l := range d.h {
		copy(d.h[l].Row(to), d.h[l].Row(from))
		copy(d.c[l].Row(to), d.c[l].Row(from))
		d.quantize(l, to)
	}
	copy(d.logits.Row(to), d.logits.Row(from))
}

// Step reads one symbol in each of the first len(ids) lanes and computes the logits
// of the next symbols.
func (d *Decoder) Step(ids []int32) {
	m := len(ids)
	if d.int16 == nil {
		for lane, id := range ids {
			copy(d.z.Row(lane), d.table.Row(int(id)))
		}
	}
	for l := range d.h {
		d.product(l, m)
		for lane, id := range ids {
			act, tanhC := d.scratch[:gates*d.units], d.scratch[gates*d.units:]
			c := d.c[l].Row(lane)
			rest := d.zeros
			if l == 0 && d.int16 != nil {
				rest = d.table.Row(int(id))
			}
			kernel.CellForward(d.units, d.units, d.z.Row(lane), rest, act, c, c, tanhC, d.h[l].Row(lane))
			d.quantize(l, lane)
		}
	}
	dense := d.p.Dense
	kernel.Mul(m, d.h[len(d.h)-1], dense.Kernel, kernel.Block{Data: dense.Bias}, d.logits)
}

// product computes z of layer l for m lanes. In the first layer z already holds the
// input product; with 16 bits, the cell adds it.
func (d *Decoder) product(l, m int) {
	w := d.p.LSTM[l]
	init := kernel.Block{Data: w.Bias}
	if l == 0 {
		init = d.z
	}
	switch {
	case d.int8 != nil:
		kernel.MulInt8(m, d.q[l], d.int8[l], init, d.z)
	case d.int16 != nil:
		if l == 0 {
			init = kernel.Block{}
		}
		kernel.MulInt16(m, d.q[l], d.int16[l], init, d.z)
	default:
		if l > 0 {
			kernel.Mul(m, d.h[l-1], w.Kernel, init, d.z)
			init = d.z
		}
		kernel.Mul(m, d.h[l], w.Recurrent, init, d.z)
	}
}

// quantize rounds the output of a lane of layer l and stores it where products read
// it: after the inputs of the layer itself, and as the inputs of the next layer. The first
// bytes of all of these come before their rests.
func (d *Decoder) quantize(l, lane int) {
	terms, bytes := d.rounded(l)
	if bytes == 0 {
		return
	}
	h, q := d.h[l].Row(lane), d.q[l].From(lane, 0).Data
	own, rest := q[terms-d.units:terms], q[bytes*terms-d.units:bytes*terms]
	if bytes == 1 {
		kernel.Quantize(own, h)
	} else {
		kernel.Quantize16(own, rest, h)
	}
	if l+1 < len(d.q) {
		terms, _ := d.rounded(l + 1)
		next := d.q[l+1].From(lane, 0).Data
		copy(next, own)
		copy(next[(bytes-1)*terms:], rest)
	}
}

// Logits returns the V logits of a lane. The next Step overwrites them.
func (d *Decoder) Logits(lane int) []float32 {
	return d.logits.Row(lane)[:d.p.Config.Vocabulary]
}

// State returns a copy of the state of a lane: for each layer h, then c.
func (d *Decoder) State(lane int) []float32 {
	all := make([]float32, 0, 2*len(d.h)*d.units)
	for l := range d.h {
		all = append(append(all, d.h[l].Row(lane)[:d.units]...), d.c[l].Row(lane)[:d.units]...)
	}
	return all
}

// SetState sets the state of a lane to a copy that State returned.
func (d *Decoder) SetState(lane int, all []float32) {
	for l := range d.h {
		for _, b := range []kernel.Block{d.h[l], d.c[l]} {
			all = all[copy(b.Row(lane)[:d.units], all):]
		}
		d.quantize(l, lane)
	}
}
