package copyterm

import (
	"fmt"
	"math"
	"slices"
	"sync"

	"gonum.org/v1/gonum/optimize"
)

// Examples are predictions to fit a term on.
type Examples struct {
	symbols   int
	logits    []float32 // by example: the logits of all symbols
	targets   []int32
	pieces    []int32 // by example: the number of its piece
	proposals []Proposal
	ends      []int32 // by example: the end of its proposals
}

// NewExamples returns no examples yet, of predictions of so many symbols.
func NewExamples(symbols int) *Examples { return &Examples{symbols: symbols} }

// Add adds an example of a piece.
func (e *Examples) Add(piece int, logits []float32, target int32, proposals []Proposal) {
	e.logits = append(e.logits, logits...)
	e.targets = append(e.targets, target)
	e.pieces = append(e.pieces, int32(piece))
	e.proposals = append(e.proposals, proposals...)
	e.ends = append(e.ends, int32(len(e.proposals)))
}

// Len returns the number of examples.
func (e *Examples) Len() int { return len(e.targets) }

// of returns the proposals of example i.
func (e *Examples) of(i int) []Proposal {
	from := int32(0)
	if i > 0 {
		from = e.ends[i-1]
	}
	return e.proposals[from:e.ends[i]]
}

// Options of a fit.
type Options struct {
	Features int     // number of weights
	Penalty  float64 // half of it times the sum of the squared weights is added to the loss
	Rounds   int     // of the optimizer
	Threads  int
	Start    *Term // its scale, and its weights other than zero, stay as they are; nil: none
}

// Fit returns the term that maximizes the likelihood of the examples of which use is
// true; nil uses all. It returns an error if a logit is not finite. The same examples give
// the same term, for any number of threads.
func Fit(e *Examples, o Options, use func(piece int) bool) (*Term, error) {
	f := &fitting{Examples: e, Options: o, use: use}
	start := make([]float64, o.Features+1)
	start[0] = 1
	if o.Start != nil {
		start[0] = o.Start.Scale
		for i, w := range o.Start.Weights {
			start[1+i] = float64(w)
		}
	}
	problem := optimize.Problem{Func: f.loss, Grad: f.gradient}
	settings := &optimize.Settings{MajorIterations: o.Rounds, GradientThreshold: 1e-4}
	r, err := optimize.Minimize(problem, start, settings, &optimize.LBFGS{Store: 20})
	// Near the maximum, the optimizer may end with an error as it finds no better place.
	if err != nil && (r == nil || math.IsInf(r.F, 1)) {
		return nil, fmt.Errorf("fitting the copy term: %w", err)
	}
	t := &Term{Scale: r.X[0], Weights: make([]float32, o.Features)}
	for i, w := range r.X[1:] {
		t.Weights[i] = float32(w)
	}
	return t, nil
}

// fitting is a fit in progress. The optimizer asks for the loss and for its gradient at
// the same x, so both are computed at once.
type fitting struct {
	*Examples
	Options
	use   func(piece int) bool
	x     []float64
	value float64
	slope []float64
}

func (f *fitting) loss(x []float64) float64 {
	f.compute(x)
	return f.value
}

func (f *fitting) gradient(grad, x []float64) {
	f.compute(x)
	copy(grad, f.slope)
}

// part is the number of examples whose gradients are summed one after another. Parts are
// added in their order, whatever thread computes them.
const part = 2048

func (f *fitting) compute(x []float64) {
	if f.x != nil && equal(f.x, x) {
		return
	}
	parts := (f.Len() + part - 1) / part
	sums := make([]partial, parts)
	var group sync.WaitGroup
	threads := max(f.Threads, 1)
	for worker := range threads {
		group.Go(func() {
			for k := worker; k < parts; k += threads {
				sums[k] = f.part(x, k*part, min((k+1)*part, f.Len()))
			}
		})
	}
	group.Wait()
	f.x = append(f.x[:0], x...)
	f.value, f.slope = 0, make([]float64, len(x))
	for _, s := range sums {
		f.value += s.loss
		for _, g := range s.slope {
			f.slope[g.index] += g.value
		}
	}
	for i, w := range x[1:] {
		f.value += f.Penalty / 2 * w * w
		f.slope[i+1] += f.Penalty * w
	}
	f.keepStart()
}

