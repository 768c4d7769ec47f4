package network

import "sync"

// team is a fixed set of workers that run one phase of a step together. Between
// phases they wait on a channel. They do not spin: a spinning worker would keep a
// core from other processes.
type team struct {
	size    int
	call    []chan func(worker int)
	done    sync.WaitGroup
	barrier *barrier // for waiting within a phase
}

// newTeam starts size-1 goroutines. The caller of do is worker 0.
func newTeam(size int) *team {
	t := &team{size: size, call: make([]chan func(int), size), barrier: newBarrier(size)}
	for w := 1; w < size; w++ {
		t.call[w] = make(chan func(int))
		go func() {
			for phase := range t.call[w] {
				phase(w)
				t.done.Done()
			}
		}()
	}
	return t
}

// do runs phase on every worker and returns when all are done.
func (t *team) do(phase func(worker int)) {
	t.done.Add(t.size - 1)
	for w := 1; w < t.size; w++ {
		t.call[w] <- phase
	}
	phase(0)
	t.done.Wait()
}

// close ends the goroutines.
func (t *team) close() {
	for w := 1; w < t.size; w++ {
		close(t.call[w])
	}
}

// share returns the part [from, to) of n items that belongs to a worker.
func (t *team) share(n, worker int) (from, to int) {
	return n * worker / t.size, n * (worker + 1) / t.size
}
