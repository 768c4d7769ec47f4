package network

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/kernel"
	"charabanc/charrnn/internal/reference"
)

// Get returns a copy of the elements of t in p.
func (p *Parameters) Get(t Tensor) []float32 {
	out := make([]float32, 0, t.Size())
	for block := range p.Blocks(t) {
		out = append(out, block...)
	}
	return out
}

// toReference returns a reference network with the same parameters.
func toReference(p *Parameters) *reference.Net {
	c := p.Config
	n := reference.NewNet(c.Vocabulary, c.Embedding, c.Units, c.Layers)
	matrix := func(dst reference.Matrix, values []float32) {
		for i := range dst {
			for j := range dst[i] {
				dst[i][j] = float64(values[i*len(dst[i])+j])
			}
		}
	}
	tensors := p.Tensors()
	next := func() []float32 {
		v := p.Get(tensors[0])
		tensors = tensors[1:]
		return v
	}
	matrix(n.Embedding, next())
	for l := range n.LSTM {
		matrix(n.LSTM[l].Kernel, next())
		matrix(n.LSTM[l].Recurrent, next())
		matrix(reference.Matrix{n.LSTM[l].Bias}, next())
	}
	matrix(n.Dense, next())
	matrix(reference.Matrix{n.DenseBias}, next())
	return n
}

// randomBatch returns a random batch with some targets missing and some states reset.
func randomBatch(r *rand.Rand, lanes, steps, v int) *corpus.Batch {
	b := corpus.NewBatch(lanes, steps)
	for i := range b.Input {
		b.Input[i], b.Target[i] = int32(r.IntN(v)), int32(r.IntN(v))
		if r.IntN(9) == 0 {
			b.Target[i] = -1
		}
		b.Reset[i] = r.IntN(7) == 0
	}
	return b
}

// referenceGradient runs the batch through the reference network, with the carried state
// and the noise of n.
func referenceGradient(n *Network, b *corpus.Batch, step int) (*reference.Net, float64) {
	c := n.Params.Config
	net := toReference(n.Params)
	kept := func(l, k, j int) float64 { return 1 }
	if n.noise.WeightDrop > 0 {
		kept = func(l, k, j int) float64 {
			d := newDropout(n.noise.WeightDrop, n.Seed, step, c.Layers+l)
			padded := j/c.Units*c.shape().units + j%c.Units
			if kernel.Keep(d.key, uint32(k*gates*c.shape().units+padded), d.threshold) {
				return float64(d.scale)
			}
			return 0
		}
	}
	dropWeights(net, kept)
	grad := reference.NewNet(c.Vocabulary, c.Embedding, c.Units, c.Layers)
	loss := 0.0
	units := c.shape().units
	for lane := range b.Lanes {
		s := reference.NewState(c.Units, c.Layers)
		for i, l := range n.layers {
			for u := range c.Units {
				s.H[i][u] = float64(l.h.Row(l.stateRow(0, lane))[u])
				s.C[i][u] = float64(l.c.Row(l.stateRow(0, lane))[u])
			}
		}
		in := reference.Lane{Mask: func(layer, t, u int) float64 {
			d := newDropout(c.Dropout, n.Seed, step, layer)
			row := n.counter(t, lane)
			if n.noise.Locked {
				row = lane
			}
			if kernel.Keep(d.key, uint32(row*units+u), d.threshold) {
				return float64(d.scale)
			}
			return 0
		}}
		for t := range b.Steps {
			i := lane*b.Steps + t
			in.Input = append(in.Input, int(b.Input[i]))
			in.Target = append(in.Target, int(b.Target[i]))
			in.Reset = append(in.Reset, b.Reset[i])
		}
		loss += net.Gradient(in, s, 1/float64(b.Targets()), grad)
	}
	dropWeights(grad, kept)
	return grad, loss
}

// dropWeights multiplies the recurrent weights of net, or their gradients, by a mask.
func dropWeights(net *reference.Net, mask func(layer, k, j int) float64) {
	for l := range net.LSTM {
		for k, row := range net.LSTM[l].Recurrent {
			for j := range row {
				row[j] *= mask(l, k, j)
			}
		}
	}
}

