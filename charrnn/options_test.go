package charrnn

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/network"
	"charabanc/charrnn/internal/option"
)

// bound is the range of a numeric option: the lowest and the highest value accepted, and
// the values next to them that are rejected. NaN is rejected, too.
type bound struct{ below, low, high, above float64 }

var trainBounds = map[string]bound{
	"epochs":        {-1, 1, 1 << 20, 1<<20 + 1},
	"freq":          {-1, 1, 1 << 20, 1<<20 + 1},
	"early-stop":    {-1, 0, 1 << 20, 1<<20 + 1},
	"sample-every":  {-1, 0, 1 << 20, 1<<20 + 1},
	"batch-size":    {-1, 1, 1 << 14, 1<<14 + 1},
	"seq-length":    {-1, 1, 1 << 14, 1<<14 + 1},
	"replicas":      {-1, 1, 1 << 10, 1<<10 + 1},
	"embedding":     {-1, 1, 1 << 14, 1<<14 + 1},
	"units":         {-1, 1, 1 << 14, 1<<14 + 1},
	"layers":        {-1, 1, 64, 65},
	"stride":        {-1, 0, 1 << 14, 1<<14 + 1},
	"threads":       {-1, 0, 1 << 14, 1<<14 + 1},
	"dropout":       {-1e-9, 0, 0.95, 0.951},
	"weight-drop":   {-1e-9, 0, 0.95, 0.951},
	"weight-decay":  {-1e-9, 0, 1000, 1000.1},
	"average":       {-1e-9, 0, 0.999999, 1},
	"learning-rate": {0.9e-9, 1e-9, 1000, 1000.1},
	"warm-up":       {-1e-9, 0, 1, 1.001},
	"clip":          {-1e-9, 0, 1e9, 1.1e9},
	"validation":    {-1e-9, 0, 0.9, 0.901},
	"settle":        {-1e-9, 0, 1, 1.001},
	"practice":      {-1e-9, 0, 1, 1.001},
}

var sampleBounds = map[string]bound{
	"tunes":       {-1, 1, 1 << 30, math.MaxInt32},
	"len":         {-1, 0, 1 << 30, math.MaxInt32},
	"temperature": {-1e-9, 0, 100, 100.1},
	"top-k":       {-1, 0, 1 << 30, math.MaxInt32},
	"top-p":       {-1e-9, 1e-9, 1, 1.001},
	"threads":     {-1, 0, 1 << 14, 1<<14 + 1},
}

// TestBounds sets each numeric option to values at and beyond its bounds.
func TestBounds(t *testing.T) {
	o := DefaultOptions()
	o.Settle = 0.5 // practice needs it
	testBounds(t, o.Fields(), trainBounds, func() error { return o.Check() })
	s := DefaultSampleOptions()
	testBounds(t, s.Fields(), sampleBounds, func() error { return s.Check() })
}

// tooLarge are options whose largest value, with the defaults of the others, needs more
// memory than there can be.
var tooLarge = map[string]bool{"units": true, "batch-size": math.MaxInt == math.MaxInt32, "seq-length": math.MaxInt == math.MaxInt32}

func testBounds(t *testing.T, fields []option.Field, bounds map[string]bound, check func() error) {
	t.Helper()
	tested := 0
	for _, f := range fields {
		var set func(float64)
		values := []float64{math.NaN()}
		switch v := f.Value.(type) {
		case *int:
			before := *v
			defer func() { *v = before }()
			set, values = func(x float64) { *v = int(x) }, nil
		case *float64:
			before := *v
			defer func() { *v = before }()
			set = func(x float64) { *v = x }
		default:
			continue
		}
		b, ok := bounds[f.Name]
		if !ok {
			t.Errorf("%s: the test does not know its bounds", f.Name)
			continue
		}
		tested++
		for _, x := range append(values, b.below, b.above) {
			set(x)
			if err := check(); !errors.Is(err, ErrOption) || !strings.HasPrefix(err.Error(), f.Name+" ") {
				t.Errorf("%s %v: error %v", f.Name, x, err)
			}
		}
		for _, x := range []float64{b.high, b.low} {
			set(x)
			if err := check(); err != nil && !(f.Name == "settle" || f.Name == "practice" || tooLarge[f.Name]) {
				t.Errorf("%s %v: error %v", f.Name, x, err)
			}
		}
		if f.Name == "settle" {
			set(0.5)
		}
	}
	if tested != len(bounds) {
		t.Errorf("%d options tested, want %d", tested, len(bounds))
	}
}

func TestCheckWords(t *testing.T) {
	for name, change := range map[string]func(*Options){
		"schedule": func(o *Options) { o.Schedule = "linear" },
		"practice": func(o *Options) { o.Practice = 0.5 },
	} {
		o := DefaultOptions()
		if change(&o); !errors.Is(o.Check(), ErrOption) || !strings.HasPrefix(o.Check().Error(), name) {
			t.Errorf("%s: error %v", name, o.Check())
		}
	}
	o := DefaultOptions()
	o.Practice, o.Settle, o.Stride = 0.5, 0.5, 8
	if err := o.Check(); !errors.Is(err, ErrOption) {
		t.Errorf("practice on windows: error %v", err)
	}
	o.Stride, o.Schedule = 0, "cosine"
	if err := o.Check(); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*SampleOptions){
		"precision":   func(s *SampleOptions) { s.Precision = "fp64" },
		"more lanes":  func(s *SampleOptions) { s.Lanes = decoderLanes + 1 },
		"fewer lanes": func(s *SampleOptions) { s.Lanes = -1 },
	} {
		s := DefaultSampleOptions()
		if change(&s); !errors.Is(s.Check(), ErrOption) {
			t.Errorf("%s: error %v", name, s.Check())
		}
	}
}

