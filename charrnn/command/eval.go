package command

import (
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"slices"

	"charabanc/charrnn"
	"charabanc/charrnn/internal/option"
	"charabanc/data/console"

	"github.com/urfave/cli/v2"
)

func (p *program) evalCommand() *cli.Command {
	o := charrnn.SampleOptions{Precision: charrnn.DefaultEvaluateOptions().Precision}
	fields := named(o.Fields(), "threads", "precision")
	return &cli.Command{
		Name:      "eval",
		Usage:     "measure how well a checkpoint predicts a text",
		ArgsUsage: "CHECKPOINT FILE...",
		Description: "CHECKPOINT is an epoch or a file. Prints the loss per symbol in nats and bits, the share\n" +
			"of symbols that had the highest probability, and the precision. Dropout is off. Of the\n" +
			"text that the checkpoint was trained on, only the held-out tunes are predicted; the\n" +
			"result of n-gram counts of the other tunes is printed, too. For another text, --baseline\n" +
			"names the tunes to count.\n\n" +
			"On processors with tiles (AMX), the default precision is int16: losses are those of fp32\n" +
			"to five digits and more, in a fraction of the time.",
		Flags: append(flags(fields),
			noCopyFlag(),
			modelDir(),
			&cli.StringSliceFlag{Name: "baseline", Usage: "`FILE` to count n-grams in; may be repeated"},
			&cli.BoolFlag{Name: "json", Usage: "print a JSON object instead"},
			console.OutputFlag(),
		),
		Action: func(c *cli.Context) error {
			if c.NArg() < 2 {
				return console.Usage("eval: name a checkpoint and a text: see charabanc eval --help")
			}
			if err := option.Check(fields); err != nil {
				return err
			}
			return p.eval(c, o.Precision, o.Threads)
		},
	}
}

func (p *program) eval(c *cli.Context, precision charrnn.Precision, threads int) error {
	_, checkpoint, err := p.load(c)
	if err != nil {
		return err
	}
	words := checkpoint.Vocabulary.Words
	text, _, err := p.readText(c, c.Args().Tail(), words)
	if err != nil {
		return err
	}
	pieces := text.Pieces
	counted, held, own := checkpoint.HeldOut(text)
	if own {
		pieces = held
		fmt.Fprintf(os.Stderr, "this is the text of the training: only the %d held-out tunes are predicted\n", len(held))
	}
	if c.IsSet("baseline") {
		baseline, _, err := p.readText(c, c.StringSlice("baseline"), words)
		if err != nil {
			return err
		}
		counted = baseline.Pieces
	}
	e, err := checkpoint.Evaluate(c.Context, pieces, charrnn.EvaluateOptions{
		Precision: precision, Threads: threads, Memory: p.music.Memory, NoCopy: c.Bool("no-copy")})
	if err != nil {
		return fmt.Errorf("eval: %w", err)
	}
	for _, symbol := range slices.Sorted(maps.Keys(e.Unknown)) {
		fmt.Fprintf(os.Stderr, "%q is not in the vocabulary: left out %d times\n", symbol, e.Unknown[symbol])
	}
	r := newResult(e)
	r.Precision = precision
	if counted != nil {
		unigram, best := checkpoint.Baselines(counted, pieces)
		r.NGrams = []ngramResult{newNGram(unigram), newNGram(best)}
	}
	return console.Print(c, c.Args().Tail(), r, r.text)
}

// result is what eval prints.
type result struct {
	Symbols  int           `json:"symbols"`
	Loss     float64       `json:"loss"` // nats per symbol
	Bits     float64       `json:"bits"`
	Accuracy float64       `json:"accuracy"`
	Copy     *copyResult   `json:"copy,omitempty"`
	NGrams   []ngramResult `json:"ngrams,omitempty"`

	Precision charrnn.Precision `json:"precision"`
}

// copyResult is the result with the copy term.
type copyResult struct {
	Loss           float64 `json:"loss"`
	Bits           float64 `json:"bits"`
	Accuracy       float64 `json:"accuracy"`
	CrossValidated bool    `json:"cross_validated"` // the term was fitted on this text
}

// ngramResult is the result of counting n-grams of an order.
type ngramResult struct {
	Order    int     `json:"order"`
	Loss     float64 `json:"loss"`
	Bits     float64 `json:"bits"`
	Accuracy float64 `json:"accuracy"`
}

func newResult(e charrnn.Evaluation) *result {
	r := &result{Symbols: e.Symbols, Loss: e.Loss, Bits: e.Bits(), Accuracy: e.Accuracy}
	if e.Copy != nil {
		r.Copy = &copyResult{e.Copy.Loss, e.Copy.Bits(), e.Copy.Accuracy, e.Copy.CrossValidated}
	}
	return r
}

func newNGram(b charrnn.Baseline) ngramResult {
	return ngramResult{Order: b.Order, Loss: b.Loss, Bits: b.Loss / math.Ln2, Accuracy: b.Accuracy}
}

func (r *result) text(w io.Writer) error {
	_, err := fmt.Fprintf(w, "symbols     %d\nloss        %.5f nats\nbits        %.5f a symbol\naccuracy    %.5f\n", r.Symbols, r.Loss, r.Bits, r.Accuracy)
	if c := r.Copy; c != nil && err == nil {
		note := ""
		if c.CrossValidated {
			note = "  (cross-validated)"
		}
		_, err = fmt.Fprintf(w, "copying     loss %.5f nats  bits %.5f  accuracy %.5f%s\n", c.Loss, c.Bits, c.Accuracy, note)
	}
	for _, n := range r.NGrams {
		if err == nil {
			_, err = fmt.Fprintf(w, "%d-gram      loss %.5f nats  bits %.5f  accuracy %.5f\n", n.Order, n.Loss, n.Bits, n.Accuracy)
		}
	}
	if err == nil {
		_, err = fmt.Fprintf(w, "precision   %s\n", r.Precision)
	}
	return err
}
