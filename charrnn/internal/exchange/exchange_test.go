package exchange

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"charabanc/charrnn/internal/kernel"
	"charabanc/data/ranks"
)

// gradients returns what a replica contributes, in numbers of which every order of adding
// gives another sum.
func gradients(replica, n int) []float32 {
	r := rand.New(rand.NewPCG(1, uint64(replica)))
	x := kernel.Alloc(n)
	for i := range x {
		x[i] = float32(r.NormFloat64())
	}
	return x
}

// divide returns parts of x, of some vectors each.
func divide(x []float32) [][]float32 {
	parts := [][]float32{}
	for n := 1; len(x) > 0; n++ {
		size := min(n*n*kernel.SumLanes, len(x))
		parts, x = append(parts, x[:size:size]), x[size:]
	}
	return parts
}

// summed returns the sum of replicas in each of a number of ranks.
func summed(t *testing.T, replicas, size, n int, fast bool) [][]float32 {
	list := make([][]float32, size)
	var all sync.WaitGroup
	for rank, comm := range ranks.Local(size) {
		all.Go(func() {
			x := kernel.Alloc(n)
			list[rank] = x
			parts := divide(x)
			e := New(comm, parts, fast)
			defer e.Close()
			for range 2 { // an exchange is used again
				for round := range replicas / size {
					if err := e.Wait(); err != nil {
						t.Error(err)
					}
					copy(x, gradients(round*size+rank, n))
					for i := range parts {
						e.Ready(i, round == 0, round == replicas/size-1)
					}
				}
				if err := e.Wait(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	return list
}

func TestSumInOrder(t *testing.T) {
	const n = 40 * kernel.SumLanes
	for _, replicas := range []int{1, 2, 4, 6, 12} {
		want := gradients(0, n)
		for replica := 1; replica < replicas; replica++ {
			for i, g := range gradients(replica, n) {
				want[i] += g
			}
		}
		for size := 1; size <= replicas; size++ {
			if replicas%size > 0 {
				continue
			}
			for rank, got := range summed(t, replicas, size, n, false) {
				if !slices.Equal(got, want) {
					t.Errorf("%d replicas, rank %d of %d: not the sum in the order of replicas", replicas, rank, size)
				}
			}
		}
	}
}

func TestSumFast(t *testing.T) {
	const n = 40 * kernel.SumLanes
	want := summed(t, 6, 1, n, false)[0]
	for _, size := range []int{1, 2, 3} {
		all := summed(t, 6, size, n, true)
		for rank, got := range all {
			if !slices.Equal(got, all[0]) {
				t.Errorf("rank %d of %d: not the sum of rank 0", rank, size)
			}
			for i, x := range got {
				if d := x - want[i]; d > 1e-5 || d < -1e-5 {
					t.Fatalf("rank %d of %d: %v, want %v", rank, size, x, want[i])
				}
			}
		}
	}
}

// BenchmarkExchange measures the exchange of the gradients of the reference network between
// goroutines.
func BenchmarkExchange(b *testing.B) {
	for _, size := range []int{1, 2, 4} {
		b.Run(fmt.Sprintf("ranks=%d", size), func(b *testing.B) {
			var all sync.WaitGroup
			for _, comm := range ranks.Local(size) {
				all.Go(func() {
					x := kernel.Alloc(1904640)
					e := New(comm, [][]float32{x}, false)
					defer e.Close()
					for range b.N {
						e.Ready(0, true, true)
						if err := e.Wait(); err != nil {
							b.Error(err)
						}
					}
				})
			}
			all.Wait()
		})
	}
}
