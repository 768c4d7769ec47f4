package command

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/roll"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/web"
	"charabanc/data"
	"charabanc/data/console"

	"github.com/urfave/cli/v2"
)

func showCommand(starter string) *cli.Command {
	return &cli.Command{
		Name:      "show",
		Usage:     "show and play ABC tunes in the browser",
		ArgsUsage: "FILES...",
		Description: "Makes one HTML page of the tunes in FILES (folders too, - for standard input), with score,\n" +
			"piano roll, text and sound, and opens it in the browser:\n\n" +
			"   charabanc show tunes.abc                      open the page in the browser\n" +
			"   charabanc show tunes.abc -o page.html         write it to a file, and do not open it\n" +
			"   charabanc show tunes.abc > page.html          the same\n" +
			"   charabanc show tunes.abc --tune 2 -o 2.svg    a picture of the piano roll of one tune\n\n" +
			"The score is drawn by abcjs, a library that the browser loads from the internet. Run\n" +
			"charabanc fetch abcjs once to have it put into the pages, which then work offline.",
		Flags: append(choiceFlags(),
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "`FILE` to write: a picture if it ends in .svg, .png or .pdf, else the page; - for standard output", DefaultText: "open it in the browser"},
			&cli.StringFlag{Name: "page-title", Usage: "title of the page", DefaultText: "that of the tune, if there is only one"},
			&cli.StringFlag{Name: "corpus", Usage: "`FILE` of tunes to compare these with, to tell how new they are; the word none for no comparison", Value: data.StarterFile},
		),
		Action: func(c *cli.Context) error { return show(c, starter) },
	}
}

func show(c *cli.Context, starter string) error {
	var tunes []data.Source
	err := eachTune(c, func(src data.Source) error {
		tunes = append(tunes, src)
		return nil
	})
	if err != nil {
		return err
	}
	o := web.ShowOptions{Title: c.String("page-title"), Output: c.String("output"), Stderr: c.App.ErrWriter}
	if err := data.NotAnInput(o.Output, c.Args().Slice()); err != nil {
		return fmt.Errorf("show: %w", err)
	}
	if format := pictureFormat(o.Output); format != "" {
		err = showPicture(tunes, o.Output, format)
	} else {
		err = showPage(c, tunes, o, starter)
	}
	if err != nil {
		return fmt.Errorf("show: %w", err)
	}
	return nil
}

// showPage writes the page to where it is asked for.
func showPage(c *cli.Context, tunes []data.Source, o web.ShowOptions, starter string) (err error) {
	if o.Corpus, err = corpusOf(c.Context, c.String("corpus"), starter); err != nil {
		return err
	}
	switch {
	case o.Output == "-", o.Output == "" && !console.IsTerminal(os.Stdout):
		return web.WriteTunes(c.Context, c.App.Writer, tunes, o)
	case o.Output == "":
		o.Open = true
	}
	return web.Show(c.Context, tunes, o)
}

// corpusOf reads the tunes of a file; the starter corpus if it is not there and that is
// what it is named for.
func corpusOf(ctx context.Context, name, starter string) ([]string, error) {
	if name == "none" {
		return nil, nil
	}
	names, stdin, _ := data.WithStarter([]string{name}, os.Stdin, starter)
	text, err := data.ReadTexts(ctx, names, stdin, false)
	if err != nil {
		return nil, err
	}
	return text.Pieces, nil
}

// pictureFormat returns the format of a picture by the name of its file; "" for others.
func pictureFormat(name string) string {
	switch format := strings.ToLower(strings.TrimPrefix(filepath.Ext(name), ".")); format {
	case "svg", "png", "pdf":
		return format
	}
	return ""
}

// showPicture writes the piano roll of a tune.
func showPicture(tunes []data.Source, output, format string) error {
	if len(tunes) > 1 {
		return console.Usage("%d tunes, and a picture has one: choose one with --tune and the number of its X: line, or with --title", len(tunes))
	}
	tune, _ := abc.ParseSource(tunes[0])
	s, _ := play.Play(tune, score.Options{Marks: true})
	file, err := data.Create(output)
	if err != nil {
		return err
	}
	defer file.Abort()
	if err := roll.Draw(file, s, roll.Options{Format: format}); err != nil {
		return err
	}
	return file.Commit()
}
