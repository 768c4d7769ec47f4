package command

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"charabanc/abcmidi/corpus"
	"charabanc/abcmidi/parts"
	"charabanc/abcmidi/smf"

	"github.com/urfave/cli/v2"
)

// listing is the parts of a file as notes --list prints them.
type listing struct {
	File     string       `json:"file"`
	Title    string       `json:"title"`
	Division int          `json:"division"` // ticks in a quarter note
	Notes    int          `json:"notes"`
	Quarters float64      `json:"quarters"` // up to the end of the last note
	Mended   int          `json:"mended"`   // broken places that were passed over
	Parts    []parts.Part `json:"parts"`
}

// listParts prints the parts of MIDI files, or those of a selection.
func listParts(c *cli.Context, wanted *parts.Selection) error {
	toJSON := json.NewEncoder(c.App.Writer)
	toJSON.SetEscapeHTML(false)
	files, read := 0, 0
	err := corpus.EachMIDI(c.Context, c.Args().Slice(), c.App.Reader, func(file string, p *smf.Performance, err error) error {
		files++
		if err != nil {
			fmt.Fprintf(c.App.ErrWriter, "%s: left out: %v\n", file, err)
			return nil
		}
		read++
		if p.Mended > 0 {
			warnOfBroken(c.App.ErrWriter, file, p.Mended, p.Fault)
		}
		l := list(file, p, wanted)
		if c.Bool("json") {
			return toJSON.Encode(l)
		}
		return l.print(c.App.Writer)
	})
	if err == nil && read == 0 {
		err = corpus.ErrNothing
	}
	if err != nil {
		return fmt.Errorf("notes: %w", err)
	}
	if read < files {
		fmt.Fprintf(c.App.ErrWriter, "%d files, %d left out\n", files, files-read)
	}
	return nil
}

// list lists the parts of a performance that are wanted.
func list(file string, p *smf.Performance, wanted *parts.Selection) listing {
	l := listing{File: file, Title: p.Title, Division: p.Division, Mended: p.Mended, Parts: parts.Of(p, wanted)}
	for _, part := range l.Parts {
		l.Notes += part.Notes
		l.Quarters = max(l.Quarters, part.End)
	}
	return l
}

// print prints the parts as a table.
func (l *listing) print(w io.Writer) error {
	title := ""
	if l.Title != "" {
		title = fmt.Sprintf(" %q,", l.Title)
	}
	if _, err := fmt.Fprintf(w, "%s:%s %d parts, %d notes, %.6g quarter notes of %d ticks\n", l.File, title, len(l.Parts), l.Notes, l.Quarters, l.Division); err != nil {
		return err
	}
	table := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintln(table, "track\tchannel\tprogram\tnotes\trange\tquarters\tname")
	for _, p := range l.Parts {
		program, name := p.Instrument, p.Name
		if p.Program > 0 {
			program = fmt.Sprintf("%d %s", p.Program, p.Instrument)
		}
		if p.Melody {
			name += " [melody]"
		}
		fmt.Fprintf(table, "%d\t%d\t%s\t%d\t%s-%s\t%.6g-%.6g\t%s\n", p.Track, p.Channel, program, p.Notes, p.Lowest, p.Highest, p.Begin, p.End, name)
	}
	return table.Flush()
}
