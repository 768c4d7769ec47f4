package charrnn

import (
	"fmt"

	"charabanc/charrnn/internal/kernel"
	"charabanc/charrnn/internal/option"
	"charabanc/data"
)

// SampleOptions are the options of [Sample].
//
// The zero value is usable. Tunes, Temperature, TopP and Precision of 0 or "" take
// their values from [DefaultSampleOptions]; in all other fields, zero turns something
// off. What other programs, and the command sample, call a temperature of 0 is Greedy.
type SampleOptions struct {
	Text        string     // text that every tune goes on from; "": what tunes begin with
	Texts       []string   // instead of Text: tune i goes on from Texts[i%len(Texts)]
	Hide        bool       // do not write Text and Texts, only what follows them
	Tunes       int        // tunes to write; a tune ends after its first blank line
	Length      int        // above 0: write so many new symbols instead, after each text
	Temperature float64    // the logits are divided by it; below 1 for more probable symbols
	Greedy      bool       // always choose the most probable symbol
	TopK        int        // above 0: choose among the K most probable symbols
	TopP        float64    // below 1: choose among the fewest symbols with this total probability
	Seed        uint64     // of the draws
	Precision   Precision  // of the weights
	Threads     int        // processor cores to use, 0 for all; does not change the text
	Shard       data.Shard // of the tunes, or of the texts with Length: they are those that one call would write
	Lanes       int        // tunes that a thread writes at once, up to 128; 0: all, which is fastest; 1: the first is done soonest

	// Counts tells which symbols Length counts, by the symbol; nil: all that are not of
	// Text or Texts.
	Counts func(symbol string) bool

	// Memory makes the memories that the copy term of the checkpoint was fitted with; nil:
	// the copy term, if there is one, copies the longest earlier match alone.
	Memory func() Memory
	NoCopy bool // draw from the predictions of the network alone

	// Guide returns a new guide for a tune, with a seed for its choices. With a guide, tunes
	// are written when they are complete, not symbol by symbol. nil: no guide.
	Guide func(seed uint64) Guide

	longest int // symbols after which a tune is ended; 0: maxTune
}

// DefaultSampleOptions returns the options to write three tunes at temperature 1. The
// precision is Int8 where the processor is fast at it, Float32 elsewhere.
func DefaultSampleOptions() SampleOptions {
	precision := Float32
	if kernel.FastInt8() {
		precision = Int8
	}
	return SampleOptions{Tunes: 3, Temperature: 1, TopP: 1, Precision: precision}
}

// Fields describes the options that have a flag.
func (o *SampleOptions) Fields() []option.Field {
	return []option.Field{
		option.Int("tunes", &o.Tunes, 1, maxCount, "tunes to write").Or("n"),
		option.Int("len", &o.Length, 0, maxCount, "write so many new symbols instead, as they are drawn").Shown("whole tunes"),
		option.Free("seed", &o.Text, "`TEXT` that every tune begins with, such as 'X: 1\\nT:My Jig\\n', with \\n for a line end; random for the beginnings of tunes of --input").Shown("what tunes begin with"),
		option.Float("temperature", &o.Temperature, 0, 100, "divide the logits by this; below 1 for more probable symbols, 0 for always the most probable").Or("t").Shown("0.8 for tunes with a copy term, else 1").Unset(),
		option.Int("top-k", &o.TopK, 0, maxCount, "choose among the K most probable symbols").Shown("all"),
		option.Above("top-p", &o.TopP, 0, 1, "choose among the fewest symbols with this total probability"),
		option.Free("random-seed", &o.Seed, "seed of the draws; the same seed gives the same tunes").Shown("random"),
		option.Int("threads", &o.Threads, 0, maxLanes, "processor cores to use, 0 for all; does not change the result").Shown("all"),
		option.Choice("precision", (*string)(&o.Precision), "LSTM weights as they are, or rounded to 16 or to 8 bits", precisionNames...),
	}
}

// Check returns an error that wraps [ErrOption] if Sample would not accept o. It names
// the first option out of range.
func (o SampleOptions) Check() error {
	o.complete()
	if err := option.Check(o.Fields()); err != nil {
		return err
	}
	if o.Lanes < 0 || o.Lanes > decoderLanes {
		return fmt.Errorf("lanes %d: %w: choose 0 to %d", o.Lanes, ErrOption, decoderLanes)
	}
	if o.Text != "" && len(o.Texts) > 0 {
		return fmt.Errorf("text: %w: both Text and Texts: use one of them", ErrOption)
	}
	if o.Guide != nil && o.Length > 0 {
		return fmt.Errorf("len %d: %w: a guide needs whole tunes: choose a number of tunes", o.Length, ErrOption)
	}
	return nil
}

// complete sets the options whose zero is out of range to their defaults.
func (o *SampleOptions) complete() {
	d := DefaultSampleOptions()
	option.Complete(o.Fields(), d.Fields())
}

// Kernel returns the name of the arithmetic kernels in use: amx, avx512, avx2, neon or
// portable. The error is about the choice in the environment variable CHARABANC_KERNEL.
func Kernel() (string, error) { return kernel.Name(), kernel.Err() }
