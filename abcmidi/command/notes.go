package command

import (
	"fmt"
	"io"

	"charabanc/abcmidi/corpus"
	"charabanc/abcmidi/notetext"
	"charabanc/abcmidi/parts"
	"charabanc/data/console"

	"github.com/urfave/cli/v2"
)

func notesCommand() *cli.Command {
	var o corpus.NotesOptions
	return &cli.Command{
		Name:      "notes",
		Usage:     "turn MIDI files into text to learn from",
		ArgsUsage: "FILES...",
		Description: "Reads MIDI files (folders too) and writes a piece of text for each: exact, from which\n" +
			"the same notes come back; classic, pitches alone; or abc. Broken files are named, and\n" +
			"left out if no note can be read. Learn the text with: charabanc train --input data/notes.txt\n\n" +
			"--list shows the parts of the files instead; --parts takes some of them: melody, piano,\n" +
			"drums, track=2, channel=3, program=1-8, program=violin or name=TEXT, several with commas\n" +
			"between them. no- before one leaves it out: no-drums; piano,name=bass,no-channel=5. The\n" +
			"melody is the part named so, or vocal or lead; if there is none, the highest part that is\n" +
			"not drums, plays fewer than three notes at a time, and over half of the piece.\n\n" +
			"Limits: files of 32 MiB, 1,048,576 notes, 1,024 parts and 262,144 quarter notes; abc of\n" +
			"1,000 voices and 16 MiB.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Destination: &o.Output, Value: "data/notes.txt", Usage: "`FILE` for the text, - for standard output"},
			&cli.IntFlag{Name: "grid", Destination: &o.Text.Grid, DefaultText: "exact ticks", Usage: "grid lines in a quarter note that notes are moved to, such as 12, 24 or 48"},
			&cli.IntFlag{Name: "min-count", Destination: &o.MinCount, DefaultText: "keep all", Usage: "leave out notes and chords that occur less often in the corpus"},
			&cli.StringFlag{Name: "transpose-to", Destination: &o.Text.TransposeTo, DefaultText: "as it is", Usage: "major `KEY` to move every piece to, minor ones to its relative"},
			&cli.StringFlag{Name: "keys", DefaultText: "as it is", Usage: "all: write each piece in all twelve keys, drums as they are (exact, classic); split keeps\n\tthe keys of a piece together"},
			&cli.StringFlag{Name: "parts", DefaultText: "all", Usage: "`PARTS` to take, such as melody or no-drums"},
			&cli.BoolFlag{Name: "list", Usage: "print the parts of the files, those of --parts alone, and write nothing"},
			&cli.BoolFlag{Name: "json", Usage: "with --list, print a JSON object for each file"},
			&cli.BoolFlag{Name: "velocity", Destination: &o.Text.Velocity, Usage: "keep velocities (exact only)"},
			&cli.BoolFlag{Name: "pedal", Destination: &o.Text.Pedal, Usage: "let the sustain pedal lengthen notes"},
			&cli.StringFlag{Name: "as", Usage: "exact, classic or abc", Value: notetext.Exact.String()},
			console.ShardFlag(),
		},
		Action: func(c *cli.Context) error { return toNotes(c, o) },
	}
}

func toNotes(c *cli.Context, o corpus.NotesOptions) error {
	if err := console.NeedFiles(c, "MIDI files or folders"); err != nil {
		return err
	}
	format, err := notetext.ParseFormat(c.String("as"))
	if err != nil {
		return console.Usage("notes: %w", err)
	}
	if c.IsSet("parts") {
		if o.Parts, err = parts.Parse(c.String("parts")); err != nil {
			return console.Usage("notes: --parts %w", err)
		}
	}
	if o.AllKeys = c.IsSet("keys"); o.AllKeys && c.String("keys") != "all" {
		return console.Usage("notes: --keys %q: must be all, or use --transpose-to", c.String("keys"))
	}
	job, err := console.NewJob(c)
	if err != nil {
		return err
	}
	if c.Bool("list") {
		return listParts(job, o.Parts)
	}
	if c.Bool("json") {
		return console.Usage("notes: --json is for --list")
	}
	o.Text.Format = format
	if err := writeNotes(job, o); err != nil {
		return fmt.Errorf("notes: %w", err)
	}
	return nil
}

// notesPart is what a process has done of notes.
type notesPart struct {
	Sum   corpus.NotesSummary
	Words []string // different tokens; nil if there is no other process
}

// writeNotes writes the text, and what it counts.
func writeNotes(job *console.Job, o corpus.NotesOptions) error {
	o.Inputs, o.Stdin, o.Shard = job.C.Args().Slice(), job.C.App.Reader, job.Shard
	out, err := job.Output(o.Output, nil)
	if err != nil {
		return err
	}
	defer out.Abort()
	var sum corpus.NotesSummary
	words := map[string]bool{}
	err = console.Join(job, out, func(out, messages io.Writer) (part notesPart, err error) {
		var bar console.Bar
		o.Progress = bar.Set
		o.Report = func(file string, reason error) {
			bar.Clear()
			fmt.Fprintf(messages, "%s: left out: %v\n", file, reason)
		}
		o.Mended = func(file string, places int, first error) {
			bar.Clear()
			warnOfBroken(messages, file, places, first)
		}
		if !job.Whole() {
			o.Word = func(word string) { part.Words = append(part.Words, word) }
		}
		part.Sum, err = corpus.WriteNotes(job.C.Context, o, out)
		return part, err
	}, func(part notesPart) error {
		sum.Add(part.Sum)
		for _, word := range part.Words {
			words[word] = true
		}
		return nil
	})
	if err != nil || !job.First() {
		return err
	}
	if sum.Pieces == 0 && job.KnowsAll() {
		return corpus.ErrNothing
	}
	if err := out.Commit(); err != nil {
		return err
	}
	fmt.Fprintf(job.C.App.ErrWriter, "%d files, %d notes: %d pieces of %d tokens, %d different, in %s; %d files left out; %d rare notes of %d kinds left out\n",
		sum.Files, sum.Notes, sum.Pieces, sum.Tokens, max(sum.Vocabulary, len(words)), o.Output, sum.Skipped, sum.Rare, sum.RareKinds)
	return nil
}

// warnOfBroken says of a broken file that it was read all the same.
func warnOfBroken(w io.Writer, file string, places int, first error) {
	count := "one place"
	if places > 1 {
		count = fmt.Sprintf("%d places, the first", places)
	}
	fmt.Fprintf(w, "%s: broken, read all the same: passed over %s: %v\n", file, count, first)
}
