// Package reference is a slow, plain version of the network: float64, one loop for each
// sum of the equations, no padding, no fusing, no threads. Lanes of symbol ids come in;
// losses and gradients go out. Tests compare the fast network with it, and it with finite
// differences.
//
// Shapes are those of Keras: embedding V x E; for each LSTM layer of H units over D
// inputs a kernel D x 4H, a recurrent kernel H x 4H and a bias 4H, gates in the
// order input, forget, candidate, output; dense kernel H x V and bias V.
package reference

import "math"

// A Matrix is a slice of rows.
type Matrix [][]float64

// NewMatrix returns zeros.
func NewMatrix(rows, cols int) Matrix {
	m := make(Matrix, rows)
	for i := range m {
		m[i] = make([]float64, cols)
	}
	return m
}

// LSTM is the parameters of an LSTM layer, or their gradients.
type LSTM struct {
	Kernel, Recurrent Matrix
	Bias              []float64
}

// Net is the parameters of a network, or their gradients.
type Net struct {
	Embedding Matrix
	LSTM      []LSTM
	Dense     Matrix
	DenseBias []float64
}

// NewNet returns zeros: v symbols, embedding e, h units in each of the layers.
func NewNet(v, e, h, layers int) *Net {
	n := &Net{Embedding: NewMatrix(v, e), Dense: NewMatrix(h, v), DenseBias: make([]float64, v)}
	for l := range layers {
		inputs := h
		if l == 0 {
			inputs = e
		}
		n.LSTM = append(n.LSTM, LSTM{NewMatrix(inputs, 4*h), NewMatrix(h, 4*h), make([]float64, 4*h)})
	}
	return n
}

// A State is the state of a lane: for each layer the output h and the cell c.
type State struct{ H, C Matrix }

// NewState returns zeros.
func NewState(h, layers int) *State { return &State{NewMatrix(layers, h), NewMatrix(layers, h)} }

// A Lane is the part of a batch that one lane reads.
type Lane struct {
	Input, Target []int                         // symbol ids; -1: no target
	Reset         []bool                        // the state is zero before this input
	Mask          func(layer, t, u int) float64 // dropout: 0, or the factor of outputs that are kept
}

// step is what the backward pass needs of one layer and step.
type step struct {
	x, h0, c0, i, f, g, o, c, h []float64
}

// Gradient runs a lane through the network from state s, which it updates. It adds weight
// times the gradient of the loss to grad, unless grad is nil. It returns the loss, the
// sum of -ln p(target).
func (n *Net) Gradient(lane Lane, s *State, weight float64, grad *Net) float64 {
	layers, steps := len(n.LSTM), len(lane.Input)
	trace := make([][]step, layers) // [layer][t]
	probs := make([][]float64, steps)
	tops := make([][]float64, steps)
	loss := 0.0
	for t, id := range lane.Input {
		x := n.Embedding[id]
		for l := range layers {
			if lane.Reset[t] {
				clear(s.H[l])
				clear(s.C[l])
			}
			st := n.LSTM[l].forward(x, s.H[l], s.C[l])
			copy(s.H[l], st.h)
			copy(s.C[l], st.c)
			trace[l] = append(trace[l], st)
			x = make([]float64, len(st.h))
			for u := range x {
				x[u] = st.h[u] * lane.Mask(l, t, u)
			}
		}
		tops[t] = x
		probs[t] = n.softmax(x)
		if lane.Target[t] >= 0 {
			loss -= math.Log(probs[t][lane.Target[t]])
		}
	}
	if grad != nil {
		n.backward(lane, trace, tops, probs, weight, grad)
	}
	return loss
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func (w LSTM) forward(x, h0, c0 []float64) step {
	h := len(h0)
	z := append([]float64(nil), w.Bias...)
	for j := range z {
		for k := range x {
			z[j] += x[k] * w.Kernel[k][j]
		}
		for k := range h0 {
			z[j] += h0[k] * w.Recurrent[k][j]
		}
	}
	st := step{x: x, h0: append([]float64(nil), h0...), c0: append([]float64(nil), c0...)}
	for u := range h {
		i, f, g, o := sigmoid(z[u]), sigmoid(z[h+u]), math.Tanh(z[2*h+u]), sigmoid(z[3*h+u])
		c := f*c0[u] + i*g
		st.i, st.f, st.g, st.o = append(st.i, i), append(st.f, f), append(st.g, g), append(st.o, o)
		st.c = append(st.c, c)
		st.h = append(st.h, o*math.Tanh(c))
	}
	return st
}

func (n *Net) softmax(x []float64) []float64 {
	p := append([]float64(nil), n.DenseBias...)
	sum := 0.0
	for v := range p {
		for k := range x {
			p[v] += x[k] * n.Dense[k][v]
		}
		p[v] = math.Exp(p[v])
		sum += p[v]
	}
	for v := range p {
		p[v] /= sum
	}
	return p
}

func (n *Net) backward(lane Lane, trace [][]step, tops, probs [][]float64, weight float64, grad *Net) {
	layers, steps := len(n.LSTM), len(lane.Input)
	h := len(n.LSTM[0].Recurrent)
	dy := NewMatrix(steps, h) // gradient of the output of a layer, after dropout
	for t, target := range lane.Target {
		if target < 0 {
			continue
		}
		for v, p := range probs[t] {
			d := p * weight
			if v == target {
				d -= weight
			}
			grad.DenseBias[v] += d
			for k := range h {
				grad.Dense[k][v] += tops[t][k] * d
				dy[t][k] += n.Dense[k][v] * d
			}
		}
	}
	for l := layers - 1; l >= 0; l-- {
		w, g := n.LSTM[l], grad.LSTM[l]
		dx := NewMatrix(steps, len(w.Kernel))
		dh, dc := make([]float64, h), make([]float64, h) // from later steps
		for t := steps - 1; t >= 0; t-- {
			for u := range h {
				dh[u] += dy[t][u] * lane.Mask(l, t, u)
			}
			dz := trace[l][t].backward(dh, dc)
			clear(dh)
			for j, d := range dz {
				g.Bias[j] += d
				for k, x := range trace[l][t].x {
					g.Kernel[k][j] += x * d
					dx[t][k] += w.Kernel[k][j] * d
				}
				for k, x := range trace[l][t].h0 {
					g.Recurrent[k][j] += x * d
					dh[k] += w.Recurrent[k][j] * d
				}
			}
			if lane.Reset[t] {
				clear(dh)
				clear(dc)
			}
		}
		dy = dx
	}
	for t, id := range lane.Input {
		for k, d := range dy[t] {
			grad.Embedding[id][k] += d
		}
	}
}

// backward returns the gradient of the pre-activations. It replaces dc, the gradient of
// c, by the gradient of c0.
func (st step) backward(dh, dc []float64) []float64 {
	h := len(dh)
	dz := make([]float64, 4*h)
	for u := range h {
		i, f, g, o, tc := st.i[u], st.f[u], st.g[u], st.o[u], math.Tanh(st.c[u])
		d := dc[u] + dh[u]*o*(1-tc*tc)
		dz[u] = d * g * i * (1 - i)
		dz[h+u] = d * st.c0[u] * f * (1 - f)
		dz[2*h+u] = d * i * (1 - g*g)
		dz[3*h+u] = dh[u] * tc * o * (1 - o)
		dc[u] = d * f
	}
	return dz
}