// TestGradient compares the gradients of every layer with the float64 reference, with
// dropout of outputs and of recurrent weights, a state carried from an earlier batch,
// tunes that start within a lane, and odd sizes.
func TestGradient(t *testing.T) {
	for _, size := range []struct {
		Config
		lanes, steps int
		noise        Noise
	}{
		{Config{11, 24, 16, 3, 0.3}, 8, 9, Noise{}},
		{Config{86, 40, 37, 2, 0.2}, 3, 5, Noise{}}, // no size is a multiple of another
		{Config{5, 8, 70, 1, 0}, 13, 4, Noise{}},
		{Config{3, 1, 1, 2, 0.5}, 1, 1, Noise{}},
		{Config{11, 24, 16, 3, 0.3}, 8, 9, Noise{WeightDrop: 0.4, Locked: true}},
		{Config{20, 40, 37, 2, 0.2}, 3, 5, Noise{WeightDrop: 0.5}},
	} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			r := rand.New(rand.NewPCG(7, 7))
			p := NewParameters(size.Config)
			p.Initialise(3)
			for _, x := range p.Tensors() {
				v := p.Get(x)
				for i := range v {
					v[i] = v[i]*2 + 0.1*float32(r.NormFloat64())
				}
				p.Set(x, v)
			}
			carried, b := randomBatch(r, size.lanes, size.steps, size.Vocabulary), randomBatch(r, size.lanes, size.steps, size.Vocabulary)
			for precision, tolerance := range map[Precision]float64{Float32: 1e-4, BF16: 0.02} {
				n := New(p, Shape{size.lanes, size.steps, precision, true}, 2)
				defer n.Close()
				n.Regularise(size.noise, false)
				n.Prepare()
				n.Evaluate(carried, true)
				grad, loss := referenceGradient(n, b, 5)
				got := n.Gradient(b, 5)
				if math.Abs(got.Loss-loss) > 0.1*tolerance*loss {
					t.Errorf("%s: loss %v, want %v", precision, got.Loss, loss)
				}
				compareGradients(t, precision, n.grads, grad, tolerance)
			}
		})
	}
}

// TestBackwardParts checks that Backward tells of each part of the gradients when it is
// complete, from the last layer on.
func TestBackwardParts(t *testing.T) {
	for layers := 1; layers <= 3; layers++ {
		p := NewParameters(Config{Vocabulary: 11, Embedding: 24, Units: 20, Layers: layers})
		p.Initialise(1)
		n := New(p, Shape{Lanes: 4, Steps: 6, Train: true}, 2)
		defer n.Close()
		b := randomBatch(rand.New(rand.NewPCG(1, 1)), 4, 6, 11)
		parts, next := n.Gradients(), layers-1
		told := make([]float32, len(p.Flat))
		end := len(told)
		n.Forward(b, 0, b.Targets())
		n.Backward(func(layer int) {
			if layer != next {
				t.Errorf("%d layers: told of layer %d, want %d", layers, layer, next)
			}
			next--
			end -= len(parts[layer])
			copy(told[end:], parts[layer])
		})
		if next != -1 || end != 0 || !slices.Equal(told, n.grads.Flat) {
			t.Errorf("%d layers: the parts are not the gradients", layers)
		}
	}
}

// compareGradients checks that the difference of each tensor, as a vector, is less than
// so much of its length.
func compareGradients(t *testing.T, precision Precision, got *Parameters, want *reference.Net, tolerance float64) {
	t.Helper()
	rows := []reference.Matrix{want.Embedding}
	for _, l := range want.LSTM {
		rows = append(rows, l.Kernel, l.Recurrent, reference.Matrix{l.Bias})
	}
	rows = append(rows, want.Dense, reference.Matrix{want.DenseBias})
	for i, x := range got.Tensors() {
		values, diff, size := got.Get(x), 0.0, 0.0
		for j, row := range rows[i] {
			for k, w := range row {
				d := float64(values[j*len(row)+k]) - w
				diff, size = diff+d*d, size+w*w
			}
		}
		rel := math.Sqrt(diff / (size + 1e-30))
		if rel > tolerance {
			t.Errorf("%s, %s: relative error %.2g of the gradient", precision, x.Name, rel)
		} else {
			t.Logf("%s %-24s relative error %.2g", precision, x.Name, rel)
		}
	}
}

