package command

import (
	"context"
	"fmt"
	"io"
	"strings"

	"charabanc/charrnn"
	"charabanc/data"
)

// This file makes tunes as they are asked for, by the flags of sample or by a page.

// wish is what tunes are asked for. The zero value of a field asks for nothing.
type wish struct {
	key, meter, rhythm string
	form               string // letters of sections
	bars               int    // in each section

	strict   bool // each bar passes check, though the tunes are printed as they are drawn
	noStrict bool // tunes pass whatever check finds
	noCopy   bool // no copy term
	noForm   bool // any form
	raw      bool // print symbols as they are drawn

	continued string // file of tunes to go on from
	input     string // file of tunes, for the seed random
	primer    int    // how much of a tune to go on from, in bars, notes or symbols; 0: the usual
	noPrimer  bool   // leave that out of the output

	tunesGiven, temperatureGiven bool // no defaults
}

// sampling makes tunes.
type sampling struct {
	*program
	wish
	o          charrnn.SampleOptions
	file       string // of the checkpoint
	checkpoint *charrnn.Checkpoint
	kind       data.Kind // of the text that the model writes
	seed       string    // text that each tune goes on from; "": none

	asDrawn bool     // print symbols as they are drawn: asked for, or there is no other way
	checked bool     // each bar passes check
	primers []string // texts that tunes go on from
	written int      // tunes
}

// newSampling returns a sampling that has to be prepared. o.Text is what tunes go on from.
func (p *program) newSampling(file string, checkpoint *charrnn.Checkpoint, o charrnn.SampleOptions, w wish) *sampling {
	s := &sampling{program: p, wish: w, o: o, file: file, checkpoint: checkpoint, kind: kindOf(checkpoint)}
	s.seed, s.o.Text = o.Text, ""
	return s
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

// bookTemperature is that of a tunebook with a copy term, if no other is asked for. Tunes
// then come back to their bars about as often as people's do.
const bookTemperature = 0.8

// prepare sets the options that follow from the model and the wish. Its error says which
// part of the wish cannot be granted.
func (s *sampling) prepare() (err error) {
	s.o.Memory, s.o.NoCopy = s.music.Memory, s.noCopy || s.raw
	s.asDrawn = s.raw || s.o.Length > 0 || s.kind != data.ABC
	if !s.asDrawn && !s.o.NoCopy && s.checkpoint.Copy != nil && !s.temperatureGiven {
		s.o.Temperature = bookTemperature
	}
	if err := s.checkForm(); err != nil {
		return err
	}
	s.checked = s.strict || !s.asDrawn && !s.noStrict
	s.o.Guide, err = s.guides(s.wish, s.checkpoint, s.checked, s.formed())
	return err
}

// checkForm returns an error if a form is asked for that tunes cannot have.
func (s *sampling) checkForm() error {
	name := "form"
	switch {
	case s.form == "" && s.bars == 0:
		return nil
	case s.form == "":
		name = "bars"
	}
	if s.checkpoint.Copy == nil || len(s.checkpoint.Forms()) == 0 {
		return fmt.Errorf("%s: %s has learned no forms: train a model with --recipe best", name, s.file)
	}
	if s.asDrawn {
		return fmt.Errorf("%s: it is for whole tunes: leave --len out", name)
	}
	if !s.formed() {
		return fmt.Errorf("%s: the tune goes on from music, which has its own form: leave one of them out", name)
	}
	return nil
}

// formed reports whether tunes are to have forms: those of ABC, unless they go on from
// music that has its own.
func (s *sampling) formed() bool {
	seed := strings.ReplaceAll(s.seed, `\n`, "\n")
	header := strings.HasSuffix(seed, "\n") && !strings.Contains(seed, "|")
	return !s.asDrawn && s.continued == "" && (seed == "" || header)
}

// guides returns what makes the guides that are asked for; nil if none are. With formed,
// tunes have the forms that the checkpoint has learned.
func (p *program) guides(w wish, checkpoint *charrnn.Checkpoint, strict, formed bool) (func(uint64) charrnn.Guide, error) {
	var forms []string
	if formed && !w.noForm && !w.noCopy && checkpoint.Copy != nil {
		forms = checkpoint.Forms()
	}
	return p.music.Guides(GuideOptions{
		Key: w.key, Meter: w.meter, Rhythm: w.rhythm,
		Strict: strict, Learned: checkpoint.Learned(), Forms: forms,
		Form: w.form, Bars: w.bars,
	})
}

// goOn sets the texts that tunes go on from.
func (s *sampling) goOn(primers []string) {
	for i, primer := range primers {
		primer = strings.TrimLeft(primer, "\n")
		if ids, unknown := s.checkpoint.Vocabulary.EncodeKnown(primer); s.checkpoint.Vocabulary.Words && len(unknown) == 0 {
			primer = s.checkpoint.Vocabulary.Decode(ids) // with one space between words, as in what is sampled
		}
		primers[i] = primer
	}
	s.primers, s.o.Texts = primers, primers
}

// write samples. The symbols go to out as they are drawn, and each tune to tune as it is
// printed.
func (s *sampling) write(ctx context.Context, out io.Writer, tune func(string) error) error {
	s.written = s.o.Before(s.checkpoint)
	return charrnn.Sample(ctx, s.checkpoint, s.o, out, func(text string) error { return tune(s.finished(text)) })
}

// finished returns a tune as it is printed.
func (s *sampling) finished(tune string) string {
	if n := len(s.primers); n > 0 && s.noPrimer {
		// Text of a fixed length can have several tunes after each primer.
		if primer := s.primers[s.written%n]; strings.HasPrefix(tune, primer) {
			tune = s.music.WithoutPrimer(tune, primer)
			s.written++
		}
	} else {
		s.written++
	}
	switch {
	case !s.asDrawn:
		return s.music.Tunebook(tune, s.written, s.note())
	case s.kind == data.Notes:
		return strings.TrimRight(tune, "\n") + "\n\n"
	}
	return tune
}
