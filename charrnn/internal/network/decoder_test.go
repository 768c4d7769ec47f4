package network

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestDecoderIsTheNetwork checks that the state after a text is the same as in
// evaluation, in every lane.
func TestDecoderIsTheNetwork(t *testing.T) {
	const symbols, units = 9, 24
	p := NewParameters(Config{symbols, 10, units, 2, 0.2})
	p.Initialise(5)
	const lanes, steps = 5, 8
	net := New(p, lanes, steps, 1, false)
	defer net.Close()
	b := randomBatch(rand.New(rand.NewPCG(4, 4)), lanes, steps, symbols)
	net.Evaluate(b, true)
	d := NewDecoder(NewDecoderWeights(p, false), lanes)
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
