package charrnn

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/network"
	"charabanc/charrnn/trainlog"
	"charabanc/data/ranks"
)

// ErrInterrupted is wrapped by the error of [Train] when its context ended.
var ErrInterrupted = errors.New("interrupted")

// ErrDiverged is wrapped by the error of [Train] when the loss is infinite, NaN, or several
// times that of a network that has learned nothing.
var ErrDiverged = errors.New("the loss has exploded")

// A Watch is told about the progress of a run. Each func may be nil.
type Watch struct {
	Begin func(Overview)
	Step  func(Progress)
	Epoch func(trainlog.Row)

	// Practice is called before an epoch with practice: the network generated so many
	// tunes, so many of them are sound and new, and so many are learned in the epoch.
	Practice func(generated, sound, learned int)

	Saved  func(file string, best bool)
	Sample func(epoch int, tune string) // each Options.SampleEvery epochs
	Note   func(line string)            // what the user should know: files that were moved, options without effect
	End    func(Outcome)                // when the run has ended by itself
	Log    io.Writer                    // gets the rows of the log if Options.Log is "-"
}

// Overview describes a run before its first step.
type Overview struct {
	Options           Options
	Summary           string // table of layers, output shapes and numbers of parameters
	Train, Validation int    // tunes
	Symbols           int    // of training text in an epoch
	Steps             int    // updates in an epoch
	From              int    // epoch the run continues from; 1 for a new run

	Before *float64 // loss on held-out tunes before the first epoch; nil unless Options.From was set
	New    int      // with Options.From: symbols that the checkpoint does not have
}

// Progress is the state of a run after a step.
type Progress struct {
	Epoch, Epochs  int
	Step, Steps    int     // of the epoch
	Loss           float64 // mean of the epoch so far, nats per symbol
	CharsPerSecond float64
	Left           time.Duration // of the run, at the speed of this epoch
}

// Train trains a new network on a corpus and returns it as it is after the last
// epoch. While it runs it writes checkpoints and the resume file to o.ModelDir, and
// the log; the checkpoint with the lowest loss on held-out tunes is among them. Files of
// another run that it would overwrite are moved to a folder previous-1, or the next number
// that is free, in o.ModelDir. Two runs cannot write to one folder at the same time.
//
// When ctx ends, Train saves the run and returns an error that wraps
// [ErrInterrupted], together with the network as it is then. The errors [ErrOption]
// and [ErrDiverged] are wrapped, too.
func Train(ctx context.Context, c *corpus.Corpus, o Options) (*Checkpoint, error) {
	return train(ctx, c, o, false)
}

// Resume continues the run whose resume file is in o.ModelDir. The result is the same,
// to the last bit, as that of a run that never stopped. o must be what [ResumeOptions]
// returns; only Epochs, EarlyStop and the options that do not change the result may
// differ. Critic, Memory, Copy and Watch must be set again.
func Resume(ctx context.Context, c *corpus.Corpus, o Options) (*Checkpoint, error) {
	if o.ModelDir == "" {
		return nil, errors.New("resume: no model folder: name the one of the run")
	}
	return train(ctx, c, o, true)
}

func train(ctx context.Context, c *corpus.Corpus, o Options, resume bool) (*Checkpoint, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	o.complete()
	o.Precision = o.Precision.resolve()
	o.Comm = ranks.Guard(ctx, o.comm())
	switch {
	case o.Critic != nil:
	case o.Practice > 0:
		return nil, fmt.Errorf("practice %v: %w: there is no critic: choose 0", o.Practice, ErrOption)
	case o.Transpose:
		return nil, fmt.Errorf("transpose: %w: there is no critic: choose false", ErrOption)
	}
	if o.comm().Rank() > 0 {
		o.silence()
	}
	begin := begin
	if resume {
		begin = restart
	}
	t, unlock, err := begin(ctx, c, o)
	defer unlock()
	if err != nil {
		return nil, err
	}
	defer t.close()
	t.tell()
	if err := t.before(ctx); err != nil {
		return nil, err
	}
	if o.Watch.Begin != nil {
		o.Watch.Begin(t.overview())
	}
	for t.at.Epoch <= o.Epochs && !t.stalled() {
		switch err := t.epoch(ctx); {
		case errors.Is(err, ErrInterrupted):
			return t.checkpoint(), err
		case err != nil:
			return nil, err
		}
	}
	t.warnOfUnigrams()
	return t.end(ctx)
}

