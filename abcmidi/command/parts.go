package command

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"charabanc/abcmidi/corpus"
	"charabanc/abcmidi/parts"
	"charabanc/abcmidi/smf"
	"charabanc/data/console"
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
func listParts(job *console.Job, wanted *parts.Selection) error {
	c := job.C
	var sum partsSum
	err := console.Join(job, c.App.Writer, func(out, messages io.Writer) (partsSum, error) {
		return printParts(job, wanted, out, messages)
	}, func(part partsSum) error {
		sum.Files += part.Files
		sum.Read += part.Read
		return nil
	})
	if err == nil && sum.Read == 0 && job.KnowsAll() {
		err = corpus.ErrNothing
	}
	if err != nil {
		return fmt.Errorf("notes: %w", err)
	}
	if sum.Read < sum.Files {
		fmt.Fprintf(c.App.ErrWriter, "%d files, %d left out\n", sum.Files, sum.Files-sum.Read)
	}
	return nil
}

// partsSum counts files: all, and those that could be read.
type partsSum struct{ Files, Read int }

// printParts prints the parts of the files of a shard.
func printParts(job *console.Job, wanted *parts.Selection, out, messages io.Writer) (sum partsSum, err error) {
	c := job.C
	toJSON := json.NewEncoder(out)
	toJSON.SetEscapeHTML(false)
	err = corpus.EachMIDI(c.Context, c.Args().Slice(), job.Shard, c.App.Reader, func(file string, p *smf.Performance, err error) error {
		sum.Files++
		if err != nil {
			fmt.Fprintf(messages, "%s: left out: %v\n", file, err)
			return nil
		}
		sum.Read++
		if p.Mended > 0 {
			warnOfBroken(messages, file, p.Mended, p.Fault)
		}
		l := list(file, p, wanted)
		if c.Bool("json") {
			return toJSON.Encode(l)
		}
		return l.print(out)
	})
	return sum, err
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
