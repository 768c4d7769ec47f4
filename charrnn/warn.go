package charrnn

import (
	"fmt"
	"math"

	"charabanc/charrnn/internal/network"
)

// Notes are lines for the user about a run that does something else than they may expect.

// note adds a line. Before the run begins, it waits: a run that fails says only why.
func (t *trainer) note(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if !t.begun {
		t.notes = append(t.notes, text)
	} else if t.options.Watch.Note != nil {
		t.options.Watch.Note(text)
	}
}

// tell hands out the notes that waited.
func (t *trainer) tell() {
	t.begun = true
	for _, text := range t.notes {
		t.note("%s", text)
	}
	t.notes = nil
}

// A run of fewer updates in an epoch, and in all, than these learns little more than how
// frequent each symbol is.
const (
	fewUpdates    = 50
	enoughUpdates = 300
)

// warn notes what the options cannot do with this text.
func (t *trainer) warn(forms [][]string) {
	o := &t.options
	if o.Transpose && !anyVariant(forms) {
		t.note("transpose changes nothing: the text has no tunes of ABC that can be transposed (notes --keys all writes note text in all keys)")
	}
	if o.Practice > 0 && !t.anySound() {
		t.note("practice changes nothing: no tune of the text passes check, so that no generated one will")
	}
	if n := t.source.Steps(); n < fewUpdates && n*o.Epochs < enoughUpdates && t.ancestor == nil {
		t.note("%d updates in an epoch, %d in all: the network may learn no more than how frequent each symbol is: raise --epochs, or lower --batch-size or --seq-length", n, n*o.Epochs)
	}
}

func anyVariant(forms [][]string) bool {
	for _, f := range forms {
		if len(f) > 1 {
			return true
		}
	}
	return false
}

// judged is the number of tunes that anySound asks about.
const judged = 100

// anySound reports whether the critic finds one of the first tunes sound.
func (t *trainer) anySound() bool {
	for _, p := range t.pieces[:min(judged, len(t.pieces))] {
		if t.options.Critic.Sound(p) {
			return true
		}
	}
	return false
}

// warnOfUnigrams notes after the run that the network predicts no better than the
// frequencies of the symbols.
func (t *trainer) warnOfUnigrams() {
	loss := t.last.Loss
	if t.held != nil { // without dropout
		loss = min(loss, t.last.ValidationLoss)
	}
	if unigram := entropy(t.encode(t.pieces), t.vocabulary.Len()); loss >= unigram && unigram > 0 {
		t.note("the loss of %.3f is no better than that of 1-gram counts, %.3f: the network has only learned how frequent each symbol is: raise --epochs, lower --batch-size, or change --learning-rate", loss, unigram)
	}
}

// entropy returns the loss of 1-gram counts on the text that was counted, in nats per
// symbol.
func entropy(pieces [][]int32, symbols int) float64 {
	counts := make([]float64, symbols)
	total := 0.0
	for _, p := range pieces {
		for _, id := range p {
			counts[id]++
			total++
		}
	}
	var r network.Result
	for _, n := range counts {
		if n > 0 {
			r.Add(network.Result{Loss: -n * math.Log(n/total), Targets: int(n)})
		}
	}
	return r.Mean()
}
