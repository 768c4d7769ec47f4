package charrnn

import (
	"context"
	"fmt"
	"io"
	"math"
	"runtime"
	"strings"
	"sync"
)

// SampleOptions are the choices of [Sample]. [DefaultSampleOptions] documents
// their usual values.
type SampleOptions struct {
	Text        string    // what to start from; empty: what every tune begins with
	Tunes       int       // tunes to write; each ends at its blank line
	Length      int       // > 0: write exactly so many symbols instead
	Temperature float64   // divides the logits: below 1 plainer, above 1 wilder, 0 always the likeliest
	TopK        int       // > 0: draw from so many likeliest symbols only
	TopP        float64   // < 1: draw from the fewest symbols with this much probability only
	Seed        uint64    // of the draws
	Precision   Precision // of the weights
	Threads     int       // 0: one per processor; never changes the text

	// Guide makes the guide of one text: what it does not let pass is drawn again.
	// Tunes then appear when they are done, not symbol by symbol. nil: no guides.
	Guide func() Guide
}

// DefaultSampleOptions draws three tunes from the model as it is.
func DefaultSampleOptions() SampleOptions {
	return SampleOptions{Tunes: 3, Temperature: 1, TopP: 1, Precision: DefaultPrecision()}
}

const (
	// maxTune ends a tune that the model does not: a hundred times a usual one.
	maxTune = 1 << 16
	// decoderLanes is how many texts one thread writes side by side at most.
	decoderLanes = 128
	// warmTunes is how many tunes a model that was trained with its state carried
	// from tune to tune writes in a row, before it starts afresh.
	warmTunes = 8
)

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
	case o.Threads < 0:
		return fmt.Errorf("%w: threads %d: choose 1 or more, or 0 for all", ErrOption, o.Threads)
	}
	if o.Guide != nil && o.Length > 0 {
		return fmt.Errorf("%w: len %d: guided tunes end where they end, choose a number of tunes", ErrOption, o.Length)
	}
	_, err := ParsePrecision(string(o.Precision))
	return err
}

// sampler writes text drawn from a network. The text is made of jobs: each
// starts from a zero state with random numbers of its own, so it comes out the
// same wherever it is written, and jobs can be written side by side.
type sampler struct {
	c       *Checkpoint
	o       SampleOptions
	weights *decoderWeights
	first   []int32 // symbols the text starts with
	usual   []int32 // symbols every later job and tune starts with
	perJob  int     // tunes of a job
	jobs    int
	out     *sequencer

	mu   sync.Mutex
	next int // job to be handed out
}

// Sample writes text drawn from c to out, as it comes, and gives each tune that
// comes to its end to tune, which may be nil. It stops early, with the error of
// ctx, when that ends.
func Sample(ctx context.Context, c *Checkpoint, o SampleOptions, out io.Writer, tune func(string) error) error {
	s, err := newSampler(c, o)
	if err != nil {
		return err
	}
	s.out = newSequencer(out, tune)
	workers := o.Threads
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, s.jobs)
	lanes := min(decoderLanes, (s.jobs+workers-1)/workers)
	var group sync.WaitGroup
	for range workers {
		group.Go(func() { s.work(ctx, lanes) })
	}
	group.Wait()
	if err := s.out.close(); err != nil {
		return fmt.Errorf("sampling: %w", cause(err))
	}
	return ctx.Err()
}

func newSampler(c *Checkpoint, o SampleOptions) (*sampler, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	s := &sampler{c: c, o: o, perJob: 1}
	s.usual, _ = c.Vocabulary.encode(c.About.Start)
	if len(s.usual) == 0 {
		s.usual = []int32{0}
	}
	s.first = s.usual
	if o.Text != "" {
		var err error
		if s.first, err = c.Vocabulary.Encode(o.Text); err != nil {
			return nil, fmt.Errorf("seed: %w: use what the model has learnt (char_to_idx.json)", err)
		}
	}
	switch {
	case o.Length > 0:
		s.perJob = math.MaxInt
		s.jobs = 1
	case !c.About.Reset:
		s.perJob = warmTunes
		fallthrough
	default:
		s.jobs = (o.Tunes + s.perJob - 1) / s.perJob
	}
	s.weights = newDecoderWeights(c.Parameters, o.Precision)
	return s, nil
}