// TestPaddingStaysZero trains and checks the elements that belong to no tensor.
func TestPaddingStaysZero(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	c := Config{7, 5, 9, 2, 0.2}
	p := NewParameters(c)
	p.Initialise(1)
	for _, precision := range []Precision{Float32, BF16} {
		n := New(p, Shape{4, 6, precision, true}, 1)
		defer n.Close()
		for i := range 5 {
			n.Gradient(randomBatch(r, 4, 6, 7), i)
			n.Apply(AdamStep(1e-2, 0, i+1), 1)
			n.Carry(true)
		}
	}
	named := make([]bool, len(p.Flat))
	for _, x := range p.Tensors() {
		rows, cols := x.extent()
		for i := range rows {
			for j := range cols {
				named[x.index(i, j)] = true
			}
		}
	}
	for i, v := range p.Flat {
		if !named[i] && v != 0 && v != padLogit {
			t.Fatalf("padding at %d became %v", i, v)
		}
	}
}

// TestMean compares the moving average with its definition.
func TestMean(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 4))
	p := NewParameters(Config{7, 5, 9, 2, 0.2})
	p.Initialise(1)
	n := New(p, Shape{Lanes: 4, Steps: 6, Train: true}, 2)
	defer n.Close()
	n.Regularise(Noise{}, true)
	at := slices.IndexFunc(p.Flat, func(x float32) bool { return x != 0 })
	want := float64(p.Flat[at])
	for i := range 60 {
		n.Gradient(randomBatch(r, 4, 6, 7), i)
		n.Newest = float32(1 - min(0.75, float64(i+1)/float64(i+10)))
		n.Apply(AdamStep(1e-2, 0, i+1), 1)
		n.Carry(true)
		keep := min(0.75, float64(i+1)/float64(i+10))
		want = keep*want + (1-keep)*float64(p.Flat[at])
	}
	if got := float64(n.Trained().Flat[at]); math.Abs(got-want) > 1e-5*math.Abs(want) || got == float64(p.Flat[at]) {
		t.Errorf("mean %v, want %v, last %v", got, want, p.Flat[at])
	}
}

// trained returns the parameters after a few steps of training on random batches.
func trained(size Shape, units, threads int) []float32 {
	r := rand.New(rand.NewPCG(2, 2))
	p := NewParameters(Config{13, 20, units, 3, 0.25})
	p.Initialise(1)
	n := New(p, size, threads)
	defer n.Close()
	n.Regularise(Noise{WeightDrop: 0.3, Locked: true}, true)
	for i := range 4 {
		n.Newest = 0.1
		n.Gradient(randomBatch(r, size.Lanes, size.Steps, 13), i)
		n.Apply(AdamStep(1e-2, 0, i+1), 0.5)
		n.Carry(true)
	}
	return append(p.Flat, n.Trained().Flat...)
}

// TestThreadsLeaveNoTrace checks that the number of threads does not change any bit, whether
// they share lanes or units.
func TestThreadsLeaveNoTrace(t *testing.T) {
	shared := map[bool]int{}
	for _, c := range []struct {
		Shape
		units int
	}{
		{Shape{18, 7, Float32, true}, 33},
		{Shape{18, 7, BF16, true}, 33},
		{Shape{4, 6, Float32, true}, 260},
		{Shape{4, 6, BF16, true}, 260},
		{Shape{70, 3, Float32, true}, 33}, // two groups
	} {
		one := trained(c.Shape, c.units, 1)
		for _, threads := range []int{2, 3, 4, 9} {
			shared[splitUnits(newGrid(c.Lanes, c.Steps, 1), c.Precision, kernel.Pad(c.units), threads)]++
			for i, w := range trained(c.Shape, c.units, threads) {
				if w != one[i] {
					t.Fatalf("%+v, %d threads: parameter %d is %v, with one thread %v", c, threads, i, w, one[i])
				}
			}
		}
	}
	if shared[true] == 0 || shared[false] == 0 {
		t.Errorf("units or lanes were shared: %v", shared)
	}
}

