package charrnn

import (
	"context"
	"fmt"
	"math"
	"slices"

	"charabanc/charrnn/internal/copyterm"
	"charabanc/charrnn/internal/network"
)

// ExpectOptions are the options of [Checkpoint.Expect].
type ExpectOptions struct {
	Precision Precision     // of the weights; "": Float32
	Likely    int           // how many of the most probable symbols to list for each place
	Memory    func() Memory // makes the memory that the copy term was fitted with
	NoCopy    bool          // the network alone
}

// An Expectation is a symbol of a text, and what was expected in its place.
type Expectation struct {
	Symbol      string
	Probability float64      // of Symbol; 0 if it is not in the vocabulary
	Likely      []Prediction // the most probable symbols, the highest first; nil where nothing was predicted
}

// Expectations are what [Checkpoint.Expect] returns.
type Expectations struct {
	Symbols   []Expectation // of the text, in order
	Predicted int           // how many of them count in Bits: the known symbols but the first
	Bits      float64       // sum of -log2 of their probabilities; +Inf if one of them is 0
}

// Expect returns the probability of each symbol of a text, given those before it, with the
// copy term if c has one. The text is one tune. The network reads it from a state of zero,
// as Next and Evaluate do, so that for its first symbol there is no prediction: it counts
// as given, with a probability of 1. A symbol that is not in the vocabulary has the
// probability 0, and the network does not read it: the next symbol has the predictions that
// this one had. When ctx ends, Expect returns its error.
func (c *Checkpoint) Expect(ctx context.Context, text string, o ExpectOptions) (*Expectations, error) {
	if o.Precision == "" {
		o.Precision = Float32
	}
	switch {
	case !o.Precision.known():
		return nil, fmt.Errorf("expecting: precision %q: %w: choose %s", o.Precision, ErrOption, precisions())
	case o.Likely < 0:
		return nil, fmt.Errorf("expecting: likely %d: %w: choose 0 or more", o.Likely, ErrOption)
	}
	r := c.newReader(o)
	for symbol, id := range c.Vocabulary.Each(text) {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("expecting: %w", err)
		}
		r.read(symbol, id)
	}
	return &r.seen, nil
}

// reader reads one text symbol by symbol.
type reader struct {
	c      *Checkpoint
	d      *network.Decoder // one lane
	likely int
	seen   Expectations
	begun  bool          // d has read a symbol
	p      []float64     // V, probabilities of the next symbol
	order  []int32       // the most probable symbols, the highest first
	lane   []int32       // the symbol to read
	memory *recollection // of the text; nil without a copy term
	term   *copyterm.Term
	logits []float32 // V, of the next symbol, with the copy term
}

func (c *Checkpoint) newReader(o ExpectOptions) *reader {
	symbols := c.Vocabulary.Len()
	r := &reader{c: c, likely: min(o.Likely, symbols), p: make([]float64, symbols), lane: make([]int32, 1)}
	r.d = network.NewDecoder(network.NewDecoderWeights(c.parameters, o.Precision.bits()), 1)
	if c.Copy != nil && !o.NoCopy {
		r.term = c.Copy.term(c.Vocabulary.Words, o.Memory)
		r.memory = newRecollection(newSymbolTable(c.Vocabulary), o.Memory)
		r.memory.reset()
		r.logits = make([]float32, symbols)
	}
	return r
}

// read adds a symbol to what was seen, and reads it; its id is -1 if it is not known.
func (r *reader) read(symbol string, id int32) {
	e := Expectation{Symbol: symbol}
	if r.begun {
		e.Likely = r.guesses()
	}
	switch {
	case id < 0:
	case r.begun:
		e.Probability = r.p[id]
		r.seen.Bits -= math.Log2(e.Probability)
		r.seen.Predicted++
	default:
		e.Probability = 1
	}
	r.seen.Symbols = append(r.seen.Symbols, e)
	if id >= 0 {
		r.advance(id)
	}
}

// advance reads a symbol and computes the probabilities of the next.
func (r *reader) advance(id int32) {
	r.lane[0], r.begun = id, true
	r.d.Step(r.lane)
	logits := r.d.Logits(0)
	if r.memory != nil {
		r.memory.push(id)
		r.term.Adjust(r.logits, logits, r.memory.propose())
		logits = r.logits
	}
	softmax(r.p, logits)
	r.rank()
}

// softmax writes the probabilities of logits to p.
func softmax(p []float64, logits []float32) {
	top, sum := slices.Max(logits), 0.0
	for i, x := range logits {
		p[i] = math.Exp(float64(x - top))
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
}

// rank sets order to the most probable symbols. Of two that are as probable, the one with
// the lower id comes first.
func (r *reader) rank() {
	r.order = r.order[:0]
	for i, p := range r.p {
		if len(r.order) == r.likely {
			if r.likely == 0 || p <= r.p[r.order[r.likely-1]] {
				continue
			}
			r.order = r.order[:r.likely-1]
		}
		at := len(r.order)
		for at > 0 && p > r.p[r.order[at-1]] {
			at--
		}
		r.order = slices.Insert(r.order, at, int32(i))
	}
}

// guesses returns the most probable symbols.
func (r *reader) guesses() []Prediction {
	list := make([]Prediction, len(r.order))
	for i, id := range r.order {
		list[i] = Prediction{r.c.Vocabulary.Symbols[id], r.p[id]}
	}
	return list
}
