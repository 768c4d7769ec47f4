package command

import (
	"io"
	"os"
	"path/filepath"
	"slices"

	"charabanc/charrnn"
	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/option"
	"charabanc/data/console"
	"github.com/urfave/cli/v2"
)

func reportCommand(m Music) *cli.Command {
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
			&cli.StringSliceFlag{Name: "corpus", Usage: "`FILE` of tunes of people; may be repeated", Value: cli.NewStringSlice("data/input.txt")},
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
			return report(c, o, m)
		},
	}
}

func report(c *cli.Context, o charrnn.SampleOptions, m Music) error {
	people, err := corpus.Read(c.StringSlice("corpus"), os.Stdin, false)
	if err != nil {
		return err
	}
	name, tunes, err := reported(c, o, m)
	if err != nil {
		return err
	}
	return m.Compare(os.Stdout, filepath.Base(name), tunes, people.Pieces)
}

// reported returns the tunes that a report is about, read or sampled, and the name of
// their file.
func reported(c *cli.Context, o charrnn.SampleOptions, m Music) (name string, tunes []string, err error) {
	if name = c.Args().First(); isTunes(name) {
		written, err := corpus.Read([]string{name}, os.Stdin, false)
		if err != nil {
			return "", nil, err
		}
		return name, written.Pieces, nil
	}
	name, checkpoint, err := load(c)
	if err != nil {
		return "", nil, err
	}
	if o.Guide, err = guides(c, checkpoint, m); err != nil {
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