// TestSplitUnits checks when workers share units.
func TestSplitUnits(t *testing.T) {
	for _, c := range []struct {
		lanes     int
		precision Precision
		units     int
		threads   int
		want      bool
	}{
		{16, Float32, 256, 1, false},
		{16, Float32, 256, 2, false},
		{4, Float32, 256, 2, false}, // one worker has nothing to do, and waiting costs as much
		{4, Float32, 256, 4, true},
		{8, Float32, 512, 8, true},
		{8, BF16, 256, 8, false},
		{16, Float32, 1024, 2, true},  // the weights are large
		{16, BF16, 1024, 2, false},    // but waiting costs more
		{4, BF16, 1024, 2, true},      // than one worker without work
		{64, Float32, 1024, 3, true},  // lanes and units do not divide evenly
		{16, Float32, 1024, 1, false}, // nobody to share with
		{16, Float32, 64, 16, false},  // fewer panels than quads
	} {
		if got := splitUnits(newGrid(c.lanes, 64, 1), c.precision, c.units, c.threads); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

// TestTilesLeaveNoTrace checks that training in bf16 comes to the same bits with tiles and
// without.
func TestTilesLeaveNoTrace(t *testing.T) {
	before := kernel.Name()
	defer kernel.Use(before)
	if err := kernel.Use("amx"); err != nil {
		t.Skip(err)
	}
	want := trained(Shape{18, 7, BF16, true}, 33, 2)
	for _, name := range []string{"avx512", "avx2"} {
		if err := kernel.Use(name); err != nil {
			t.Fatal(err)
		}
		for i, w := range trained(Shape{18, 7, BF16, true}, 33, 2) {
			if w != want[i] {
				t.Fatalf("%s: parameter %d is %v, with tiles %v", name, i, w, want[i])
			}
		}
	}
}

func TestStepDoesNotAllocate(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 3))
	p := NewParameters(Config{30, 64, 64, 2, 0.2})
	p.Initialise(1)
	b := randomBatch(r, 16, 8, 30)
	for _, precision := range []Precision{Float32, BF16} {
		n := New(p, Shape{16, 8, precision, true}, 2)
		defer n.Close()
		if a := testing.AllocsPerRun(10, func() {
			n.Gradient(b, 1)
			n.Apply(AdamStep(1e-3, 0, 1), 1)
			n.Carry(true)
		}); a != 0 {
			t.Errorf("%s: %v allocations a step, want 0", precision, a)
		}
	}
}

// TestCount checks the number of parameters of the reference network.
func TestCount(t *testing.T) {
	c := Config{86, 512, 256, 3, 0.2}
	if got := c.Count(); got != 1904214 {
		t.Errorf("%d parameters for 86 symbols, want 1,904,214", got)
	}
	sum := 0
	for _, x := range NewParameters(c).Tensors() {
		sum += x.Size()
	}
	if sum != 1904214 {
		t.Errorf("tensors have %d elements, want 1,904,214", sum)
	}
}

// TestInitialise checks the initial values of the reference network.
func TestInitialise(t *testing.T) {
	p := NewParameters(Config{86, 512, 256, 3, 0.2})
	p.Initialise(1)
	for _, x := range p.Tensors() {
		values := p.Get(x)
		rows, cols := x.extent()
		largest := 0.0
		for _, v := range values {
			largest = max(largest, math.Abs(float64(v)))
		}
		switch x.Name {
		case "embedding/embeddings":
			if largest > 0.05 || largest < 0.049 {
				t.Errorf("%s reaches %v, want 0.05", x.Name, largest)
			}
		case "lstm_2/kernel":
			if limit := math.Sqrt(6.0 / float64(rows+cols)); largest > limit*1.0001 || largest < 0.99*limit {
				t.Errorf("%s reaches %v, want %v", x.Name, largest, limit)
			}
		case "lstm_3/recurrent_kernel":
			for i := range 5 {
				for j := range 5 {
					dot := 0.0
					for k := range cols {
						dot += float64(values[i*cols+k]) * float64(values[j*cols+k])
					}
					if want := map[bool]float64{true: 1}[i == j]; math.Abs(dot-want) > 1e-5 {
						t.Errorf("%s: rows %d and %d have product %v", x.Name, i, j, dot)
					}
				}
			}
		case "lstm_1/bias":
			for j, v := range values {
				if want := float32(0); v != want && !(j/256 == 1 && v == 1) {
					t.Fatalf("%s number %d is %v", x.Name, j, v)
				}
			}
		}
	}
}

