package reference

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestGradient compares every gradient with finite differences of the loss, with dropout,
// a carried state, a reset within the lane and a step without a target.
func TestGradient(t *testing.T) {
	const v, e, h, layers, steps = 7, 5, 4, 3, 6
	r := rand.New(rand.NewPCG(1, 2))
	net, grad := NewNet(v, e, h, layers), NewNet(v, e, h, layers)
	net.each(grad, func(_ string, w, _ *float64) { *w = r.NormFloat64() * 0.5 })
	start := NewState(h, layers)
	for l := range layers {
		for u := range h {
			start.H[l][u], start.C[l][u] = r.NormFloat64()/2, r.NormFloat64()/2
		}
	}
	lane := Lane{Reset: make([]bool, steps)}
	lane.Reset[3] = true
	for range steps {
		lane.Input = append(lane.Input, r.IntN(v))
		lane.Target = append(lane.Target, r.IntN(v))
	}
	lane.Target[1] = -1
	masks := map[[3]int]float64{}
	lane.Mask = func(l, t, u int) float64 {
		k := [3]int{l, t, u}
		if _, ok := masks[k]; !ok {
			masks[k] = float64(r.IntN(3)) / 2
		}
		return masks[k]
	}
	loss := func() float64 {
		s := NewState(h, layers)
		for l := range layers {
			copy(s.H[l], start.H[l])
			copy(s.C[l], start.C[l])
		}
		return net.Gradient(lane, s, 1, nil)
	}
	s := NewState(h, layers)
	for l := range layers {
		copy(s.H[l], start.H[l])
		copy(s.C[l], start.C[l])
	}
	net.Gradient(lane, s, 1, grad)
	worst := 0.0
	net.each(grad, func(name string, w, g *float64) {
		const d = 1e-5
		old := *w
		*w = old + d
		up := loss()
		*w = old - d
		down := loss()
		*w = old
		want := (up - down) / (2 * d)
		if rel := math.Abs(*g-want) / (math.Abs(want) + 1e-3); rel > 1e-6 {
			t.Errorf("%s: gradient %.9g, finite difference %.9g", name, *g, want)
		} else {
			worst = max(worst, rel)
		}
	})
	t.Logf("largest relative error %.2g", worst)
}

// each calls f for every parameter of n and its gradient.
func (n *Net) each(grad *Net, f func(name string, w, g *float64)) {
	row := func(name string, w, g []float64) {
		for i := range w {
			f(name, &w[i], &g[i])
		}
	}
	matrix := func(name string, w, g Matrix) {
		for i := range w {
			row(name, w[i], g[i])
		}
	}
	matrix("embedding", n.Embedding, grad.Embedding)
	for l := range n.LSTM {
		matrix("kernel", n.LSTM[l].Kernel, grad.LSTM[l].Kernel)
		matrix("recurrent kernel", n.LSTM[l].Recurrent, grad.LSTM[l].Recurrent)
		row("bias", n.LSTM[l].Bias, grad.LSTM[l].Bias)
	}
	matrix("dense kernel", n.Dense, grad.Dense)
	row("dense bias", n.DenseBias, grad.DenseBias)
}
