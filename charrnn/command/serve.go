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
		Description: "Opens a page in the browser on which you make tunes: choose a key, a meter, a rhythm or a\n" +
			"form, or type the first bars. Hear the tunes, edit and keep them, and click a character to\n" +
			"see what the network expected there. All tunes are saved in tunes.abc in --folder.\n\n" +
			"Only this computer can reach the page, and only by the address that is printed, which has a\n" +
			"token: copy all of it. Ctrl-C stops the program.\n\n" +
			"EPOCH is the checkpoint that writes the tunes: a number, a file, or the word shipped, as in\n" +
			"sample. Without it, the best of the latest run is used, or the shipped model.\n\n" +
			"To watch a training, run charabanc train in the same folder, and follow the link Watch a\n" +
			"training on the page. It shows the loss, from --log, and with train --sample-every 1 the\n" +
			"latest tune, from --model-dir.",
		Flags: []cli.Flag{
			&cli.IntFlag{Name: "port", Usage: "port of the page, 0 for any that is free", Value: usualPort, DefaultText: "8642, or another if that is in use"},
			&cli.StringFlag{Name: "folder", Usage: "`FOLDER` for tunes.abc, made if it is not there", Value: "tunes"},
			&cli.StringFlag{Name: "corpus", Usage: "`FILE` of tunes to compare the new ones with, to tell how new they are; the word none for no comparison", Value: starterFile},
			&cli.StringFlag{Name: "log", Usage: "`FILE` with the log of a training to watch", Value: o.Log},
			&cli.BoolFlag{Name: "no-open", Usage: "print the address of the page only, do not open the browser"},
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
