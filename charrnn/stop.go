package charrnn

import (
	"context"
	"errors"
	"fmt"
	"math"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/network"
	"charabanc/charrnn/trainlog"
)

// When a run ends before its last epoch, and what it says of its result.

// An Outcome is how a run has ended.
type Outcome struct {
	Rows     []*trainlog.Row // of all epochs
	Before   *float64        // loss on held-out tunes before the first epoch; nil unless From was set
	Best     int             // epoch with the lowest loss on held-out tunes; 0 without such tunes
	BestLoss float64
	Stopped  bool      // by EarlyStop
	Copy     *CopyTerm // of the network after the last epoch; nil: none
}

func (t *trainer) outcome() Outcome {
	out := Outcome{Rows: t.rows, Before: t.at.Before, Best: t.at.Lowest, Stopped: t.stalled(), Copy: t.copied}
	if out.Best > 0 {
		out.BestLoss = t.at.BestLoss
	}
	return out
}

// stalled reports whether the loss on held-out tunes has not become lower for EarlyStop
// epochs.
func (t *trainer) stalled() bool {
	return t.options.EarlyStop > 0 && t.at.Lowest > 0 && t.at.Epoch-1-t.at.Lowest >= t.options.EarlyStop
}

// explosion is the loss at which training has diverged, in multiples of that of a network
// that has learned nothing.
const explosion = 5

// diverged reports whether a loss is not finite, or so high that the parameters will not
// recover.
func (t *trainer) diverged(loss float64) bool {
	return !(loss <= explosion*max(1, math.Log(float64(t.vocabulary.Len()))))
}

// divergence returns the error that says so.
func (t *trainer) divergence(loss float64) error {
	return fmt.Errorf("training: epoch %d, step %d: %w: it is %.4g nats: the last checkpoint is kept: lower --learning-rate or set --clip 1",
		t.at.Epoch, t.at.Step+1, ErrDiverged, loss)
}

// evaluate returns the result on the held-out tunes. If ctx ends, it saves the run and
// returns the error that says so.
func (t *trainer) evaluate(ctx context.Context) (network.Result, error) {
	r, err := t.held.run(ctx)
	switch {
	case ctx.Err() != nil && err != nil:
		return r, t.interrupted()
	case err != nil:
		return r, t.lost(err)
	}
	return r, nil
}

// hold makes the evaluator of the held-out tunes. Without two symbols in them there is
// nothing to predict, and no evaluator.
func (t *trainer) hold(c *corpus.Corpus, held []string) {
	e := newEvaluator(t.net.Trained(), t.encode(held), t.resets(), t.options.Threads, t.options.comm())
	if e.source.Steps() > 0 {
		t.held, t.heldPieces = e, held
		return
	}
	e.close()
	switch share := t.options.Validation; {
	case len(c.HeldOut) > 0:
		t.note("nothing is held out: the text for validation has fewer than two symbols")
	case share > 0 && len(held) == 0 && len(c.Pieces) > 1:
		t.note("nothing is held out: all %d tunes are equal", len(c.Pieces))
	case share > 0:
		t.note("nothing is held out: a share of %v is less than two symbols: raise --validation, or set it to 0", share)
	}
}

// checkHeld returns an error if something needs held-out tunes, and there are none.
func (t *trainer) checkHeld() error {
	if t.options.EarlyStop > 0 && t.held == nil {
		return fmt.Errorf("early-stop %d: %w: nothing is held out: set --validation above 0, or leave --early-stop out", t.options.EarlyStop, ErrOption)
	}
	return nil
}

// ErrDone is wrapped by the error of [Resume] if the run is at its end.
var ErrDone = errors.New("nothing is left to train")

// done returns an error if there is nothing left to train.
func (t *trainer) done() error {
	switch {
	case t.at.Epoch > t.options.Epochs:
		return fmt.Errorf("resume: %w: all %d epochs are done: raise --epochs", ErrDone, t.options.Epochs)
	case t.stalled():
		return fmt.Errorf("resume: %w: the held-out loss was lowest in epoch %d: raise --early-stop, or set it to 0", ErrDone, t.at.Lowest)
	}
	return nil
}
