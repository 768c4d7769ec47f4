package ranks

import (
	"bytes"
	"fmt"
	"unsafe"
)

// Local returns n ranks of a job whose processes are goroutines of this one. The engine's
// sum adds in the reverse order of the ranks, so that nobody relies on an order.
func Local(n int) []Comm {
	mail := make([]chan []byte, n*n)
	for i := range mail {
		mail[i] = make(chan []byte)
	}
	list := make([]Comm, n)
	for i := range list {
		list[i] = &local{i, n, mail}
	}
	return list
}

type local struct {
	rank, size int
	mail       []chan []byte // from*size + to
}

func (c *local) Rank() int { return c.rank }
func (c *local) Size() int { return c.size }

func (c *local) Send(to int, p []byte) error {
	c.mail[c.rank*c.size+to] <- bytes.Clone(p)
	return nil
}

func (c *local) Recv(from int, p []byte) error {
	got := <-c.mail[from*c.size+c.rank]
	if len(got) != len(p) {
		return fmt.Errorf("rank %d: %d bytes of rank %d, not %d", c.rank, len(got), from, len(p))
	}
	copy(p, got)
	return nil
}

func (c *local) Swap(with int, out, in []byte) error {
	sent := make(chan error, 1)
	go func() { sent <- c.Send(with, out) }()
	if err := c.Recv(with, in); err != nil {
		return err
	}
	return <-sent
}

func (c *local) Broadcast(p []byte) error {
	if c.rank > 0 {
		return c.Recv(0, p)
	}
	for to := 1; to < c.size; to++ {
		if err := c.Send(to, p); err != nil {
			return err
		}
	}
	return nil
}

func (c *local) AllGather(all, own []byte) error {
	copy(all[c.rank*len(own):], own)
	if c.rank > 0 {
		if err := c.Send(0, own); err != nil {
			return err
		}
		return c.Broadcast(all)
	}
	for from := 1; from < c.size; from++ {
		if err := c.Recv(from, all[from*len(own):(from+1)*len(own)]); err != nil {
			return err
		}
	}
	return c.Broadcast(all)
}

func (c *local) Sum(x []float32) error {
	own := Bytes(x)
	all := make([]byte, c.size*len(own))
	if err := c.AllGather(all, own); err != nil || len(x) == 0 {
		return err
	}
	clear(x)
	for rank := c.size - 1; rank >= 0; rank-- {
		for i, v := range unsafe.Slice((*float32)(unsafe.Pointer(&all[rank*len(own)])), len(x)) {
			x[i] += v
		}
	}
	return nil
}
