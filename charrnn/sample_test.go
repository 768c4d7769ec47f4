package charrnn

import (
	"context"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/network"
	"charabanc/data"
	"charabanc/data/ranks"
)

// tinyCheckpoint has random weights.
func tinyCheckpoint(t testing.TB, text string, reset bool) *Checkpoint {
	t.Helper()
	v, err := corpus.NewVocabulary(text, false)
	if err != nil {
		t.Fatal(err)
	}
	p := network.NewParameters(network.Config{Vocabulary: v.Len(), Embedding: 10, Units: 24, Layers: 2, Dropout: 0.2})
	p.Initialise(5)
	return &Checkpoint{Vocabulary: v, About: About{Start: "X: ", Reset: reset}, parameters: p}
}

func sampleText(t *testing.T, c *Checkpoint, o SampleOptions) (string, []string) {
	t.Helper()
	var out strings.Builder
	var tunes []string
	err := Sample(t.Context(), c, o, &out, func(tune string) error {
		tunes = append(tunes, tune)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), tunes
}

func TestSampleLength(t *testing.T) {
	c := tinyCheckpoint(t, "X: 1\nABäc|", false)
	o := DefaultSampleOptions()
	o.Length, o.Seed = 200, 7
	text, tunes := sampleText(t, c, o)
	if last := tunes[len(tunes)-1]; last == "" || !strings.HasSuffix(text, last) {
		t.Errorf("the last of the tunes %q is not the end of the text", tunes)
	}
	if n := len([]rune(text)); n != 200 || !strings.HasPrefix(text, "X: ") {
		t.Errorf("%d characters: %q", n, text)
	}
	if again, _ := sampleText(t, c, o); again != text {
		t.Error("the same seed gave another text")
	}
	o.Length = 100
	if half, _ := sampleText(t, c, o); !strings.HasPrefix(text, half) {
		t.Error("a shorter text is not the beginning of the longer one")
	}
	o.Length = 1
	if text, _ := sampleText(t, c, o); text != "X" {
		t.Errorf("one character is %q", text)
	}
	o.Length, o.Seed = 100, 8
	if other, _ := sampleText(t, c, o); strings.HasPrefix(text, other) {
		t.Error("another seed gave the same text")
	}
}

func TestSampleTunes(t *testing.T) {
	for _, reset := range []bool{false, true} {
		c := tinyCheckpoint(t, "X: 1\n\nABc|", reset)
		o := DefaultSampleOptions()
		o.Tunes, o.Seed = 5, 3
		text, tunes := sampleText(t, c, o)
		if len(tunes) != 5 || !strings.HasSuffix(text, "\n\n") {
			t.Fatalf("%d tunes: %q", len(tunes), text)
		}
		for _, tune := range tunes {
			if strings.Count(tune, "\n\n") != 1 || !strings.HasSuffix(tune, "\n\n") || strings.HasPrefix(tune, "\n") {
				t.Errorf("a tune is %q", tune)
			}
			if reset && !strings.HasPrefix(tune, "X: ") {
				t.Errorf("a tune begins with %q", tune)
			}
		}
		if got := strings.Join(tunes, ""); !reset && strings.ReplaceAll(text, "\n", "") != strings.ReplaceAll(got, "\n", "") {
			t.Errorf("the tunes %q are not the text %q", got, text)
		}
	}
}

// TestLanesDoNotMeet checks that jobs write the same text one after another in one lane
// and at the same time in many.
func TestLanesDoNotMeet(t *testing.T) {
	for _, precision := range []Precision{Float32, Int8} {
		for _, reset := range []bool{false, true} {
			c := tinyCheckpoint(t, "X: 1\n\nABc|", reset)
			o := DefaultSampleOptions()
			o.Tunes, o.Seed, o.Precision, o.Threads = 60, 3, precision, 1
			want, tunes := sampleText(t, c, o)
			if len(tunes) != 60 {
				t.Errorf("%d tunes, want 60", len(tunes))
			}
			o.Threads = 7
			if got, _ := sampleText(t, c, o); got != want {
				t.Errorf("%s: 7 threads write another text", precision)
			}
			o.Threads, o.Lanes = 1, 1
			if got, _ := sampleText(t, c, o); got != want {
				t.Errorf("%s: one lane writes another text", precision)
			}
		}
	}
}

// TestShards writes tunes and texts in parts, which together are the whole.
func TestShards(t *testing.T) {
	plain := DefaultSampleOptions()
	plain.Tunes, plain.Seed = 21, 3
	given, long, several := plain, plain, plain
	given.Texts = []string{"X: A", "B", "X: 1"}
	long.Length = 50
	several.Length, several.Texts = 50, []string{"X: A", "B", "X: 1", "c"}
	for _, test := range []struct {
		name  string
		o     SampleOptions
		reset bool
		all   int // tunes, or texts
	}{
		{"tunes", plain, true, 21},
		{"tunes that follow others", plain, false, 21},
		{"tunes after texts", given, true, 21},
		{"tunes after texts, the state kept", given, false, 21},
		{"a text", long, false, 1},
		{"texts", several, true, 4},
	} {
		c := tinyCheckpoint(t, "X: 1\n\nABc|", test.reset)
		want, tunes := sampleText(t, c, test.o)
		for _, n := range []int{1, 2, 3, 7, 30} {
			var text string
			var parts []string
			for i := 1; i <= n; i++ {
				o := test.o
				o.Shard = data.Shard{I: i, N: n}
				if before := o.Before(c); o.Length == 0 && before != len(parts) || before > test.all {
					t.Errorf("%s: %d tunes before shard %d of %d, not %d", test.name, before, i, n, len(parts))
				}
				part, more := sampleText(t, c, o)
				text, parts = text+part, append(parts, more...)
			}
			if text != want || !slices.Equal(parts, tunes) {
				t.Errorf("%s: %d shards write %q, one %q", test.name, n, text, want)
			}
		}
	}
}

// TestLanes counts the tunes that are begun before the first is done.
func TestLanes(t *testing.T) {
	c := tinyCheckpoint(t, "X: 1\n\nABc|", true)
	for lanes, want := range map[int]int{0: 20, 1: 1, 4: 4} {
		begun, first := 0, 0
		o := guidedOptions(func(uint64) Guide {
			begun++
			return guideFunc(func(tune string) (int, string) {
				if len(tune) == 40 {
					return len(tune), "\n\n"
				}
				return len(tune), ""
			})
		})
		o.Tunes, o.Threads, o.Lanes, o.Greedy = 20, 1, lanes, true // all are as long
		err := Sample(t.Context(), c, o, io.Discard, func(string) error {
			if first == 0 {
				first = begun
			}
			return nil
		})
		if err != nil || first != want {
			t.Errorf("%d lanes: %d tunes are begun before the first is done, error %v, want %d", lanes, first, err, want)
		}
	}
}

// TestInt8 checks that rounding the weights of a trained network changes its loss, but
// only a little.
func TestInt8(t *testing.T) {
	o := tinyOptions(t.TempDir())
	o.Epochs, o.LearningRate = 15, 1e-2
	if err := runTraining(t.Context(), o, false); err != nil {
		t.Fatal(err)
	}
	c, err := LoadFile(weightsFile(o.ModelDir, 15))
	if err != nil {
		t.Fatal(err)
	}
	exact, _ := c.Evaluate(t.Context(), tinyCorpus().Pieces, EvaluateOptions{Precision: Float32, Threads: 1})
	rounded, _ := c.Evaluate(t.Context(), tinyCorpus().Pieces, EvaluateOptions{Precision: Int8, Threads: 1})
	if d := math.Abs(exact.Loss - rounded.Loss); exact.Loss > 1.5 || d > 0.01 || d == 0 {
		t.Errorf("loss %v, with rounded weights %v", exact.Loss, rounded.Loss)
	}
	decoded := newEvaluator(c.parameters, [][]int32{{0, 1, 2, 3, 1}}, false, 1, ranks.Alone)
	defer decoded.net.Close()
	a, err := decoded.run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b, _, err := c.evaluate(t.Context(), decoded.reach, EvaluateOptions{}, nil)
	if err != nil || math.Abs(a.Loss-b.Loss) > 1e-4 || a.Targets != b.Targets {
		t.Errorf("decoding evaluates to %+v, running to %+v", b, a)
	}
}

// TestSampleReadsAllOfTheSeed checks that the text depends on the first symbol of the seed.
func TestSampleReadsAllOfTheSeed(t *testing.T) {
	c := tinyCheckpoint(t, "X: 1\nABc|", false)
	o := DefaultSampleOptions()
	o.Length, o.Temperature = 60, 0.1
	o.Text = "AAAA"
	a, _ := sampleText(t, c, o)
	o.Text = "BAAA"
	b2, _ := sampleText(t, c, o)
	if a[4:] == b2[4:] {
		t.Error("the first character of the seed leaves no trace")
	}
}

func TestSampleErrors(t *testing.T) {
	c := tinyCheckpoint(t, "X: 1\nABc|", false)
	for name, change := range map[string]func(*SampleOptions){
		`"ß", "Ω"`:    func(o *SampleOptions) { o.Text = "ΩAß" },
		"vocabulary":  func(o *SampleOptions) { o.Texts = []string{"A", "ß"} },
		"Texts":       func(o *SampleOptions) { o.Text, o.Texts = "A", []string{"B"} },
		"temperature": func(o *SampleOptions) { o.Temperature = math.NaN() },
		"top-p":       func(o *SampleOptions) { o.TopP = -1 },
		"top-k":       func(o *SampleOptions) { o.TopK = -1 },
		"tunes":       func(o *SampleOptions) { o.Tunes = -1 },
		"len":         func(o *SampleOptions) { o.Length = -1 },
	} {
		o := DefaultSampleOptions()
		change(&o)
		var out strings.Builder
		err := Sample(t.Context(), c, o, &out, nil)
		if err == nil || !strings.Contains(err.Error(), name) || out.Len() > 0 {
			t.Errorf("%s: error %v after %q", name, err, out.String())
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := Sample(ctx, c, DefaultSampleOptions(), &strings.Builder{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that ended: error %v", err)
	}
}

// TestDraw compares frequencies with the softmax, reduced by top-k and top-p.
func TestDraw(t *testing.T) {
	logits := []float32{1, 3, 2, -4, 0}
	for name, c := range map[string]struct {
		o    SampleOptions
		keep []int
	}{
		"all":         {SampleOptions{Temperature: 1, TopP: 1}, []int{0, 1, 2, 3, 4}},
		"warm":        {SampleOptions{Temperature: 2, TopP: 1}, []int{0, 1, 2, 3, 4}},
		"two":         {SampleOptions{Temperature: 1, TopP: 1, TopK: 2}, []int{1, 2}},
		"nine tenths": {SampleOptions{Temperature: 1, TopP: 0.9}, []int{0, 1, 2}},
		"a little":    {SampleOptions{Temperature: 1, TopP: 0.01}, []int{1}},
		"greedy":      {SampleOptions{Greedy: true, TopP: 1}, []int{1}},
		"cold":        {SampleOptions{Temperature: 1e-7, TopP: 1}, []int{1}},
	} {
		temperature := max(c.o.Temperature, 1e-9)
		want, sum := map[int]float64{}, 0.0
		for _, i := range c.keep {
			want[i] = math.Exp(float64(logits[i]-3) / temperature)
			sum += want[i]
		}
		d := newDrawer(&c.o, 1)
		const n = 200000
		got := map[int]float64{}
		for range n {
			got[int(d.draw(logits))] += 1.0 / n
		}
		for i := range logits {
			if math.Abs(got[i]-want[i]/sum) > 0.005 {
				t.Errorf("%s: symbol %d drawn %.4f of the time, want %.4f", name, i, got[i], want[i]/sum)
			}
		}
	}
}

func TestDrawIsReproducible(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	logits := make([]float32, 90)
	for i := range logits {
		logits[i] = float32(r.NormFloat64())
	}
	o := DefaultSampleOptions()
	a, b := newDrawer(&o, 4), newDrawer(&o, 4)
	for range 100 {
		if a.draw(logits) != b.draw(logits) {
			t.Fatal("two drawers of one seed differ")
		}
	}
}

// TestSampleBeginsEveryTune: every tune begins with the text, or with its own of several,
// which can be hidden.
func TestSampleBeginsEveryTune(t *testing.T) {
	for _, reset := range []bool{false, true} {
		c := tinyCheckpoint(t, "X: 1\n\nABc|", reset)
		o := DefaultSampleOptions()
		o.Tunes, o.Seed, o.Text = 12, 3, "X: 1\nAB"
		whole, tunes := sampleText(t, c, o)
		for _, tune := range tunes {
			if !strings.HasPrefix(tune, o.Text) {
				t.Errorf("reset %v: a tune is %q", reset, tune)
			}
		}
		o.Hide = true
		if text, same := sampleText(t, c, o); text != strings.ReplaceAll(whole, o.Text, "") || strings.Join(same, "") != strings.Join(tunes, "") {
			t.Errorf("reset %v: hidden: %q of %q", reset, text, whole)
		}
		o.Text, o.Texts, o.Hide = "", []string{"X: 1\nAB", "X: 1\nc", "A"}, false
		_, tunes = sampleText(t, c, o)
		for i, tune := range tunes {
			if !strings.HasPrefix(tune, o.Texts[i%3]) {
				t.Errorf("reset %v: tune %d is %q", reset, i, tune)
			}
		}
		o.Hide, o.Guide = true, guidedBy(func(tune string) (int, string) { return len(tune), "" })
		if text, _ := sampleText(t, c, o); strings.Contains(text, "X: 1\nAB") && strings.HasPrefix(text, "X: ") {
			t.Errorf("reset %v: guided and hidden: %q", reset, text)
		}
	}
}

// TestSampleCountsNewSymbols: the length is that of what is new, and after each text.
func TestSampleCountsNewSymbols(t *testing.T) {
	c := tinyCheckpoint(t, "X: 1\nABc|", false)
	o := DefaultSampleOptions()
	o.Length, o.Text, o.Seed = 50, "X: 1\nAB", 4
	if text, _ := sampleText(t, c, o); len(text) != 50+len(o.Text) || !strings.HasPrefix(text, o.Text) {
		t.Errorf("%d symbols: %q", len(text), text)
	}
	o.Hide = true
	if text, _ := sampleText(t, c, o); len(text) != 50 {
		t.Errorf("hidden: %d symbols: %q", len(text), text)
	}
	o.Hide, o.Counts = false, func(symbol string) bool { return symbol == "A" }
	text, _ := sampleText(t, c, o)
	if n := strings.Count(text, "A"); n != 51 || !strings.HasSuffix(text, "A\n\n") {
		t.Errorf("%d times A: %q", n, text)
	}
	o.Text, o.Texts, o.Length = "", []string{"X: 1\nc", "X: 1\nB"}, 3
	text, _ = sampleText(t, c, o)
	if n := strings.Count(text, "A"); n != 6 || !strings.Contains(text, "A\n\nX: 1\nB") {
		t.Errorf("after two texts: %d times A: %q", n, text)
	}
}

func TestBeginning(t *testing.T) {
	chars := tinyCheckpoint(t, "X: 1\nABäc|", false)
	if got := chars.Beginning("äABc", 2); got != "äA" {
		t.Errorf("two characters are %q", got)
	}
	v, err := corpus.NewVocabulary("a b c\n", true)
	if err != nil {
		t.Fatal(err)
	}
	words := &Checkpoint{Vocabulary: v}
	for n, want := range []string{"", "a", "a  b", "a  b\n", "a  b\n\n", "a  b\n\nc", "a  b\n\nc\n", "a  b\n\nc\n"} {
		if got := words.Beginning("a  b\n\nc\n", n); got != want {
			t.Errorf("%d words are %q, want %q", n, got, want)
		}
	}
}
