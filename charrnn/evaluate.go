package charrnn

import (
	"context"
	"errors"
	"fmt"
	"math"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/copyterm"
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

// The batches of an evaluation do not depend on those of training, so evaluations of
// different runs can be compared. Pieces longer than evaluationPiece are cut, to
// distribute them over the lanes.
const (
	evaluationLanes = 16
	evaluationSteps = 64
	evaluationPiece = 1 << 13
)

// evaluator runs a network forward over pieces.
type evaluator struct {
	net    *network.Network
	source *corpus.Whole
	batch  *corpus.Batch
	pieces [][]int32
}

func newEvaluator(p *network.Parameters, pieces [][]int32, reset bool, threads int) *evaluator {
	var cut [][]int32
	for _, piece := range pieces {
		for len(piece) > evaluationPiece {
			cut, piece = append(cut, piece[:evaluationPiece]), piece[evaluationPiece:]
		}
		cut = append(cut, piece)
	}
	return &evaluator{
		net:    network.New(p, network.Shape{Lanes: evaluationLanes, Steps: evaluationSteps}, threads),
		source: corpus.NewWhole(cut, evaluationLanes, evaluationSteps, reset),
		batch:  corpus.NewBatch(evaluationLanes, evaluationSteps),
		pieces: cut,
	}
}

// run evaluates the float32 weights. It stops with the error of ctx.
func (e *evaluator) run(ctx context.Context) (network.Result, error) {
	e.net.Reset()
	var sum network.Result
	for step := range e.source.Steps() {
		if err := ctx.Err(); err != nil {
			return sum, err
		}
		e.source.Fill(step, e.batch)
		sum.Add(e.net.Evaluate(e.batch, true))
	}
	return sum, nil
}

// prediction is what a network predicts at one place, and what is there.
type prediction struct {
	piece     int // that the last input belongs to
	logits    []float32
	target    int32
	proposals []copyterm.Proposal // of a memory
}

// decode runs a decoder over the pieces, and calls see with each prediction. With
// memories, one for each lane, predictions have proposals.
func (e *evaluator) decode(ctx context.Context, d *network.Decoder, memories *memories, see func(*prediction)) error {
	ids := make([]int32, evaluationLanes)
	for step := range e.source.Steps() {
		if err := ctx.Err(); err != nil {
			return err
		}
		e.source.Fill(step, e.batch)
		for t := range evaluationSteps {
			for lane := range ids {
				i := lane*evaluationSteps + t
				ids[lane] = e.batch.Input[i]
				if e.batch.Reset[i] {
					d.Forget(lane)
				}
			}
			d.Step(ids)
			for lane, id := range ids {
				target := e.batch.Target[lane*evaluationSteps+t]
				if target < 0 {
					continue
				}
				piece, begins := e.source.Piece(step, lane, t)
				p := &prediction{piece: piece, logits: d.Logits(lane), target: target}
				if memories != nil {
					p.proposals = memories.read(lane, id, piece, begins)
				}
				see(p)
			}
		}
	}
	return nil
}

// crossEntropy returns the result of predicting target: -ln softmax(logits)[target].
func crossEntropy(logits []float32, target int) network.Result {
	r := network.Result{Targets: 1}
	var highest bool
	if r.Loss, highest = copyterm.CrossEntropy(logits, target); highest {
		r.Correct = 1
	}
	return r
}

// Evaluate predicts every symbol of the pieces from those before it, with the network
// alone and, if c has a copy term, with both. When ctx ends, Evaluate returns its error.
func (c *Checkpoint) Evaluate(ctx context.Context, pieces []string, o EvaluateOptions) (Evaluation, error) {
	ids, unknown := c.Vocabulary.EncodeAll(pieces)
	ev := Evaluation{Unknown: unknown}
	if o.Precision == "" {
		o.Precision = Float32
	}
	if o.Precision != Float32 && o.Precision != Int8 {
		return ev, fmt.Errorf("evaluating: precision %q: %w: choose %s or %s", o.Precision, ErrOption, Float32, Int8)
	}
	e := newEvaluator(c.parameters, ids, c.About.Reset, o.Threads)
	defer e.net.Close()
	r, err := c.evaluate(ctx, e, o)
	switch {
	case err != nil:
		return ev, fmt.Errorf("evaluating: %w", err)
	case r.Targets == 0:
		return ev, errors.New("evaluating: the text has less than two symbols of the vocabulary: give a longer text")
	}
	ev.Symbols, ev.Loss, ev.Accuracy = r.Targets, r.Mean(), r.Accuracy()
	if c.Copy != nil && !o.NoCopy {
		if ev.Copy, err = c.evaluateCopy(ctx, e, pieces, o); err != nil {
			return ev, fmt.Errorf("evaluating: %w", err)
		}
	}
	return ev, nil
}

// evaluate evaluates the network alone.
func (c *Checkpoint) evaluate(ctx context.Context, e *evaluator, o EvaluateOptions) (r network.Result, err error) {
	if o.Precision == Float32 {
		return e.run(ctx)
	}
	err = e.decode(ctx, c.decoder(o.Precision), nil, func(p *prediction) { r.Add(crossEntropy(p.logits, int(p.target))) })
	return r, err
}

// decoder returns a decoder of the lanes of an evaluator.
func (c *Checkpoint) decoder(precision Precision) *network.Decoder {
	return network.NewDecoder(network.NewDecoderWeights(c.parameters, precision == Int8), evaluationLanes)
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
