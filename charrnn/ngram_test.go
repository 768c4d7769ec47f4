package charrnn

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestNgram counts a Markov chain whose next symbol depends on the last two: the loss of
// order 3 must be close to its entropy, that of orders 1 and 2 cannot be, and a longer
// context must not be better.
func TestNgram(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	chain := func(n int) []int32 {
		s := []int32{0, 1}
		for len(s) < n {
			next := (s[len(s)-1] + 2*s[len(s)-2]) % 5
			if r.IntN(10) == 0 {
				next = int32(r.IntN(5))
			}
			s = append(s, next)
		}
		return s
	}
	g := newNgram([][]int32{chain(20000), chain(20000)}, 5)
	results := g.evaluate([][]int32{chain(5000)})
	p := 0.9 + 0.1/5
	entropy := -(p*math.Log(p) + 4*0.02*math.Log(0.02))
	if got := results[2].Mean(); math.Abs(got-entropy) > 0.03 {
		t.Errorf("order 3 has loss %.3f, the chain's entropy is %.3f", got, entropy)
	}
	if a := results[2].Accuracy(); math.Abs(a-p) > 0.02 {
		t.Errorf("order 3 is right %.3f of the time, want %.3f", a, p)
	}
	for _, order := range []int{1, 2} {
		if results[order-1].Mean() < 2*entropy {
			t.Errorf("order %d has loss %.3f", order, results[order-1].Mean())
		}
	}
	if results[0].Targets != 4999 || results[7].Mean() < results[2].Mean() {
		t.Errorf("%d targets; order 8 has loss %.3f, order 3 %.3f", results[0].Targets, results[7].Mean(), results[2].Mean())
	}
}

// TestNgramDistribution checks that probabilities add up to one.
func TestNgramDistribution(t *testing.T) {
	g := newNgram([][]int32{{0, 1, 2, 0, 1, 3, 0, 1, 2}}, 6)
	for _, context := range [][]int32{{}, {0}, {0, 1}, {5}, {4, 4}} {
		p := []float64{1. / 6, 1. / 6, 1. / 6, 1. / 6, 1. / 6, 1. / 6}
		for n := range len(context) + 1 {
			g.interpolate(p, contextKey(context[len(context)-n:]))
		}
		sum := 0.0
		for _, v := range p {
			sum += v
		}
		if math.Abs(sum-1) > 1e-12 || p[5] <= 0 {
			t.Errorf("after %v the probabilities %v add up to %v", context, p, sum)
		}
	}
}
