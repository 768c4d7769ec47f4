package network

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// barrier lets a number of goroutines wait for each other. They wait hundreds of times in a
// training step, for about a microsecond each: too short to sleep. So they look for the
// others some time before they sleep.
type barrier struct {
	size    int32
	arrived atomic.Int32
	round   atomic.Uint32
	mu      sync.Mutex
	cond    sync.Cond
}

// patience is how many times a waiting goroutine looks: about ten microseconds.
const patience = 10_000

func newBarrier(size int) *barrier {
	b := &barrier{size: int32(size)}
	b.cond.L = &b.mu
	return b
}

// wait returns when all have called it.
func (b *barrier) wait() {
	round := b.round.Load()
	if b.arrived.Add(1) == b.size {
		b.arrived.Store(0)
		b.mu.Lock()
		b.round.Add(1)
		b.cond.Broadcast()
		b.mu.Unlock()
		return
	}
	if int(b.size) <= runtime.GOMAXPROCS(0) { // otherwise looking keeps the others from running
		for range patience {
			if b.round.Load() != round {
				return
			}
		}
	}
	b.mu.Lock()
	for b.round.Load() == round {
		b.cond.Wait()
	}
	b.mu.Unlock()
}
