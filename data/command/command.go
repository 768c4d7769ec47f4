// Package command holds the commands of the program that are about corpora:
// fetch, which also fetches abcjs, and split.
package command

import (
	"fmt"
	"os"

	"charabanc/data"
	"charabanc/data/console"

	"github.com/urfave/cli/v2"
)

// Commands returns the commands, in the order in which help lists them.
func Commands() []*cli.Command { return []*cli.Command{fetchCommand(), splitCommand()} }

func fetchCommand() *cli.Command {
	return &cli.Command{
		Name:      "fetch",
		Usage:     "download a corpus, nottingham or jigs, a part of it, or abcjs",
		ArgsUsage: "nottingham|jigs|abcjs",
		Description: "Downloads the files of the Nottingham Music Database (cleaned, 1,034 tunes) to\n" +
			"data/nottingham.txt, or its jigs to data/jigs.txt, and compares their SHA-256. What has\n" +
			"arrived before the connection broke is not fetched again.\n\n" +
			"abcjs " + data.ABCJS.Version + " draws sheet music in the pages of show and serve. It is kept in the user's\n" +
			"cache folder. CHARABANC_ABCJS may name another copy of the same file.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "`FILE` to write", DefaultText: "data/NAME.txt; for abcjs, in the cache folder"},
			&cli.StringFlag{Name: "from", Usage: "`PLACE` of the same files: a URL or a folder, for jigs and abcjs also a file", DefaultText: "where the collection lives"},
		},
		Action: fetch,
	}
}

func fetch(c *cli.Context) error {
	if c.NArg() != 1 {
		return console.Usage("fetch: name one corpus, nottingham or jigs, or abcjs")
	}
	collection, err := data.Lookup(c.Args().First())
	if err != nil {
		return console.Usage("fetch: %w", err)
	}
	if c.IsSet("from") {
		collection.Base = c.String("from")
	}
	o := data.FetchOptions{Output: c.String("output")}
	if o.Output == "" {
		if o.Output, err = collection.Output(); err != nil {
			return fmt.Errorf("fetch: %w", err)
		}
	}
	o.Progress = func(name string, done, files int) {
		fmt.Fprintf(os.Stderr, "%d of %d: %s\n", done+1, files, name)
	}
	if err := data.Fetch(c.Context, collection, o); err != nil {
		return fmt.Errorf("fetch: %w", err)
	}
	fmt.Fprintf(os.Stderr, "%s: %s\n", o.Output, collection.Describe())
	return nil
}

func splitCommand() *cli.Command {
	return &cli.Command{
		Name:      "split",
		Usage:     "cut a corpus into parts to train on, to validate with and to test with",
		ArgsUsage: "FILES...",
		Description: "Each tune, or piece of note text, goes by the SHA-256 of its own text, so the parts are\n" +
			"the same whenever and wherever they are made: NAME-train.txt (eight tenths),\n" +
			"NAME-validation.txt, NAME-test.txt.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "`FOLDER` for the three files", Value: "data"},
		},
		Action: split,
	}
}

func split(c *cli.Context) error {
	if err := console.NeedFiles(c, "ABC files"); err != nil {
		return err
	}
	parts, kind, err := data.SplitFiles(c.Context, c.Args().Slice(), os.Stdin, c.String("output"))
	if err != nil {
		return fmt.Errorf("split: %w", err)
	}
	pieces := "tunes"
	if kind == data.Notes {
		pieces = "pieces"
	}
	for _, p := range parts {
		fmt.Fprintf(os.Stderr, "%s: %d %s, %d bytes\n", p.File, p.Pieces, pieces, len(p.Text))
	}
	return nil
}
