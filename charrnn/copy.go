package charrnn

import (
	"context"
	"fmt"
	"math"
	"runtime"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/copyterm"
	"charabanc/charrnn/internal/network"
)

// The copy term: what is added to the logits of a network because the text has been so
// before. Its weights are fitted on held-out pieces.

// A CopyTerm has the weights of a copy term, by the names of its features, and of whom it
// was fitted.
type CopyTerm struct {
	Scale   float64            `json:"scale"`          // of the logits of the network
	Weights map[string]float64 `json:"weights"`        // those that are not zero
	Fitted  string             `json:"fitted"`         // fingerprint of the pieces it was fitted on
	Loss    float64            `json:"loss,omitempty"` // on these pieces, cross-validated; nats per symbol; 0: not computed
	Network float64            `json:"network"`        // loss of the network alone on them
}

const (
	formPenalty = 1       // on those of features of a form
	copyPenalty = 8       // on the squares of the weights
	copyRounds  = 40      // of the optimizer
	copyFolds   = 4       // of cross-validation
	copySymbols = 1 << 16 // most symbols to fit on, about
)

// featureNames returns the names of all features: those of a Suffix, then those of a
// Memory.
func featureNames(words bool, memory func() Memory) []string {
	names := copyterm.SuffixNames()
	if memory != nil && !words {
		names = append(names, memory().Features()...)
	}
	return names
}

// term returns the weights in the order of the features.
func (t *CopyTerm) term(words bool, memory func() Memory) *copyterm.Term {
	names := featureNames(words, memory)
	c := &copyterm.Term{Scale: t.Scale, Weights: make([]float32, len(names))}
	for i, name := range names {
		c.Weights[i] = float32(t.Weights[name])
	}
	return c
}

// fitCopy fits the copy term of a network on pieces, and cross-validates it if validate is
// set. The weights are rounded, so that a file does not change them. It returns nil if
// there is nothing to fit on.
func (c *Checkpoint) fitCopy(ctx context.Context, pieces []string, o EvaluateOptions, validate bool) (*CopyTerm, error) {
	ids, _ := c.Vocabulary.EncodeAll(thinned(pieces, copySymbols))
	text := newReach(ids, c.About.Reset)
	examples, alone, err := c.examples(ctx, text, o, false)
	if err != nil || examples.Len() == 0 {
		return nil, err
	}
	names := featureNames(c.Vocabulary.Words, o.Memory)
	fitting := fitOptions(len(names), o.Threads)
	fitted, err := copyterm.Fit(examples, fitting, nil)
	if err != nil {
		return nil, err
	}
	t := &CopyTerm{Scale: rounded(fitted.Scale), Fitted: fingerprint(pieces), Network: alone.Mean()}
	if validate {
		loss, _, err := copyterm.CrossValidate(examples, fitting, copyFolds)
		if err != nil {
			return nil, err
		}
		t.Loss = loss / float64(examples.Len())
	}
	if fitted, err = c.fitForm(ctx, text, o, fitting, fitted); err != nil {
		return nil, err
	}
	t.Weights = map[string]float64{}
	for i, name := range names {
		if w := rounded(float64(fitted.Weights[i])); w != 0 {
			t.Weights[name] = w
		}
	}
	return t, nil
}

// fitForm fits the weights of the features that a Memory has when it knows the form of a
// tune, and keeps those that are fitted.
func (c *Checkpoint) fitForm(ctx context.Context, text *reach, o EvaluateOptions, fitting copyterm.Options, fitted *copyterm.Term) (*copyterm.Term, error) {
	if o.Memory == nil || c.Vocabulary.Words {
		return fitted, nil
	}
	examples, _, err := c.examples(ctx, text, o, true)
	if err != nil {
		return nil, err
	}
	fitting.Start, fitting.Penalty = fitted, formPenalty
	return copyterm.Fit(examples, fitting, nil)
}

