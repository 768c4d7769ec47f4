package charrnn_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charabanc/charrnn"
	"charabanc/charrnn/corpus"
)

// trained returns a tiny network that has learned a simple text.
func trained(t *testing.T) *charrnn.Checkpoint {
	t.Helper()
	c, err := charrnn.Train(t.Context(), scales(), charrnn.Options{Embedding: 8, Units: 16, Layers: 1, BatchSize: 4, SeqLength: 16, Epochs: 2})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// scales returns a corpus of tunes that differ in their numbers.
func scales() *corpus.Corpus {
	c := &corpus.Corpus{}
	for i := range 40 {
		c.Pieces = append(c.Pieces, fmt.Sprintf("X:%d\nK:C\nCDEF GABc|cBAG FEDC|\n\n", i+10))
	}
	return c
}

// TestTrainWritesNothing trains without a model folder and a log, in an empty folder.
func TestTrainWritesNothing(t *testing.T) {
	t.Chdir(t.TempDir())
	c := trained(t)
	if c.About.Epoch != 2 || c.About.Loss == 0 || c.About.ValidationLoss != 0 || c.About.Start != "X:" {
		t.Errorf("the checkpoint is %+v", c.About)
	}
	ctx, stop := context.WithCancel(t.Context())
	o := charrnn.Options{Embedding: 8, Units: 16, Layers: 1, BatchSize: 4, SeqLength: 16, Validation: 0.1,
		Watch: charrnn.Watch{Step: func(charrnn.Progress) { stop() }}}
	c, err := charrnn.Train(ctx, scales(), o)
	if !errors.Is(err, charrnn.ErrInterrupted) || c == nil || c.About.Epoch != 1 {
		t.Errorf("interrupted: %v, error %v", c, err)
	}
	if _, err := charrnn.Resume(t.Context(), scales(), o); err == nil {
		t.Error("resumed without a model folder")
	}
	if files, _ := os.ReadDir("."); len(files) != 0 {
		t.Errorf("wrote %v", files)
	}
}

// TestTrainReturnsTheLastEpoch compares the checkpoint returned with the one written, with
// a moving average of the weights.
func TestTrainReturnsTheLastEpoch(t *testing.T) {
	dir := t.TempDir()
	c, err := charrnn.Train(t.Context(), scales(), charrnn.Options{Embedding: 8, Units: 16, Layers: 1, BatchSize: 4, SeqLength: 16,
		Epochs: 3, Average: 0.9, Validation: 0.2, ModelDir: dir, Half: true})
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := c.Save(&got); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(filepath.Join(dir, "weights.3.safetensors"))
	if err != nil || !bytes.Equal(got.Bytes(), want) {
		t.Errorf("the checkpoint returned is not the one written (error %v)", err)
	}
}

// TestErrCheckpoint cuts a file at many lengths, and reads other files. The errors must be
// ErrCheckpoint; that of a file that does not exist is fs.ErrNotExist.
func TestErrCheckpoint(t *testing.T) {
	var file bytes.Buffer
	if err := trained(t).Save(&file); err != nil {
		t.Fatal(err)
	}
	text := file.Bytes()
	if _, err := charrnn.Load(bytes.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "cut.safetensors")
	for n := 0; n < len(text); n += 1 + n/9 {
		if _, err := charrnn.Load(bytes.NewReader(text[:n])); !errors.Is(err, charrnn.ErrCheckpoint) {
			t.Fatalf("cut to %d bytes: error %v", n, err)
		}
		os.WriteFile(name, text[:n], 0o644)
		if _, err := charrnn.LoadFile(name); !errors.Is(err, charrnn.ErrCheckpoint) || !strings.Contains(err.Error(), name) {
			t.Fatalf("file cut to %d bytes: error %v", n, err)
		}
	}
	for _, foreign := range []string{"", "{}", "\x02\x00\x00\x00\x00\x00\x00\x00{}", strings.Repeat("x", 1000)} {
		if _, err := charrnn.Load(strings.NewReader(foreign)); !errors.Is(err, charrnn.ErrCheckpoint) {
			t.Errorf("%.10q: error %v", foreign, err)
		}
	}
	if _, err := charrnn.LoadFile(name + "x"); !errors.Is(err, fs.ErrNotExist) || errors.Is(err, charrnn.ErrCheckpoint) {
		t.Errorf("no such file: error %v", err)
	}
	if _, err := charrnn.Load(broken{}); !errors.Is(err, io.ErrClosedPipe) || errors.Is(err, charrnn.ErrCheckpoint) {
		t.Errorf("a reader that fails: error %v", err)
	}
	if err := trained(t).Save(broken{}); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("a writer that fails: error %v", err)
	}
}

