package charrnn

import (
	"context"
	"fmt"
	"math"
	"time"

	"charabanc/charrnn/internal/network"
	"charabanc/charrnn/trainlog"
	"charabanc/data/ranks"
)

// saveEvery is the time between two writes of the resume file. It limits the work
// that is lost when the process is killed in a long epoch.
const saveEvery = 2 * time.Minute

// epoch runs the rest of the current epoch; then it validates, logs and saves.
func (t *trainer) epoch(ctx context.Context) error {
	if err := t.practise(ctx); err != nil {
		return err
	}
	t.source.Begin(t.at.Epoch)
	if t.at.Step == 0 {
		t.resetStates()
	}
	total := t.options.Epochs * t.source.Steps()
	for t.at.Step < t.source.Steps() {
		if err := t.step(total); err != nil {
			return err
		}
		stop, save, err := t.pause(ctx)
		switch {
		case err != nil:
			return err
		case stop:
			return t.interrupted()
		case save:
			if err := t.saveResume(); err != nil {
				return err
			}
			t.lastSave = time.Now()
		}
	}
	return t.finish(ctx, total)
}

// interrupted saves the run and returns the error that says so.
func (t *trainer) interrupted() error {
	if err := t.saveResume(); err != nil {
		return err
	}
	if t.options.ModelDir == "" {
		return fmt.Errorf("training: %w in epoch %d: not saved, as there is no model folder", ErrInterrupted, t.at.Epoch)
	}
	return fmt.Errorf("training: %w in epoch %d: saved: continue with --resume", ErrInterrupted, t.at.Epoch)
}

// step trains on one batch of each replica. total is the number of steps of the run.
func (t *trainer) step(total int) error {
	begun := time.Now()
	t.source.Fill(t.at.Step, t.batch)
	r, err := t.gradient()
	if err != nil {
		return t.lost(err)
	}
	if loss := r.Mean(); t.diverged(loss) {
		return t.divergence(loss)
	}
	rate, decay := t.options.rate(t.at.Updates+1, total), t.options.WeightDecay
	if t.options.practises(t.at.Epoch) { // which sharpens what the decay would blunt
		decay = 0
	}
	t.net.Newest = t.options.newest(t.at.Updates + 1)
	t.net.Apply(network.AdamStep(rate, decay, t.at.Updates+1), t.options.Clip)
	t.at.Step++
	t.at.Updates++
	t.at.Loss += r.Loss
	t.at.Correct += r.Correct
	t.at.Targets += r.Targets
	t.at.Seconds += time.Since(begun).Seconds()
	ranks.Expect(t.replicas.comm, time.Since(begun))
	if t.options.Watch.Step != nil {
		t.options.Watch.Step(t.progress(total))
	}
	return nil
}

func (t *trainer) progress(total int) Progress {
	left := float64(max(total-t.at.Updates, 0)) * t.at.Seconds / float64(t.at.Step) // epochs may differ by a step
	return Progress{
		Epoch: t.at.Epoch, Epochs: t.options.Epochs, Step: t.at.Step, Steps: t.source.Steps(),
		Loss:           t.at.result().Mean(),
		CharsPerSecond: float64(t.at.Targets) / t.at.Seconds,
		Left:           time.Duration(left * float64(time.Second)),
	}
}

// finish ends an epoch. The resume file is written last. If the process is killed
// before that, the epoch is done again, with the same result.
func (t *trainer) finish(ctx context.Context, total int) error {
	done := t.at.result()
	row := &trainlog.Row{
		Epoch: t.at.Epoch, Loss: done.Mean(), Accuracy: done.Accuracy(),
		LearningRate:   t.options.rate(t.at.Updates, total),
		Seconds:        t.at.Seconds,
		CharsPerSecond: float64(t.at.Targets) / t.at.Seconds,
	}
	best := t.held == nil
	if t.held != nil {
		r, err := t.evaluate(ctx)
		if err != nil {
			return err
		}
		if best, err = t.rate(r, row); err != nil {
			return err
		}
	}
	t.copied = nil
	t.last = t.about()
	t.last.Loss = row.Loss
	if row.ValidationLoss != nil {
		t.last.ValidationLoss = *row.ValidationLoss
	}
	if err := t.save(ctx, best); err != nil {
		return err
	}
	if err := t.writeLog(row); err != nil {
		return err
	}
	if t.options.Watch.Epoch != nil {
		t.options.Watch.Epoch(*row)
	}
	t.at.next()
	t.lastSave = time.Now()
	if err := t.saveResume(); err != nil {
		return err
	}
	return t.preview(ctx)
}

// rate adds the result on the held-out tunes to a row, and reports whether the epoch is
// the best so far.
func (t *trainer) rate(r network.Result, row *trainlog.Row) (best bool, err error) {
	loss, accuracy := r.Mean(), r.Accuracy()
	if math.IsNaN(loss) || math.IsInf(loss, 0) {
		return false, t.divergence(loss)
	}
	row.ValidationLoss, row.ValidationAccuracy = &loss, &accuracy
	if loss < t.at.BestLoss {
		t.at.BestLoss, t.at.Lowest, best = loss, t.at.Epoch, true
	}
	// The loss does not show what practice teaches: with practice, the latest is best.
	return best || len(t.at.Own) > 0, nil
}
