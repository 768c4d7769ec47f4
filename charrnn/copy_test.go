package charrnn

import (
	"bytes"
	"math"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// echo is a Memory that proposes the character three before the next one, with a feature
// that tells whether the tune is expected.
type echo struct {
	tune     []rune
	expected bool
}

func (e *echo) Reset()             { e.tune, e.expected = e.tune[:0], false }
func (e *echo) Push(c rune)        { e.tune = append(e.tune, c) }
func (e *echo) Back(n int)         { e.tune = e.tune[:min(n, len(e.tune))] }
func (e *echo) Expect(string)      { e.expected = true }
func (e *echo) Features() []string { return []string{"three before", "expected", "odd", "unused"} }

func (e *echo) Propose(add func(rune, [4]int)) {
	if n := len(e.tune); n >= 3 {
		f := [4]int{0, -1, n%2*3 - 1, -1}
		if e.expected {
			f[1] = 1
		}
		add(e.tune[n-3], f)
		add('☃', [4]int{3, -1, -1, -1}) // not in any vocabulary
	}
}

func newEcho() Memory { return &echo{} }

// echoes are tunes in which each character comes again after three.
var echoes = func() (list []string) {
	for i := range 12 {
		list = append(list, "X: "+strings.Repeat([]string{"ABc", "Bc|", "c|A"}[i%3], 20+i)+"\n\n")
	}
	return list
}()

// copied returns a tiny checkpoint with a copy term.
func copied(t *testing.T) *Checkpoint {
	t.Helper()
	c := tinyCheckpoint(t, "X: \nABc|", true)
	var err error
	if c.Copy, err = c.fitCopy(t.Context(), echoes, EvaluateOptions{Precision: Float32, Memory: newEcho, Threads: 1}, true); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestFitCopy: a network that knows nothing predicts text that comes again.
func TestFitCopy(t *testing.T) {
	c := copied(t)
	if c.Copy.Network < 1.5 || c.Copy.Loss > 0.5 || c.Copy.Weights["three before"] < 1 {
		t.Errorf("loss %.3f, with the copy term %.3f: %v", c.Copy.Network, c.Copy.Loss, c.Copy.Weights)
	}
	if _, ok := c.Copy.Weights["unused"]; ok {
		t.Error("a proposal of an unknown symbol has a weight")
	}
	for threads := range 3 {
		again, err := c.fitCopy(t.Context(), echoes, EvaluateOptions{Precision: Float32, Memory: newEcho, Threads: threads}, true)
		if err != nil || !reflect.DeepEqual(again, c.Copy) {
			t.Errorf("%d threads: another copy term, error %v", threads, err)
		}
	}
}

// TestEvaluateCopy: a term is cross-validated on the pieces that it was fitted on, and
// used as it is on others.
func TestEvaluateCopy(t *testing.T) {
	c := copied(t)
	o := EvaluateOptions{Memory: newEcho}
	own, err := c.Evaluate(t.Context(), echoes, o)
	if err != nil || own.Copy == nil || !own.Copy.CrossValidated || own.Copy.Loss != c.Copy.Loss {
		t.Errorf("on its own text %+v, error %v, want loss %v", own.Copy, err, c.Copy.Loss)
	}
	other, err := c.Evaluate(t.Context(), echoes[1:], o)
	if err != nil || other.Copy == nil || other.Copy.CrossValidated || !(other.Copy.Loss < 0.5 && other.Copy.Accuracy > 0.9) {
		t.Errorf("on another text %+v, error %v", other.Copy, err)
	}
	o.NoCopy = true
	alone, err := c.Evaluate(t.Context(), echoes, o)
	if err != nil || alone.Copy != nil || math.Abs(alone.Loss-own.Loss) > 1e-12 {
		t.Errorf("without the copy term %+v, error %v", alone, err)
	}
}

// TestCopySaved writes a checkpoint with a copy term and reads it again.
func TestCopySaved(t *testing.T) {
	c := copied(t)
	var file bytes.Buffer
	if err := c.Save(&file); err != nil {
		t.Fatal(err)
	}
	again, err := Load(&file)
	if err != nil || !reflect.DeepEqual(again.Copy, c.Copy) {
		t.Fatalf("read %+v, want %+v, error %v", again.Copy, c.Copy, err)
	}
	o := DefaultSampleOptions()
	o.Seed, o.Memory, o.Length = 3, newEcho, 300
	a, _ := sampleText(t, c, o)
	b, _ := sampleText(t, again, o)
	if a != b {
		t.Errorf("sampled %q, and after reading the file %q", a, b)
	}
}

// TestSampleCopies: sampled text comes again with a copy term, and does not without one.
func TestSampleCopies(t *testing.T) {
	c := copied(t)
	o := DefaultSampleOptions()
	o.Seed, o.Memory, o.Length = 3, newEcho, 400
	repeated := func() (share float64) {
		text, _ := sampleText(t, c, o)
		for i := 3; i < len(text); i++ {
			if text[i] == text[i-3] {
				share++
			}
		}
		return share / float64(len(text))
	}
	if share := repeated(); share < 0.5 {
		t.Errorf("%v of the characters come again after three", share)
	}
	if o.NoCopy = true; repeated() > 0.4 {
		t.Errorf("%v of the characters come again without a copy term", repeated())
	}
}

// TestCopyInThreads: the same tunes in any number of threads, whatever memories are used
// again for.
func TestCopyInThreads(t *testing.T) {
	c := copied(t)
	o := DefaultSampleOptions()
	o.Seed, o.Memory, o.Tunes, o.Text, o.longest = 3, newEcho, 30, "X: AB", 90
	o.Threads = 1
	want, _ := sampleText(t, c, o)
	o.Threads = 3
	if got, _ := sampleText(t, c, o); got != want {
		t.Error("three threads write other tunes than one")
	}
}

// TestCopyGoesBack goes back with a copy term: the memory is restored exactly.
func TestCopyGoesBack(t *testing.T) {
	o := DefaultSampleOptions()
	o.Memory, o.Text = newEcho, "X: ABc|A"
	goesBack(t, copied(t), o)
}

// remembering is a guide with a memory of its own.
type remembering struct{ own *echo }

func (r remembering) Next(tune string) (int, string) {
	if string(r.own.tune) != tune {
		panic("the memory is " + string(r.own.tune) + ", the tune " + tune)
	}
	if len(tune) == 60 {
		return 40, "cc"
	}
	if len(tune) == 80 {
		return len(tune), "\n\n"
	}
	return len(tune), ""
}

func (r remembering) Memory() Memory { return r.own }

// TestGuideWithAMemory: the sampler keeps the memory of a guide up to date.
func TestGuideWithAMemory(t *testing.T) {
	c := copied(t)
	o := DefaultSampleOptions()
	o.Tunes, o.Text, o.Memory = 5, "X: A", newEcho
	made := 0
	o.Threads = 1
	o.Guide = func(uint64) Guide { made++; return remembering{&echo{}} }
	defer func() {
		if r := recover(); r != nil {
			t.Error(r)
		}
	}()
	if _, tunes := sampleText(t, c, o); len(tunes) != 5 || made < 5 {
		t.Errorf("%d tunes, %d guides", len(tunes), made)
	}
}

// TestTrainFitsACopyTerm: a run with held-out pieces fits one, also when it is resumed; a
// run without them has that of Options.Copy.
func TestTrainFitsACopyTerm(t *testing.T) {
	run := func(change func(*Options)) (*CopyTerm, Options) {
		o := tinyOptions(t.TempDir())
		o.NoCopy, o.Memory = false, newEcho
		change(&o)
		if err := runTraining(t.Context(), o, false); err != nil {
			t.Fatal(err)
		}
		c, err := LoadFile(filepath.Join(o.ModelDir, "weights.4.safetensors"))
		if err != nil {
			t.Fatal(err)
		}
		return c.Copy, o
	}
	fitted, _ := run(func(*Options) {})
	if fitted == nil || fitted.Loss == 0 || fitted.Loss > fitted.Network {
		t.Fatalf("copy term %+v", fitted)
	}
	if none, _ := run(func(o *Options) { o.NoCopy = true }); none != nil {
		t.Errorf("copy term %+v with NoCopy", none)
	}
	given := &CopyTerm{Scale: 0.5, Weights: map[string]float64{"three before": 2}, Fitted: "elsewhere"}
	if got, _ := run(func(o *Options) { o.Validation, o.Copy = 0, given }); !reflect.DeepEqual(got, given) {
		t.Errorf("nothing held out: %+v, want %+v", got, given)
	}
}
