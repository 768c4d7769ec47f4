package command

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"charabanc/charrnn"
	"charabanc/charrnn/internal/option"
	"charabanc/data"
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
			"compared with the others. The tunes are measured as they are drawn; with --strict, those\n" +
			"that sample prints. report measures ABC; eval measures models of other text.",
		Flags: append(flags(fields),
			&cli.StringSliceFlag{Name: "corpus", Usage: "`FILE` of tunes of people; may be repeated", Value: cli.NewStringSlice(starterFile)},
			strictFlag(),
			noCopyFlag(),
			noFormFlag(),
			&cli.BoolFlag{Name: "json", Usage: "print a JSON object instead; shares are from 0 to 1"},
			console.OutputFlag(),
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
	people, err := p.tunesOf(c, c.StringSlice("corpus"))
	if err != nil {
		return err
	}
	name, tunes, err := p.reported(c, o)
	if err != nil {
		return err
	}
	comparison, err := p.music.Compare(c.Context, filepath.Base(name), tunes, people)
	if err != nil {
		return fmt.Errorf("report: %w", data.Cause(err))
	}
	return console.Print(c, append(c.StringSlice("corpus"), name), comparison, func(w io.Writer) error {
		_, err := io.WriteString(w, comparison.String())
		return err
	})
}

// reported returns the tunes that a report is about, read or sampled, and the name of
// their file.
func (p *program) reported(c *cli.Context, o charrnn.SampleOptions) (name string, tunes []string, err error) {
	if name = c.Args().First(); isTunes(name) {
		tunes, err = p.tunesOf(c, []string{name})
		return name, tunes, err
	}
	name, checkpoint, err := p.load(c)
	if err != nil {
		return "", nil, err
	}
	if kind := kindOf(checkpoint); kind != data.ABC {
		return "", nil, fmt.Errorf("report: %s writes %s, and report measures ABC: use charabanc eval", name, kind)
	}
	if o.Guide, err = p.guides(wish{noForm: c.Bool("no-form"), noCopy: c.Bool("no-copy")}, checkpoint, c.Bool("strict"), true); err != nil {
		return "", nil, err
	}
	o.Memory, o.NoCopy = p.music.Memory, c.Bool("no-copy")
	err = charrnn.Sample(c.Context, checkpoint, o, io.Discard, func(tune string) error {
		tunes = append(tunes, tune)
		return nil
	})
	return name, tunes, err
}

// tunesOf reads tunes of ABC. Other text is an error.
func (p *program) tunesOf(c *cli.Context, names []string) ([]string, error) {
	text, _, err := p.readText(c, names, false)
	if err != nil {
		return nil, err
	}
	what := ""
	switch {
	case text.Words:
		what = "note text"
	case !slices.ContainsFunc(text.Pieces, func(piece string) bool { return strings.Contains("\n"+piece, "\nK:") }):
		what = "text without a tune"
	default:
		return text.Pieces, nil
	}
	return nil, fmt.Errorf("report: %s: %s, and report measures tunes of ABC: use charabanc eval", strings.Join(names, ", "), what)
}

// isTunes reports whether name is a file of tunes, not a checkpoint.
func isTunes(name string) bool {
	return name == "-" || slices.Contains([]string{".abc", ".txt"}, filepath.Ext(name))
}