// TestZeroOptions checks what the zero values stand for.
func TestZeroOptions(t *testing.T) {
	var o Options
	if err := o.Check(); err != nil {
		t.Error(err)
	}
	o.complete()
	want := DefaultOptions()
	want.Dropout, want.Validation, want.Seed, want.ModelDir, want.Log, want.NoCopy = 0, 0, 0, "", "", false
	if !reflect.DeepEqual(o, want) {
		t.Errorf("the zero options are %+v, want %+v", o, want)
	}
	var s SampleOptions
	if err := s.Check(); err != nil {
		t.Error(err)
	}
	if s.complete(); !reflect.DeepEqual(s, DefaultSampleOptions()) {
		t.Errorf("the zero sample options are %+v, want %+v", s, DefaultSampleOptions())
	}
}

// TestOptionsSaved checks the names in the resume file, which older files have, too.
func TestOptionsSaved(t *testing.T) {
	o, err := Recipe("best")
	if err != nil {
		t.Fatal(err)
	}
	o.Words, o.Seed, o.Average, o.WeightDecay, o.Stride = true, 7, 0.9, 0.1, 3
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	json.Unmarshal(text, &got)
	want := map[string]any{"embedding": 512., "units": 256., "layers": 3., "dropout": 0.25, "locked_dropout": true,
		"weight_drop": 0.2, "no_copy": false, "weight_decay": 0.1, "average": 0.9, "tokens": true, "validation": 0.1, "seed": 7.,
		"batch_size": 8., "seq_length": 128., "replicas": 1., "scale_rate": "none", "reduce": "ordered", "stride": 3., "shuffle": true, "reset": true, "transpose": true,
		"settle": 0.4, "practice": 0.67, "epochs": 100., "learning_rate": 2e-3, "schedule": "cosine", "warm_up": 0.03,
		"clip": 1., "precision": "fp32", "half": true, "freq": 10., "early_stop": 0., "sample_every": 0.}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("saved %v, want %v", got, want)
	}
	back := DefaultOptions()
	if err := json.Unmarshal(text, &back); err != nil || !reflect.DeepEqual(back, o) {
		t.Errorf("loaded %+v (error %v), want %+v", back, err, o)
	}
}

func TestRecipe(t *testing.T) {
	for _, name := range []string{"plain", "best"} {
		if o, err := Recipe(name); err != nil || o.Check() != nil {
			t.Errorf("%s: error %v, %v", name, err, o.Check())
		}
	}
	if _, err := Recipe("worst"); !errors.Is(err, ErrOption) {
		t.Errorf("worst: error %v", err)
	}
}

func TestCheckConfig(t *testing.T) {
	good := network.Config{Vocabulary: 5, Embedding: 4, Units: 3, Layers: 2, Dropout: 0.1}
	if err := checkConfig(good); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*network.Config){
		"vocabulary": func(c *network.Config) { c.Vocabulary = 0 },
		"symbols":    func(c *network.Config) { c.Vocabulary = corpus.MaxSymbols + 1 },
		"embedding":  func(c *network.Config) { c.Embedding = 0 },
		"units":      func(c *network.Config) { c.Units = 1<<14 + 1 },
		"layers":     func(c *network.Config) { c.Layers = 0 },
		"dropout":    func(c *network.Config) { c.Dropout = 1 },
	} {
		c := good
		if change(&c); !errors.Is(checkConfig(c), ErrOption) {
			t.Errorf("%s: error %v", name, checkConfig(c))
		}
	}
}

// TestSizeTo: a text is read the fewer times the larger it is, and few tunes without practice.
func TestSizeTo(t *testing.T) {
	for _, c := range []struct {
		tunes, length int
		epochs        int
		practises     bool
	}{
		{1, 300, 300, false}, {20, 250, 300, false}, {49, 1000, 101, false}, {50, 1000, 100, true}, {363, 325, 100, true},
		{819, 432, 100, true}, {4000, 400, 50, true}, {50_000, 400, 14, true}, {500_000, 400, 10, true},
	} {
		o, _ := Recipe("best")
		o.SizeTo(&corpus.Corpus{Pieces: slices.Repeat([]string{strings.Repeat("a", c.length)}, c.tunes)})
		if o.Epochs != c.epochs || (o.Practice > 0) != c.practises {
			t.Errorf("%d tunes of %d characters: %d epochs, practice %v, want %d, %v", c.tunes, c.length, o.Epochs, o.Practice, c.epochs, c.practises)
		}
		if err := o.Check(); err != nil {
			t.Error(err)
		}
	}
}
