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
			"makes so many from the first of them. For models of note text, name a MIDI file.\n\n" +
			"--shard needs --random-seed, and --midi then numbers the files as the tunes are.",
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
			&cli.StringFlag{Name: "input", Usage: "`FILE` of tunes for --show to compare with, and for --seed random; of the text the model was trained on, --seed random takes held-out tunes", Value: starterFile},
			&cli.StringFlag{Name: "key", DefaultText: "any", Usage: "key of the tunes, such as G, Am or Edor"},
			&cli.StringFlag{Name: "meter", DefaultText: "any, or that of the rhythm", Usage: "meter of the tunes, such as 6/8 or 4/4"},
			&cli.StringFlag{Name: "rhythm", DefaultText: "any", Usage: "kind of tunes, such as jig, hornpipe or waltz"},
			&cli.StringFlag{Name: "form", DefaultText: "one of those learned", Usage: "sections of the tunes, such as AABB: a letter written twice is a section with a repeat"},
			&cli.IntFlag{Name: "bars", DefaultText: "as in tunes learned", Usage: "bars in each section"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "`FILE` for the tunes, - for standard output", Value: "-"},
			&cli.BoolFlag{Name: "show", Usage: "open the tunes as a page in the browser, too; it compares them with those of --input, to tell how new they are"},
			&cli.StringFlag{Name: "midi", Usage: "`FOLDER` to write the tunes to as MIDI files, too"},
			modelDir(),
			console.ShardFlag(),
		),
		Action: func(c *cli.Context) error { return p.sample(c, o) },
	}
}

// sampleCall is one call of sample.
type sampleCall struct {
	*sampling
	c   *cli.Context
	job *console.Job
}

func (p *program) sample(c *cli.Context, o charrnn.SampleOptions) error {
	job, err := console.NewJob(c)
	if err != nil {
		return err
	}
	if err := checkSample(c, &o, job); err != nil {
		return err
	}
	file, checkpoint, err := p.load(c)
	if err != nil {
		return err
	}
	s := &sampleCall{p.newSampling(file, checkpoint, o, wishOf(c)), c, job}
	if err := s.prepare(); err != nil {
		return err
	}
	corpus, err := s.shownCorpus()
	if err != nil {
		return err
	}
	midi, err := s.midiWriter()
	if err != nil {
		return err
	}
	out, err := s.output()
	if err != nil {
		return fmt.Errorf("sample: %w", err)
	}
	defer out.Abort()
	var tunes []string
	err = console.Join(job, out, func(out, _ io.Writer) (done bool, err error) {
		if tunes, err = s.run(out, midi); err != nil {
			err = s.explain(err)
		}
		return true, err
	}, func(bool) error { return nil })
	if errors.Is(err, context.Canceled) { // while rank 0 waits for others
		err = s.explain(err)
	}
	if err != nil {
		return err
	}
	if err := out.Commit(); err != nil || !c.Bool("show") {
		return err
	}
	return s.show(tunes, corpus)
}

// wishOf returns what the flags ask for.
func wishOf(c *cli.Context) wish {
	return wish{
		key: c.String("key"), meter: c.String("meter"), rhythm: c.String("rhythm"),
		form: c.String("form"), bars: c.Int("bars"),
		strict: c.Bool("strict"), noStrict: c.Bool("no-strict"), noCopy: c.Bool("no-copy"), noForm: c.Bool("no-form"), raw: c.Bool("raw"),
		continued: c.String("continue"), input: c.String("input"),
		primer: c.Int("primer"), noPrimer: c.Bool("no-primer"),
		tunesGiven: c.IsSet("tunes"), temperatureGiven: c.IsSet("temperature"),
	}
}

