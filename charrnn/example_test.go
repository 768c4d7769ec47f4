package charrnn_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"os"
	"strings"

	"charabanc/charrnn"
	"charabanc/charrnn/corpus"
)

// hornpipes returns 2 KB of text: 40 tunes that differ in their numbers.
func hornpipes() *corpus.Corpus {
	text := &corpus.Corpus{}
	for i := range 40 {
		text.Pieces = append(text.Pieces, fmt.Sprintf("X:%d\nK:G\n|:GBdB gBdB|cAFA G4:|\n\n", i+10))
	}
	return text
}

// exampleNetwork trains a tiny network on hornpipes in a fraction of a second.
func exampleNetwork() *charrnn.Checkpoint {
	c, err := charrnn.Train(context.Background(), hornpipes(), charrnn.Options{
		Embedding: 16, Units: 48, Layers: 1, BatchSize: 4, SeqLength: 32, Epochs: 60, LearningRate: 0.01,
	})
	if err != nil {
		log.Fatal(err)
	}
	return c
}

func ExampleTrain() {
	c, err := charrnn.Train(context.Background(), hornpipes(), charrnn.Options{
		Embedding: 16, Units: 48, Layers: 1, BatchSize: 4, SeqLength: 32, Epochs: 60, LearningRate: 0.01,
		Validation: 0.1, // hold out a tenth of the tunes
		ModelDir:   "",  // write no files
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("symbols:", c.Vocabulary.Len())
	fmt.Println("every tune begins with:", c.About.Start)
	fmt.Println("learned:", c.About.ValidationLoss < 0.5)
	// Output:
	// symbols: 23
	// every tune begins with: X:
	// learned: true
}

func ExampleResume() {
	dir, err := os.MkdirTemp("", "model")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	o := charrnn.Options{Embedding: 16, Units: 48, Layers: 1, BatchSize: 4, SeqLength: 32, Epochs: 1, ModelDir: dir}
	if _, err := charrnn.Train(context.Background(), hornpipes(), o); err != nil {
		log.Fatal(err)
	}
	o, err = charrnn.ResumeOptions(dir)
	if err != nil {
		log.Fatal(err)
	}
	o.Epochs = 2
	c, err := charrnn.Resume(context.Background(), hornpipes(), o)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("epoch", c.About.Epoch)
	// Output: epoch 2
}

func ExampleOptions_StartFrom() {
	var reels corpus.Corpus
	for i := range 30 {
		reels.Pieces = append(reels.Pieces, fmt.Sprintf("X:%d\nK:G\n|:GdBd GdBd|eAcA dG3:|\n\n", i+10))
	}
	o := charrnn.Options{BatchSize: 4, SeqLength: 32, Epochs: 20, LearningRate: 0.01, Validation: 0.1}
	o.StartFrom(exampleNetwork())
	var before, after float64
	o.Watch.End = func(r charrnn.Outcome) { before, after = *r.Before, r.BestLoss }
	if _, err := charrnn.Train(context.Background(), &reels, o); err != nil {
		log.Fatal(err)
	}
	fmt.Println("the loss has fallen to less than half:", after < before/2)
	// Output: the loss has fallen to less than half: true
}

func ExampleSample() {
	c := exampleNetwork()
	o := charrnn.SampleOptions{Tunes: 1, Greedy: true, Text: "X:27\n", Precision: charrnn.Float32}
	if err := charrnn.Sample(context.Background(), c, o, os.Stdout, nil); err != nil {
		log.Fatal(err)
	}
	// Output:
	// X:27
	// K:G
	// |:GBdB gBdB|cAFA G4:|
}

func ExampleCheckpoint_Next() {
	c := exampleNetwork()
	list, err := c.Next("X:11\nK:")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%q, more than 0.9: %v\n", list[0].Symbol, list[0].Probability > 0.9)
	// Output: "G", more than 0.9: true
}

func ExampleCheckpoint_Expect() {
	c := exampleNetwork()
	e, err := c.Expect(context.Background(), "X:11\nK:A\n", charrnn.ExpectOptions{Likely: 1})
	if err != nil {
		log.Fatal(err)
	}
	for _, place := range e.Symbols[5:8] {
		fmt.Printf("%q, expected: %v, most likely: %q\n", place.Symbol, place.Probability > 0.5, place.Likely[0].Symbol)
	}
	// Output:
	// "K", expected: true, most likely: "K"
	// ":", expected: true, most likely: ":"
	// "A", expected: false, most likely: "G"
}

func ExampleCheckpoint_Evaluate() {
	c := exampleNetwork()
	e, err := c.Evaluate(context.Background(), []string{"X:11\nK:G\n|:GBdB gBdB|cAFA G4:|\n\n"}, charrnn.EvaluateOptions{Precision: charrnn.Float32, Threads: 0})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d symbols, less than half a bit each: %v\n", e.Symbols, e.Bits() < 0.5)
	// Output: 31 symbols, less than half a bit each: true
}

func ExampleLoad() {
	var file bytes.Buffer
	if err := exampleNetwork().Save(&file); err != nil {
		log.Fatal(err)
	}
	c, err := charrnn.Load(&file)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("epoch", c.About.Epoch, "with the symbols", strings.Join(c.Vocabulary.Symbols[3:8], " "))
	// Output: epoch 60 with the symbols 1 2 3 4 5
}
