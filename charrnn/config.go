package charrnn

import (
	"errors"
	"fmt"
	"math"
)

// Config is the architecture of a network: what must be known to use weights.
type Config struct {
	Vocabulary int     `json:"vocabulary"` // number of symbols, V
	Embedding  int     `json:"embedding"`  // numbers per symbol at the input
	Units      int     `json:"units"`      // cells in each LSTM layer
	Layers     int     `json:"layers"`     // LSTM layers
	Dropout    float64 `json:"dropout"`    // share of outputs dropped after each layer while training
}

// Options are the choices of one training run. [DefaultOptions] documents
// their usual values; a run that is resumed keeps the ones it began with.
type Options struct {
	Embedding int     `json:"embedding"`
	Units     int     `json:"units"`
	Layers    int     `json:"layers"`
	Dropout   float64 `json:"dropout"`

	LockedDropout bool    `json:"locked_dropout"` // outputs dropped are the same at all steps of a batch
	WeightDrop    float64 `json:"weight_drop"`    // share of recurrent weights dropped in each step
	WeightDecay   float64 `json:"weight_decay"`   // share of each weight that a step at learning rate 1 takes off
	Average       float64 `json:"average"`        // > 0: what is measured and saved is a running mean of the weights, decaying so

	Tokens     bool    `json:"tokens"`     // symbols are words between white space, not characters
	Validation float64 `json:"validation"` // share of the tunes held out
	Seed       uint64  `json:"seed"`       // of every random choice in the run

	BatchSize int     `json:"batch_size"` // lanes read side by side
	SeqLength int     `json:"seq_length"` // symbols between two updates, and the reach of back-propagation
	Stride    int     `json:"stride"`     // > 0: shuffled windows this far apart, with no state carried
	Shuffle   bool    `json:"shuffle"`    // new order of tunes each epoch
	Reset     bool    `json:"reset"`      // state starts at zero in every tune
	Transpose bool    `json:"transpose"`  // each epoch draws one of the forms Corpus.Variants gives a tune
	Settle    float64 `json:"settle"`     // share of the run, at its end, in which tunes stand as they are

	Practice float64 `json:"practice"` // share of the tunes whose places ones of the network's own may take, then

	Epochs       int     `json:"epochs"`
	LearningRate float64 `json:"learning_rate"`
	Schedule     string  `json:"schedule"` // "constant" or "cosine"
	WarmUp       float64 `json:"warm_up"`  // share of the run in which the rate rises from zero
	Clip         float64 `json:"clip"`     // largest norm of the gradient; 0 leaves it alone

	Half bool `json:"half"` // checkpoints are of 16-bit numbers, half as large

	Frequency int    `json:"-"` // epochs between checkpoints
	Threads   int    `json:"-"` // 0: one per processor; never changes the result
	ModelDir  string `json:"-"` // where checkpoints go
	Log       string `json:"-"` // the CSV log
}

// DefaultOptions is the reference run: the network this project exists for.
func DefaultOptions() Options {
	return Options{
		Embedding: 512, Units: 256, Layers: 3, Dropout: 0.2,
		Validation: 0.1, Seed: 1,
		BatchSize: 16, SeqLength: 64,
		Epochs: 100, LearningRate: 1e-3, Schedule: "constant",
		Frequency: 10, ModelDir: "model", Log: "training_log.csv",
	}
}

// Recipe is the options of a named way to train: "plain" is DefaultOptions, and
// "best" what held-out tunes of the Nottingham collection did best with, and then
// practice.
func Recipe(name string) (Options, error) {
	o := DefaultOptions()
	switch name {
	case "plain":
	case "best":
		o.SeqLength, o.Shuffle, o.Reset, o.Transpose = 128, true, true, true
		o.BatchSize, o.Settle, o.Practice, o.Half = 8, 0.4, 0.67, true
		o.Dropout, o.LockedDropout, o.WeightDrop = 0.25, true, 0.2
		o.LearningRate, o.Schedule, o.WarmUp, o.Clip = 2e-3, "cosine", 0.03, 1
	default:
		return o, fmt.Errorf("%w: recipe %q: choose plain or best", ErrOption, name)
	}
	return o, nil
}

// ErrOption is wrapped by every error about an option out of its range.
var ErrOption = errors.New("option out of range")

// Limits keep absurd sizes from being tried: they are far beyond what this
// program is for, and small enough that no product of them overflows.
const (
	maxUnits  = 1 << 14
	maxLayers = 64
	maxLanes  = 1 << 14
	maxEpochs = 1 << 20
)

// Check returns an error that names the first option out of its range.
func (o Options) Check() error {
	whole := func(name string, v, low, high int) error {
		if v < low || v > high {
			return fmt.Errorf("%w: %s %d: choose %d to %d", ErrOption, name, v, low, high)
		}
		return nil
	}
	real := func(name string, v, low, high float64) error {
		if math.IsNaN(v) || v < low || v > high {
			return fmt.Errorf("%w: %s %v: choose %v to %v", ErrOption, name, v, low, high)
		}
		return nil
	}
	schedule := error(nil)
	if o.Schedule != "constant" && o.Schedule != "cosine" {
		schedule = fmt.Errorf("%w: schedule %q: choose constant or cosine", ErrOption, o.Schedule)
	}
	practice := error(nil)
	if o.Practice > 0 && (o.Settle == 0 || o.Stride > 0) {
		practice = fmt.Errorf("%w: practice %v: it is for settled tunes read from end to end: choose 0, or a settle above 0 and no stride", ErrOption, o.Practice)
	}
	for _, err := range []error{
		whole("embedding", o.Embedding, 1, maxUnits),
		whole("units", o.Units, 1, maxUnits),
		whole("layers", o.Layers, 1, maxLayers),
		whole("batch-size", o.BatchSize, 1, maxLanes),
		whole("seq-length", o.SeqLength, 1, maxLanes),
		whole("stride", o.Stride, 0, maxLanes),
		whole("epochs", o.Epochs, 1, maxEpochs),
		whole("freq", o.Frequency, 1, maxEpochs),
		whole("threads", o.Threads, 0, maxLanes),
		real("dropout", o.Dropout, 0, 0.95),
		real("weight-drop", o.WeightDrop, 0, 0.95),
		real("weight-decay", o.WeightDecay, 0, 1e3),
		real("average", o.Average, 0, 0.999999),
		real("settle", o.Settle, 0, 1),
		real("practice", o.Practice, 0, 1),
		real("validation", o.Validation, 0, 0.9),
		real("learning-rate", o.LearningRate, 1e-9, 1e3),
		real("warm-up", o.WarmUp, 0, 1),
		real("clip", o.Clip, 0, 1e9),
		schedule,
		practice,
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

// config is the architecture for a vocabulary of v symbols.
func (o Options) config(v int) Config {
	return Config{Vocabulary: v, Embedding: o.Embedding, Units: o.Units, Layers: o.Layers, Dropout: o.Dropout}
}

// check refuses an architecture that no run of ours could have saved.
func (c Config) check() error {
	o := DefaultOptions()
	o.Embedding, o.Units, o.Layers, o.Dropout = c.Embedding, c.Units, c.Layers, c.Dropout
	if c.Vocabulary < 1 || c.Vocabulary > maxSymbols {
		return fmt.Errorf("%w: vocabulary %d: choose 1 to %d", ErrOption, c.Vocabulary, maxSymbols)
	}
	return o.Check()
}
