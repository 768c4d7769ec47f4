package command

import (
	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/transpose"
	"charabanc/data"
	"charabanc/data/console"
	"fmt"
	"io"

	"github.com/urfave/cli/v2"
)

func printCommand() *cli.Command {
	return &cli.Command{
		Name:        "print",
		Usage:       "print ABC in its canonical form, or transposed",
		ArgsUsage:   "FILES...",
		Description: "Keys, chord symbols and accidentals move along when a tune is transposed; the layout\nstays as it is.",
		Flags: append(choiceFlags(),
			&cli.StringFlag{Name: "transpose", Usage: "semitones up, or down if negative, -36 to 36", Value: "0"},
			console.OutputFlag(),
		),
		Action: printTunes,
	}
}

func printTunes(c *cli.Context) error {
	semitones, err := transpose.ParseInterval(c.String("transpose"))
	if err != nil {
		return console.Usage("print: %w", err)
	}
	out, err := console.Output(c, c.Args().Slice())
	if err != nil {
		return fmt.Errorf("print: %w", err)
	}
	defer out.Abort()
	err = eachTune(c, func(src data.Source) error {
		tune, _ := abc.ParseSource(src) // check reports what could not be read
		if err := abc.Print(out, transpose.Tune(tune, semitones)); err != nil {
			return err
		}
		_, err := io.WriteString(out, "\n") // ends the tune
		return err
	})
	if err != nil {
		return err
	}
	if err := out.Commit(); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	return nil
}
