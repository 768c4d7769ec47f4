package kernel

import (
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// disturbance is what a Go program does to a thread that computes with tiles: it collects
// garbage, moves stacks, preempts with signals, and starts and ends threads.
type disturbance struct {
	stop    chan struct{}
	running sync.WaitGroup
	signals atomic.Int64
}

func disturb(t *testing.T) *disturbance {
	d := &disturbance{stop: make(chan struct{})}
	gc, threads := debug.SetGCPercent(1), runtime.GOMAXPROCS(8)
	t.Cleanup(func() {
		debug.SetGCPercent(gc)
		runtime.GOMAXPROCS(threads)
	})
	d.repeat(runtime.GC)
	d.repeat(func() { // the signal that preempts goroutines
		if syscall.Kill(syscall.Getpid(), syscall.SIGURG) == nil {
			d.signals.Add(1)
		}
	})
	d.repeat(func() { // a thread that ends
		done := make(chan struct{})
		go func() {
			runtime.LockOSThread()
			close(done)
		}()
		<-done
	})
	return d
}

// repeat calls f on a goroutine until d stops.
func (d *disturbance) repeat(f func()) {
	d.running.Add(1)
	go func() {
		defer d.running.Done()
		for {
			select {
			case <-d.stop:
				return
			default:
				f()
			}
		}
	}()
}

func (d *disturbance) end() {
	close(d.stop)
	d.running.Wait()
}

// onDeepStack calls f after the stack has grown by about depth KB.
func onDeepStack(depth int, f func()) byte {
	var frame [1024]byte
	frame[depth] = 1
	if depth == 0 {
		f()
		return frame[0]
	}
	return onDeepStack(depth-1, f) + frame[depth]
}

// TestTilesAndRuntime computes products on many goroutines while they are disturbed. All
// must have the same bits.
func TestTilesAndRuntime(t *testing.T) {
	needsTiles(t)
	r := rand.New(rand.NewPCG(31, 32))
	const m, k, n = 56, 256, 256 // 32 rows, and 24
	a, b := randomBF16(r, m, BF16Pad(k)), randomWeights(r, k, n)
	want := NewBlock(m, n)
	MulBF16(m, a, b, Block{}, want)
	var products, wrong atomic.Int64
	d := disturb(t)
	for g := range 32 {
		d.repeat(func() {
			if g%4 == 0 {
				runtime.LockOSThread()
				defer runtime.UnlockOSThread()
			}
			onDeepStack(g, func() {
				c := NewBlock(m, n)
				MulBF16(m, a, b, Block{}, c)
				products.Add(1)
				if !slices.Equal(c.Data, want.Data) {
					wrong.Add(1)
				}
			})
		})
	}
	time.Sleep(time.Second)
	d.end()
	t.Logf("%d products, %d signals", products.Load(), d.signals.Load())
	if wrong.Load() > 0 || products.Load() == 0 {
		t.Errorf("%d of %d products are wrong", wrong.Load(), products.Load())
	}
}