// silence makes o the options of a rank that writes nothing.
func (o *Options) silence() { o.ModelDir, o.Log, o.SampleEvery, o.Watch = "", "", 0, Watch{} }

// end returns the network as it is after the last epoch.
func (t *trainer) end(ctx context.Context) (c *Checkpoint, err error) {
	c = t.checkpoint()
	c.About = t.last
	if t.copied == nil {
		if t.copied, err = t.copyTerm(ctx, true); err != nil {
			return nil, err
		}
	}
	c.Copy = t.copied
	if t.options.Watch.End != nil {
		t.options.Watch.End(t.outcome())
	}
	return c, nil
}

// begin prepares a new run. Its model folder is locked until unlock is called. Files of
// another run are moved last, when nothing else can fail.
func begin(ctx context.Context, c *corpus.Corpus, o Options) (t *trainer, unlock func(), err error) {
	unlock = func() {}
	if t, err = newTrainer(c, o, o.ancestor()); err != nil {
		return nil, unlock, err
	}
	if err = t.probe(); err == nil {
		unlock, err = lock(o.ModelDir)
	}
	if err == nil && ctx.Err() != nil {
		err = fmt.Errorf("training: %w before the first step", ErrInterrupted)
	}
	if err == nil {
		t.clean()
		err = t.setAside()
	}
	if err != nil {
		t.close()
	}
	return t, unlock, err
}

// restart prepares the run in the model folder, as begin does with a new one.
func restart(_ context.Context, c *corpus.Corpus, o Options) (t *trainer, unlock func(), err error) {
	unlock, err = lock(o.ModelDir)
	if err != nil {
		return nil, unlock, err
	}
	s, file, err := receiveResume(o.comm(), o.ModelDir)
	if err != nil {
		return nil, unlock, err
	}
	if t, err = newTrainer(c, o, s.Ancestor); err != nil {
		return nil, unlock, err
	}
	if err = t.restore(s, file); err == nil {
		err = t.done()
	}
	if err == nil {
		err = t.probe()
	}
	if err != nil {
		t.close()
		return nil, unlock, err
	}
	t.clean()
	return t, unlock, nil
}

// before evaluates a network that does not start from random parameters.
func (t *trainer) before(ctx context.Context) error {
	if ctx.Err() != nil {
		return t.interrupted()
	}
	if t.ancestor == nil || t.held == nil || t.at.Updates > 0 {
		return nil
	}
	r, err := t.evaluate(ctx)
	loss := r.Mean()
	t.at.Before = &loss
	return err
}

// trainer is a run in progress.
type trainer struct {
	options     Options
	net         *network.Network
	replicas    replicas
	source      corpus.Source
	lanes       *corpus.Lanes // the source, unless it reads windows
	held        *evaluator    // nil without held-out tunes
	heldPieces  []string      // what it evaluates on
	vocabulary  *corpus.Vocabulary
	pieces      []string // to train on
	start       string
	fingerprint string
	learned     string    // signatures of pieces, separated by spaces
	forms       string    // of pieces, in lines
	ancestor    *ancestor // nil unless the run started from a checkpoint
	at          position
	resumed     struct { // where and with which options the run was saved
		epoch   int
		options Options
	}
	last     About     // of the last epoch that was finished
	copied   *CopyTerm // fitted after it; nil: none
	rows     []*trainlog.Row
	redone   *trainlog.Row // in the log on disk, though its epoch was not saved
	batch    *corpus.Batch
	lastSave time.Time
	saved    bool     // there is a resume file
	buffer   []byte   // of the files written, reused
	notes    []string // for the user, until the run has begun
	unshown  bool     // a generated tune could not be written
	begun    bool
}

