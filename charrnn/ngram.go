package charrnn

import (
	"math"

	"charabanc/charrnn/internal/network"
)

// maxOrder is the highest order: contexts of up to maxOrder-1 symbols.
const maxOrder = 8

// ngram counts the symbols that follow each context. It is the baseline to compare a
// network with.
type ngram struct {
	symbols  int
	contexts map[uint64][]follower
}

// follower is a symbol that follows a context, and how often it does.
type follower struct {
	id    int32
	count int32
}

// newNgram counts the symbols of pieces, read as one text.
func newNgram(pieces [][]int32, symbols int) *ngram {
	g := &ngram{symbols, map[uint64][]follower{}}
	var text []int32
	for _, p := range pieces {
		text = append(text, p...)
	}
	for i, id := range text {
		for order := range min(maxOrder, i+1) {
			g.count(contextKey(text[i-order:i]), id)
		}
	}
	return g
}

func (g *ngram) count(key uint64, id int32) {
	list := g.contexts[key]
	for i := range list {
		if list[i].id == id {
			list[i].count++
			return
		}
	}
	g.contexts[key] = append(list, follower{id, 1})
}

// contextKey returns a hash of a context (FNV-1a of its symbols and its length).
func contextKey(context []int32) uint64 {
	h := uint64(14695981039346656037)
	for _, id := range context {
		h = (h ^ uint64(uint32(id)+1)) * 1099511628211
	}
	return (h ^ uint64(len(context))) * 1099511628211
}

// evaluate predicts every symbol of the pieces except the first, with each order from
// 1 (unigram, no context) to maxOrder. Orders are interpolated as by Witten and Bell
// (1991): the weight of the lower order is the number of different followers of the
// context. Below order 1, all symbols are equally probable.
func (g *ngram) evaluate(pieces [][]int32) [maxOrder]network.Result {
	var results [maxOrder]network.Result
	var text []int32
	for _, p := range pieces {
		text = append(text, p...)
	}
	p := make([]float64, g.symbols)
	for i := 1; i < len(text); i++ {
		for j := range p {
			p[j] = 1 / float64(g.symbols)
		}
		for order := range maxOrder {
			if order <= i {
				g.interpolate(p, contextKey(text[i-order:i]))
			}
			results[order].Add(predict(p, text[i]))
		}
	}
	return results
}

// interpolate combines the distribution p, of the lower order, with the counts of a
// context.
func (g *ngram) interpolate(p []float64, key uint64) {
	list := g.contexts[key]
	if len(list) == 0 {
		return
	}
	total := 0.0
	for _, f := range list {
		total += float64(f.count)
	}
	different := float64(len(list))
	for j := range p {
		p[j] *= different / (total + different)
	}
	for _, f := range list {
		p[f.id] += float64(f.count) / (total + different)
	}
}

// predict returns the result of predicting target with the distribution p.
func predict(p []float64, target int32) network.Result {
	r := network.Result{Loss: -math.Log(p[target]), Targets: 1}
	best := 0
	for j, v := range p {
		if v > p[best] {
			best = j
		}
	}
	if best == int(target) {
		r.Correct = 1
	}
	return r
}

// A Baseline is how well n-gram counts predict a text.
type Baseline struct {
	Order    int     // n: length of the context, plus one
	Loss     float64 // nats per symbol
	Accuracy float64
}

// Baselines counts n-grams in some pieces and predicts others with them. It returns
// the result of order 1, and of the order with the lowest loss.
func (c *Checkpoint) Baselines(count, predict []string) (unigram, best Baseline) {
	counted, _ := c.Vocabulary.EncodeAll(count)
	predicted, _ := c.Vocabulary.EncodeAll(predict)
	results := newNgram(counted, c.Vocabulary.Len()).evaluate(predicted)
	for i, r := range results {
		b := Baseline{i + 1, r.Mean(), r.Accuracy()}
		if i == 0 {
			unigram, best = b, b
		}
		if b.Loss < best.Loss {
			best = b
		}
	}
	return unigram, best
}
