package command

import (
	"bufio"
	"errors"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/transpose"
	"charabanc/data"
	"charabanc/data/console"

	"github.com/urfave/cli/v2"
)

func printCommand() *cli.Command {
	return &cli.Command{
		Name:        "print",
		Usage:       "print ABC in its canonical form, or transposed",
		ArgsUsage:   "FILES...",
		Description: "Keys, chord symbols and accidentals move along when a tune is transposed; the layout\nstays as it is.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "transpose", Usage: "semitones up, or down if negative, -36 to 36", Value: "0"},
		},
		Action: printTunes,
	}
}

func printTunes(c *cli.Context) error {
	semitones, err := transpose.ParseInterval(c.String("transpose"))
	if err != nil {
		return console.Usage("print: %w", err)
	}
	out := bufio.NewWriter(c.App.Writer)
	err = eachTune(c, func(src data.Source) error {
		tune, _ := abc.ParseSource(src) // check reports what could not be read
		return errors.Join(abc.Print(out, transpose.Tune(tune, semitones)), out.WriteByte('\n'))
	})
	return errors.Join(err, out.Flush())
}