func newTrainer(c *corpus.Corpus, o Options, a *ancestor) (t *trainer, err error) {
	pieces, held := c.Split(o.Validation)
	forms, all := variants(pieces, o)
	vocabulary, err := newVocabulary(all+strings.Join(held, ""), o.Words, a)
	if err != nil {
		return nil, fmt.Errorf("training: %w", err)
	}
	config := o.config(vocabulary.Len())
	if err := checkSize(config); err != nil {
		return nil, err
	}
	t = &trainer{options: o, vocabulary: vocabulary, pieces: pieces, ancestor: a,
		start: corpus.Start(pieces, o.Words), fingerprint: c.Fingerprint(), learned: a.union(told(pieces, o.Critic, Critic.Signature, " ")),
		forms: told(pieces, o.Critic, Critic.Form, "\n"), at: position{Epoch: 1, BestLoss: math.MaxFloat64}, lastSave: time.Now()}
	if err := t.read(forms); err != nil {
		return nil, fmt.Errorf("training: %w", err)
	}
	p := network.NewParameters(config)
	p.Initialise(o.Seed)
	if o.From != nil {
		graft(p, vocabulary, o.From)
	}
	t.net = network.New(p, network.Shape{Lanes: o.BatchSize, Steps: o.SeqLength, Precision: o.Precision.network(), Train: true}, o.Threads)
	t.net.Seed = o.Seed
	t.net.Regularise(network.Noise{WeightDrop: o.WeightDrop, Locked: o.LockedDropout}, o.Average > 0)
	t.batch = corpus.NewBatch(o.Replicas*o.BatchSize, o.SeqLength)
	t.replicas = newReplicas(&o, t.net, t.batch)
	t.resetStates()
	t.hold(c, held)
	if err := t.checkHeld(); err != nil {
		t.close()
		return nil, err
	}
	t.tellPrecision()
	t.warn(forms)
	return t, nil
}

// read makes the source of the pieces, given in all their forms.
func (t *trainer) read(forms [][]string) (err error) {
	if t.options.Stride > 0 {
		t.source, err = corpus.NewWindows(t.encode(t.pieces), t.options.reading())
		return err
	}
	var pieces []corpus.Piece
	for _, f := range forms {
		pieces = append(pieces, t.encode(f))
	}
	t.lanes, err = corpus.NewLanes(pieces, t.options.reading())
	t.source = t.lanes
	return err
}

func (t *trainer) close() {
	t.net.Close()
	t.replicas.close()
	if t.held != nil {
		t.held.close()
	}
}

// variants returns the forms of each piece, and the text of all forms.
func variants(pieces []string, o Options) (forms [][]string, all string) {
	var text strings.Builder
	for _, p := range pieces {
		f := []string{p}
		if o.Transpose {
			f = o.Critic.Variants(p)
		}
		for _, form := range f {
			text.WriteString(form)
		}
		forms = append(forms, f)
	}
	return forms, text.String()
}

// told returns what a critic tells of each piece, in one text; "" without a critic. What it
// has nothing to tell of is left out.
func told(pieces []string, critic Critic, of func(Critic, string) string, separator string) string {
	if critic == nil {
		return ""
	}
	var all []string
	for _, p := range pieces {
		if s := of(critic, p); s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, separator)
}

// encode returns the ids of texts that consist of known symbols.
func (t *trainer) encode(texts []string) [][]int32 {
	pieces, _ := t.vocabulary.EncodeAll(texts)
	return pieces
}

// resets reports whether each tune is learned from a state of zero.
func (t *trainer) resets() bool { return t.options.Reset || t.options.Stride > 0 }

func (t *trainer) overview() Overview {
	o := &t.options
	v := Overview{
		Options: *o, Summary: t.net.Params.Summary(o.BatchSize, o.SeqLength),
		Train: len(t.pieces), Validation: len(t.heldPieces),
		Symbols: t.source.Steps() * o.Replicas * o.BatchSize * o.SeqLength, Steps: t.source.Steps(), From: t.at.Epoch, Before: t.at.Before,
	}
	if t.ancestor != nil {
		v.New = t.vocabulary.Len() - len(t.ancestor.Symbols)
	}
	return v
}

// checkpoint returns a copy of the network as it is now.
func (t *trainer) checkpoint() *Checkpoint {
	p := network.NewParameters(t.net.Params.Config)
	copy(p.Flat, t.net.Trained().Flat)
	return &Checkpoint{Vocabulary: t.vocabulary, About: t.about(), Half: t.options.Half, parameters: p}
}

// about describes a checkpoint of the current epoch, without its losses.
func (t *trainer) about() About {
	a := About{Epoch: t.at.Epoch, Start: t.start, Reset: t.resets(),
		Corpus: t.fingerprint, Validation: t.options.Validation, Learned: t.learned, Forms: t.forms}
	if t.options.Precision != Float32 {
		a.Precision = t.options.Precision
	}
	return a
}
