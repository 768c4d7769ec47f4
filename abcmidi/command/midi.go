package command

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/check"
	"charabanc/abcmidi/corpus"
	"charabanc/abcmidi/score"
	"charabanc/data/console"
	"charabanc/data/ranks"

	"github.com/urfave/cli/v2"
)

func midiCommand() *cli.Command {
	var o corpus.Options
	return &cli.Command{
		Name:      "midi",
		Usage:     "turn ABC, or note text, into MIDI files",
		ArgsUsage: "FILES...",
		Description: "Converts every tune of FILES (folders too, - for standard input): NAME.mid for a file\n" +
			"of one tune, NAME-0001.mid, NAME-0002.mid, ... for several. Faults in the ABC are\n" +
			"reported as file:line:column: message, and the tune is converted all the same.",
		Flags: append(playFlags(&o),
			&cli.IntFlag{Name: "program", Destination: &o.Score.Program, DefaultText: "as written", Usage: "General MIDI instrument of the melody, 1 to 128"},
			&cli.IntFlag{Name: "chord-program", Destination: &o.Score.ChordProgram, DefaultText: "as written", Usage: "General MIDI instrument of the chords, 1 to 128"},
			&cli.BoolFlag{Name: "split-voices", Destination: &o.SplitVoices, Usage: "write one file for each voice"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Destination: &o.OutDir, Usage: "`FOLDER` for the MIDI files, made if it is missing; or a file that ends in .mid", Value: "."},
			&cli.BoolFlag{Name: "json", Usage: "print a JSON object for each tune on standard output, with its findings and files"},
			console.ShardFlag(),
		),
		Action: func(c *cli.Context) error {
			o.OutDir, o.Name = splitOutput(o.OutDir, ".mid")
			return convert(c, o)
		},
	}
}

// playFlags returns the flags that choose tunes and say how they are played, and --quiet.
func playFlags(o *corpus.Options) []cli.Flag {
	return append(choiceFlags(),
		&cli.Float64Flag{Name: "tempo", Destination: &o.Score.Tempo, DefaultText: "as written", Usage: "quarter notes a minute, 1 to 1000"},
		&cli.IntFlag{Name: "transpose", Destination: &o.Score.Transpose, DefaultText: "none", Usage: "semitones up, or down if negative, -60 to 60"},
		&cli.BoolFlag{Name: "swing", Destination: &o.Score.Swing, Usage: "play pairs of eighth notes two to one in hornpipes and similar tunes"},
		&cli.BoolFlag{Name: "ornaments", Destination: &o.Score.Ornaments, Usage: "play rolls, trills and fermatas"},
		&cli.BoolFlag{Name: "chord-lengths", Destination: &o.Score.ChordLengths, Usage: "play each note of a chord as long as it is written, not as long as the first"},
		&cli.StringFlag{Name: "accompaniment", Usage: "what chord symbols play: pattern, block or none", Value: score.Pattern.String()},
		&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "do not report faults in the ABC"},
	)
}

// convert runs midi and wav.
func convert(c *cli.Context, o corpus.Options) error {
	if err := console.NeedFiles(c, "ABC files"); err != nil {
		return err
	}
	if err := scoreOptions(c, &o.Score); err != nil {
		return err
	}
	return convertFiles(c, o)
}

// convertedPart is what a process has converted.
type convertedPart struct {
	Sum    corpus.Summary
	Counts corpus.Counts
	Failed ranks.Failure // of inputs, or of writing, which alone ends the job
}

// errStopped ends a job whose files cannot be written.
var errStopped = errors.New("stopped")

