package charrnn

import (
	"fmt"
	"math"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/network"
	"charabanc/charrnn/internal/option"
	"charabanc/data/ranks"
)

// Options are the options of a training run.
//
// The zero value is usable. A field for which 0 or "" is out of range takes its
// value from [DefaultOptions]: Embedding, Units, Layers, BatchSize, SeqLength,
// Replicas, Epochs, Frequency, LearningRate, Schedule, ScaleRate, Reduce and Precision. In all other fields, zero turns
// something off: no dropout, nothing held out, no files written. A Seed of 0 is a
// seed like any other.
type Options struct {
	// The network.
	Embedding int     // embedding size
	Units     int     // cells in each LSTM layer
	Layers    int     // LSTM layers
	Dropout   float64 // share of the outputs of each LSTM layer dropped

	// Regularization.
	LockedDropout bool    // the dropout mask is the same at all steps of a batch
	WeightDrop    float64 // share of the recurrent weights dropped in each step
	WeightDecay   float64 // decoupled weight decay, multiplied by the learning rate; none with practice
	Average       float64 // decay of the exponential moving average of the weights; 0: no average

	// The text.
	Words      bool    // symbols are words, not characters
	Validation float64 // share of the tunes held out for validation
	Seed       uint64  // of all random choices
	BatchSize  int     // sequences in a batch
	SeqLength  int     // symbols of each sequence in a batch
	Replicas   int     // batches in an update
	Stride     int     // above 0: shuffled windows, so many symbols apart, with a state of zero
	Shuffle    bool    // a new order of tunes in each epoch
	Reset      bool    // the state is set to zero at the start of each tune
	Transpose  bool    // in each epoch, read one of Critic.Variants of each tune
	Settle     float64 // share of the run, at its end, in which tunes are read as written
	Practice   float64 // while settled, replace up to this share of the tunes by generated tunes

	// The optimizer.
	Epochs       int     // passes over the training text
	LearningRate float64 // of Adam
	Schedule     string  // "constant", or "cosine": the learning rate falls to zero
	WarmUp       float64 // share of the run in which the learning rate rises from zero
	Clip         float64 // largest norm of the gradient; 0: no limit
	ScaleRate    string  // "none"; "sqrt", "linear": the learning rate is multiplied by that of Replicas
	Reduce       string  // gradients of replicas are summed in "ordered" way, or as is "fast" for MPI

	Precision Precision // of matrix products: Float32, BF16, or Auto, which is replaced by one of them

	EarlyStop int // stop after so many epochs without a lower loss on held-out tunes; 0: never

	NoCopy bool // fit no copy term on the held-out tunes

	// What is written, and how. None of these changes the result.
	Half        bool   // checkpoints hold 16-bit floats
	Frequency   int    // epochs between checkpoints
	SampleEvery int    // epochs between tunes that are generated for Watch.Sample and sample.abc; 0: none
	Threads     int    // 0: one for each processor
	ModelDir    string // folder of checkpoints and of the resume file; "": none are written
	Log         string // CSV file with a row for each epoch; "": none; "-": to Watch.Log

	// From is the checkpoint whose parameters the run starts from, for another text; nil:
	// random ones. Embedding, Units and Layers must be those of the checkpoint, or 0, and
	// Words must be as the checkpoint reads. See StartFrom.
	From *Checkpoint

	// Memory makes the memories that the copy term is fitted with; nil: it copies the longest
	// earlier match alone. Copy is the copy term of a run that holds nothing out; nil: none.
	Memory func() Memory
	Copy   *CopyTerm

	// Comm connects the ranks that share the replicas; nil: this process is alone. Each rank
	// must be given the same text and options. See package ranks.
	Comm ranks.Comm

	Critic Critic // needed by Transpose and Practice; nil: none
	Watch  Watch  // told about the progress of the run
}

