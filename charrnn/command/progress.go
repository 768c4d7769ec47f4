package command

import (
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"time"

	"charabanc/charrnn"
	"charabanc/charrnn/trainlog"
	"github.com/schollz/progressbar/v3"
)

// watch returns a Watch that writes the progress of a run to out: a line for each epoch,
// and on a terminal a bar with the speed and the time left. log gets the rows of a log
// named "-".
func watch(out io.Writer, terminal bool, log io.Writer) charrnn.Watch {
	p := &progress{out: out, terminal: terminal}
	return charrnn.Watch{Begin: p.begin, Step: p.step, Epoch: p.epoch, Practice: p.practice, Saved: p.saved,
		Sample: p.sample, Note: p.note, End: p.end, Log: log}
}

type progress struct {
	out      io.Writer
	terminal bool
	bar      *progressbar.ProgressBar // of the epoch
	epochs   int
	folder   string // of checkpoints
	left     time.Duration
}

func (p *progress) begin(v charrnn.Overview) {
	p.epochs, p.folder = v.Options.Epochs, v.Options.ModelDir
	fmt.Fprint(p.out, v.Summary)
	fmt.Fprintf(p.out, "%d tunes to train on, %d held out; %d symbols in %d updates per epoch\n", v.Train, v.Validation, v.Symbols, v.Steps)
	if o := v.Options; o.Replicas > 1 {
		fmt.Fprintf(p.out, "%d replicas of %d sequences in an update; processes: %d\n", o.Replicas, o.BatchSize, o.Comm.Size())
	}
	if v.New > 0 {
		fmt.Fprintf(p.out, "%d symbols of the text are new to the checkpoint\n", v.New)
	}
	if v.From > 1 {
		fmt.Fprintf(p.out, "continuing with epoch %d\n", v.From)
	}
	if v.Before != nil {
		fmt.Fprintf(p.out, "held out: loss %.4f before the first epoch\n", *v.Before)
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

func (p *progress) epoch(row trainlog.Row) {
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

// clear removes the bar, so that lines can be printed in its place.
func (p *progress) clear() {
	if p.bar != nil {
		p.bar.Clear()
		p.bar = nil
	}
}

func (p *progress) note(line string) {
	p.clear()
	fmt.Fprintln(p.out, line)
}

func (p *progress) sample(epoch int, tune string) {
	p.clear()
	fmt.Fprintf(p.out, "a tune after epoch %d:\n%s\n\n", epoch, strings.TrimRight(tune, "\n"))
}

// end sums up the run. On a terminal it draws the loss over the epochs.
func (p *progress) end(r charrnn.Outcome) {
	p.clear()
	if p.terminal {
		trainlog.Curve(p.out, r.Rows, os.Getenv("NO_COLOR") == "")
	}
	if r.Stopped {
		fmt.Fprintf(p.out, "stopped early: the held-out loss has not become lower since epoch %d\n", r.Best)
	}
	switch {
	case r.Before != nil && r.Best > 0:
		fmt.Fprintf(p.out, "held out: loss %.4f before, %.4f after epoch %d, the lowest\n", *r.Before, r.BestLoss, r.Best)
	case r.Best > 0:
		fmt.Fprintf(p.out, "held out: loss %.4f after epoch %d, the lowest\n", r.BestLoss, r.Best)
	}
	p.reached(r)
}

// reached says how well the network predicts held-out tunes after the last epoch, and what
// to do with it.
func (p *progress) reached(r charrnn.Outcome) {
	if len(r.Rows) == 0 {
		return
	}
	last := r.Rows[len(r.Rows)-1]
	if last.ValidationLoss != nil {
		fmt.Fprintf(p.out, "held out, after epoch %d: %.3f bits a symbol", last.Epoch, *last.ValidationLoss/math.Ln2)
		if r.Copy != nil && r.Copy.Loss > 0 {
			fmt.Fprintf(p.out, ", %.3f with the copy term", r.Copy.Loss/math.Ln2)
		}
		fmt.Fprintln(p.out)
	}
	folder := ""
	if p.folder != charrnn.DefaultOptions().ModelDir {
		folder = " --model-dir " + p.folder
	}
	if !r.Stopped {
		fmt.Fprintf(p.out, "now try: charabanc sample %d%s\n", last.Epoch, folder)
	}
}
