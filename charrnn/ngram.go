package charrnn

import "math"

// maxOrder is the longest context, plus one, that the baseline counts.
const maxOrder = 8

// ngram counts what followed each context of up to maxOrder-1 symbols. It is
// what a network's figures are compared with: all that counting can tell.
type ngram struct {
	symbols  int
	contexts map[uint64][]follower
}

// follower is a symbol that followed a context, and how often.
type follower struct {
	id    int32
	count int32
}

// newNgram counts the pieces, which are read as one text.
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

// contextKey is a hash of a context (FNV-1a over its symbols and length).
func contextKey(context []int32) uint64 {
	h := uint64(14695981039346656037)
	for _, id := range context {
		h = (h ^ uint64(uint32(id)+1)) * 1099511628211
	}
	return (h ^ uint64(len(context))) * 1099511628211
}

// evaluate predicts every symbol of the pieces but the first, with contexts of
// every order from 1 (no context: unigram) to maxOrder. Orders are interpolated
// after Witten and Bell (1991): an order's counts, and as much weight as it has
// different followers for the order below, down to all symbols being equal.
func (g *ngram) evaluate(pieces [][]int32) [maxOrder]result {
	var results [maxOrder]result
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
			results[order].add(judge(p, text[i]))
		}
	}
	return results
}

// interpolate refines the distribution p by a context's counts.
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

// judge is the result of predicting target by p.
func judge(p []float64, target int32) result {
	r := result{loss: -math.Log(p[target]), targets: 1}
	likeliest := 0
	for j, v := range p {
		if v > p[likeliest] {
			likeliest = j
		}
	}
	if likeliest == int(target) {
		r.correct = 1
	}
	return r
}

// Baseline is how well counting predicts a text.
type Baseline struct {
	Order    int     // symbols looked at, with the one predicted
	Loss     float64 // nats per symbol
	Accuracy float64
}

// Baselines counts the training part of a corpus and predicts its held-out
// part: without context, and with the length of context that does best there.
func (c *Checkpoint) Baselines(train, held *Corpus) (unigram, best Baseline) {
	counted, _ := c.Vocabulary.encodeAll(train.Pieces)
	predicted, _ := c.Vocabulary.encodeAll(held.Pieces)
	results := newNgram(counted, c.Vocabulary.Len()).evaluate(predicted)
	for i, r := range results {
		b := Baseline{i + 1, r.mean(), r.accuracy()}
		if i == 0 {
			unigram, best = b, b
		}
		if b.Loss < best.Loss {
			best = b
		}
	}
	return unigram, best
}
