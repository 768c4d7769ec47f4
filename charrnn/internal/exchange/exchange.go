// Package exchange sums the gradients of replicas, which are divided among the ranks of a
// job. Gradients go in, part by part as they are computed; the sums of all replicas come
// out, in their place, in every rank.
//
// Replicas learn in rounds. In each round every rank runs one: in round j, rank r runs
// replica j*P + r of P ranks. So the replicas of a round follow each other, and the sum
//
//	((g0 + g1) + g2) + g3 ...
//
// is computed in the order of their numbers, with memory for one round. It does not depend
// on P. Each rank owns a segment of each part. All others send it their gradients of the
// segment (a reduce-scatter); after the last round it sends them the sum (an allgather). A
// rank so sends and receives all parameters once in a round, and once more in the last.
//
// The messages of a part are exchanged by a goroutine while the network computes the next
// part (Li et al., PyTorch Distributed, 2020, overlap them in the same way).
package exchange

import (
	"charabanc/charrnn/internal/kernel"
	"charabanc/data/ranks"
)

// An Exchange is one rank's side of the sums.
type Exchange struct {
	comm  ranks.Comm
	parts [][]float32 // of the gradients, by number
	sums  [][]float32 // by part: the segment of this rank, summed over the rounds so far
	in    [][]float32 // by rank: what it has sent of the segment
	fast  bool

	jobs chan job
	done chan error
	open int // jobs that are not known to be done
}

// job is a part whose gradients are complete.
type job struct {
	part        int
	first, last bool // round
}

// New returns the exchange of gradients in parts. With fast, the engine's own sum is used,
// whose order is not known. Close ends it.
func New(comm ranks.Comm, parts [][]float32, fast bool) *Exchange {
	e := &Exchange{comm: comm, parts: parts, fast: fast, in: make([][]float32, comm.Size()),
		jobs: make(chan job, len(parts)), done: make(chan error, len(parts))}
	longest := 0
	for _, part := range parts {
		own := part
		if !fast {
			own = e.segment(part, comm.Rank())
		}
		e.sums = append(e.sums, kernel.Alloc(len(own)))
		longest = max(longest, len(own))
	}
	if !fast {
		for rank := range e.in {
			if rank != comm.Rank() {
				e.in[rank] = kernel.Alloc(longest)
			}
		}
	}
	go e.work()
	return e
}

// work exchanges the parts that are ready. After an error there is no exchange any more.
func (e *Exchange) work() {
	var err error
	for j := range e.jobs {
		if err == nil {
			err = e.do(j)
		}
		e.done <- err
	}
}

// Close ends the goroutine of e. No part may be in work.
func (e *Exchange) Close() { close(e.jobs) }

// Ready begins the exchange of a part. Every rank must call it for the same parts in the
// same order. The part must not be written to, or read, until Wait has returned.
func (e *Exchange) Ready(part int, first, last bool) {
	e.open++
	e.jobs <- job{part, first, last}
}

// Wait waits for all parts that are ready. After the last round, they hold the sums.
func (e *Exchange) Wait() error {
	var failed error
	for ; e.open > 0; e.open-- {
		if err := <-e.done; err != nil {
			failed = err
		}
	}
	return failed
}

// segment returns the segment of a part that a rank owns: whole vectors of the kernels.
func (e *Exchange) segment(part []float32, rank int) []float32 {
	n := len(part) / kernel.SumLanes
	from, to := n*rank/e.comm.Size(), n*(rank+1)/e.comm.Size()
	return part[from*kernel.SumLanes : to*kernel.SumLanes]
}

func (e *Exchange) do(j job) error {
	part := e.parts[j.part]
	if e.fast {
		return e.sumFast(part, e.sums[j.part], j)
	}
	own := e.segment(part, e.comm.Rank())
	err := e.meet(func(rank int) (out, in []float32) {
		return e.segment(part, rank), e.in[rank][:len(own)]
	})
	if err != nil {
		return err
	}
	if e.fold(own, e.sums[j.part], j); !j.last {
		return nil
	}
	return e.meet(func(rank int) (out, in []float32) { return own, e.segment(part, rank) })
}

// fold adds what all ranks have of a segment, in their order, to the sum of the rounds
// before. The result is in sum or, after the last round, in own. Adding two numbers in
// either order gives the same bits, so that nothing need be copied then.
func (e *Exchange) fold(own, sum []float32, j job) {
	var before []float32 // the sum of all before own
	if !j.first {
		before = sum
	}
	for rank := range e.comm.Rank() {
		if in := e.in[rank][:len(own)]; before == nil {
			before = in
		} else {
			kernel.Add(before, in)
		}
	}
	total := own
	if !j.last {
		total = sum
	}
	switch {
	case before == nil && !j.last:
		copy(sum, own)
	case before == nil:
	case j.last:
		kernel.Add(own, before)
	default:
		kernel.Add(before, own)
		copy(sum, before)
	}
	for rank := e.comm.Rank() + 1; rank < e.comm.Size(); rank++ {
		kernel.Add(total, e.in[rank][:len(own)])
	}
}

// sumFast sums the rounds, then the ranks.
func (e *Exchange) sumFast(part, sum []float32, j job) error {
	switch {
	case j.first && j.last:
	case j.first:
		copy(sum, part)
	case j.last:
		kernel.Add(part, sum)
	default:
		kernel.Add(sum, part)
	}
	if !j.last {
		return nil
	}
	return e.comm.Sum(part)
}

// meet exchanges messages with each other rank. In turn t the ranks whose numbers have the
// sum t modulo P meet, so that in each turn everybody has one partner or none.
func (e *Exchange) meet(messages func(rank int) (out, in []float32)) error {
	rank, size := e.comm.Rank(), e.comm.Size()
	for turn := range size {
		partner := (turn - rank + size) % size
		if partner == rank {
			continue
		}
		out, in := messages(partner)
		if err := e.comm.Swap(partner, ranks.Bytes(out), ranks.Bytes(in)); err != nil {
			return err
		}
	}
	return nil
}
