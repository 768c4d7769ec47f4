package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"charabanc/charrnn"
	"charabanc/charrnn/internal/option"
	"charabanc/data"
	"charabanc/data/console"

	"github.com/urfave/cli/v2"
)

func (p *program) sampleCommand() *cli.Command {
	o := charrnn.DefaultSampleOptions()
	return &cli.Command{
		Name:      "sample",
		Usage:     "print new tunes from a checkpoint",
		ArgsUsage: "[EPOCH]",
		Description: "Draws one symbol after another from the predictions of the network and prints a tunebook\n" +
			"of new tunes. Each bar is drawn until check finds nothing in it. Tunes are numbered, and\n" +
			"an N: line has the command that makes the tune again. EPOCH is the number in\n" +
			"model/weights.EPOCH.safetensors, or a file, or the word shipped for the model that is\n" +
			"part of the program. Without it, the best checkpoint of the latest run is used.\n\n" +
			"Tunes of a model with a copy term come back to bars that they had, and have one of the\n" +
			"forms that it has learned, at a temperature of 0.8.\n\n" +
			"--raw prints the symbols as they are drawn. Models that were not trained on ABC, and\n" +
			"--len, always print so.\n\n" +
			"--continue goes on from the first bars of tunes of yours, one new tune for each; --tunes\n" +
			"makes so many from the first of them. For models of note text, name a MIDI file.",
		Flags: append(flags(o.Fields()),
			&cli.BoolFlag{Name: "raw", Usage: "print the symbols as the network alone draws them: no tunebook, no check, no copy term"},
			noCopyFlag(),
			noFormFlag(),
			strictFlag(),
			&cli.BoolFlag{Name: "no-strict", Usage: "print tunes whatever check finds in them"},
			&cli.StringFlag{Name: "continue", Usage: "`FILE` of tunes to go on from, - for standard input; a MIDI file for models of note text"},
			&cli.IntFlag{Name: "primer", DefaultText: "4 bars, 32 notes of note text, 100 symbols of other text", Usage: "how much of a tune to go on from: bars, notes or symbols"},
			&cli.BoolFlag{Name: "no-primer", Usage: "leave what the tune goes on from out of the output"},
			&cli.IntFlag{Name: "notes", DefaultText: "whole pieces", Usage: "new notes to write, for models of note text"},
			&cli.StringFlag{Name: "input", Usage: "`FILE` of tunes for --seed random; of the text the model was trained on, held-out tunes are taken", Value: starterFile},
			&cli.StringFlag{Name: "key", DefaultText: "any", Usage: "key of the tunes, such as G, Am or Edor"},
			&cli.StringFlag{Name: "meter", DefaultText: "any, or that of the rhythm", Usage: "meter of the tunes, such as 6/8 or 4/4"},
			&cli.StringFlag{Name: "rhythm", DefaultText: "any", Usage: "kind of tunes, such as jig, hornpipe or waltz"},
			&cli.StringFlag{Name: "form", DefaultText: "one of those learned", Usage: "sections of the tunes, such as AABB: a letter written twice is a section with a repeat"},
			&cli.IntFlag{Name: "bars", DefaultText: "as in tunes learned", Usage: "bars in each section"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "`FILE` for the tunes, - for standard output", Value: "-"},
			&cli.StringFlag{Name: "midi", Usage: "`FOLDER` to write the tunes to as MIDI files, too"},
			modelDir(),
		),
		Action: func(c *cli.Context) error { return p.sample(c, o) },
	}
}

func (p *program) sample(c *cli.Context, o charrnn.SampleOptions) error {
	if err := checkSample(c, &o); err != nil {
		return err
	}
	file, checkpoint, err := p.load(c)
	if err != nil {
		return err
	}
	s := &sampling{program: p, c: c, o: o, file: file, checkpoint: checkpoint, kind: kindOf(checkpoint)}
	if err := s.prepare(); err != nil {
		return err
	}
	out, err := s.output()
	if err != nil {
		return fmt.Errorf("sample: %w", err)
	}
	defer out.Abort()
	if err := s.run(out); err != nil {
		return s.explain(err)
	}
	return out.Commit()
}