// convertFiles writes a file for each tune that is chosen.
func convertFiles(c *cli.Context, o corpus.Options) error {
	job, err := console.NewJob(c)
	if err != nil {
		return err
	}
	choice, err := choiceOf(c) // counts for all processes
	if err != nil {
		return err
	}
	o.Inputs, o.Stdin, o.Shard = c.Args().Slice(), c.App.Reader, job.Shard
	debug.SetGCPercent(gcPercent)
	var sum corpus.Summary
	var failed error
	err = console.Join(job, c.App.Writer, func(out, messages io.Writer) (convertedPart, error) {
		return convertPart(c, o, choice.Again(), out, messages)
	}, func(part convertedPart) error {
		sum.Add(part.Sum)
		choice.Add(part.Counts)
		if failed = errors.Join(failed, part.Failed.Err()); part.Sum.Stopped {
			return errStopped
		}
		return nil
	})
	if !job.First() {
		return err
	}
	if err == nil || err == errStopped {
		err = failed
	}
	if sum.Tunes > 0 {
		fmt.Fprintf(c.App.ErrWriter, "%d tunes, %d notes, %d findings: %d %v files in %s\n", sum.Tunes, sum.Notes, sum.Findings, sum.Written, o.Format, o.OutDir)
	}
	if err == nil && job.KnowsAll() {
		err = endChoice(c, choice)
	}
	if err == nil && sum.Tunes == 0 && job.KnowsAll() {
		err = fmt.Errorf("no tune in %s: a tune begins with an X: line", strings.Join(o.Inputs, ", "))
	}
	if err == nil && sum.NotConverted > 0 {
		err = fmt.Errorf("%d tunes could not be converted: see what is reported above", sum.NotConverted)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", c.Command.Name, err)
	}
	return nil
}

// convertPart writes the files of a shard.
func convertPart(c *cli.Context, o corpus.Options, choice *corpus.Choice, out, messages io.Writer) (part convertedPart, err error) {
	var bar console.Bar
	o.Choice, o.Progress = choice, bar.Set
	o.Report = func(e *abc.Error) {
		if bar.Clear(); !c.Bool("quiet") && !c.Bool("json") {
			fmt.Fprintln(messages, e)
		}
	}
	var printing error
	if c.Bool("json") {
		o.Converted = func(t corpus.Converted) {
			if err := printConverted(out, t); printing == nil {
				printing = err
			}
		}
	}
	part.Sum, err = corpus.Convert(c.Context, o)
	part.Counts = choice.Count()
	if err == nil {
		err = printing
	}
	part.Failed = ranks.NewFailure(err)
	return part, nil
}

// scoreOptions reads the one option that is a word, and checks the ranges of the
// others.
func scoreOptions(c *cli.Context, o *score.Options) (err error) {
	if o.Accompaniment, err = score.ParseAccompaniment(c.String("accompaniment")); err != nil {
		return console.Usage("%s: %w", c.Command.Name, err)
	}
	for _, r := range []struct {
		flag      string
		value     float64
		low, high float64
	}{
		{"tempo", o.Tempo, 1, 1000},
		{"program", float64(o.Program), 1, 128},
		{"chord-program", float64(o.ChordProgram), 1, 128},
		{"transpose", float64(o.Transpose), -60, 60},
	} {
		if c.IsSet(r.flag) && !(r.value >= r.low && r.value <= r.high) {
			return console.Usage("%s: %s %v: choose %v to %v", c.Command.Name, r.flag, r.value, r.low, r.high)
		}
	}
	return nil
}

// printConverted prints a piece as a line of JSON. Its findings are as those of check.
func printConverted(w io.Writer, t corpus.Converted) error {
	object := struct {
		File     string          `json:"file"`
		Line     int             `json:"line"`
		Number   string          `json:"number"`
		Title    string          `json:"title"`
		Notes    int             `json:"notes"`
		Findings []check.Finding `json:"findings"`
		Files    []string        `json:"files"`
	}{t.File, t.Line, t.Number, t.Title, t.Notes, []check.Finding{}, t.Files}
	for _, e := range t.Findings {
		object.Findings = append(object.Findings, check.FromParser(e))
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(object)
}
