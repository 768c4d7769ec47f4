package command

import (
	"fmt"
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
	o := charrnn.SampleOptions{Precision: charrnn.Float32}
	fields := named(o.Fields(), "threads", "precision")
	return &cli.Command{
		Name:      "eval",
		Usage:     "measure how well a checkpoint predicts a text",
		ArgsUsage: "CHECKPOINT FILE...",
		Description: "CHECKPOINT is an epoch or a file. Prints the loss per symbol in nats and bits, and the\n" +
			"share of symbols that had the highest probability. Dropout is off. Of the text that the\n" +
			"checkpoint was trained on, only the held-out tunes are predicted; the result of n-gram\n" +
			"counts of the other tunes is printed, too. For another text, --baseline names the tunes\n" +
			"to count.",
		Flags: append(flags(fields),
			modelDir(),
			&cli.StringSliceFlag{Name: "baseline", Usage: "`FILE` to count n-grams in; may be repeated"},
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
	text, err := p.readText(c, c.Args().Tail(), words)
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
		baseline, err := p.readText(c, c.StringSlice("baseline"), words)
		if err != nil {
			return err
		}
		counted = baseline.Pieces
	}
	e, err := checkpoint.Evaluate(c.Context, pieces, precision, threads)
	if err != nil {
		return fmt.Errorf("eval: %w", err)
	}
	for _, symbol := range slices.Sorted(maps.Keys(e.Unknown)) {
		fmt.Fprintf(os.Stderr, "%q is not in the vocabulary: left out %d times\n", symbol, e.Unknown[symbol])
	}
	fmt.Printf("symbols     %d\nloss        %.5f nats\nbits        %.5f a symbol\naccuracy    %.5f\n", e.Symbols, e.Loss, e.Bits(), e.Accuracy)
	if counted != nil {
		unigram, best := checkpoint.Baselines(counted, pieces)
		for _, b := range []charrnn.Baseline{unigram, best} {
			fmt.Printf("%d-gram      loss %.5f nats  bits %.5f  accuracy %.5f\n", b.Order, b.Loss, b.Loss/math.Ln2, b.Accuracy)
		}
	}
	return nil
}