// A Critic knows about the music in the text. Package charrnn does not.
type Critic interface {
	// Variants returns the forms that a tune may be learned in, such as other keys.
	// The first is the tune itself.
	Variants(tune string) []string
	// Signature identifies a tune in all its variants. It contains no white space.
	Signature(tune string) string
	// Sound reports whether nothing is wrong with a tune.
	Sound(tune string) bool
	// Musical reports whether a sound tune is built as people's are.
	Musical(tune string) bool
	// Kind names what a generated tune must have in common with a tune it replaces,
	// such as the meter.
	Kind(tune string) string
	// Form describes how a tune is built, in one line; "" if it has no form.
	Form(tune string) string
}

// DefaultOptions returns the options of the reference run.
func DefaultOptions() Options {
	return Options{
		Embedding: 512, Units: 256, Layers: 3, Dropout: 0.2, NoCopy: true,
		Validation: 0.1, Seed: 1,
		BatchSize: 16, SeqLength: 64, Replicas: 1, ScaleRate: scaleNone, Reduce: reduceOrdered,
		Epochs: 100, LearningRate: 1e-3, Schedule: constantRate, Precision: Float32,
		Frequency: 10, ModelDir: "model", Log: "training_log.csv",
	}
}

// Recipe returns named options: "plain" is DefaultOptions, "best" the options of
// the shipped model. They had the lowest loss on held-out tunes of the Nottingham
// collection; practice was added to them.
func Recipe(name string) (Options, error) {
	o := DefaultOptions()
	switch name {
	case "plain":
	case "best":
		o.SeqLength, o.Shuffle, o.Reset, o.Transpose = 128, true, true, true
		o.BatchSize, o.Settle, o.Practice, o.Half = 8, 0.4, 0.67, true
		o.NoCopy = false
		o.Dropout, o.LockedDropout, o.WeightDrop, o.WeightDecay = 0.25, true, 0.2, 0.1
		o.LearningRate, o.Schedule, o.WarmUp, o.Clip = 2e-3, cosineRate, 0.03, 1
	default:
		return o, fmt.Errorf("recipe %q: %w: choose plain or best", name, ErrOption)
	}
	return o, nil
}

// SizeTo sets the options of the best recipe that depend on how large a text is. The more
// there is, the fewer times it is read; a small text is read more often, to have enough
// updates. Few tunes are learned as they are, without practice.
func (o *Options) SizeTo(c *corpus.Corpus) {
	const (
		small, large = 50_000, 400_000 // characters
		least, most  = 10, 300         // epochs
		few          = 50              // tunes
	)
	n := 0
	for _, p := range c.Pieces {
		n += len(p)
	}
	near := min(max(n, small), large)
	o.Epochs = min(max(int(100*math.Sqrt(float64(near)/float64(max(n, 1)))), least), most)
	if len(c.Pieces) < few {
		o.Practice = 0
	}
}

// ErrOption is wrapped by errors about options out of range.
var ErrOption = option.ErrRange

// Upper limits. They are far beyond useful values, and small enough that no product
// of them overflows.
const (
	maxUnits    = 1 << 14
	maxLayers   = 64
	maxLanes    = 1 << 14
	maxReplicas = 1 << 10
	maxEpochs   = 1 << 20
	maxCount    = 1 << 30
)

