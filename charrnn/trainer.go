package charrnn

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ErrInterrupted is returned by [Train] when its context ended: the run is
// saved and can be resumed.
var ErrInterrupted = errors.New("interrupted")

// ErrDiverged is wrapped by the error of a run whose loss is no number any more.
var ErrDiverged = errors.New("the loss is not a finite number")

// saveEvery bounds the work that a kill in the middle of a long epoch can lose.
const saveEvery = 2 * time.Minute

// Progress is where a run stands after a step.
type Progress struct {
	Epoch, Epochs  int
	Step, Steps    int     // of the epoch
	Loss           float64 // mean of the epoch so far, nats per symbol
	CharsPerSecond float64
	Left           time.Duration // of the whole run, at this rate
}

// Watch is told how a run goes. Each func may be nil.
type Watch struct {
	Begin func(Overview)
	Step  func(Progress)
	Epoch func(LogRow)

	// Practice is told how many tunes the network wrote before an epoch, how many of
	// them were sound and new, and how many of those it learns in it.
	Practice func(written, sound, learnt int)

	Saved func(file string, best bool)
	Log   io.Writer // takes the rows if Options.Log is "-"
}

// Overview is what a run is about to do.
type Overview struct {
	Options           Options
	Parameters        *Parameters
	Train, Validation int // tunes
	Symbols           int // of training text
	Steps             int // updates an epoch
	From              int // epoch the run goes on from; 1 for a new one
}

// trainer is a run under way.
type trainer struct {
	options     Options
	watch       Watch
	net         *network
	source      source
	held        *evaluator // nil without a held-out part
	vocabulary  *Vocabulary
	corpus      *Corpus // to learn
	start       string
	fingerprint string
	learnt      string
	at          position
	rows        []*LogRow
	batch       *Batch
	lastSave    time.Time
	buffer      []byte // of the files written, kept to be used again
}

// Train learns a corpus: it writes checkpoints, the log and the resume file as
// it goes. With resume it goes on where the resume file left off, to the same
// bits as if it had never stopped.
func Train(ctx context.Context, corpus *Corpus, o Options, resume bool, watch Watch) error {
	if err := o.Check(); err != nil {
		return err
	}
	if o.Practice > 0 && (corpus.Judge == nil || corpus.Signature == nil) {
		return fmt.Errorf("%w: practice %v: this corpus has no judge: choose 0", ErrOption, o.Practice)
	}
	t, err := newTrainer(corpus, o, watch)
	if err != nil {
		return fmt.Errorf("training: %w", err)
	}
	defer t.close()
	if resume {
		if err := t.restore(); err != nil {
			return err
		}
		if t.at.Epoch > o.Epochs {
			return fmt.Errorf("resume: all %d epochs are done: raise --epochs", o.Epochs)
		}
	}
	if err := t.probe(); err != nil {
		return err
	}
	if watch.Begin != nil {
		train, held := corpus.Split(o.Validation)
		watch.Begin(Overview{o, t.net.Params, len(train.Pieces), len(held.Pieces), t.symbols(), t.source.steps(), t.at.Epoch})
	}
	removeLeftovers(o.ModelDir)
	for t.at.Epoch <= o.Epochs {
		if err := t.epoch(ctx); err != nil {
			return err
		}
	}
	return nil
}

func newTrainer(corpus *Corpus, o Options, watch Watch) (*trainer, error) {
	train, held := corpus.Split(o.Validation)
	forms, all := variants(train, o.Transpose)
	vocabulary, err := NewVocabulary(all+held.Text(), o.Tokens)
	if err != nil {
		return nil, err
	}
	t := &trainer{options: o, watch: watch, vocabulary: vocabulary, corpus: train, start: train.start(o.Tokens),
		fingerprint: corpus.Fingerprint(), learnt: train.signatures(), at: position{Epoch: 1, BestLoss: math.MaxFloat64}, lastSave: time.Now()}
	if o.Stride > 0 {
		t.source, err = newWindows(t.encode(train.Pieces), &o)
	} else {
		var pieces []piece
		for _, f := range forms {
			pieces = append(pieces, t.encode(f))
		}
		t.source, err = newLanes(pieces, &o)
	}
	if err != nil {
		return nil, err
	}
	p := NewParameters(o.config(vocabulary.Len()))
	p.Initialise(o.Seed)
	t.net = newNetwork(p, o.BatchSize, o.SeqLength, o.Threads, true)
	t.net.seed = o.Seed
	t.net.regularise(noise{o.WeightDrop, o.LockedDropout}, o.Average)
	t.batch = NewBatch(o.BatchSize, o.SeqLength)
	if pieces := t.encode(held.Pieces); len(pieces) > 0 {
		t.held = newEvaluator(t.net.learnt(), pieces, o.Reset || o.Stride > 0, o.Threads)
	}
	return t, nil
}

