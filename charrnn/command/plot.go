package command

import (
	"charabanc/charrnn"

	"github.com/urfave/cli/v2"
)

func plotCommand() *cli.Command {
	return &cli.Command{
		Name:      "plot",
		Usage:     "plot the loss curves of a training log",
		ArgsUsage: "[LOG]",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "picture `FILE`; its extension is the format: .svg, .png or .pdf", Value: "loss.svg"},
			&cli.BoolFlag{Name: "accuracy", Usage: "plot accuracies instead"},
		},
		Action: func(c *cli.Context) error {
			name := charrnn.DefaultOptions().Log
			if c.Args().Present() {
				name = c.Args().First()
			}
			rows, err := charrnn.ReadLog(name)
			if err != nil {
				return err
			}
			return charrnn.Plot(rows, c.String("output"), c.Bool("accuracy"))
		},
	}
}
