package ranks

import (
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// ErrLost is returned by a [Guarded] Comm when another process does not answer.
var ErrLost = errors.New("another process of the job has ended")

// grace is how long a process waits for others when the job is being ended. mpirun kills it
// a second after its SIGTERM.
const grace = 300 * time.Millisecond

// A Guarded Comm does not wait for processes that have ended. When one is lost, mpirun
// sends SIGTERM to the others, which ends their context. A call that then waits longer than
// usual returns [ErrLost], while mpirun still lets this process say so. Calls wait as long
// as it takes otherwise: MPI does not tell a lost process from a slow one.
type Guarded struct {
	Comm
	ctx   context.Context
	usual atomic.Int64
}

// Guard returns c with a guard, or c itself if this process is alone.
func Guard(ctx context.Context, c Comm) Comm {
	if c.Size() == 1 {
		return c
	}
	return &Guarded{Comm: c, ctx: ctx}
}

// Expect tells a guarded Comm how long others may usually work before they answer.
func Expect(c Comm, d time.Duration) {
	if g, ok := c.(*Guarded); ok {
		g.usual.Store(int64(d))
	}
}

func (g *Guarded) Send(to int, p []byte) error {
	return g.wait(func() error { return g.Comm.Send(to, p) })
}
func (g *Guarded) Recv(from int, p []byte) error {
	return g.wait(func() error { return g.Comm.Recv(from, p) })
}
func (g *Guarded) Swap(with int, out, in []byte) error {
	return g.wait(func() error { return g.Comm.Swap(with, out, in) })
}
func (g *Guarded) Broadcast(p []byte) error {
	return g.wait(func() error { return g.Comm.Broadcast(p) })
}
func (g *Guarded) Sum(x []float32) error { return g.wait(func() error { return g.Comm.Sum(x) }) }

func (g *Guarded) AllGather(all, own []byte) error {
	return g.wait(func() error { return g.Comm.AllGather(all, own) })
}

// wait waits for a call. A call that is given up goes on for ever, until the process ends.
func (g *Guarded) wait(call func() error) error {
	done := make(chan error, 1)
	go func() { done <- call() }()
	select {
	case err := <-done:
		return err
	case <-g.ctx.Done():
	}
	select {
	case err := <-done:
		return err
	case <-time.After(grace + 3*time.Duration(g.usual.Load())):
		return ErrLost
	}
}