// checkSample checks what can be checked without the model, and sets the options that
// have no flag.
func checkSample(c *cli.Context, o *charrnn.SampleOptions) error {
	if !c.IsSet("random-seed") {
		o.Seed = rand.Uint64()
	}
	if err := option.Check(o.Fields()); err != nil { // a zero that was given is no default
		return err
	}
	setGreedy(o)
	if c.NArg() > 1 {
		return console.Usage("sample: one EPOCH, not %s: see charabanc sample --help", strings.Join(c.Args().Slice(), " "))
	}
	for _, name := range []string{"len", "primer", "notes", "bars"} {
		if c.IsSet(name) && c.Int(name) < 1 {
			return console.Usage("sample: %s %d: out of range: choose 1 or more", name, c.Int(name))
		}
	}
	for _, pair := range [][2]string{{"len", "tunes"}, {"len", "notes"}, {"seed", "continue"}, {"strict", "no-strict"}, {"strict", "len"},
		{"continue", "key"}, {"continue", "meter"}, {"continue", "rhythm"}, {"continue", "form"}, {"continue", "bars"},
		{"form", "no-form"}, {"bars", "no-form"}, {"form", "no-copy"}, {"bars", "no-copy"}, {"form", "raw"}, {"bars", "raw"}} {
		if c.IsSet(pair[0]) && c.IsSet(pair[1]) {
			return console.Usage("sample: both --%s and --%s: use one of them", pair[0], pair[1])
		}
	}
	if primed := c.IsSet("seed") || c.IsSet("continue"); !primed && (c.IsSet("primer") || c.Bool("no-primer")) {
		return console.Usage("sample: --primer and --no-primer are for --continue and --seed: name what to go on from")
	}
	return nil
}

// setGreedy turns a temperature of 0 into greedy sampling.
func setGreedy(o *charrnn.SampleOptions) {
	if o.Temperature == 0 {
		o.Greedy, o.Temperature = true, 1
	}
}

// guides returns what makes the guides that the flags ask for; nil if they ask for none.
// With formed, tunes have the forms that the checkpoint has learned.
func (p *program) guides(c *cli.Context, checkpoint *charrnn.Checkpoint, strict, formed bool) (func(uint64) charrnn.Guide, error) {
	var forms []string
	if formed && !c.Bool("no-form") && !c.Bool("no-copy") && checkpoint.Copy != nil {
		forms = checkpoint.Forms()
	}
	return p.music.Guides(GuideOptions{
		Key: c.String("key"), Meter: c.String("meter"), Rhythm: c.String("rhythm"),
		Strict: strict, Learned: checkpoint.Learned(), Forms: forms,
		Form: c.String("form"), Bars: c.Int("bars"),
	})
}

// sampling is one call of sample.
type sampling struct {
	*program
	c          *cli.Context
	o          charrnn.SampleOptions
	file       string // of the checkpoint
	checkpoint *charrnn.Checkpoint
	kind       data.Kind // of the text that the model writes

	raw     bool     // print symbols as they are drawn
	primers []string // texts that tunes go on from
	written int      // tunes
}

// kindOf tells what a model writes, by what its tunes begin with: X: in ABC, of which
// the first character is known if the model has learned a single tune.
func kindOf(c *charrnn.Checkpoint) data.Kind {
	start := c.About.Start
	switch {
	case c.Vocabulary.Words && data.IsNoteText(start):
		return data.Notes
	case c.Vocabulary.Words:
		return data.Plain
	case strings.HasPrefix(start, "X:"):
		return data.ABC
	case start == "X":
		if _, unknown := c.Vocabulary.EncodeKnown(":K|"); len(unknown) == 0 {
			return data.ABC
		}
	}
	return data.Plain
}

