package ranks

import (
	"context"
	"fmt"
	"unsafe"
)

// A Comm connects the processes of a job. Every process must take part in Broadcast,
// AllGather and Sum, in the same order; a Send waits for its Recv, of as many bytes. Two
// goroutines must not use a Comm at the same time. An error means that the job is broken.
type Comm interface {
	Rank() int // from 0
	Size() int // number of processes

	Send(to int, p []byte) error
	Recv(from int, p []byte) error
	Swap(with int, out, in []byte) error // sends to another rank and receives from it, which does so too
	Broadcast(p []byte) error            // of rank 0
	AllGather(all, own []byte) error     // own of each rank, in order: len(all) is Size times len(own)
	Sum(x []float32) error               // of all ranks, by an algorithm of the engine's choice
}

// Alone is a job of one process.
var Alone Comm = single{}

type key struct{}

// With returns a context whose processes are those of c, not of [World]: for tests.
func With(ctx context.Context, c Comm) context.Context { return context.WithValue(ctx, key{}, c) }

// Of returns the processes of a context.
func Of(ctx context.Context) Comm {
	if c, ok := ctx.Value(key{}).(Comm); ok {
		return c
	}
	return World()
}

// single is a process that is alone.
type single struct{}

func (single) Rank() int { return 0 }
func (single) Size() int { return 1 }

func (single) Send(to int, _ []byte) error { return fmt.Errorf("rank %d: there is one process", to) }
func (single) Recv(from int, _ []byte) error {
	return fmt.Errorf("rank %d: there is one process", from)
}

func (single) Swap(with int, _, _ []byte) error {
	return fmt.Errorf("rank %d: there is one process", with)
}

func (single) Broadcast([]byte) error { return nil }
func (single) Sum([]float32) error    { return nil }

func (single) AllGather(all, own []byte) error {
	copy(all, own)
	return nil
}

// Bytes returns the memory of numbers, to send or to receive them: machines of one job have
// one order of bytes.
func Bytes(x []float32) []byte {
	if len(x) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&x[0])), 4*len(x))
}
