package charrnn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Evaluation is how well a network predicts a text, with dropout off.
type Evaluation struct {
	Symbols  int            // predicted
	Loss     float64        // nats per symbol
	Accuracy float64        // share of symbols that were the likeliest
	Unknown  map[string]int // symbols of the text that the network does not know: left out
}

// Bits is the loss in bits per symbol.
func (e Evaluation) Bits() float64 { return e.Loss / math.Ln2 }

// Evaluation reads in lanes of its own, whatever the run's batch is, so that its
// figures can be compared between runs. evaluationPiece is where longer pieces
// are cut, to share them between the lanes.
const (
	evaluationLanes = 16
	evaluationSteps = 64
	evaluationPiece = 1 << 13
)

// evaluator runs a network forward over held-out pieces.
type evaluator struct {
	net    *network
	source *pieceRunner
	batch  *Batch
}

func newEvaluator(p *Parameters, pieces [][]int32, reset bool, threads int) *evaluator {
	var cut [][]int32
	for _, piece := range pieces {
		for len(piece) > evaluationPiece {
			cut, piece = append(cut, piece[:evaluationPiece]), piece[evaluationPiece:]
		}
		cut = append(cut, piece)
	}
	return &evaluator{
		net:    newNetwork(p, evaluationLanes, evaluationSteps, threads, false),
		source: newPieceRunner(cut, evaluationLanes, evaluationSteps, reset),
		batch:  NewBatch(evaluationLanes, evaluationSteps),
	}
}

func (e *evaluator) run() result {
	e.net.reset()
	var sum result
	for step := range e.source.steps() {
		e.source.fill(step, e.batch)
		sum.add(e.net.evaluate(e.batch, true))
	}
	return sum
}

// Evaluate runs c over a corpus, with its weights in a precision. threads 0 is
// one per processor.
func (c *Checkpoint) Evaluate(corpus *Corpus, precision Precision, threads int) (Evaluation, error) {
	pieces, unknown := c.Vocabulary.encodeAll(corpus.Pieces)
	ev := Evaluation{Unknown: unknown}
	e := newEvaluator(c.Parameters, pieces, c.About.Reset, threads)
	defer e.net.close()
	var r result
	if precision == Float32 {
		r = e.run()
	} else {
		r = e.decode(newDecoder(newDecoderWeights(c.Parameters, precision), evaluationLanes))
	}
	if r.targets == 0 {
		return ev, fmt.Errorf("nothing to predict: the text has less than two symbols that the model knows")
	}
	ev.Symbols, ev.Loss, ev.Accuracy = r.targets, r.mean(), r.accuracy()
	return ev, nil
}

// HeldOut gives the part of a corpus that c has not learnt, and the part that it
// has. ok is false if this is not the corpus it learnt from, or none was held out.
func (c *Checkpoint) HeldOut(corpus *Corpus) (train, held *Corpus, ok bool) {
	if c.About.Validation <= 0 || corpus.Fingerprint() != c.About.Corpus {
		return nil, nil, false
	}
	train, held = corpus.Split(c.About.Validation)
	return train, held, true
}

// passageLength is how many symbols of a tune a passage has.
const passageLength = 64

// Passage is the beginning of a tune drawn from corpus, or from what was held
// out of it if it is the one that c learnt from: something to start sampling with.
func (c *Checkpoint) Passage(corpus *Corpus, seed uint64) string {
	if _, held, ok := c.HeldOut(corpus); ok {
		corpus = held
	}
	r := rand.New(rand.NewPCG(seed, passageLength))
	ids, _ := c.Vocabulary.encode(corpus.Pieces[r.IntN(len(corpus.Pieces))])
	return c.Vocabulary.Decode(ids[:min(passageLength, len(ids))])
}

// decode does what run does with a decoder: it is how rounded weights predict.
func (e *evaluator) decode(d *decoder) result {
	var sum result
	ids := make([]int32, evaluationLanes)
	for step := range e.source.steps() {
		e.source.fill(step, e.batch)
		for t := range evaluationSteps {
			for lane := range ids {
				i := lane*evaluationSteps + t
				ids[lane] = e.batch.Input[i]
				if e.batch.Reset[i] {
					d.forget(lane)
				}
			}
			d.step(ids)
			for lane := range ids {
				if target := e.batch.Target[lane*evaluationSteps+t]; target >= 0 {
					sum.add(crossEntropy(d.symbolLogits(lane), int(target)))
				}
			}
		}
	}
	return sum
}

// crossEntropy is -ln softmax(logits)[target].
func crossEntropy(logits []float32, target int) result {
	top := slices.Max(logits)
	sum := 0.0
	for _, x := range logits {
		sum += math.Exp(float64(x - top))
	}
	r := result{loss: math.Log(sum) - float64(logits[target]-top), targets: 1}
	if logits[target] == top {
		r.correct = 1
	}
	return r
}
