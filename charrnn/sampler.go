package charrnn

import (
	"context"
	"fmt"
	"io"
	"math"
	"strings"
)

// SampleOptions are the choices of [Sample]. [DefaultSampleOptions] documents
// their usual values.
type SampleOptions struct {
	Text        string  // what to start from; empty: what every tune begins with
	Tunes       int     // tunes to write; each ends at its blank line
	Length      int     // > 0: write exactly so many symbols instead
	Temperature float64 // divides the logits: below 1 plainer, above 1 wilder, 0 always the likeliest
	TopK        int     // > 0: draw from so many likeliest symbols only
	TopP        float64 // < 1: draw from the fewest symbols with this much probability only
	Seed        uint64  // of the draws
}

// DefaultSampleOptions draws three tunes from the model as it is.
func DefaultSampleOptions() SampleOptions {
	return SampleOptions{Tunes: 3, Temperature: 1, TopP: 1}
}

// maxTune ends a tune that the model does not: hundreds of times a usual one.
const maxTune = 1 << 16

// Check returns an error that names the first option out of its range.
func (o SampleOptions) Check() error {
	switch {
	case o.Tunes < 1 || o.Tunes > 1<<30:
		return fmt.Errorf("%w: tunes %d: choose 1 or more", ErrOption, o.Tunes)
	case o.Length < 0 || o.Length > 1<<40:
		return fmt.Errorf("%w: len %d: choose 1 or more", ErrOption, o.Length)
	case math.IsNaN(o.Temperature) || o.Temperature < 0 || o.Temperature > 100:
		return fmt.Errorf("%w: temperature %v: choose 0 to 100", ErrOption, o.Temperature)
	case o.TopK < 0:
		return fmt.Errorf("%w: top-k %d: choose 1 or more, or 0 for all", ErrOption, o.TopK)
	case math.IsNaN(o.TopP) || o.TopP <= 0 || o.TopP > 1:
		return fmt.Errorf("%w: top-p %v: choose above 0, up to 1", ErrOption, o.TopP)
	}
	return nil
}

// sampler writes text drawn from a network.
type sampler struct {
	c       *Checkpoint
	o       SampleOptions
	start   []int32
	net     *stream
	drawer  *drawer
	out     io.Writer
	tune    func(string) error
	last    int32           // symbol, -1 at the beginning
	current strings.Builder // the tune under way
	length  int             // its symbols
	written int
	tunes   int
}

// Sample writes text drawn from c to out, symbol by symbol, and gives each tune
// that comes to its end to tune, which may be nil. It stops early, at the end of
// a symbol, with the error of ctx.
func Sample(ctx context.Context, c *Checkpoint, o SampleOptions, out io.Writer, tune func(string) error) error {
	if err := o.Check(); err != nil {
		return err
	}
	text := o.Text
	if text == "" {
		text = c.About.Start
	}
	start, err := c.Vocabulary.Encode(text)
	if err != nil {
		return fmt.Errorf("seed: %w: use what the model has learnt (char_to_idx.json)", err)
	}
	if len(start) == 0 {
		start = []int32{0}
	}
	if o.Length > 0 && len(start) > o.Length {
		return fmt.Errorf("%w: len %d: the seed alone has %d symbols", ErrOption, o.Length, len(start))
	}
	s := &sampler{c: c, o: o, start: start, net: newStream(c.Parameters), drawer: newDrawer(&o, 0), out: out, tune: tune, last: -1}
	return s.run(ctx)
}

func (s *sampler) run(ctx context.Context) error {
	logits, err := s.begin()
	for err == nil && !s.done() {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		id := s.drawer.draw(logits)
		var ended bool
		ended, err = s.write(id)
		switch {
		case err != nil || s.done():
		case ended && s.c.About.Reset:
			logits, err = s.begin()
		default:
			logits = s.net.step(id)
		}
	}
	return err
}

// begin starts from a zero state and reads the whole of the start text. A later
// tune starts like every tune, not from the user's seed.
func (s *sampler) begin() ([]float32, error) {
	start := s.start
	if usual, _ := s.c.Vocabulary.encode(s.c.About.Start); s.written > 0 && len(usual) > 0 {
		start = usual
	}
	s.net.reset()
	var logits []float32
	for _, id := range start {
		if s.done() {
			return logits, nil
		}
		if _, err := s.write(id); err != nil {
			return nil, err
		}
		logits = s.net.step(id)
	}
	return logits, nil
}

func (s *sampler) done() bool {
	if s.o.Length > 0 {
		return s.written >= s.o.Length
	}
	return s.tunes >= s.o.Tunes
}

// write puts out one symbol and tells whether it ended a tune: a line end right
// after a line end, with something before them.
func (s *sampler) write(id int32) (ended bool, err error) {
	text := s.c.Vocabulary.text(s.last, id)
	if _, err := io.WriteString(s.out, text); err != nil {
		return false, fmt.Errorf("sampling: %w", err)
	}
	s.written++
	newline := s.c.Vocabulary.Symbols[id] == "\n"
	blank := newline && (s.last < 0 || s.c.Vocabulary.Symbols[s.last] == "\n")
	s.last = id
	if blank && s.length == 0 {
		return false, nil // more blank lines between tunes
	}
	s.current.WriteString(text)
	s.length++
	if !blank && s.length < maxTune {
		return false, nil
	}
	if !blank {
		if _, err := io.WriteString(s.out, "\n\n"); err != nil {
			return false, fmt.Errorf("sampling: %w", err)
		}
	}
	return true, s.end()
}

func (s *sampler) end() error {
	text := s.current.String()
	s.current.Reset()
	s.length = 0
	s.tunes++
	if s.tune == nil {
		return nil
	}
	return s.tune(text)
}