// checkSample checks what can be checked without the model, and sets the options that
// have no flag.
func checkSample(c *cli.Context, o *charrnn.SampleOptions, job *console.Job) error {
	if !c.IsSet("random-seed") {
		var err error
		if o.Seed, err = console.Share(job, func() (uint64, error) { return rand.Uint64(), nil }); err != nil {
			return err
		}
	}
	o.Shard = job.Shard
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
		{"form", "no-form"}, {"bars", "no-form"}, {"form", "no-copy"}, {"bars", "no-copy"}, {"form", "raw"}, {"bars", "raw"}, {"show", "raw"}, {"show", "len"}} {
		if c.IsSet(pair[0]) && c.IsSet(pair[1]) {
			return console.Usage("sample: both --%s and --%s: use one of them", pair[0], pair[1])
		}
	}
	if !job.Whole() {
		if err := checkShard(c); err != nil {
			return err
		}
	}
	if primed := c.IsSet("seed") || c.IsSet("continue"); !primed && (c.IsSet("primer") || c.Bool("no-primer")) {
		return console.Usage("sample: --primer and --no-primer are for --continue and --seed: name what to go on from")
	}
	return nil
}

// checkShard checks that the tunes can be made in parts.
func checkShard(c *cli.Context) error {
	switch {
	case c.IsSet("shard") && !c.IsSet("random-seed"):
		return console.Usage("sample: --shard without --random-seed: the parts are of the same tunes if they have the same seed: name one")
	case c.Bool("show"):
		return console.Usage("sample: --show is for one process: write the tunes to a file, and show that")
	case c.String("continue") == "-" || c.String("input") == "-":
		return console.Usage("sample: standard input is for one process: name a file")
	case c.String("midi") != "" && (c.IsSet("len") || c.IsSet("notes")):
		return console.Usage("sample: --midi and text of a fixed length, whose tunes have no numbers beforehand: leave one of them out")
	}
	return nil
}

// setGreedy turns a temperature of 0 into greedy sampling.
func setGreedy(o *charrnn.SampleOptions) {
	if o.Temperature == 0 {
		o.Greedy, o.Temperature = true, 1
	}
}

// prepare sets the options that follow from what the model writes.
func (s *sampleCall) prepare() error {
	for _, name := range []string{"strict", "key", "meter", "rhythm", "form", "bars", "show"} {
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
	if err := s.sampling.prepare(); err != nil {
		return console.Usage("sample: %w", err)
	}
	return s.prime()
}

// run samples, and writes the tunes to out and with midi. It returns those to show.
func (s *sampleCall) run(out io.Writer, midi func(tune string) error) (tunes []string, err error) {
	if s.asDrawn && console.OnTerminal() && !s.c.IsSet("random-seed") {
		fmt.Fprintf(s.c.App.ErrWriter, "%s, --random-seed %d\n", s.file, s.o.Seed)
	}
	symbols := out
	if !s.asDrawn || s.kind == data.Notes && s.noPrimer { // whole tunes are written
		symbols = io.Discard
	} else {
		s.o.Hide = s.noPrimer
	}
	return tunes, s.write(s.c.Context, symbols, func(tune string) error {
		if symbols == io.Discard {
			if _, err := io.WriteString(out, tune); err != nil {
				return err
			}
		}
		if s.c.Bool("show") {
			tunes = append(tunes, tune)
		}
		return midi(tune)
	})
}

// shownCorpus returns the tunes that --show compares with, which --input names; nil without
// --show. They are read before there are tunes, so that a wrong name costs none.
func (s *sampleCall) shownCorpus() ([]string, error) {
	if !s.c.Bool("show") {
		return nil, nil
	}
	text, _, err := s.readText(s.c, []string{s.input}, false)
	if err != nil {
		return nil, fmt.Errorf("sample: --input: %w", err)
	}
	return text.Pieces, nil
}

// show opens tunes as a page, next to those of a corpus.
func (s *sampleCall) show(tunes, corpus []string) error {
	err := s.music.Show(s.c.Context, tunes, ShowOptions{Corpus: corpus, Open: true, Stderr: s.c.App.ErrWriter})
	if err != nil {
		return fmt.Errorf("sample: --show: %w", err)
	}
	return nil
}

// explain adds what to do to an error of sampling.
func (s *sampleCall) explain(err error) error {
	switch {
	case errors.Is(err, context.Canceled):
		return errors.New("sample: interrupted")
	case errors.Is(err, charrnn.ErrGuide) && !s.strict:
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
