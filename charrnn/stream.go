package charrnn

import "charabanc/charrnn/internal/kernel"

// stream runs a network over one text, a symbol at a time, for sampling.
type stream struct {
	p       *Parameters
	table   *embedding
	h, c    []kernel.Block // by layer: one row
	z       kernel.Block   // pre-activations
	scratch []float32      // activated gates and tanh(c), which sampling has no use for
	logits  kernel.Block
}

func newStream(p *Parameters) *stream {
	sh := p.Config.shape()
	s := &stream{p: p, table: newEmbedding(p, nil)}
	s.table.prepare(0, p.LSTM[0].Kernel.Count())
	for range p.LSTM {
		s.h = append(s.h, kernel.NewBlock(1, sh.units))
		s.c = append(s.c, kernel.NewBlock(1, sh.units))
	}
	s.z = kernel.NewBlock(1, gates*sh.units)
	s.scratch = kernel.Alloc((gates + 1) * sh.units)
	s.logits = kernel.NewBlock(1, sh.logits)
	return s
}

// reset zeroes the state.
func (s *stream) reset() {
	for i := range s.h {
		clear(s.h[i].Data)
		clear(s.c[i].Data)
	}
}

// step reads a symbol and returns the logits of the next one, valid until the
// next step.
func (s *stream) step(id int32) []float32 {
	n := len(s.h[0].Data)
	act, tanhC := s.scratch[:gates*n], s.scratch[gates*n:]
	input := s.table.table.Row(int(id))
	for i, w := range s.p.LSTM {
		if i > 0 {
			kernel.Mul(1, s.h[i-1], w.Kernel, kernel.Block{Data: w.Bias}, kernel.Block{Data: act, Stride: gates * n})
			input = act
		}
		kernel.Mul(1, s.h[i], w.Recurrent, kernel.Block{}, s.z)
		c := s.c[i].Data
		kernel.CellForward(n, s.z.Data, input, act, c, c, tanhC, s.h[i].Data)
	}
	kernel.Mul(1, s.h[len(s.h)-1], s.p.Dense.Kernel, kernel.Block{Data: s.p.Dense.Bias}, s.logits)
	return s.logits.Data[:s.p.Config.Vocabulary]
}
