package copyterm

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// randomExamples returns predictions of five symbols. A proposal with feature 0 is right
// four times in five, one with feature 1 one time in five.
func randomExamples(n int) *Examples {
	random := rand.New(rand.NewPCG(1, 2))
	e := NewExamples(5)
	for i := range n {
		logits := make([]float32, 5)
		for s := range logits {
			logits[s] = float32(random.NormFloat64())
		}
		target, proposed, feature := random.Int32N(5), random.Int32N(5), int32(i%2)
		if right := random.IntN(5) < 4; right == (feature == 0) {
			target = proposed
		}
		e.Add(i/10, logits, target, []Proposal{{proposed, [4]int32{feature, 2, -1, -1}}, {(proposed + 1) % 5, [4]int32{-1, 3, -1, -1}}})
	}
	return e
}

func options(threads int) Options {
	return Options{Features: 4, Penalty: 0.5, Rounds: 60, Threads: threads}
}

// TestGradient compares the gradient with finite differences.
func TestGradient(t *testing.T) {
	f := &fitting{Examples: randomExamples(300), Options: options(1)}
	x := []float64{0.8, 0.3, -0.4, 0.2, 0.1}
	slope := make([]float64, len(x))
	f.gradient(slope, x)
	const h = 1e-6
	for i := range x {
		up, down := slices.Clone(x), slices.Clone(x)
		up[i] += h
		down[i] -= h
		if want := (f.loss(up) - f.loss(down)) / (2 * h); math.Abs(slope[i]-want) > 1e-3*max(1, math.Abs(want)) {
			t.Errorf("slope %d is %v, want %v", i, slope[i], want)
		}
	}
}

// TestFit: weights are such that the expected number of right proposals is the observed
// one, as in every log-linear model without a penalty.
func TestFit(t *testing.T) {
	e := randomExamples(3000)
	o := options(1)
	o.Penalty = 0
	term, err := Fit(e, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	var expected, observed [2]float64
	out := make([]float32, 5)
	for i, target := range e.targets {
		p := e.of(i)
		term.Adjust(out, e.logits[5*i:5*i+5], p)
		loss, _ := CrossEntropy(out, int(p[0].Symbol))
		expected[i%2] += math.Exp(-loss)
		if target == p[0].Symbol {
			observed[i%2]++
		}
	}
	for k := range expected {
		if math.Abs(expected[k]-observed[k]) > 5 {
			t.Errorf("feature %d: %.1f proposals expected, %.0f right", k, expected[k], observed[k])
		}
	}
}

// TestFitIsTheSameForAnyThreads compares to the last bit.
func TestFitIsTheSameForAnyThreads(t *testing.T) {
	e := randomExamples(3 * part)
	want, _ := Fit(e, options(1), nil)
	for _, threads := range []int{2, 3} {
		got, err := Fit(e, options(threads), nil)
		if err != nil || got.Scale != want.Scale || !slices.Equal(got.Weights, want.Weights) {
			t.Errorf("%d threads: %+v, want %+v, error %v", threads, got, want, err)
		}
	}
}

// TestFitKeepsStart: what Start has stays, the rest is fitted.
func TestFitKeepsStart(t *testing.T) {
	o := options(1)
	o.Start = &Term{Scale: 0.5, Weights: []float32{0.25, 0, 0, 0}}
	got, err := Fit(randomExamples(500), o, nil)
	if err != nil || got.Scale != 0.5 || got.Weights[0] != 0.25 || got.Weights[1] == 0 {
		t.Errorf("%+v, error %v", got, err)
	}
}

// TestFitUses only some pieces: the others do not change the result.
func TestFitUses(t *testing.T) {
	e, half := randomExamples(1000), NewExamples(5)
	for i := range e.targets {
		if e.pieces[i]%2 == 0 {
			half.Add(int(e.pieces[i]), e.logits[5*i:5*i+5], e.targets[i], e.of(i))
		}
	}
	a, err := Fit(e, options(1), func(piece int) bool { return piece%2 == 0 })
	if err != nil {
		t.Fatal(err)
	}
	b, _ := Fit(half, options(1), nil)
	for i := range a.Weights {
		if math.Abs(float64(a.Weights[i]-b.Weights[i])) > 1e-3 {
			t.Errorf("weight %d: %v, want %v", i, a.Weights[i], b.Weights[i])
		}
	}
}

// TestCrossValidate: it is worse than on the examples fitted on, and better than nothing.
func TestCrossValidate(t *testing.T) {
	e := randomExamples(400)
	all := func(int) bool { return true }
	plain, _ := e.loss(&Term{Scale: 1, Weights: make([]float32, 4)}, all)
	fitted, _ := Fit(e, options(1), nil)
	own, _ := e.loss(fitted, all)
	got, correct, err := CrossValidate(e, options(1), 4)
	if err != nil || !(own < got && got < plain) || correct < 150 || correct > 350 {
		t.Errorf("cross-validated %v, %d correct, error %v; fitted %v, plain %v", got, correct, err, own, plain)
	}
}

func TestAdjust(t *testing.T) {
	term := &Term{Scale: 0.5, Weights: []float32{1, 10, 100}}
	out := make([]float32, 3)
	term.Adjust(out, []float32{2, 4, 6}, []Proposal{{1, [4]int32{0, 2, -1, -1}}, {1, [4]int32{-1, -1, -1, 1}}, {2, [4]int32{1, 1, -1, -1}}})
	if want := []float32{1, 2 + 111, 3 + 20}; !slices.Equal(out, want) {
		t.Errorf("adjusted %v, want %v", out, want)
	}
}

func TestCrossEntropy(t *testing.T) {
	logits := []float32{1, 2, 0.5}
	sum := math.Exp(1) + math.Exp(2) + math.Exp(0.5)
	for target, z := range logits {
		loss, highest := CrossEntropy(logits, target)
		if want := -math.Log(math.Exp(float64(z)) / sum); math.Abs(loss-want) > 1e-6 || highest != (target == 1) {
			t.Errorf("target %d: %v %v, want %v", target, loss, highest, want)
		}
	}
}

// TestFitNotFinite checks that there is no term for a network that has diverged.
func TestFitNotFinite(t *testing.T) {
	for _, z := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		e := NewExamples(2)
		for i := range int32(100) {
			e.Add(0, []float32{float32(z), 0}, i%2, []Proposal{{0, [4]int32{0, -1, -1, -1}}})
		}
		if got, err := Fit(e, Options{Features: 1, Rounds: 10}, nil); err == nil {
			t.Errorf("logit %v: term %+v", z, got)
		}
		if _, _, err := CrossValidate(e, Options{Features: 1, Rounds: 10}, 2); err == nil {
			t.Errorf("logit %v: validated", z)
		}
	}
}
