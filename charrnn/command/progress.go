package command

import (
	"fmt"
	"io"
	"time"

	"charabanc/charrnn"

	"github.com/schollz/progressbar/v3"
)

// watch returns a Watch that writes the progress of a run to out: a line for each epoch,
// and on a terminal a bar with the speed and the time left. log gets the rows of a log
// named "-".
func watch(out io.Writer, terminal bool, log io.Writer) charrnn.Watch {
	p := &progress{out: out, terminal: terminal}
	return charrnn.Watch{Begin: p.begin, Step: p.step, Epoch: p.epoch, Practice: p.practice, Saved: p.saved, Log: log}
}

type progress struct {
	out      io.Writer
	terminal bool
	bar      *progressbar.ProgressBar // of the epoch
	epochs   int
	left     time.Duration
}

func (p *progress) begin(v charrnn.Overview) {
	p.epochs = v.Options.Epochs
	fmt.Fprint(p.out, v.Summary)
	fmt.Fprintf(p.out, "%d tunes to train on, %d held out; %d symbols in %d updates per epoch\n", v.Train, v.Validation, v.Symbols, v.Steps)
	if v.From > 1 {
		fmt.Fprintf(p.out, "continuing with epoch %d\n", v.From)
	}
}

func (p *progress) step(s charrnn.Progress) {
	p.left = s.Left.Round(time.Second)
	if !p.terminal {
		return
	}
	if p.bar == nil {
		p.bar = progressbar.NewOptions(s.Steps, progressbar.OptionSetWriter(p.out), progressbar.OptionClearOnFinish(),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetPredictTime(false), progressbar.OptionSetElapsedTime(false))
	}
	p.bar.Describe(fmt.Sprintf("epoch %d/%d  loss %.3f  %.0f chars/s  %s left", s.Epoch, s.Epochs, s.Loss, s.CharsPerSecond, p.left))
	p.bar.Set(s.Step)
}

func (p *progress) epoch(row charrnn.LogRow) {
	p.bar = nil
	held := ""
	if row.ValidationLoss != nil {
		held = fmt.Sprintf("   held out: loss %.4f  acc %.4f", *row.ValidationLoss, *row.ValidationAccuracy)
	}
	fmt.Fprintf(p.out, "epoch %*d/%d  loss %.4f  acc %.4f%s   %.0f chars/s  %s left\n",
		len(fmt.Sprint(p.epochs)), row.Epoch, p.epochs, row.Loss, row.Accuracy, held, row.CharsPerSecond, p.left)
}

func (p *progress) practice(generated, sound, learned int) {
	fmt.Fprintf(p.out, "practice: %d tunes generated, %d sound and new, %d learned\n", generated, sound, learned)
}

func (p *progress) saved(file string, best bool) {
	if best {
		file += " (best so far)"
	}
	fmt.Fprintf(p.out, "saved %s\n", file)
}
