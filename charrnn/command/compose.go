package command

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"unicode"

	"charabanc/charrnn"
	"charabanc/data"
)

// A Composer makes tunes for a page, as sample does, and tells what the network expected
// in a tune. Several goroutines may use one at once.
type Composer struct {
	program    *program
	file       string // of the checkpoint, or what stands for it
	checkpoint *charrnn.Checkpoint
}

// A ComposeRequest says which tunes to make. The zero value of a field other than Number
// leaves the choice to the network.
type ComposeRequest struct {
	Number      int     // of tunes, 1 to 100
	Temperature float64 // up to 100; 0: that of sample
	Key         string  // as G, Am or Edor
	Meter       string  // as 6/8
	Rhythm      string  // as jig
	Form        string  // letters of sections, as AABB
	Bars        int     // in each section
	Start       string  // header, first bars, or both, to go on from
	Seed        uint64  // of the draws; 0: a random one
}

// Expected is a symbol of a text, and what the network expected in its place.
type Expected struct {
	Symbol string
	P      float64 // probability of Symbol; 1 where Likely is empty and Symbol was given
	Likely []Guess // the most probable first; empty where nothing was expected: at the first symbol, and in notes
}

// A Guess is a symbol that may come next, and its probability.
type Guess struct {
	Symbol string
	P      float64
}

const (
	maxNumber      = 100 // tunes of a request
	maxTemperature = 100
	likelySymbols  = 8
)

// NewComposer returns a Composer of tunes by a checkpoint, which must write ABC. file is the
// name of its file; "" stands for the shipped model.
func NewComposer(m Music, checkpoint *charrnn.Checkpoint, file string) (*Composer, error) {
	file = cmp.Or(file, shippedModel)
	if kind := kindOf(checkpoint); kind != data.ABC {
		return nil, fmt.Errorf("%s writes %s, and the page makes tunes of ABC: name a model that was trained on ABC", file, kind)
	}
	return &Composer{&program{music: m}, file, checkpoint}, nil
}

// About says in one line which model makes the tunes.
func (c *Composer) About() string {
	return fmt.Sprintf("%s, epoch %d", c.file, c.checkpoint.About.Epoch)
}

// Compose makes tunes and calls tune with each as it is done, in order, as sample prints
// it. It returns the error of tune, if that returns one, and when ctx ends, that of ctx.
// Other errors say which value of the request is wrong.
func (c *Composer) Compose(ctx context.Context, r ComposeRequest, tune func(string) error) error {
	if err := c.check(r); err != nil {
		return err
	}
	start, err := c.start(r)
	if err != nil {
		return err
	}
	o := charrnn.DefaultSampleOptions()
	o.Tunes, o.Lanes, o.Seed, o.Text = r.Number, 1, r.Seed, start
	if o.Seed == 0 {
		o.Seed = rand.Uint64()
	}
	if r.Temperature > 0 {
		o.Temperature = r.Temperature
	}
	s := c.program.newSampling(c.file, c.checkpoint, o, wish{
		key: r.Key, meter: r.Meter, rhythm: r.Rhythm, form: r.Form, bars: r.Bars,
		input: starterFile, tunesGiven: true, temperatureGiven: r.Temperature > 0,
	})
	if err := s.prepare(); err != nil {
		return err
	}
	if start != "" {
		s.goOn([]string{start})
	}
	return s.write(ctx, io.Discard, tune)
}

// check checks all of a request but what the tunes go on from.
func (c *Composer) check(r ComposeRequest) error {
	switch {
	case r.Number < 1 || r.Number > maxNumber:
		return fmt.Errorf("number %d: out of range: choose 1 to %d", r.Number, maxNumber)
	case !(r.Temperature >= 0 && r.Temperature <= maxTemperature):
		return fmt.Errorf("temperature %v: out of range: choose a number above 0, up to %d, or 0 for the usual one", r.Temperature, maxTemperature)
	case r.Bars < 0:
		return fmt.Errorf("bars %d: out of range: choose 1 or more, or 0 for any", r.Bars)
	}
	for _, f := range []struct {
		name, value        string
		key, meter, rhythm string
	}{
		{"key", r.Key, r.Key, "", ""}, {"meter", r.Meter, "", r.Meter, ""}, {"rhythm", r.Rhythm, "", "", r.Rhythm},
	} {
		if strings.ContainsFunc(f.value, unicode.IsControl) {
			return fmt.Errorf("%s %q: it must be one line", f.name, f.value)
		}
		lines, err := c.program.music.Header(f.key, f.meter, f.rhythm)
		if err != nil {
			return err
		}
		if err := c.known(lines); err != nil {
			return fmt.Errorf("%s %q: %w", f.name, f.value, err)
		}
	}
	return nil
}

// known returns an error that names the characters of a text that the model has not learned.
func (c *Composer) known(text string) error {
	_, err := c.checkpoint.Vocabulary.Encode(text)
	if err != nil {
		return fmt.Errorf("%w: the model has not learned it: leave it out", err)
	}
	return nil
}

// Expect returns what the network, with its copy term, expected at each symbol of a tune.
// It does not read N: lines, in which the program notes how it made the tune.
func (c *Composer) Expect(ctx context.Context, text string) ([]Expected, error) {
	e, err := c.checkpoint.Expect(ctx, withoutNotes(text), charrnn.ExpectOptions{
		Precision: charrnn.DefaultSampleOptions().Precision, Likely: likelySymbols, Memory: c.program.music.Memory,
	})
	if err != nil {
		return nil, err
	}
	list, read := make([]Expected, 0, len(text)), e.Symbols
	for line := range strings.Lines(text) {
		if isNote(line) {
			for _, symbol := range line {
				list = append(list, Expected{Symbol: string(symbol), P: 1})
			}
			continue
		}
		for length := 0; length < len(line); read = read[1:] {
			length += len(read[0].Symbol)
			list = append(list, expected(read[0]))
		}
	}
	return list, nil
}

func expected(e charrnn.Expectation) Expected {
	x := Expected{Symbol: e.Symbol, P: e.Probability}
	for _, p := range e.Likely {
		x.Likely = append(x.Likely, Guess{p.Symbol, p.Probability})
	}
	return x
}

func isNote(line string) bool { return strings.HasPrefix(line, "N:") }

// withoutNotes returns a text without N: lines.
func withoutNotes(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if !isNote(line) {
			b.WriteString(line)
		}
	}
	return b.String()
}