func (t *trainer) close() {
	t.net.close()
	if t.held != nil {
		t.held.net.close()
	}
}

// variants lists the forms of each piece, and all their text.
func variants(c *Corpus, transpose bool) (forms [][]string, all string) {
	var text strings.Builder
	for _, p := range c.Pieces {
		f := []string{p}
		if transpose && c.Variants != nil {
			f = c.Variants(p)
		}
		for _, form := range f {
			text.WriteString(form)
		}
		forms = append(forms, f)
	}
	return forms, text.String()
}

func (t *trainer) encode(texts []string) [][]int32 {
	pieces, _ := t.vocabulary.encodeAll(texts) // made of this very text: nothing is unknown
	return pieces
}

func (t *trainer) symbols() int {
	return t.source.steps() * t.options.BatchSize * t.options.SeqLength
}

// epoch runs the rest of the epoch under way, then evaluates, logs and saves.
func (t *trainer) epoch(ctx context.Context) error {
	if err := t.practise(ctx); err != nil {
		return err
	}
	t.source.begin(t.at.Epoch)
	if t.at.Step == 0 {
		t.net.reset()
	}
	total := t.options.Epochs * t.source.steps()
	for t.at.Step < t.source.steps() {
		if err := t.step(total); err != nil {
			return err
		}
		if ctx.Err() != nil {
			return t.interrupted()
		}
		if time.Since(t.lastSave) > saveEvery {
			if err := t.saveResume(); err != nil {
				return err
			}
			t.lastSave = time.Now()
		}
	}
	return t.finish(total)
}

// interrupted saves the run as it stands, and says so.
func (t *trainer) interrupted() error {
	if err := t.saveResume(); err != nil {
		return err
	}
	return fmt.Errorf("training: %w in epoch %d, saved: go on with --resume", ErrInterrupted, t.at.Epoch)
}

// step learns one batch.
func (t *trainer) step(total int) error {
	begun := time.Now()
	t.source.fill(t.at.Step, t.batch)
	r := t.net.gradient(t.batch, t.at.Updates)
	if math.IsNaN(r.loss) || math.IsInf(r.loss, 0) {
		return fmt.Errorf("training: %w in epoch %d, step %d: the last good checkpoint is kept; lower --learning-rate or set --clip 1",
			ErrDiverged, t.at.Epoch, t.at.Step+1)
	}
	rate := t.options.rate(t.at.Updates+1, total)
	t.net.rest = t.options.newest(t.at.Updates + 1)
	t.net.apply(adamStep(rate, t.options.WeightDecay, t.at.Updates+1), t.options.Clip, t.source.carries())
	t.at.Step++
	t.at.Updates++
	t.at.Loss += r.loss
	t.at.Correct += r.correct
	t.at.Targets += r.targets
	t.at.Seconds += time.Since(begun).Seconds()
	if t.watch.Step != nil {
		t.watch.Step(t.progress(total))
	}
	return nil
}

func (t *trainer) progress(total int) Progress {
	left := float64(max(total-t.at.Updates, 0)) * t.at.Seconds / float64(t.at.Step) // epochs may differ by a step
	return Progress{
		Epoch: t.at.Epoch, Epochs: t.options.Epochs, Step: t.at.Step, Steps: t.source.steps(),
		Loss:           t.done().mean(),
		CharsPerSecond: float64(t.at.Targets) / t.at.Seconds,
		Left:           time.Duration(left * float64(time.Second)),
	}
}

func (t *trainer) done() result { return result{t.at.Loss, t.at.Correct, t.at.Targets} }

