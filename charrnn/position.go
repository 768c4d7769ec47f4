package charrnn

import (
	"fmt"
	"math"

	"charabanc/charrnn/internal/network"
)

// position is how far a run has come.
type position struct {
	Epoch   int     `json:"epoch"`   // current epoch, counted from 1
	Step    int     `json:"step"`    // steps of the epoch that are done
	Updates int     `json:"updates"` // steps of the run that are done
	Loss    float64 `json:"loss"`    // sum over the steps of the epoch, as the next two
	Correct int     `json:"correct"`
	Targets int     `json:"targets"`
	Seconds float64 `json:"seconds"`

	Own []string `json:"own,omitempty"` // by piece: the generated tune that replaces it in this epoch, or ""

	BestEpoch int      `json:"best_epoch"`          // 0: none yet
	BestOnly  bool     `json:"best_only,omitempty"` // its checkpoint was not due when it was written
	BestLoss  float64  `json:"best_loss"`           // on held-out tunes
	Lowest    int      `json:"lowest,omitempty"`    // epoch of BestLoss; with practice, BestEpoch may be another
	LastSaved int      `json:"last_saved"`          // epoch of the latest checkpoint, 0: none yet
	Before    *float64 `json:"before,omitempty"`    // loss on held-out tunes before the first epoch, if From was set
}

func (p *position) result() network.Result {
	return network.Result{Loss: p.Loss, Correct: p.Correct, Targets: p.Targets}
}

// next moves p to the beginning of the next epoch.
func (p *position) next() {
	p.Epoch++
	p.Step, p.Loss, p.Correct, p.Targets, p.Seconds, p.Own = 0, 0, 0, 0, 0, nil
}

// check returns an error unless p is a position that the run of t can have. The source
// must be at the epoch of p. A file with another position would make the run panic, or
// never end.
func (p *position) check(t *trainer) error {
	perStep := t.options.BatchSize * t.options.SeqLength
	sums := []float64{p.Loss, p.Seconds, p.BestLoss}
	if p.Before != nil {
		sums = append(sums, *p.Before)
	}
	for _, x := range sums {
		if !(x >= 0) || math.IsInf(x, 0) {
			return fmt.Errorf("%w: a loss or time of %v", ErrCheckpoint, x)
		}
	}
	for _, c := range []struct {
		name      string
		is        int
		low, high int
	}{
		{"step", p.Step, 0, t.source.Steps()},
		{"updates", p.Updates, p.Epoch - 1 + p.Step, math.MaxInt32},
		{"targets", p.Targets, 0, p.Step * perStep},
		{"correct", p.Correct, 0, p.Targets},
		{"best epoch", p.BestEpoch, 0, p.Epoch},
		{"epoch of the lowest loss", p.Lowest, 0, p.Epoch},
		{"last checkpoint", p.LastSaved, 0, p.Epoch},
	} {
		if c.is < c.low || c.is > c.high {
			return fmt.Errorf("%w: %s %d of epoch %d, not %d to %d", ErrCheckpoint, c.name, c.is, p.Epoch, c.low, c.high)
		}
	}
	return nil
}

// checkEpoch checks what must hold before the source can go to the epoch of p.
func (p *position) checkEpoch(t *trainer) error {
	if p.Epoch < 1 || p.Epoch > maxEpochs+1 {
		return fmt.Errorf("%w: epoch %d", ErrCheckpoint, p.Epoch)
	}
	n, want := len(p.Own), 0
	if t.options.practises(p.Epoch) && p.Step > 0 {
		want = len(t.pieces)
	}
	if n != want && !(n == len(t.pieces) && t.options.practises(p.Epoch)) {
		return fmt.Errorf("%w: generated tunes for %d tunes, not %d", ErrCheckpoint, n, want)
	}
	for _, tune := range p.Own {
		ids, unknown := t.vocabulary.EncodeKnown(tune)
		if len(unknown) > 0 || tune != "" && len(ids) == 0 {
			return fmt.Errorf("%w: a generated tune has other symbols than the text", ErrCheckpoint)
		}
	}
	return nil
}
