package data

import (
	"context"
	"io"
	"runtime"
	"sync"
)

// heldPerWorker is how many items InOrder holds for each worker: enough that
// one slow item does not stop the others.
const heldPerWorker = 16

// InOrder works on items in parallel and settles the results in the order of
// the items.
//
// The calls of next are made one at a time, and so are those of settle; work is
// called by all workers at once. 0 workers are as many as there are processors.
// At most 16 items for each worker have been taken and not settled.
//
// The error of next is io.EOF after the last item. InOrder returns the first
// error of next or settle, or that of ctx if its end kept an item from being
// taken. After an error of settle nothing is settled; otherwise all items that
// have been taken are.
func InOrder[T, R any](ctx context.Context, workers int, next func() (T, error), work func(T) R, settle func(R) error) error {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	q := &queue[T, R]{next: next, settle: settle, results: make([]result[R], heldPerWorker*workers)}
	q.room.L = &q.mu
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for {
				item, n, ok := q.take(ctx)
				if !ok {
					return
				}
				q.put(n, work(item))
			}
		})
	}
	all.Wait()
	if q.failed != nil {
		return q.failed
	}
	return q.ended
}

// queue hands out items and takes their results.
type queue[T, R any] struct {
	next   func() (T, error)
	settle func(R) error

	taking sync.Mutex // held while next is called, which may wait for a pipe
	end    bool       // nothing more is to be taken
	ended  error      // why, or nil after io.EOF

	mu       sync.Mutex
	taken    int         // items handed out
	settled  int         // results settled
	results  []result[R] // of item n at n modulo the length
	settling bool        // a worker is at it
	failed   error       // of settle
	room     sync.Cond   // that an item has been settled
}

type result[R any] struct {
	value R
	ready bool
}

// take returns the next item and its number.
func (q *queue[T, R]) take(ctx context.Context) (item T, n int, ok bool) {
	q.taking.Lock()
	defer q.taking.Unlock()
	if q.end || !q.wait() {
		return item, 0, false
	}
	err := ctx.Err()
	if err == nil {
		item, err = q.next()
	}
	if err != nil {
		if q.end = true; err != io.EOF {
			q.ended = err
		}
		return item, 0, false
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.taken++
	return item, q.taken - 1, true
}

// wait waits for room for a result. It returns false if settle has failed.
func (q *queue[T, R]) wait() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.taken-q.settled == len(q.results) && q.failed == nil {
		q.room.Wait()
	}
	return q.failed == nil
}

// put stores the result of item n. If no other worker is settling, it settles
// what is ready, without holding the lock, so that the others can go on.
func (q *queue[T, R]) put(n int, value R) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.results[n%len(q.results)] = result[R]{value, true}
	if q.settling {
		return
	}
	q.settling = true
	for q.failed == nil {
		at := &q.results[q.settled%len(q.results)]
		if !at.ready {
			break
		}
		value := at.value
		*at = result[R]{}
		q.mu.Unlock()
		err := q.settle(value)
		q.mu.Lock()
		q.settled++
		q.failed = err
		q.room.Signal()
	}
	q.settling = false
}
