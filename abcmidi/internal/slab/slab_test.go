package slab

import "testing"

// TestSlab takes values in every way, fills them, resets the slab and checks that
// it gives zero values again, in the same memory.
func TestSlab(t *testing.T) {
	var s Slab[int]
	var first *int
	for round := range 3 {
		given := map[*int]bool{}
		take := func(values ...*int) {
			for _, v := range values {
				if *v != 0 {
					t.Fatalf("round %d: a value is %d", round, *v)
				}
				if given[v] {
					t.Fatalf("round %d: a value was given twice", round)
				}
				given[v] = true
				*v = 1
			}
		}
		for i := range 3 * blockSize {
			v := s.New()
			if i == 0 && round == 0 {
				first = v
			} else if i == 0 && v != first {
				t.Errorf("round %d is in other memory", round)
			}
			take(v)
			list := s.Take(i % 5)
			if len(list) != i%5 || cap(list) != len(list) {
				t.Fatalf("Take(%d) has length %d, capacity %d", i%5, len(list), cap(list))
			}
			for j := range list {
				take(&list[j])
			}
		}
		s.Reset()
	}
}

func TestTakeMoreThanABlock(t *testing.T) {
	var s Slab[int]
	for _, n := range []int{blockSize, blockSize + 1, 10 * blockSize} {
		if got := len(s.Take(n)); got != n {
			t.Errorf("Take(%d) has length %d", n, got)
		}
	}
	if len(s.blocks) != 1 {
		t.Errorf("%d blocks, want 1", len(s.blocks))
	}
}

// TestMemoryIsBounded: what one huge tune needed is not kept for the next.
func TestMemoryIsBounded(t *testing.T) {
	var s Slab[int]
	for range 2 * maxBlocks * blockSize {
		s.New()
	}
	s.Reset()
	if len(s.blocks) != maxBlocks {
		t.Errorf("%d blocks are kept, want %d", len(s.blocks), maxBlocks)
	}
	if got := Kept(make([]int, 3, maxKept)); len(got) != 0 || cap(got) != maxKept {
		t.Errorf("a list of %d: length %d, capacity %d", maxKept, len(got), cap(got))
	}
	if got := Kept(make([]int, 0, maxKept+1)); got != nil {
		t.Errorf("a list of %d is kept", maxKept+1)
	}
}
