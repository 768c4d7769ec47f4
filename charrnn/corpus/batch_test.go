package corpus

import (
	"reflect"
	"slices"
	"testing"
)

func numbers(from, n int) []int32 {
	s := make([]int32, n)
	for i := range s {
		s[i] = int32(from + i)
	}
	return s
}

func TestLanesReadOn(t *testing.T) {
	o := Reading{Lanes: 3, Steps: 4, Reset: true}
	s, err := NewLanes([]Piece{{numbers(0, 10)}, {numbers(10, 22)}}, o)
	if err != nil {
		t.Fatal(err)
	}
	if s.Steps() != 2 { // 32 symbols: 10 a lane, 9 with a successor, two times 4
		t.Fatalf("%d steps, want 2", s.Steps())
	}
	b := NewBatch(3, 4)
	for step := range 2 {
		s.Fill(step, b)
		for lane := range 3 {
			for i := range 4 {
				at := lane*4 + i
				if want := int32(lane*10 + step*4 + i); b.Input[at] != want || b.Target[at] != want+1 {
					t.Errorf("step %d lane %d: %d -> %d, want %d -> %d", step, lane, b.Input[at], b.Target[at], want, want+1)
				}
				if b.Reset[at] != (b.Input[at] == 0 || b.Input[at] == 10) {
					t.Errorf("symbol %d: reset is %v", b.Input[at], b.Reset[at])
				}
			}
		}
	}
	if _, err := NewLanes([]Piece{{numbers(0, 14)}}, o); err == nil {
		t.Error("a text shorter than a batch was taken")
	}
}

func TestShuffledEpochsAreTheSameAgain(t *testing.T) {
	var pieces []Piece
	for i := range 20 {
		pieces = append(pieces, Piece{numbers(100*i, 30)})
	}
	o := Reading{Lanes: 2, Steps: 5, Shuffle: true, Seed: 9, Settled: 99}
	s, _ := NewLanes(pieces, o)
	s.Begin(3)
	third := slices.Clone(s.text)
	s.Begin(4)
	if reflect.DeepEqual(third, s.text) {
		t.Error("epochs 3 and 4 have the same order")
	}
	again, _ := NewLanes(pieces, o)
	again.Begin(3)
	if !reflect.DeepEqual(third, again.text) {
		t.Error("epoch 3 has another order the second time")
	}
	slices.Sort(third)
	if len(slices.Compact(third)) != 600 {
		t.Error("a shuffled epoch lost symbols")
	}
}

// TestForms checks that every form of a tune is drawn in some epoch, in full,
// that the rest of the text is unchanged, and that only the first form is read
// once tunes have settled.
func TestForms(t *testing.T) {
	s, err := NewLanes([]Piece{{numbers(0, 10)}, {numbers(100, 8), numbers(200, 8), numbers(300, 8)}, {numbers(20, 10)}},
		Reading{Lanes: 1, Steps: 4, Settled: 31})
	if err != nil {
		t.Fatal(err)
	}
	drawn := map[int32]bool{}
	for epoch := 1; epoch <= 40; epoch++ {
		s.Begin(epoch)
		form := s.text[10]
		drawn[form] = true
		if epoch > 30 && form != 100 {
			t.Errorf("epoch %d, of the last quarter, reads form %d", epoch, form)
		}
		if want := slices.Concat(numbers(0, 10), numbers(int(form), 8), numbers(20, 10)); !reflect.DeepEqual(s.text, want) {
			t.Errorf("epoch %d reads %v, want %v", epoch, s.text, want)
		}
	}
	if len(drawn) != 3 {
		t.Errorf("forms drawn: %v", drawn)
	}
}

