package command

import (
	"fmt"
	"strings"

	"charabanc/data"
	"charabanc/data/console"

	"github.com/urfave/cli/v2"
)

// Commands returns the commands of this package. The starter corpus is what show compares
// tunes with, if no other is there.
func Commands(starter string) []*cli.Command {
	return []*cli.Command{midiCommand(), wavCommand(), xmlCommand(), showCommand(starter), notesCommand(), checkCommand(), printCommand(), findCommand()}
}

// eachTune calls f with every tune of the command's arguments, or with those that
// choiceFlags choose. Files without a tune are an error, and so is a choice of none, and
// note text, which only midi and wav read.
func eachTune(c *cli.Context, f func(data.Source) error) error {
	if err := console.NeedFiles(c, "ABC files"); err != nil {
		return err
	}
	return eachTuneOf(c, c.Args().Slice(), f)
}

// eachTuneOf is eachTune for some of the command's arguments.
func eachTuneOf(c *cli.Context, files []string, f func(data.Source) error) error {
	name := c.Command.Name
	inputs, err := data.Expand(files, ".abc")
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	choice, err := choiceOf(c)
	if err != nil {
		return err
	}
	tunes, take := 0, chosen(choice, f)
	err = data.EachSource(c.Context, inputs, c.App.Reader, func(src data.Source) error {
		if data.IsNoteText(src.Text) {
			return fmt.Errorf("%s: note text, not ABC: charabanc midi converts it", src.File)
		}
		tunes++
		return take(src)
	})
	if err == nil {
		err = endChoice(c, choice)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if tunes == 0 {
		return fmt.Errorf("%s: no tune in %s: a tune begins with an X: line", name, strings.Join(files, ", "))
	}
	return nil
}
