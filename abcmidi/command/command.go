package command

import (
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"charabanc/abcmidi/corpus"
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
	return eachChosen(c, files, func(tunes *chosenTunes) error {
		for {
			t, err := tunes.next()
			if err == nil {
				err = f(t.Source)
			}
			if err != nil {
				return err
			}
		}
	})
}

// tunesInOrder works on tunes on all processors: it calls work with several tunes at once,
// and settle with the results, one after another, in the order of the tunes.
func tunesInOrder[R any](c *cli.Context, tunes *chosenTunes, work func(chosenTune) R, settle func(R) error) error {
	debug.SetGCPercent(gcPercent)
	return data.InOrder(c.Context, 0, tunes.next, work, settle)
}

// gcPercent is how much memory may be garbage where tunes are worked on in order. The memory
// of one tune serves the next, so there is little to collect.
const gcPercent = 200

// eachChosen calls run with the tunes of files. The errors are those of eachTune.
func eachChosen(c *cli.Context, files []string, run func(*chosenTunes) error) error {
	choice, err := choiceOf(c)
	if err != nil {
		return err
	}
	tunes, err := openTunes(c, files, data.Shard{}, choice)
	if err == nil {
		defer tunes.sources.Close()
		err = run(tunes)
	}
	if err == nil || err == io.EOF {
		err = endTunes(c, files, choice, tunes.read)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", c.Command.Name, err)
	}
	return nil
}

// openTunes returns the tunes of a shard of files, whose sources are to be closed.
func openTunes(c *cli.Context, files []string, shard data.Shard, choice *corpus.Choice) (*chosenTunes, error) {
	inputs, err := data.Expand(files, ".abc")
	if err != nil {
		return nil, err
	}
	shares, err := shard.Shares(inputs)
	if err != nil {
		return nil, err
	}
	return &chosenTunes{sources: data.NewSources(c.Context, shares, c.App.Reader), choice: choice, earlier: choice.Again()}, nil
}

// endTunes returns an error if no tune was read, or chosen.
func endTunes(c *cli.Context, files []string, choice *corpus.Choice, read int) error {
	err := endChoice(c, choice)
	if err == nil && read == 0 {
		err = fmt.Errorf("no tune in %s: a tune begins with an X: line", strings.Join(files, ", "))
	}
	return err
}

// chosenTunes reads the tunes that a command is for.
type chosenTunes struct {
	sources      *data.Sources
	choice       *corpus.Choice
	earlier      *corpus.Choice // the same, for the tunes before a shard
	read, chosen int            // tunes
}

// chosenTune is a tune, and its number among those that are chosen, from 0, or a tune of
// the same file before those of a shard.
type chosenTune struct {
	data.Source
	n      int
	before bool
}

// next returns the next tune that is chosen. The error after the last is io.EOF.
func (t *chosenTunes) next() (chosenTune, error) {
	for {
		src, own, err := t.sources.Next()
		if err != nil {
			return chosenTune{}, err
		}
		if !own {
			if t.earlier.Has(src) {
				return chosenTune{Source: src, before: true}, nil
			}
			continue
		}
		if data.IsNoteText(src.Text) {
			return chosenTune{}, fmt.Errorf("%s: note text, not ABC: charabanc midi converts it", src.File)
		}
		t.read++
		if t.choice.Has(src) {
			t.chosen++
			return chosenTune{Source: src, n: t.chosen - 1}, nil
		}
	}
}
