package data

import (
	"context"
	"errors"
	"io"
	"math"
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

// numbers returns a next that counts to n.
func numbers(n int) func() (int, error) {
	i := 0
	return func() (int, error) {
		if i == n {
			return 0, io.EOF
		}
		i++
		return i, nil
	}
}

// TestInOrder: every result is settled once, in order, and few are held.
func TestInOrder(t *testing.T) {
	for _, workers := range []int{0, 1, 2, 7} {
		for _, n := range []int{0, 1, 1000} {
			var taken atomic.Int64
			settled, most := 0, int64(0)
			next := numbers(n)
			err := InOrder(t.Context(), workers, func() (int, error) {
				i, err := next()
				if err == nil {
					taken.Add(1)
				}
				return i, err
			}, func(i int) int {
				if i%100 == 3 {
					time.Sleep(time.Millisecond)
				}
				return i * i
			}, func(r int) error {
				most = max(most, taken.Load()-int64(settled))
				if settled++; r != settled*settled {
					t.Errorf("result %d at place %d", r, settled)
				}
				return nil
			})
			limit := workers
			if workers == 0 {
				limit = runtime.GOMAXPROCS(0)
			}
			if err != nil || settled != n || most > int64(limit*heldPerWorker) {
				t.Errorf("%d workers: %d of %d settled, %d held, error %v", workers, settled, n, most, err)
			}
		}
	}
}

func TestInOrderFails(t *testing.T) {
	broken := errors.New("broken")
	for _, workers := range []int{1, 4} {
		settled := 0
		next := numbers(100)
		err := InOrder(t.Context(), workers, func() (int, error) {
			i, err := next()
			if i == 60 {
				err = broken
			}
			return i, err
		}, func(i int) int { return i }, func(int) error { settled++; return nil })
		if err != broken || settled != 59 {
			t.Errorf("next fails: %d settled, error %v, want 59", settled, err)
		}
		settled = 0
		err = InOrder(t.Context(), workers, numbers(math.MaxInt32), func(i int) int { return i }, func(i int) error {
			if settled++; i == 60 {
				return broken
			}
			return nil
		})
		if err != broken || settled != 60 {
			t.Errorf("settle fails: %d settled, error %v, want 60", settled, err)
		}
	}
}

// TestInOrderStops: what has been taken before the end of the context is
// settled.
func TestInOrderStops(t *testing.T) {
	for _, workers := range []int{1, 4} {
		ctx, stop := context.WithCancel(t.Context())
		var taken atomic.Int64
		settled := int64(0)
		err := InOrder(ctx, workers, func() (int, error) { return int(taken.Add(1)), nil },
			func(i int) int {
				if i == 50 {
					stop()
				}
				return i
			}, func(int) error { settled++; return nil })
		if !errors.Is(err, context.Canceled) || settled != taken.Load() || settled < 50 {
			t.Errorf("%d of %d settled, error %v", settled, taken.Load(), err)
		}
	}
}

// TestInOrderSettlesWhileNextWaits: a result does not wait for an item that is
// slow to come.
func TestInOrderSettlesWhileNextWaits(t *testing.T) {
	settled := make(chan int, 1)
	i := 0
	err := InOrder(t.Context(), 2, func() (int, error) {
		if i++; i == 1 {
			return 1, nil
		}
		select {
		case <-settled:
			return 0, io.EOF
		case <-time.After(10 * time.Second):
			return 0, errors.New("the first is not settled")
		}
	}, func(i int) int { return i }, func(i int) error { settled <- i; return nil })
	if err != nil {
		t.Error(err)
	}
}
