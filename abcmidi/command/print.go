package command

import (
	"errors"
	"fmt"
	"io"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/rewrite"
	"charabanc/abcmidi/transpose"
	"charabanc/data/console"

	"github.com/urfave/cli/v2"
)

func printCommand() *cli.Command {
	renumber, from := console.OptionalNumberFlag("renumber", "number the tunes anew in X:, from this `NUMBER` or from 1", 1)
	renumber.DefaultText = "as they are"
	return &cli.Command{
		Name:      "print",
		Usage:     "print ABC in its canonical form, transposed, renumbered or with another L:",
		ArgsUsage: "FILES...",
		Description: "Keys, chord symbols and accidentals move along when a tune is transposed; the layout\n" +
			"stays as it is. With another unit note length every length is written anew, so that the\n" +
			"tune sounds the same:\n\n" +
			"   charabanc print --unit 1/8 tunes.abc\n" +
			"   charabanc print --renumber tunes.abc -o book.abc      X:1, X:2, X:3 ...\n" +
			"   charabanc print --tune 3,5-8 --renumber=101 tunes.abc",
		Flags: append(choiceFlags(),
			&cli.StringFlag{Name: "transpose", Usage: "semitones up, or down if negative, -36 to 36", Value: "0"},
			&cli.StringFlag{Name: "unit", Usage: "unit note `LENGTH` to write in L:, such as 1/8 or 1/16", DefaultText: "as written"},
			renumber,
			console.OutputFlag(),
		),
		Action: func(c *cli.Context) error { return printTunes(c, from) },
	}
}

// printing is how tunes are printed.
type printing struct {
	semitones int
	unit      music.Fraction          // 0: as written
	renumber  *console.OptionalNumber // the number of the first tune, if it is given
}

func printTunes(c *cli.Context, renumber *console.OptionalNumber) (err error) {
	if err := console.NeedFiles(c, "ABC files"); err != nil {
		return err
	}
	p := &printing{renumber: renumber}
	if p.semitones, err = transpose.ParseInterval(c.String("transpose")); err != nil {
		return console.Usage("print: %w", err)
	}
	if c.IsSet("unit") {
		if p.unit, err = abc.ParseUnitLength(c.String("unit")); err != nil {
			return console.Usage("print: unit %q: must be a length as in L:, such as 1/8", c.String("unit"))
		}
	}
	out, err := console.Output(c, c.Args().Slice())
	if err != nil {
		return fmt.Errorf("print: %w", err)
	}
	defer out.Abort()
	err = eachChosen(c, c.Args().Slice(), func(tunes *chosenTunes) error {
		return tunesInOrder(c, tunes, p.tune, func(t printedTune) error {
			if t.finding != nil {
				fmt.Fprintln(c.App.ErrWriter, t.finding)
			}
			_, err := io.WriteString(out, t.text)
			return err
		})
	})
	if err != nil {
		return err
	}
	if err := out.Commit(); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	return nil
}

// printedTune is a tune as it is printed.
type printedTune struct {
	text    string     // with the empty line that ends it
	finding *abc.Error // why it is not as it was asked for
}

// tune prints a tune.
func (p *printing) tune(t chosenTune) (printed printedTune) {
	abc.Read(t.Source, func(tune *abc.Tune, _ error) { // check reports what could not be read
		tune = transpose.Tune(tune, p.semitones)
		if p.unit.Positive() {
			rewritten, err := rewrite.Unit(tune, p.unit)
			errors.As(err, &printed.finding)
			tune = rewritten
		}
		if p.renumber.Given {
			tune = rewrite.Number(tune, p.renumber.Number+t.n)
		}
		printed.text = tune.String() + "\n"
	})
	return printed
}
