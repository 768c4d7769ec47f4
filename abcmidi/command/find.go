package command

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"charabanc/abcmidi/find"
	"charabanc/data"
	"charabanc/data/console"

	"github.com/urfave/cli/v2"
)

func findCommand() *cli.Command {
	var o find.Options
	return &cli.Command{
		Name:      "find",
		Usage:     "find a phrase of notes in ABC tunes, in any key",
		ArgsUsage: "PHRASE FILES...",
		Description: "Prints file:line:column, X:, title, bar and the bars themselves for every place where the\n" +
			"notes of PHRASE are, in any key, with the same rhythm:\n\n" +
			"   charabanc find \"GABc d2\" tunes.abc\n" +
			"   charabanc find --key D \"dfa afd\" tunes.abc       the phrase has F# and C#\n" +
			"   charabanc find --no-rhythm \"G A B c\" folder      whatever the lengths\n" +
			"   charabanc find theme.abc tunes.abc               the first tune of a file is the phrase\n\n" +
			"A phrase without a key is as in C, or as it is written in the tune. Bar lines, ties, grace\n" +
			"notes and chord symbols do not count; a phrase may go on over a repeat or into an ending.\n" +
			"The exit status is 1 if nothing is found.",
		Flags: append(choiceFlags(),
			&cli.StringFlag{Name: "key", Destination: &o.Key, Usage: "`KEY` of the phrase, as in K:, such as D or Em", DefaultText: "as in C, or as in the tune"},
			&cli.BoolFlag{Name: "same-key", Aliases: []string{"key-exact"}, Destination: &o.SamePitch, Usage: "the same pitches, not moved to another key or octave"},
			&cli.BoolFlag{Name: "no-rhythm", Destination: &o.AnyRhythm, Usage: "lengths and rests do not count"},
			&cli.BoolFlag{Name: "contour", Destination: &o.Contour, Usage: "count only whether the notes rise, fall or stay"},
			&cli.BoolFlag{Name: "json", Usage: "print a JSON object for each place instead"},
			console.OutputFlag(),
		),
		Action: func(c *cli.Context) error { return findPhrase(c, o) },
	}
}

func findPhrase(c *cli.Context, o find.Options) error {
	args := c.Args().Slice()
	if len(args) < 2 {
		return console.Usage("find: name a phrase and ABC files, or - for standard input: see charabanc find --help")
	}
	if o.Contour && o.SamePitch {
		return console.Usage("find: --contour and --same-key: choose one")
	}
	src, err := phraseSource(c, args[0])
	if err != nil {
		return fmt.Errorf("find: %w", err)
	}
	phrase, err := find.NewPhrase(src, o)
	if err != nil {
		return console.Usage("find: %w", err)
	}
	out, err := console.Output(c, args)
	if err != nil {
		return fmt.Errorf("find: %w", err)
	}
	defer out.Abort()
	finder := find.NewFinder(phrase)
	tunes := 0
	err = eachTuneOf(c, args[1:], func(src data.Source) error {
		tunes++
		finder.Tune(src)
		return nil
	})
	if err != nil {
		return err
	}
	matches := finder.Matches()
	if err = printMatches(out, matches, c.Bool("json")); err == nil {
		err = out.Commit()
	}
	if err != nil {
		return fmt.Errorf("find: %w", err)
	}
	if len(matches) == 0 {
		return fmt.Errorf("find: the phrase is in none of the %d tunes", tunes)
	}
	return nil
}

// phraseSource returns the text of a phrase: the argument, or the first tune of the file
// that it names.
func phraseSource(c *cli.Context, arg string) (data.Source, error) {
	if !strings.EqualFold(filepath.Ext(arg), ".abc") {
		return data.Source{Line: 1, Text: arg}, nil
	}
	inputs, err := data.Expand([]string{arg}, ".abc")
	if err != nil {
		return data.Source{}, err
	}
	var first *data.Source
	enough := errors.New("enough")
	err = data.EachSource(c.Context, inputs, nil, func(src data.Source) error {
		first = &src
		return enough
	})
	switch {
	case first != nil:
		return *first, nil
	case err != nil:
		return data.Source{}, err
	}
	return data.Source{}, fmt.Errorf("no tune in %s: a tune begins with an X: line", arg)
}

// printMatches prints a line for each match.
func printMatches(w io.Writer, matches []find.Match, asJSON bool) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for _, m := range matches {
		var err error
		if asJSON {
			err = encoder.Encode(m)
		} else {
			_, err = fmt.Fprintln(w, m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