// copyTerm returns the copy term for a checkpoint of the run.
func (t *trainer) copyTerm(ctx context.Context, validate bool) (*CopyTerm, error) {
	switch {
	case t.options.NoCopy:
		return nil, nil
	case t.held == nil:
		return t.options.Copy, nil
	}
	c := &Checkpoint{Vocabulary: t.vocabulary, About: t.about(), parameters: t.net.Trained()}
	term, err := c.fitCopy(ctx, t.heldPieces, EvaluateOptions{Precision: Float32, Threads: t.options.Threads, Memory: t.options.Memory}, validate)
	if ctx.Err() != nil {
		return nil, t.interrupted()
	}
	return term, err
}

// copyEvery is the number of epochs between two fits of the copy term of checkpoints that
// are the best but not due.
const copyEvery = 5

// renewCopy fits the copy term of the run, if there is none yet and in each copyEvery
// epochs. It is saved in the resume file, so that a resumed run has the same.
func (t *trainer) renewCopy(ctx context.Context) (err error) {
	if t.at.Copy == nil || t.at.Epoch%copyEvery == 0 {
		t.at.Copy, err = t.copyTerm(ctx, false)
	}
	return err
}

// newCopy returns the copy term of a checkpoint: one of its own, cross-validated, if the
// checkpoint is due; else that of the run, which may be a few epochs older. What is due
// does not change the run.
func (t *trainer) newCopy(ctx context.Context, best, due bool) (term *CopyTerm, err error) {
	if best && !t.options.NoCopy {
		if err := t.renewCopy(ctx); err != nil {
			return nil, err
		}
	}
	if !due {
		return t.at.Copy, nil
	}
	t.copied, err = t.copyTerm(ctx, true)
	return t.copied, err
}

func fitOptions(features, threads int) copyterm.Options {
	if threads == 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	return copyterm.Options{Features: features, Penalty: copyPenalty, Rounds: copyRounds, Threads: threads}
}

func rounded(x float64) float64 { return math.Round(x*1e4) / 1e4 }

func fingerprint(pieces []string) string { return (&corpus.Corpus{Pieces: pieces}).Fingerprint() }

// thinned returns every n-th piece, so that they have about so many symbols at most.
func thinned(pieces []string, symbols int) []string {
	total := 0
	for _, p := range pieces {
		total += len(p)
	}
	step := (total + symbols - 1) / symbols
	var list []string
	for i := 0; i < len(pieces); i += max(step, 1) {
		list = append(list, pieces[i])
	}
	return list
}

// examples returns the predictions of a network with the proposals of memories, which know
// the tune in advance if known is set, and the result of the network alone.
func (c *Checkpoint) examples(ctx context.Context, text *reach, o EvaluateOptions, known bool) (list *copyterm.Examples, alone network.Result, err error) {
	list = copyterm.NewExamples(c.Vocabulary.Len())
	r := c.newReading(text, o, true)
	r.remember(c, o.Memory, nil)
	if known {
		for _, piece := range text.pieces {
			r.known = append(r.known, c.Vocabulary.Decode(piece))
		}
	}
	err = r.run(ctx, func(p *prediction) {
		list.Add(p.piece, p.logits, p.target, p.proposals)
		alone.Add(p.crossEntropy(p.logits))
	})
	return list, alone, err
}

// crossValidate evaluates the network alone, and with copy terms that are fitted anew.
func (c *Checkpoint) crossValidate(ctx context.Context, text *reach, o EvaluateOptions) (alone network.Result, copied *CopyEvaluation, err error) {
	list, alone, err := c.examples(ctx, text, o, false)
	if err != nil {
		return alone, nil, err
	}
	names := featureNames(c.Vocabulary.Words, o.Memory)
	loss, correct, err := copyterm.CrossValidate(list, fitOptions(len(names), o.Threads), copyFolds)
	if err != nil {
		return alone, nil, fmt.Errorf("cross-validating: %w", err)
	}
	n := float64(list.Len())
	return alone, &CopyEvaluation{Loss: loss / n, Accuracy: float64(correct) / n, CrossValidated: true}, nil
}