// finish ends an epoch. The order of its writes is what makes a kill between
// them harmless: the resume file comes last, and what it does not know of yet is
// done again, to the same bits.
func (t *trainer) finish(total int) error {
	epoch := t.at.Epoch
	row := &LogRow{
		Epoch: epoch, Loss: figure(t.done().mean()), Accuracy: figure(t.done().accuracy()),
		LearningRate:   figure(t.options.rate(t.at.Updates, total)),
		Seconds:        figure(t.at.Seconds),
		CharsPerSecond: figure(float64(t.at.Targets) / t.at.Seconds),
	}
	best := t.held == nil
	if t.held != nil {
		r := t.held.run()
		loss, accuracy := figure(r.mean()), figure(r.accuracy())
		row.ValidationLoss, row.ValidationAccuracy = &loss, &accuracy
		// What practice teaches shows in no prediction: there the latest is the best.
		best = r.mean() < t.at.BestLoss || len(t.at.Own) > 0
		t.at.BestLoss = min(t.at.BestLoss, r.mean())
	}
	if err := t.save(row, best); err != nil {
		return err
	}
	t.rows = append(t.rows, row)
	if err := writeLog(t.options.Log, t.rows, t.watch.Log); err != nil {
		return err
	}
	if t.watch.Epoch != nil {
		t.watch.Epoch(*row)
	}
	t.at.Epoch++
	t.at.Step, t.at.Loss, t.at.Correct, t.at.Targets, t.at.Seconds, t.at.Own = 0, 0, 0, 0, 0, nil
	t.lastSave = time.Now()
	return t.saveResume()
}

// save writes the checkpoint of an epoch if it is due, or the best so far on
// held-out tunes; a best one that is neither due nor the best any more goes.
func (t *trainer) save(row *LogRow, best bool) error {
	due := t.due(row.Epoch)
	if !due && (!best || t.held == nil) {
		return nil
	}
	about := t.about()
	about.Loss = float64(row.Loss)
	if row.ValidationLoss != nil {
		about.ValidationLoss = float64(*row.ValidationLoss)
	}
	c := Checkpoint{t.net.learnt(), t.vocabulary, about, t.options.Half}
	name := WeightsFile(t.options.ModelDir, row.Epoch)
	if err := t.writeVocabulary(); err != nil {
		return err
	}
	var err error
	if t.buffer, err = c.save(name, t.buffer); err != nil {
		return err
	}
	former := t.at.BestEpoch
	t.at.LastSaved = row.Epoch
	if best {
		t.at.BestEpoch = row.Epoch
	}
	text, err := json.Marshal(run{Best: t.at.BestEpoch, Last: t.at.LastSaved})
	if err != nil {
		return err
	}
	if err := writeFile(filepath.Join(t.options.ModelDir, runFile), append(text, '\n')); err != nil {
		return err
	}
	if best && former > 0 && former != row.Epoch && !t.due(former) {
		os.Remove(WeightsFile(t.options.ModelDir, former))
	}
	if t.watch.Saved != nil {
		t.watch.Saved(name, best && t.held != nil)
	}
	return nil
}

// about is what a checkpoint of the epoch under way says of itself, but for its losses.
func (t *trainer) about() About {
	return About{Epoch: t.at.Epoch, Start: t.start, Reset: t.options.Reset || t.options.Stride > 0,
		Corpus: t.fingerprint, Validation: t.options.Validation, Learnt: t.learnt}
}

func (t *trainer) due(epoch int) bool {
	return epoch%t.options.Frequency == 0 || epoch == t.options.Epochs
}

func (t *trainer) writeVocabulary() error {
	text, err := json.MarshalIndent(t.vocabulary, "", " ")
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(t.options.ModelDir, vocabularyFile), append(text, '\n'))
}

// probe makes sure before the work that its results can be written.
func (t *trainer) probe() error {
	dirs := []string{t.options.ModelDir}
	if t.options.Log != "-" {
		dirs = append(dirs, filepath.Dir(t.options.Log))
	}
	for _, dir := range dirs {
		err := os.MkdirAll(dir, 0o755)
		if err == nil {
			var f *os.File
			if f, err = os.CreateTemp(dir, ".probe-*"); err == nil {
				f.Close()
				os.Remove(f.Name())
			}
		}
		if err != nil {
			return fmt.Errorf("training: folder %s: %w: results could not be written there, name another", dir, cause(err))
		}
	}
	return nil
}

// removeLeftovers deletes the temporary files that killed runs left in dir.
func removeLeftovers(dir string) {
	old, _ := filepath.Glob(filepath.Join(dir, ".*"+weightsSuffix+"*"))
	for _, name := range old {
		os.Remove(name)
	}
}
