package command

import (
	"bytes"
	"errors"
	"fmt"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/corpus"
	"charabanc/abcmidi/musicxml"
	"charabanc/data"
	"charabanc/data/console"

	"github.com/urfave/cli/v2"
)

func xmlCommand() *cli.Command {
	return &cli.Command{
		Name:      "xml",
		Usage:     "turn ABC, or note text, into MusicXML, which notation programs read",
		ArgsUsage: "FILES...",
		Description: "Prints the tune of FILES (folders too, - for standard input) as MusicXML 4.0, as it is\n" +
			"written: repeats are signs, voices are parts. A document has one tune: with -o FOLDER each\n" +
			"tune has a file of its own, NAME.musicxml for a file of one tune, NAME-0001.musicxml and so\n" +
			"on for several. Faults in the ABC are reported as file:line:column: message.",
		Flags: append(choiceFlags(),
			&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "do not report faults in the ABC"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "`FILE` that ends in .musicxml or .xml, or a folder, made if it is missing; - is standard output", Value: "-"},
		),
		Action: toXML,
	}
}

func toXML(c *cli.Context) error {
	if err := console.NeedFiles(c, "ABC files"); err != nil {
		return err
	}
	output := c.String("output")
	if output == "-" || output == "" {
		return printXML(c)
	}
	o := corpus.Options{Format: corpus.XML}
	o.OutDir, o.Name = splitOutput(output, ".musicxml", ".xml")
	return convertFiles(c, o)
}

// printXML prints the only tune as MusicXML.
func printXML(c *cli.Context) error {
	var document bytes.Buffer
	err := eachTune(c, func(src data.Source) error {
		if document.Len() > 0 {
			return errors.New("several tunes, and a document has one: choose with --tune, or name a folder with -o")
		}
		tune, findings := abc.ParseSource(src)
		var list abc.ErrorList
		if errors.As(findings, &list) && !c.Bool("quiet") {
			for _, e := range list {
				fmt.Fprintln(c.App.ErrWriter, e)
			}
		}
		_, err := musicxml.Write(&document, tune)
		return err
	})
	if err != nil {
		return err
	}
	_, err = document.WriteTo(c.App.Writer)
	return err
}