// prepare sets the options that follow from what the model writes.
func (s *sampling) prepare() (err error) {
	for _, name := range []string{"strict", "key", "meter", "rhythm", "form", "bars"} {
		if s.kind != data.ABC && s.c.IsSet(name) {
			return console.Usage("sample: --%s is for models that write ABC: this one writes %s", name, s.kind)
		}
	}
	if s.c.IsSet("notes") {
		if s.kind != data.Notes {
			return console.Usage("sample: --notes is for models that write note text: this one writes %s: use --len or --tunes", s.kind)
		}
		s.o.Length, s.o.Counts = s.c.Int("notes"), s.music.IsNote
	}
	s.o.Memory, s.o.NoCopy = s.music.Memory, s.c.Bool("no-copy") || s.c.Bool("raw")
	for _, name := range []string{"form", "bars"} {
		if s.c.IsSet(name) && (s.checkpoint.Copy == nil || len(s.checkpoint.Forms()) == 0) {
			return console.Usage("sample: --%s: %s has learned no forms: train a model with --recipe best", name, s.file)
		}
	}
	s.raw = s.c.Bool("raw") || s.o.Length > 0 || s.kind != data.ABC
	if !s.raw && !s.o.NoCopy && s.checkpoint.Copy != nil && !s.c.IsSet("temperature") {
		s.o.Temperature = bookTemperature
	}
	strict := s.c.Bool("strict") || !s.raw && !s.c.Bool("no-strict")
	if s.o.Guide, err = s.guides(s.c, s.checkpoint, strict, s.formed()); err != nil {
		return console.Usage("sample: %w", err)
	}
	return s.prime(strict)
}

// bookTemperature is that of a tunebook with a copy term, if no other is asked for. Tunes
// then come back to their bars about as often as people's do.
const bookTemperature = 0.8

// formed reports whether tunes are to have forms: those of ABC, unless they go on from
// music that has its own.
func (s *sampling) formed() bool {
	seed := strings.ReplaceAll(s.c.String("seed"), `\n`, "\n")
	header := strings.HasSuffix(seed, "\n") && !strings.Contains(seed, "|")
	return !s.raw && !s.c.IsSet("continue") && (seed == "" || header)
}

// run samples, and writes the tunes to out and to MIDI files.
func (s *sampling) run(out io.Writer) error {
	midi, err := s.midiWriter()
	if err != nil {
		return err
	}
	if s.raw && console.OnTerminal() && !s.c.IsSet("random-seed") {
		fmt.Fprintf(s.c.App.ErrWriter, "%s, --random-seed %d\n", s.file, s.o.Seed)
	}
	symbols := out
	if !s.raw || s.kind == data.Notes && s.c.Bool("no-primer") { // whole tunes are written
		symbols = io.Discard
	} else {
		s.o.Hide = s.c.Bool("no-primer")
	}
	return charrnn.Sample(s.c.Context, s.checkpoint, s.o, symbols, func(tune string) error {
		tune = s.finished(tune)
		if symbols == io.Discard {
			if _, err := io.WriteString(out, tune); err != nil {
				return err
			}
		}
		return midi(tune)
	})
}

// explain adds what to do to an error of sampling.
func (s *sampling) explain(err error) error {
	switch {
	case errors.Is(err, context.Canceled):
		return errors.New("sample: interrupted")
	case errors.Is(err, charrnn.ErrGuide) && !s.c.Bool("strict"):
		return fmt.Errorf("sample: %w; or take tunes as they are: --no-strict --no-form", err)
	case !errors.Is(err, charrnn.ErrVocabulary):
		return err
	case s.c.IsSet("continue"):
		return fmt.Errorf("sample: --continue %s: %w", s.c.String("continue"), err)
	case s.c.String("seed") == "random":
		return fmt.Errorf("sample: --input %s: %w", s.c.String("input"), err)
	case s.c.IsSet("seed"):
		return fmt.Errorf("sample: --seed: %w", err)
	}
	return fmt.Errorf("sample: %w", err) // a rhythm or key that the model cannot write
}
