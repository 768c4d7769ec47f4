package command

import (
	"fmt"

	"charabanc/abcmidi/corpus"
	"charabanc/data/console"

	"github.com/urfave/cli/v2"
)

// choiceFlags returns the flags that choose tunes of the files. openTunes and convertFiles obey them.
func choiceFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "tune", DefaultText: "all", Usage: "only the tunes with these `NUMBERS` in X:, such as 3 or 3,5-8"},
		&cli.StringSliceFlag{Name: "title", DefaultText: "all", Usage: "only the tunes with this `TEXT` in T:, in any case and without accents"},
	}
}

// choiceOf returns the choice of the flags, nil without them.
func choiceOf(c *cli.Context) (*corpus.Choice, error) {
	choice, err := corpus.NewChoice(c.StringSlice("tune"), c.StringSlice("title"))
	if err != nil {
		return nil, console.Usage("%s: %w", c.Command.Name, err)
	}
	return choice, nil
}

// endChoice reports numbers that no tune has. Its error says that no tune is chosen.
func endChoice(c *cli.Context, choice *corpus.Choice) error {
	for _, number := range choice.Missing() {
		fmt.Fprintf(c.App.ErrWriter, "%s: --tune %s: no tune has such a number in X:\n", c.Command.Name, number)
	}
	return choice.Err()
}
