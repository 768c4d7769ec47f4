package network

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestDecoderIsTheNetwork checks that the state after a text is the same as in
// evaluation, in every lane.
func TestDecoderIsTheNetwork(t *testing.T) {
	const symbols, units = 9, 24
	p := NewParameters(Config{symbols, 10, units, 2, 0.2})
	p.Initialise(5)
	const lanes, steps = 5, 8
	net := New(p, Shape{Lanes: lanes, Steps: steps}, 1)
	defer net.Close()
	b := randomBatch(rand.New(rand.NewPCG(4, 4)), lanes, steps, symbols)
	net.Prepare()
	net.Evaluate(b, true)
	d := NewDecoder(NewDecoderWeights(p, 32), lanes)
	ids := make([]int32, lanes)
	for step := range steps {
		for lane := range ids {
			ids[lane] = b.Input[lane*steps+step]
			if b.Reset[lane*steps+step] {
				d.Forget(lane)
			}
		}
		d.Step(ids)
	}
	for l, layer := range net.layers {
		for lane := range lanes {
			for u, want := range layer.h.Row(layer.stateRow(0, lane))[:units] {
				if got := d.h[l].Row(lane)[u]; math.Abs(float64(got-want)) > 1e-6 {
					t.Fatalf("layer %d lane %d unit %d is %v, want %v", l, lane, u, got, want)
				}
			}
		}
	}
}

// TestDecoderReturns checks that a restored state, and a state moved to another lane, give
// the same logits again, with each form of the weights.
func TestDecoderReturns(t *testing.T) {
	const symbols = 9
	p := NewParameters(Config{symbols, 10, 24, 2, 0.2})
	p.Initialise(5)
	for _, bits := range []int{8, 16, 32} {
		d := NewDecoder(NewDecoderWeights(p, bits), 2)
		d.Step([]int32{3, 7})
		state := d.State(0)
		d.Step([]int32{4, 4})
		want, other := slices.Clone(d.Logits(0)), slices.Clone(d.Logits(1))
		if slices.Equal(want, other) {
			t.Errorf("%d bits: two texts have the same logits", bits)
		}
		d.SetState(0, state)
		d.Step([]int32{4, 4})
		if !slices.Equal(d.Logits(0), want) {
			t.Errorf("%d bits: logits of the restored state %v, want %v", bits, d.Logits(0), want)
		}
		d.SetState(0, state)
		if d.Move(1, 0); !slices.Equal(d.Logits(1), want) {
			t.Errorf("%d bits: the logits are not moved", bits)
		}
		d.Step([]int32{4, 4})
		if !slices.Equal(d.Logits(1), want) {
			t.Errorf("%d bits: logits of the moved state %v, want %v", bits, d.Logits(1), want)
		}
		d.Forget(0)
		fresh := NewDecoder(d.DecoderWeights, 1)
		d.Step([]int32{2})
		fresh.Step([]int32{2})
		if !slices.Equal(d.Logits(0), fresh.Logits(0)) {
			t.Errorf("%d bits: a forgotten state is not zero", bits)
		}
	}
}
