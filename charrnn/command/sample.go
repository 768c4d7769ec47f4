package command

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"charabanc/charrnn"
	"charabanc/charrnn/internal/option"
	"charabanc/data/console"

	"github.com/urfave/cli/v2"
)

func (p *program) sampleCommand() *cli.Command {
	o := charrnn.DefaultSampleOptions()
	return &cli.Command{
		Name:      "sample",
		Usage:     "print new tunes from a checkpoint",
		ArgsUsage: "[EPOCH]",
		Description: "Draws one symbol after another from the predictions of the network and prints tunes.\n" +
			"EPOCH is the number in model/weights.EPOCH.safetensors, or a file. Without it, the best\n" +
			"checkpoint of the latest run is used.",
		Flags: append(flags(o.Fields()),
			&cli.StringFlag{Name: "input", Usage: "`FILE` of tunes for --seed random; of the text the model was trained on, a held-out tune is taken", Value: starterFile},
			&cli.StringFlag{Name: "midi", Usage: "`FOLDER` to write the tunes to as MIDI files, too"},
			&cli.StringFlag{Name: "key", DefaultText: "any", Usage: "key of the tunes, such as G, Am or Edor"},
			&cli.StringFlag{Name: "meter", DefaultText: "any, or that of the rhythm", Usage: "meter of the tunes, such as 6/8 or 4/4"},
			&cli.StringFlag{Name: "rhythm", DefaultText: "any", Usage: "kind of tunes, such as jig, hornpipe or waltz"},
			strictFlag(),
			modelDir(),
		),
		Action: func(c *cli.Context) error { return p.sample(c, o) },
	}
}

func (p *program) sample(c *cli.Context, o charrnn.SampleOptions) error {
	if err := checkSample(c, &o); err != nil {
		return err
	}
	file, checkpoint, err := p.load(c)
	if err != nil {
		return err
	}
	if o.Text == "random" {
		text, err := p.readText(c, []string{c.String("input")}, checkpoint.Vocabulary.Words)
		if err != nil {
			return err
		}
		o.Text = checkpoint.Passage(text, o.Seed)
	}
	if o.Guide, err = p.guides(c, checkpoint); err != nil {
		return console.Usage("sample: %w", err)
	}
	if console.OnTerminal() && !c.IsSet("random-seed") {
		fmt.Fprintf(os.Stderr, "%s, --random-seed %d\n", file, o.Seed)
	}
	tune, err := p.midiWriter(c.String("midi"))
	if err != nil {
		return err
	}
	return charrnn.Sample(c.Context, checkpoint, o, os.Stdout, tune)
}

// checkSample checks the arguments and flags, and sets the options that have no flag.
func checkSample(c *cli.Context, o *charrnn.SampleOptions) error {
	if !c.IsSet("random-seed") {
		o.Seed = rand.Uint64()
	}
	if err := option.Check(o.Fields()); err != nil { // a zero that was given is no default
		return err
	}
	setGreedy(o)
	switch {
	case c.NArg() > 1:
		return console.Usage("sample: one EPOCH, not %s: see charabanc sample --help", strings.Join(c.Args().Slice(), " "))
	case c.IsSet("len") && o.Length == 0:
		return console.Usage("sample: len 0: out of range: choose 1 or more")
	case c.IsSet("len") && c.IsSet("tunes"):
		return console.Usage("sample: both --len and --tunes: use one of them")
	}
	return nil
}

// setGreedy turns a temperature of 0 into greedy sampling.
func setGreedy(o *charrnn.SampleOptions) {
	if o.Temperature == 0 {
		o.Greedy, o.Temperature = true, 1
	}
}

// guides returns what makes the guides that the flags ask for; nil if they ask for none.
func (p *program) guides(c *cli.Context, checkpoint *charrnn.Checkpoint) (func() charrnn.Guide, error) {
	return p.music.Guides(GuideOptions{
		Key: c.String("key"), Meter: c.String("meter"), Rhythm: c.String("rhythm"),
		Strict: c.Bool("strict"), Learned: checkpoint.Learned(),
	})
}

// midiWriter returns a func that writes tunes to tunes-0001.mid and so on in dir; nil if
// dir is "".
func (p *program) midiWriter(dir string) (func(tune string) error, error) {
	if dir == "" {
		return nil, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("sample: --midi: %w", err)
	}
	n := 0
	return func(tune string) error {
		n++
		return p.music.WriteMIDI(tune, filepath.Join(dir, fmt.Sprintf("tunes-%04d.mid", n)))
	}, nil
}
