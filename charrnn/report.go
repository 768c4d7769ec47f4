package charrnn

import (
	"fmt"
	"io"
	"time"

	"github.com/schollz/progressbar/v3"
)

// Report is a Watch that tells how a run goes: on a terminal by a bar with the
// rate and the time left, and everywhere by a line for each epoch. log takes the
// rows of a log named "-".
func Report(w io.Writer, terminal bool, log io.Writer) Watch {
	r := &reporter{out: w, terminal: terminal}
	return Watch{Begin: r.begin, Step: r.step, Epoch: r.epoch, Practice: r.practice, Saved: r.saved, Log: log}
}

type reporter struct {
	out      io.Writer
	terminal bool
	bar      *progressbar.ProgressBar // of the epoch
	epochs   int
	left     time.Duration
}

func (r *reporter) begin(v Overview) {
	r.epochs = v.Options.Epochs
	v.Parameters.Summary(r.out, v.Options)
	fmt.Fprintf(r.out, "%d tunes to learn, %d held out; %d characters in %d updates an epoch\n", v.Train, v.Validation, v.Symbols, v.Steps)
	if v.From > 1 {
		fmt.Fprintf(r.out, "going on with epoch %d\n", v.From)
	}
}

func (r *reporter) step(p Progress) {
	r.left = p.Left.Round(time.Second)
	if !r.terminal {
		return
	}
	if r.bar == nil {
		r.bar = progressbar.NewOptions(p.Steps, progressbar.OptionSetWriter(r.out), progressbar.OptionClearOnFinish(),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetPredictTime(false), progressbar.OptionSetElapsedTime(false))
	}
	r.bar.Describe(fmt.Sprintf("epoch %d/%d  loss %.3f  %.0f chars/s  %s left", p.Epoch, p.Epochs, p.Loss, p.CharsPerSecond, r.left))
	r.bar.Set(p.Step)
}

func (r *reporter) epoch(row LogRow) {
	r.bar = nil
	held := ""
	if row.ValidationLoss != nil {
		held = fmt.Sprintf("   held out: loss %.4f  acc %.4f", *row.ValidationLoss, *row.ValidationAccuracy)
	}
	fmt.Fprintf(r.out, "epoch %*d/%d  loss %.4f  acc %.4f%s   %.0f chars/s  %s left\n",
		len(fmt.Sprint(r.epochs)), row.Epoch, r.epochs, row.Loss, row.Accuracy, held, row.CharsPerSecond, r.left)
}

func (r *reporter) practice(written, sound, learnt int) {
	fmt.Fprintf(r.out, "practice: wrote %d tunes, %d of them sound and new; learns %d\n", written, sound, learnt)
}

func (r *reporter) saved(file string, best bool) {
	if best {
		file += " (best so far)"
	}
	fmt.Fprintf(r.out, "saved %s\n", file)
}
