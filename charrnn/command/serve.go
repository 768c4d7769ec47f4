package command

import (
	"fmt"

	"charabanc/charrnn"
	"charabanc/data/console"

	"github.com/urfave/cli/v2"
)

const (
	usualPort = 8642
	maxPort   = 1<<16 - 1
)

func (p *program) serveCommand() *cli.Command {
	o := charrnn.DefaultOptions()
	return &cli.Command{
		Name:      "serve",
		Usage:     "make tunes on a page in the browser, and watch a training",
		ArgsUsage: "[EPOCH]",
		Description: "Serves a page, to this computer only, on which tunes are made: with a key, a meter, a\n" +
			"rhythm, a form or first bars of yours. They can be heard, edited and kept, and a click on a\n" +
			"character shows what the network expected there. The tunes are in tunes.abc in --folder.\n" +
			"EPOCH is as in sample. Ctrl-C stops.\n\n" +
			"Another page shows the progress of a training that writes to --log and --model-dir; with\n" +
			"train --sample-every 1 also the latest tune.",
		Flags: []cli.Flag{
			&cli.IntFlag{Name: "port", Usage: "port of the page, 0 for any that is free", Value: usualPort, DefaultText: "8642, or another if that is in use"},
			&cli.StringFlag{Name: "folder", Usage: "`FOLDER` for the tunes", Value: "tunes"},
			&cli.StringFlag{Name: "corpus", Usage: "`FILE` of tunes that the new ones are compared with, to tell how new they are; none for no comparison", Value: starterFile},
			&cli.StringFlag{Name: "log", Usage: "`FILE` with the log of a training to watch", Value: o.Log},
			&cli.BoolFlag{Name: "no-open", Usage: "do not open the page in the browser"},
			modelDir(),
		},
		Action: p.serve,
	}
}

func (p *program) serve(c *cli.Context) error {
	port := c.Int("port")
	switch {
	case c.NArg() > 1:
		return console.Usage("serve: one EPOCH, not %d: see charabanc serve --help", c.NArg())
	case port < 0 || port > maxPort:
		return console.Usage("serve: port %d: out of range: choose 0 to %d", port, maxPort)
	}
	file, checkpoint, err := p.load(c)
	if err != nil {
		return err
	}
	composer, err := NewComposer(p.music, checkpoint, file)
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	o := ServeOptions{
		Port: port, PortGiven: c.IsSet("port"), Folder: c.String("folder"),
		Log: c.String("log"), Sample: charrnn.SampleFile(c.String("model-dir")),
		Open: !c.Bool("no-open"), Stderr: c.App.ErrWriter,
	}
	if name := c.String("corpus"); name != "none" {
		text, _, err := p.readText(c, []string{name}, false)
		if err != nil {
			return fmt.Errorf("serve: %w", err)
		}
		o.Corpus = text.Pieces
	}
	return p.music.Serve(c.Context, composer, o)
}
