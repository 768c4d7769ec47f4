package command

import (
	"io"
	"os"
	"path/filepath"
	"slices"

	"charabanc/charrnn"
	"charabanc/charrnn/internal/option"
	"charabanc/data/console"

	"github.com/urfave/cli/v2"
)

func (p *program) reportCommand() *cli.Command {
	o := charrnn.DefaultSampleOptions()
	o.Tunes, o.Seed = 1000, 1
	fields := named(o.Fields(), "tunes", "temperature", "random-seed")
	for i := range fields {
		fields[i].DefaultText = ""
	}
	return &cli.Command{
		Name:      "report",
		Usage:     "compare generated tunes with those of people",
		ArgsUsage: "CHECKPOINT|TUNES",
		Description: "Samples tunes from CHECKPOINT (an epoch or a .safetensors file), or reads those in the\n" +
			"ABC file TUNES. Prints how sound, long, varied, repetitive and new they are, next to the\n" +
			"tunes of --corpus, which should be the text of the training. Each tune of the corpus is\n" +
			"compared with the others.",
		Flags: append(flags(fields),
			&cli.StringSliceFlag{Name: "corpus", Usage: "`FILE` of tunes of people; may be repeated", Value: cli.NewStringSlice(starterFile)},
			strictFlag(),
			modelDir(),
		),
		Action: func(c *cli.Context) error {
			if c.NArg() != 1 {
				return console.Usage("report: name a checkpoint or a file of tunes: see charabanc report --help")
			}
			o := o
			if err := option.Check(o.Fields()); err != nil { // a zero that was given is no default
				return err
			}
			setGreedy(&o)
			return p.report(c, o)
		},
	}
}

func (p *program) report(c *cli.Context, o charrnn.SampleOptions) error {
	people, err := p.readText(c, c.StringSlice("corpus"), false)
	if err != nil {
		return err
	}
	name, tunes, err := p.reported(c, o)
	if err != nil {
		return err
	}
	return p.music.Compare(os.Stdout, filepath.Base(name), tunes, people.Pieces)
}

// reported returns the tunes that a report is about, read or sampled, and the name of
// their file.
func (p *program) reported(c *cli.Context, o charrnn.SampleOptions) (name string, tunes []string, err error) {
	if name = c.Args().First(); isTunes(name) {
		written, err := p.readText(c, []string{name}, false)
		if err != nil {
			return "", nil, err
		}
		return name, written.Pieces, nil
	}
	name, checkpoint, err := p.load(c)
	if err != nil {
		return "", nil, err
	}
	if o.Guide, err = p.guides(c, checkpoint); err != nil {
		return "", nil, err
	}
	err = charrnn.Sample(c.Context, checkpoint, o, io.Discard, func(tune string) error {
		tunes = append(tunes, tune)
		return nil
	})
	return name, tunes, err
}

// isTunes reports whether name is a file of tunes, not a checkpoint.
func isTunes(name string) bool {
	return name == "-" || slices.Contains([]string{".abc", ".txt"}, filepath.Ext(name))
}