// Fields describes the options: their flags, ranges and names in a saved run. It is
// the only place to add an option to, after the struct itself.
func (o *Options) Fields() []option.Field {
	return []option.Field{
		option.Int("epochs", &o.Epochs, 1, maxEpochs, "passes over the training text").Loose(),
		option.Int("freq", &o.Frequency, 1, maxEpochs, "epochs between checkpoints").Loose(),
		option.Int("early-stop", &o.EarlyStop, 0, maxEpochs, "stop after so many epochs without a lower loss on the held-out tunes").Shown("never").Loose(),
		option.Int("sample-every", &o.SampleEvery, 0, maxEpochs, "epochs between generated tunes, printed to standard error; the latest is in sample.abc, too").Shown("none").Loose(),
		option.Int("batch-size", &o.BatchSize, 1, maxLanes, "sequences in a batch"),
		option.Int("seq-length", &o.SeqLength, 1, maxLanes, "symbols of each sequence in a batch"),
		option.Int("replicas", &o.Replicas, 1, maxReplicas, "batches that are learned at once, in one update; the processes of mpirun share them"),
		option.Int("embedding", &o.Embedding, 1, maxUnits, "embedding size"),
		option.Int("units", &o.Units, 1, maxUnits, "cells in each LSTM layer"),
		option.Int("layers", &o.Layers, 1, maxLayers, "LSTM layers"),
		option.Float("dropout", &o.Dropout, 0, 0.95, "share of the outputs of each LSTM layer to drop"),
		option.Free("locked-dropout", &o.LockedDropout, "use the same dropout mask at all steps of a batch"),
		option.Float("weight-drop", &o.WeightDrop, 0, 0.95, "share of the recurrent weights to drop").Shown("none"),
		option.Float("weight-decay", &o.WeightDecay, 0, 1e3, "decoupled weight decay, multiplied by the learning rate").Shown("none"),
		option.Float("average", &o.Average, 0, 0.999999, "save an exponential moving average of the weights with this decay").Shown("save the last weights"),
		option.Float("learning-rate", &o.LearningRate, 1e-9, 1e3, "learning rate of Adam"),
		option.Choice("schedule", &o.Schedule, "learning rate schedule; cosine falls to zero", constantRate, cosineRate),
		option.Float("warm-up", &o.WarmUp, 0, 1, "share of the run in which the learning rate rises from zero").Shown("none"),
		option.Choice("scale-rate", &o.ScaleRate, "multiply the learning rate by the number of replicas, or its square root", scaleNone, scaleRoot, scaleLinear),
		option.Float("clip", &o.Clip, 0, 1e9, "largest norm of the gradient; 0 for no limit").Shown("no limit"),
		option.Choice("precision", (*string)(&o.Precision), "arithmetic of matrix products; bf16 is fast on processors with AMX, and auto chooses it there", string(Float32), string(BF16), string(Auto)),
		option.Float("validation", &o.Validation, 0, 0.9, "share of the tunes held out for validation"),
		option.Free("shuffle", &o.Shuffle, "read the tunes in a new order in each epoch"),
		option.Free("transpose", &o.Transpose, "read each tune in a random common key in each epoch"),
		option.Float("settle", &o.Settle, 0, 1, "share of the run, at its end, in which tunes are read in their own keys").Shown("none"),
		option.Float("practice", &o.Practice, 0, 1, "while settled, replace up to this share of the tunes by generated tunes that pass check").Shown("none"),
		option.Free("no-copy", &o.NoCopy, "fit no copy term on the held-out tunes: the network alone").Shown("only with --recipe plain"),
		option.Free("reset", &o.Reset, "set the state to zero at the start of each tune"),
		option.Free("tokens", &o.Words, "read words between white space, not characters; note text always is"),
		option.Int("stride", &o.Stride, 0, maxLanes, "read shuffled windows, so many symbols apart, each with a state of zero").Shown("read the text in order"),
		option.Free("random-seed", &o.Seed, "seed of all random choices").SavedAs("seed"),
		option.Free("model-dir", &o.ModelDir, "`FOLDER` of checkpoints").SavedAs(""),
		option.Free("half", &o.Half, "save weights as 16-bit floats, in half the space"),
		option.Free("log", &o.Log, "CSV `FILE` with a row for each epoch, - for standard output").SavedAs(""),
		option.Choice("reduce", &o.Reduce, "sum of the gradients of replicas: ordered gives the same bits for any number of processes, fast is the sum of MPI", reduceOrdered, reduceFast),
		option.Int("threads", &o.Threads, 0, maxLanes, "processor cores to use, 0 for all; does not change the result").Shown("all").SavedAs(""),
	}
}