// keepStart sets the gradient to zero where Start says so.
func (f *fitting) keepStart() {
	if f.Start == nil {
		return
	}
	f.slope[0] = 0
	for i, w := range f.Start.Weights {
		if w != 0 {
			f.slope[1+i] = 0
		}
	}
}

func equal(a, b []float64) bool {
	for i, x := range a {
		if x != b[i] {
			return false
		}
	}
	return true
}

// partial is the loss of some examples, and its gradient where it is not zero.
type partial struct {
	loss  float64
	slope []component
}

type component struct {
	index int
	value float64
}

func (f *fitting) part(x []float64, from, to int) (sum partial) {
	slope := make([]float64, len(x))
	p := make([]float64, f.symbols)
	for i := from; i < to; i++ {
		if f.use != nil && !f.use(int(f.pieces[i])) {
			continue
		}
		sum.loss += f.example(x, i, p, slope)
	}
	for i, g := range slope {
		if g != 0 {
			sum.slope = append(sum.slope, component{i, g})
		}
	}
	return sum
}

// example adds the gradient of an example's loss, which it returns. p is scratch.
func (f *fitting) example(x []float64, i int, p, slope []float64) float64 {
	logits := f.logits[i*f.symbols : (i+1)*f.symbols]
	for s, z := range logits {
		p[s] = x[0] * float64(z)
	}
	list := f.of(i)
	for k := range list {
		for _, g := range list[k].Features {
			if g >= 0 {
				p[list[k].Symbol] += x[1+g]
			}
		}
	}
	target := f.targets[i]
	at, top, sum := p[target], math.Inf(-1), 0.0
	for _, v := range p {
		top = max(top, v)
	}
	mean := 0.0
	for s, v := range p {
		p[s] = math.Exp(v - top)
		sum += p[s]
		mean += p[s] * float64(logits[s])
	}
	slope[0] += mean/sum - float64(logits[target])
	for k := range list {
		d := p[list[k].Symbol] / sum
		if list[k].Symbol == target {
			d--
		}
		for _, g := range list[k].Features {
			if g >= 0 {
				slope[1+g] += d
			}
		}
	}
	return top + math.Log(sum) - at
}

// CrossValidate returns the loss of each example in nats, summed, of terms that were
// fitted on the pieces of the other folds.
func CrossValidate(e *Examples, o Options, folds int) (loss float64, correct int, err error) {
	for fold := range folds {
		t, err := Fit(e, o, func(piece int) bool { return piece%folds != fold })
		if err != nil {
			return 0, 0, err
		}
		l, c := e.loss(t, func(piece int) bool { return piece%folds == fold })
		loss, correct = loss+l, correct+c
	}
	return loss, correct, nil
}

// loss returns the loss of the examples of which use is true, and the number of those
// whose target is the most probable symbol.
func (e *Examples) loss(t *Term, use func(piece int) bool) (sum float64, correct int) {
	out := make([]float32, e.symbols)
	for i, target := range e.targets {
		if !use(int(e.pieces[i])) {
			continue
		}
		t.Adjust(out, e.logits[i*e.symbols:(i+1)*e.symbols], e.of(i))
		loss, hit := CrossEntropy(out, int(target))
		sum += loss
		if hit {
			correct++
		}
	}
	return sum, correct
}

// CrossEntropy returns -ln softmax(logits)[target], and whether target has the highest
// logit.
func CrossEntropy(logits []float32, target int) (loss float64, highest bool) {
	top := slices.Max(logits)
	sum := 0.0
	for _, x := range logits {
		sum += math.Exp(float64(x - top))
	}
	return math.Log(sum) - float64(logits[target]-top), logits[target] == top
}
