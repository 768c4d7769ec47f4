package charrnn

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/network"
)

// An Evaluation is how well a network predicts a text, without dropout.
type Evaluation struct {
	Symbols  int            // number of symbols predicted
	Loss     float64        // nats per symbol
	Accuracy float64        // share of symbols that had the highest probability
	Unknown  map[string]int // symbols that are not in the vocabulary, and their counts: left out
}

// Bits returns the loss in bits per symbol.
func (e Evaluation) Bits() float64 { return e.Loss / math.Ln2 }

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
		net:    network.New(p, evaluationLanes, evaluationSteps, threads, false),
		source: corpus.NewWhole(cut, evaluationLanes, evaluationSteps, reset),
		batch:  corpus.NewBatch(evaluationLanes, evaluationSteps),
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

// decode is run with a decoder: it evaluates the rounded weights.
func (e *evaluator) decode(ctx context.Context, d *network.Decoder) (network.Result, error) {
	var sum network.Result
	ids := make([]int32, evaluationLanes)
	for step := range e.source.Steps() {
		if err := ctx.Err(); err != nil {
			return sum, err
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
			for lane := range ids {
				if target := e.batch.Target[lane*evaluationSteps+t]; target >= 0 {
					sum.Add(crossEntropy(d.Logits(lane), int(target)))
				}
			}
		}
	}
	return sum, nil
}

// crossEntropy returns the result of predicting target: -ln softmax(logits)[target].
func crossEntropy(logits []float32, target int) network.Result {
	top := slices.Max(logits)
	sum := 0.0
	for _, x := range logits {
		sum += math.Exp(float64(x - top))
	}
	r := network.Result{Loss: math.Log(sum) - float64(logits[target]-top), Targets: 1}
	if logits[target] == top {
		r.Correct = 1
	}
	return r
}

// Evaluate predicts every symbol of the pieces from those before it. The weights are
// used in the given precision; "" is Float32. threads is the number of processor cores
// to use, 0 for all; it does not change the result. When ctx ends, Evaluate returns its
// error.
func (c *Checkpoint) Evaluate(ctx context.Context, pieces []string, precision Precision, threads int) (Evaluation, error) {
	ids, unknown := c.Vocabulary.EncodeAll(pieces)
	ev := Evaluation{Unknown: unknown}
	e := newEvaluator(c.parameters, ids, c.About.Reset, threads)
	defer e.net.Close()
	var r network.Result
	var err error
	switch precision {
	case Float32, "":
		r, err = e.run(ctx)
	case Int8:
		r, err = e.decode(ctx, network.NewDecoder(network.NewDecoderWeights(c.parameters, true), evaluationLanes))
	default:
		err = fmt.Errorf("precision %q: %w: choose %s or %s", precision, ErrOption, Float32, Int8)
	}
	switch {
	case err != nil:
		return ev, fmt.Errorf("evaluating: %w", err)
	case r.Targets == 0:
		return ev, errors.New("evaluating: the text has less than two symbols of the vocabulary: give a longer text")
	}
	ev.Symbols, ev.Loss, ev.Accuracy = r.Targets, r.Mean(), r.Accuracy()
	return ev, nil
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
