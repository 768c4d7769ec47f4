package charrnn

import (
	"context"
	"errors"
	"fmt"
	"math"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/copyterm"
	"charabanc/charrnn/internal/kernel"
	"charabanc/charrnn/internal/network"
)

// An Evaluation is how well a network predicts a text, without dropout.
type Evaluation struct {
	Symbols  int            // number of symbols predicted
	Loss     float64        // nats per symbol
	Accuracy float64        // share of symbols that had the highest probability
	Unknown  map[string]int // symbols that are not in the vocabulary, and their counts: left out

	Copy *CopyEvaluation // with the copy term; nil if the checkpoint has none
}

// A CopyEvaluation is how well a network with a copy term predicts a text.
type CopyEvaluation struct {
	Loss     float64 // nats per symbol
	Accuracy float64
	// CrossValidated reports that the term was fitted on this text, so that each piece was
	// predicted with a term fitted on other pieces.
	CrossValidated bool
}

// Bits returns the loss in bits per symbol.
func (e Evaluation) Bits() float64 { return e.Loss / math.Ln2 }

// Bits returns the loss in bits per symbol.
func (e CopyEvaluation) Bits() float64 { return e.Loss / math.Ln2 }

// EvaluateOptions are the options of [Checkpoint.Evaluate].
type EvaluateOptions struct {
	Precision Precision     // of the weights; "": Float32
	Threads   int           // processor cores to use, 0 for all; does not change the result
	Memory    func() Memory // makes the memories that the copy term was fitted with
	NoCopy    bool          // evaluate the network alone
}

// DefaultEvaluateOptions returns the options to evaluate with all cores. The precision is
// Int16 where the processor has tiles (AMX), which read it several times as fast as Float32,
// and Float32 elsewhere. The losses of both are the same to five digits and more.
func DefaultEvaluateOptions() EvaluateOptions {
	if kernel.Tiles() {
		return EvaluateOptions{Precision: Int16}
	}
	return EvaluateOptions{Precision: Float32}
}

// The batches of an evaluation do not depend on those of training, so evaluations of
// different runs can be compared. Pieces longer than evaluationPiece are cut, to
// distribute them over the lanes.
const (
	evaluationLanes = 16
	evaluationSteps = 64
	evaluationPiece = 1 << 13
)

// reach is a text to predict: pieces, and the lanes that they are distributed over.
type reach struct {
	source *corpus.Whole
	pieces [][]int32
}

func newReach(pieces [][]int32, reset bool) *reach {
	var cut [][]int32
	for _, piece := range pieces {
		for len(piece) > evaluationPiece {
			cut, piece = append(cut, piece[:evaluationPiece]), piece[evaluationPiece:]
		}
		cut = append(cut, piece)
	}
	return &reach{corpus.NewWhole(cut, evaluationLanes, evaluationSteps, reset), cut}
}

// Evaluate predicts every symbol of the pieces from those before it, with the network
// alone and, if c has a copy term, with both. When ctx ends, Evaluate returns its error.
func (c *Checkpoint) Evaluate(ctx context.Context, pieces []string, o EvaluateOptions) (Evaluation, error) {
	ids, unknown := c.Vocabulary.EncodeAll(pieces)
	ev := Evaluation{Unknown: unknown}
	if o.Precision == "" {
		o.Precision = Float32
	}
	if !o.Precision.known() {
		return ev, fmt.Errorf("evaluating: precision %q: %w: choose %s", o.Precision, ErrOption, precisions())
	}
	text := newReach(ids, c.About.Reset)
	var alone network.Result
	var err error
	switch {
	case c.Copy == nil || o.NoCopy:
		alone, _, err = c.evaluate(ctx, text, o, nil)
	case fingerprint(pieces) == c.Copy.Fitted && len(thinned(pieces, copySymbols)) == len(pieces):
		alone, ev.Copy, err = c.crossValidate(ctx, text, o)
	default:
		var copied network.Result
		alone, copied, err = c.evaluate(ctx, text, o, c.Copy.term(c.Vocabulary.Words, o.Memory))
		ev.Copy = &CopyEvaluation{Loss: copied.Mean(), Accuracy: copied.Accuracy()}
	}
	switch {
	case err != nil:
		return Evaluation{Unknown: unknown}, fmt.Errorf("evaluating: %w", err)
	case alone.Targets == 0:
		return Evaluation{Unknown: unknown}, errors.New("evaluating: the text has less than two symbols of the vocabulary: give a longer text")
	}
	ev.Symbols, ev.Loss, ev.Accuracy = alone.Targets, alone.Mean(), alone.Accuracy()
	return ev, nil
}

// evaluate returns the results of the network alone and, unless term is nil, with a copy
// term. They are summed by track, so that the number of threads does not change them.
func (c *Checkpoint) evaluate(ctx context.Context, text *reach, o EvaluateOptions, term *copyterm.Term) (alone, copied network.Result, err error) {
	r := c.newReading(text, o, false)
	if term != nil {
		r.remember(c, o.Memory, term)
	}
	sums := make([]struct{ alone, copied network.Result }, len(r.tracks))
	err = r.run(ctx, func(p *prediction) {
		sum := &sums[p.track]
		sum.alone.Add(p.crossEntropy(p.logits))
		if term != nil {
			term.AdjustBy(p.adjusted, p.logits, p.bonuses)
			sum.copied.Add(p.crossEntropy(p.adjusted))
		}
	})
	for _, sum := range sums {
		alone.Add(sum.alone)
		copied.Add(sum.copied)
	}
	return alone, copied, err
}

// HeldOut splits the corpus that c was trained on into the pieces it was trained on and
// the held-out pieces. ok is false for another corpus, and if nothing was held out.
func (c *Checkpoint) HeldOut(text *corpus.Corpus) (train, heldOut []string, ok bool) {
	if c.About.Validation <= 0 || text.Fingerprint() != c.About.Corpus {
		return nil, nil, false
	}
	train, heldOut = text.Split(c.About.Validation)
	return train, heldOut, len(heldOut) > 0
}