// TestState checks that a restored state, and a state of zero, give the same loss again.
func TestState(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	p := NewParameters(Config{7, 5, 9, 2, 0})
	p.Initialise(1)
	n := New(p, Shape{Lanes: 3, Steps: 6}, 2)
	defer n.Close()
	b := corpus.NewBatch(3, 6)
	for i := range b.Input {
		b.Input[i], b.Target[i] = int32(r.IntN(7)), int32(r.IntN(7))
	}
	n.Prepare()
	first := n.Evaluate(b, true)
	state := n.AppendState(nil)
	second := n.Evaluate(b, true)
	if len(state) != 2*3*2*9 || first.Loss == second.Loss {
		t.Errorf("%d numbers of state, losses %v and %v", len(state), first.Loss, second.Loss)
	}
	n.SetState(state)
	if again := n.Evaluate(b, false); again != second {
		t.Errorf("the restored state gives %+v, want %+v", again, second)
	}
	if zero := n.Evaluate(b, true); zero != first {
		t.Errorf("a state that is not carried gives %+v, want %+v", zero, first)
	}
	n.Reset()
	if zero := n.Evaluate(b, true); zero != first {
		t.Errorf("a state of zero gives %+v, want %+v", zero, first)
	}
	sum := first
	sum.Add(second)
	if sum.Targets != 36 || sum.Mean() != (first.Loss+second.Loss)/36 || sum.Accuracy() != float64(first.Correct+second.Correct)/36 {
		t.Errorf("%+v and %+v add up to %+v", first, second, sum)
	}
}

func TestSummary(t *testing.T) {
	const want = `layer       output          parameters
embedding   16 x 64 x 512   44,032
lstm_1      16 x 64 x 256   787,456
dropout_1   16 x 64 x 256   0
dense       16 x 64 x 86    22,102
total                       853,590
`
	if got := NewParameters(Config{86, 512, 256, 1, 0.2}).Summary(16, 64); got != want {
		t.Errorf("summary %s, want %s", got, want)
	}
}

// TestConfigTensors compares the tensors of a Config with those of parameters.
func TestConfigTensors(t *testing.T) {
	for _, c := range []Config{{86, 512, 256, 3, 0}, {3, 1, 1, 2, 0}, {20, 40, 37, 1, 0}} {
		want := NewParameters(c).Tensors()
		for i, x := range c.Tensors() {
			if x.Name != want[i].Name || !slices.Equal(x.Shape, want[i].Shape) {
				t.Errorf("%v: %s %v, want %s %v", c, x.Name, x.Shape, want[i].Name, want[i].Shape)
			}
		}
	}
}

// TestGraft checks every element of a network that got the parameters of another one with
// fewer symbols.
func TestGraft(t *testing.T) {
	from, to, fresh := NewParameters(Config{3, 5, 9, 2, 0}), NewParameters(Config{6, 5, 9, 2, 0}), NewParameters(Config{6, 5, 9, 2, 0})
	from.Initialise(1)
	for _, x := range from.Tensors() { // biases, too
		v := from.Get(x)
		for i := range v {
			v[i] += 1 + float32(i)
		}
		from.Set(x, v)
	}
	to.Initialise(2)
	fresh.Initialise(2)
	ids := []int32{4, 0, 3}
	to.Graft(from, ids)
	for i, x := range to.Tensors() {
		got, initial, old := to.Get(x), fresh.Get(x), from.Get(from.Tensors()[i])
		rows, cols := x.extent()
		_, oldCols := from.Tensors()[i].extent()
		for r := range rows {
			for c := range cols {
				or, oc := r, c
				switch {
				case strings.HasPrefix(x.Name, "embedding"):
					or = slices.Index(ids, int32(r))
				case strings.HasPrefix(x.Name, "dense"):
					oc = slices.Index(ids, int32(c))
				}
				want := initial[r*cols+c]
				if or >= 0 && oc >= 0 {
					want = old[or*oldCols+oc]
				}
				if got[r*cols+c] != want {
					t.Fatalf("%s[%d,%d] is %v, want %v", x.Name, r, c, got[r*cols+c], want)
				}
			}
		}
	}
	for j := 6; j < len(to.Dense.Bias); j++ {
		if to.Dense.Bias[j] != padLogit {
			t.Fatalf("the padding became %v", to.Dense.Bias[j])
		}
	}
}
