package charrnn

import (
	"cmp"
	"fmt"
	"slices"

	"charabanc/charrnn/internal/network"
)

// A Prediction is the probability of a symbol to come next.
type Prediction struct {
	Symbol      string
	Probability float64
}

// Next returns the probability of each symbol of the vocabulary to follow text, the
// highest first. They add up to 1, within float32 rounding. The network reads text from
// a state of zero, with float32 weights. An empty text stands for About.Start. If text
// has a symbol that is not in the vocabulary, the error wraps [ErrVocabulary].
func (c *Checkpoint) Next(text string) ([]Prediction, error) {
	ids := c.startIDs()
	if text != "" {
		var err error
		if ids, err = c.Vocabulary.Encode(text); err != nil {
			return nil, fmt.Errorf("next symbol: %w", err)
		}
	}
	d := network.NewDecoder(network.NewDecoderWeights(c.parameters, 32), 1)
	for _, id := range ids {
		d.Step([]int32{id})
	}
	p := make([]float64, c.Vocabulary.Len())
	softmax(p, d.Logits(0))
	list := make([]Prediction, len(p))
	for i, x := range p {
		list[i] = Prediction{c.Vocabulary.Symbols[i], x}
	}
	slices.SortStableFunc(list, func(a, b Prediction) int { return cmp.Compare(b.Probability, a.Probability) })
	return list, nil
}

// startIDs returns the ids of the text that tunes start with, at least one.
func (c *Checkpoint) startIDs() []int32 {
	ids, _ := c.Vocabulary.EncodeKnown(c.About.Start)
	if len(ids) == 0 {
		ids = []int32{0}
	}
	return ids
}