// TestErrCheckpointFlipped flips bits of a file: all those of the header, and some of the
// data. Those of the data must be noticed.
func TestErrCheckpointFlipped(t *testing.T) {
	var file bytes.Buffer
	if err := trained(t).Save(&file); err != nil {
		t.Fatal(err)
	}
	text := file.Bytes()
	header := 8 + int(text[0]) + int(text[1])<<8
	failed := 0
	for i := 0; i < len(text); i++ {
		if i > header {
			i += 97
		}
		if i >= len(text) {
			break
		}
		for bit := range 8 {
			text[i] ^= 1 << bit
			_, err := charrnn.Load(bytes.NewReader(text))
			text[i] ^= 1 << bit
			if err != nil {
				failed++
			}
			if err != nil && !errors.Is(err, charrnn.ErrCheckpoint) || err == nil && i >= header {
				t.Fatalf("bit %d of byte %d flipped (header %d): error %v", bit, i, header, err)
			}
		}
	}
	if failed < 4*header {
		t.Errorf("only %d flipped bits were noticed", failed)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error)  { return 0, io.ErrClosedPipe }
func (broken) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// TestSentinels checks the other errors that are documented.
func TestSentinels(t *testing.T) {
	c := trained(t)
	sample := func(o charrnn.SampleOptions) error { return charrnn.Sample(t.Context(), c, o, io.Discard, nil) }
	train := func(o charrnn.Options) error {
		_, err := charrnn.Train(t.Context(), scales(), o)
		return err
	}
	for name, e := range map[string]struct{ got, want error }{
		"seed":      {sample(charrnn.SampleOptions{Text: "Ω"}), charrnn.ErrVocabulary},
		"top-p":     {sample(charrnn.SampleOptions{TopP: 2}), charrnn.ErrOption},
		"units":     {train(charrnn.Options{Units: -1}), charrnn.ErrOption},
		"practice":  {train(charrnn.Options{Practice: 0.5, Settle: 1}), charrnn.ErrOption},
		"transpose": {train(charrnn.Options{Transpose: true}), charrnn.ErrOption},
		"next":      {second(c.Next("XΩ")), charrnn.ErrVocabulary},
		"precision": {second(c.Evaluate(t.Context(), []string{"X:1"}, charrnn.EvaluateOptions{Precision: "fp64", Threads: 1})), charrnn.ErrOption},
		"recipe":    {second(charrnn.Recipe("best of all")), charrnn.ErrOption},
	} {
		if !errors.Is(e.got, e.want) {
			t.Errorf("%s: error %v, want %v", name, e.got, e.want)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestEvaluateStops(t *testing.T) {
	c := trained(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for _, precision := range []charrnn.Precision{charrnn.Float32, charrnn.Int8} {
		if _, err := c.Evaluate(ctx, scales().Pieces, charrnn.EvaluateOptions{Precision: precision, Threads: 1}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error %v", precision, err)
		}
	}
	if _, err := c.Evaluate(t.Context(), []string{"X"}, charrnn.EvaluateOptions{Precision: "", Threads: 1}); err == nil {
		t.Error("evaluated a text of one symbol")
	}
	e, err := c.Evaluate(t.Context(), []string{"X:1Ω\nΩ"}, charrnn.EvaluateOptions{Precision: "", Threads: 1})
	if err != nil || e.Unknown["Ω"] != 2 || e.Symbols != 3 {
		t.Errorf("%+v, error %v", e, err)
	}
}

// TestNextIsTheLoss compares probabilities with the loss of Evaluate.
func TestNextIsTheLoss(t *testing.T) {
	c := trained(t)
	const text = "X:1\nK:C\nCDEF GABc|"
	loss := 0.0
	for i := 1; i < len(text); i++ {
		list, err := c.Next(text[:i])
		if err != nil {
			t.Fatal(err)
		}
		sum, last := 0.0, 1.0
		for _, p := range list {
			sum += p.Probability
			if p.Symbol == text[i:i+1] {
				loss -= math.Log(p.Probability)
			}
			if p.Probability > last {
				t.Fatalf("after %q the order is %v", text[:i], list)
			}
			last = p.Probability
		}
		if len(list) != c.Vocabulary.Len() || math.Abs(sum-1) > 1e-6 {
			t.Fatalf("after %q: %d probabilities with the sum %v", text[:i], len(list), sum)
		}
	}
	e, err := c.Evaluate(t.Context(), []string{text}, charrnn.EvaluateOptions{Precision: charrnn.Float32, Threads: 1})
	if err != nil || e.Symbols != len(text)-1 || math.Abs(e.Loss-loss/float64(len(text)-1)) > 1e-5 {
		t.Errorf("evaluated to %+v (error %v), probabilities give %v", e, err, loss/float64(len(text)-1))
	}
	start, err := c.Next("")
	if err != nil {
		t.Fatal(err)
	}
	if same, _ := c.Next(c.About.Start); start[0] != same[0] {
		t.Errorf("an empty text gives %v, its start %v", start[0], same[0])
	}
}