// Check returns an error that wraps [ErrOption] if Train would not accept o. It names
// the first option out of range.
func (o Options) Check() error {
	o.complete()
	if err := option.Check(o.Fields()); err != nil {
		return err
	}
	if o.Practice > 0 && (o.Settle == 0 || o.Stride > 0) {
		return fmt.Errorf("practice %v: %w: it needs settled tunes that are read in full: set settle above 0 and stride to 0", o.Practice, ErrOption)
	}
	if o.Practice > 0 && o.EarlyStop > 0 {
		return fmt.Errorf("early-stop %d: %w: the held-out loss rises with practice: set practice to 0", o.EarlyStop, ErrOption)
	}
	for _, err := range []error{checkSize(o.config(1)), o.checkBatch(), o.checkReplicas(), o.checkFrom(), o.checkLog()} {
		if err != nil {
			return err
		}
	}
	return nil
}

// complete sets the options whose zero is out of range to their defaults.
func (o *Options) complete() {
	o.completeFrom()
	d := DefaultOptions()
	option.Complete(o.Fields(), d.Fields())
}

// MarshalJSON returns the options that determine the result of a run.
func (o Options) MarshalJSON() ([]byte, error) { return option.Marshal(o.Fields()) }

// UnmarshalJSON sets the options that are in a JSON object.
func (o *Options) UnmarshalJSON(text []byte) error { return option.Unmarshal(o.Fields(), text) }

// config returns the architecture for a vocabulary of v symbols.
func (o *Options) config(v int) network.Config {
	return network.Config{Vocabulary: v, Embedding: o.Embedding, Units: o.Units, Layers: o.Layers, Dropout: o.Dropout}
}

// checkConfig returns an error unless c is an architecture that Train could have
// made.
func checkConfig(c network.Config) error {
	o := DefaultOptions()
	o.Embedding, o.Units, o.Layers, o.Dropout = c.Embedding, c.Units, c.Layers, c.Dropout
	vocabulary := option.Int("vocabulary", &c.Vocabulary, 1, corpus.MaxSymbols, "")
	if err := option.Check(append(o.Fields(), vocabulary)); err != nil {
		return err
	}
	return checkSize(c)
}

// reading returns how a source reads the text.
func (o *Options) reading() corpus.Reading {
	return corpus.Reading{Lanes: o.Replicas * o.BatchSize, Steps: o.SeqLength, Stride: o.Stride, Seed: o.Seed,
		Shuffle: o.Shuffle, Reset: o.Reset, Settled: o.settled()}
}

// Upper limits of the memory of a run. They are checked before memory is allocated.
const (
	maxParameters  = 1 << 28 // 1 GiB; training needs six times that
	maxActivations = 1 << 33 // 32 GiB
)

// checkSize returns an error that wraps [ErrOption] if a network has more than
// maxParameters.
func checkSize(c network.Config) error {
	if n := c.Count(); n > maxParameters {
		return fmt.Errorf("units %d, layers %d, embedding %d: %w: %d million parameters, and at most %d million fit: lower units, layers or embedding",
			c.Units, c.Layers, c.Embedding, ErrOption, n/1e6, maxParameters/1000000)
	}
	return nil
}

// checkBatch returns an error that wraps [ErrOption] if the activations of a batch need
// more memory than the program can have: for each symbol and layer, four gates, the cell
// state and outputs, and their gradients.
func (o *Options) checkBatch() error {
	limit := int64(maxActivations)
	if math.MaxInt == math.MaxInt32 {
		limit = 1 << 28
	}
	n := int64(o.BatchSize) * int64(o.SeqLength) * int64(o.Layers) * 8 * int64(o.Units)
	if n > limit {
		return fmt.Errorf("batch-size %d, seq-length %d: %w: a batch needs %d GiB of memory, and at most %d: lower batch-size or seq-length",
			o.BatchSize, o.SeqLength, ErrOption, n>>28, limit>>28)
	}
	return nil
}