// take hands out the next job; ok is false when there is none.
func (s *sampler) take() (t *text, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.next == s.jobs {
		return nil, false
	}
	job := s.next
	s.next++
	t = &text{s: s, job: job, drawer: newDrawer(&s.o, uint64(job)), ahead: s.usual, last: -1, symbols: math.MaxInt}
	t.tunes = min(s.perJob, s.o.Tunes-job*s.perJob)
	if job == 0 {
		t.ahead = s.first
	}
	if s.o.Length > 0 {
		t.tunes, t.symbols = math.MaxInt, s.o.Length
	}
	if s.o.Guide != nil {
		t.guided = &guided{}
		t.guided.begin(s.o.Guide(), len(t.ahead))
	}
	return t, true
}

// work writes jobs in the lanes of one decoder until there are none left. A lane
// whose job is done takes the next; when there is none, the last lane takes its
// place, so that the products shrink.
func (s *sampler) work(ctx context.Context, lanes int) {
	d := newDecoder(s.weights, lanes)
	var texts []*text
	for len(texts) < lanes {
		t, ok := s.take()
		if !ok {
			break
		}
		texts = append(texts, t)
	}
	ids := make([]int32, 0, lanes)
	for len(texts) > 0 && ctx.Err() == nil && !s.out.failed() {
		ids = ids[:0]
		for lane := 0; lane < len(texts); {
			if texts[lane].done() {
				t, ok := s.take()
				if ok {
					texts[lane] = t
				} else {
					end := len(texts) - 1
					texts[lane] = texts[end]
					texts = texts[:end]
					d.move(lane, end)
					copy(d.logits.Row(lane), d.logits.Row(end))
					continue
				}
			}
			ids = append(ids, texts[lane].advance(d, lane))
			lane++
		}
		if len(ids) > 0 {
			d.step(ids)
		}
	}
}

// text is one job under way.
type text struct {
	s       *sampler
	job     int
	drawer  *drawer
	ahead   []int32 // symbols to be read before any is drawn
	begun   bool
	last    int32           // symbol, -1 at the beginning
	current strings.Builder // the tune under way
	length  int             // its symbols
	tunes   int             // still to write
	symbols int             // still to write
	guided  *guided         // nil without a guide
}

func (t *text) done() bool { return t.tunes <= 0 || t.symbols <= 0 }

// advance writes the next symbol, one that is given or one drawn from the logits
// of a lane of d, and returns it for the lane to read.
func (t *text) advance(d *decoder, lane int) int32 {
	if !t.begun {
		d.forget(lane)
		t.begun = true
	}
	for {
		if t.guided != nil {
			t.guided.look(d, lane)
		}
		id, drawn := t.choose(d.symbolLogits(lane))
		t.write(id)
		if t.guided == nil || !drawn || t.judge(d, lane) {
			t.finish(id)
			return id
		}
	}
}

// choose is the next symbol; drawn tells that nothing more is given.
func (t *text) choose(logits []float32) (id int32, drawn bool) {
	if len(t.ahead) > 0 {
		id, t.ahead = t.ahead[0], t.ahead[1:]
	} else {
		id = t.drawer.draw(logits)
	}
	return id, len(t.ahead) == 0
}

func (t *text) write(id int32) {
	text := t.s.c.Vocabulary.text(t.last, id)
	inTune := !t.blank(id) || t.length > 0 // blank lines before a tune are not part of it
	if inTune {
		t.current.WriteString(text)
		t.length++
	}
	t.symbols--
	if t.length == maxTune {
		text += "\n\n"
	}
	switch {
	case t.guided == nil:
		t.s.out.write(t.job, text)
	case inTune:
		t.guided.add(id, t.current.Len())
	}
}

// finish ends the tune, and the text, if id, which was just written, ended them.
func (t *text) finish(id int32) {
	if t.ended(id) || t.symbols <= 0 && t.length > 0 { // a cut tune is a tune to play, too
		t.tunes--
		if t.guided != nil {
			t.s.out.write(t.job, t.current.String())
		}
		t.s.out.tune(t.job, t.current.String())
		t.current.Reset()
		t.length = 0
		if t.s.c.About.Reset {
			t.ahead, t.begun = t.s.usual, false
		}
		if t.guided != nil {
			t.guided.begin(t.s.o.Guide(), len(t.ahead))
		}
	}
	t.last = id
	if t.done() {
		t.s.out.end(t.job)
	}
}

// ended tells whether id, which was just written, ended a tune: by a line end
// right after a line end, with something before them.
func (t *text) ended(id int32) bool {
	return t.length == maxTune || t.length > 0 && t.blank(id)
}

func (t *text) blank(id int32) bool {
	symbols := t.s.c.Vocabulary.Symbols
	return symbols[id] == "\n" && (t.last < 0 || symbols[t.last] == "\n")
}