func TestWindows(t *testing.T) {
	o := Reading{Lanes: 4, Steps: 6, Stride: 3, Seed: 2}
	s, err := NewWindows([][]int32{numbers(0, 16), numbers(100, 4), numbers(200, 1)}, o)
	if err != nil {
		t.Fatal(err)
	}
	s.Begin(1)
	covered := map[int32]bool{}
	b := NewBatch(4, 6)
	for step := range s.Steps() {
		s.Fill(step, b)
		for i, id := range b.Input {
			if b.Target[i] < 0 {
				continue
			}
			if b.Target[i] != id+1 || id/100 != b.Target[i]/100 {
				t.Errorf("%d -> %d", id, b.Target[i])
			}
			covered[b.Target[i]] = true
		}
	}
	if len(covered) != 15+3 {
		t.Errorf("%d symbols are predicted, want all 18 that follow another", len(covered))
	}
}

func TestEvaluationPredictsEachSymbolOnce(t *testing.T) {
	pieces := [][]int32{numbers(0, 40), numbers(40, 5), numbers(45, 33), numbers(78, 1), numbers(79, 21)}
	s := NewWhole(pieces, 4, 8, true)
	seen := map[int32]int{}
	resets := 0
	b := NewBatch(4, 8)
	for step := range s.Steps() {
		s.Fill(step, b)
		for i, target := range b.Target {
			if target >= 0 {
				seen[target]++
				if b.Input[i] != target-1 {
					t.Errorf("%d follows %d", target, b.Input[i])
				}
				if b.Reset[i] {
					resets++
				}
			}
		}
	}
	want := 100
	for _, l := range s.lanes {
		want -= min(1, len(l)) // the first symbol of a lane is no target
	}
	if len(seen) != want {
		t.Errorf("%d symbols are predicted, want %d", len(seen), want)
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("symbol %d is predicted %d times", id, n)
		}
	}
	if resets != 5 {
		t.Errorf("the state starts at zero %d times, want once for each piece", resets)
	}
}

// TestReplace checks that an epoch reads the given pieces in the places of others,
// which stay where they are.
func TestReplace(t *testing.T) {
	s, err := NewLanes([]Piece{{numbers(0, 10)}, {numbers(10, 10)}, {numbers(20, 10)}}, Reading{Lanes: 1, Steps: 4})
	if err != nil {
		t.Fatal(err)
	}
	s.Replace([][]int32{nil, numbers(100, 5), {}})
	s.Begin(6)
	if want := slices.Concat(numbers(0, 10), numbers(100, 5), numbers(20, 10)); !reflect.DeepEqual(s.text, want) {
		t.Errorf("read %v, want %v", s.text, want)
	}
	if !s.fresh[10] || s.fresh[14] || !s.fresh[15] {
		t.Error("tunes begin elsewhere")
	}
}

// TestTracks checks that lanes and tracks predict what the batches of the text predict.
func TestTracks(t *testing.T) {
	pieces := [][]int32{numbers(0, 40), numbers(40, 5), numbers(45, 33), numbers(78, 1), numbers(79, 21)}
	for _, reset := range []bool{false, true} {
		s := NewWhole(pieces, 4, 8, reset)
		var want []int32
		b := NewBatch(4, 8)
		for step := range s.Steps() {
			s.Fill(step, b)
			for _, id := range b.Target {
				if id >= 0 {
					want = append(want, id)
				}
			}
		}
		slices.Sort(want)
		for name, tracks := range map[string][]Track{"lanes": s.Lanes(), "tracks": s.Tracks()} {
			var got []int32
			for _, track := range tracks {
				for i, id := range track.Input {
					if track.Target[i] != id+1 {
						t.Errorf("%s, reset %v: %d -> %d", name, reset, id, track.Target[i])
					}
					if begins := slices.Contains([]int32{0, 40, 45, 78, 79}, id); begins && !track.Begins(i) || !begins && i > 0 && track.Begins(i) {
						t.Errorf("%s, reset %v: a piece begins with %d: %v", name, reset, id, !begins)
					}
				}
				got = append(got, track.Target...)
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%s, reset %v: targets %v, want %v", name, reset, got, want)
			}
		}
		if n := len(s.Tracks()); reset != (n > len(s.Lanes())) {
			t.Errorf("reset %v: %d tracks of %d lanes", reset, n, len(s.Lanes()))
		}
	}
}
