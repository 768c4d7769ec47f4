package network

import (
	"sync"
	"testing"
)

// TestBarrier lets goroutines write in turns of all, with as many as there are processors
// and with many more, which have to sleep.
func TestBarrier(t *testing.T) {
	for _, size := range []int{1, 2, 3, 40} {
		b := newBarrier(size)
		const rounds = 300
		at := make([]int, size) // the round of each; no lock, so that the race detector sees a barrier that leaks
		var all sync.WaitGroup
		for i := range size {
			all.Go(func() {
				for round := range rounds {
					at[i] = round
					b.wait()
					for j, r := range at {
						if r != round {
							t.Errorf("%d goroutines: number %d is in round %d, want %d", size, j, r, round)
							return
						}
					}
					b.wait()
				}
			})
		}
		all.Wait()
	}
}
