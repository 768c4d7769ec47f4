package charrnn

import (
	"context"
	"errors"
	"fmt"
	"time"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/exchange"
	"charabanc/charrnn/internal/network"
	"charabanc/data/ranks"
)

// Replicas (Options.Replicas) learn several batches in each update: data parallelism with
// synchronous updates. A replica has lanes and a carried state of its own, and the
// parameters are those of all. The ranks of a job share the replicas: rank r of P runs the
// replicas r, P+r, 2P+r and so on, in this order. They share the held-out tunes (evaluator.go)
// and the tunes that are generated for practice, too. All else each rank does for itself, with
// the same result. Rank 0 alone writes.

// The ways of summing gradients.
const (
	reduceOrdered = "ordered"
	reduceFast    = "fast"
)

// replicas are the replicas of this rank.
type replicas struct {
	comm     ranks.Comm
	count    int                // of all ranks
	batches  []*corpus.Batch    // of each: a part of the batch of the update
	states   [][]float32        // of each, when another one is in the network
	exchange *exchange.Exchange // nil: there is one replica
}

// newReplicas divides the batches and gradients of a run.
func newReplicas(o *Options, n *network.Network, b *corpus.Batch) replicas {
	r := replicas{comm: o.comm(), count: o.Replicas}
	for i := o.comm().Rank(); i < o.Replicas; i += o.comm().Size() {
		r.batches = append(r.batches, b.Part(i*o.BatchSize, (i+1)*o.BatchSize))
	}
	if r.count > 1 {
		r.exchange = exchange.New(r.comm, n.Gradients(), o.Reduce == reduceFast)
	}
	r.states = make([][]float32, len(r.batches))
	return r
}

func (r *replicas) close() {
	if r.exchange != nil {
		r.exchange.Close()
	}
}

// number returns the number, among all replicas, of number i of this rank.
func (r *replicas) number(i int) int { return i*r.comm.Size() + r.comm.Rank() }

// comm returns the ranks that share the replicas.
func (o *Options) comm() ranks.Comm {
	if o.Comm == nil {
		return ranks.Alone
	}
	return o.Comm
}

// checkReplicas returns an error unless the ranks can share the replicas.
func (o *Options) checkReplicas() error {
	size := o.comm().Size()
	switch {
	case o.Replicas%size > 0:
		return fmt.Errorf("replicas %d: %w: %d processes share them evenly: choose a multiple of %d", o.Replicas, ErrOption, size, size)
	case o.Replicas*o.BatchSize > maxLanes:
		return fmt.Errorf("replicas %d, batch-size %d: %w: %d sequences in an update, and at most %d are possible: lower one of them",
			o.Replicas, o.BatchSize, ErrOption, o.Replicas*o.BatchSize, maxLanes)
	}
	return nil
}

// gradient computes the gradients of the mean loss of all replicas, and carries their
// states.
func (t *trainer) gradient() (network.Result, error) {
	r := &t.replicas
	targets := t.batch.Targets()
	results := make([]network.Result, len(r.batches))
	for i, b := range r.batches {
		t.setState(i)
		results[i] = t.net.Forward(b, t.at.Updates*r.count+r.number(i), targets)
		if r.exchange != nil { // the gradients of the last replica are on their way
			if err := r.exchange.Wait(); err != nil {
				return network.Result{}, err
			}
		}
		t.backward(i, results[i].Finite())
		t.net.Carry(t.source.Carries())
		t.keepState(i)
	}
	if r.exchange == nil {
		return results[0], nil
	}
	if err := r.exchange.Wait(); err != nil {
		return network.Result{}, err
	}
	return r.total(results)
}

// backward computes the gradients of a replica and hands them to the exchange, layer by
// layer. If the loss is not finite, there are none; the run will end, in all ranks.
func (t *trainer) backward(i int, finite bool) {
	r := &t.replicas
	first, last := i == 0, i == len(r.batches)-1
	var ready func(layer int)
	if r.exchange != nil {
		ready = func(layer int) { r.exchange.Ready(layer, first, last) }
	}
	switch {
	case finite:
		t.net.Backward(ready)
	case ready != nil:
		for layer := t.options.Layers - 1; layer >= 0; layer-- {
			ready(layer)
		}
	}
}

// total adds the results of all replicas, in the order of their numbers.
func (r *replicas) total(own []network.Result) (sum network.Result, err error) {
	all, err := ranks.Collect(r.comm, own)
	if err != nil {
		return sum, err
	}
	for place := range own {
		for rank := range all {
			sum.Add(all[rank][place])
		}
	}
	return sum, nil
}

// setState and keepState exchange the carried state in the network for that of a replica,
// if there are several.
func (t *trainer) setState(i int) {
	if len(t.replicas.batches) > 1 {
		t.net.SetState(t.replicas.states[i])
	}
}

func (t *trainer) keepState(i int) {
	if r := &t.replicas; len(r.batches) > 1 {
		r.states[i] = t.net.AppendState(r.states[i][:0])
	}
}

// resetStates sets the carried states of all replicas to zero.
func (t *trainer) resetStates() {
	t.net.Reset()
	for i := range t.replicas.batches {
		t.keepState(i)
	}
}

// stateSize is the number of values in the carried state of a replica: h and c of each layer
// and lane.
func (o *Options) stateSize() int { return o.Layers * o.BatchSize * 2 * o.Units }

// setStates sets the carried states of the replicas of this rank from those of all.
func (t *trainer) setStates(all []float32) {
	n := t.options.stateSize()
	for i := range t.replicas.batches {
		at := t.replicas.number(i) * n
		t.net.SetState(all[at : at+n])
		t.keepState(i)
	}
}

// allStates returns the carried states of all replicas, in the order of their numbers: all of
// them in rank 0 alone. Within an epoch every rank must call it. Between two epochs
// several replicas have no state: the next epoch begins with zero.
func (t *trainer) allStates() ([]float32, error) {
	r, n := &t.replicas, t.options.stateSize()
	if r.count == 1 {
		return t.net.AppendState(nil), nil
	}
	all := make([]float32, r.count*n)
	if t.at.Step == 0 || t.at.Step == t.source.Steps() {
		return all, nil
	}
	for i := range r.count {
		rank, place := i%r.comm.Size(), i/r.comm.Size()
		state := all[i*n : (i+1)*n]
		var err error
		switch {
		case rank == r.comm.Rank():
			copy(state, t.ownState(place))
			if rank > 0 {
				err = r.comm.Send(0, ranks.Bytes(state))
			}
		case r.comm.Rank() == 0:
			err = r.comm.Recv(rank, ranks.Bytes(state))
		}
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// ownState returns the carried state of a replica of this rank.
func (t *trainer) ownState(i int) []float32 {
	if len(t.replicas.batches) > 1 {
		return t.replicas.states[i]
	}
	return t.net.AppendState(nil)
}

// What the ranks agree on after a step.
const (
	pauseStop = 1 << iota // a rank is interrupted
	pauseSave             // it is time to save
)

// pause returns what to do after a step, the same in every rank: to stop if any rank is
// interrupted, to save if rank 0 wants to.
func (t *trainer) pause(ctx context.Context) (stop, save bool, err error) {
	stop, save = ctx.Err() != nil, time.Since(t.lastSave) > saveEvery
	comm := t.replicas.comm
	if comm.Size() == 1 {
		return stop, save, nil
	}
	own := byte(0)
	if stop {
		own |= pauseStop
	}
	if save {
		own |= pauseSave
	}
	all := make([]byte, comm.Size())
	if err := comm.AllGather(all, []byte{own}); err != nil {
		return false, false, t.lost(err)
	}
	stop = false
	for _, flags := range all {
		stop = stop || flags&pauseStop > 0
	}
	return stop, all[0]&pauseSave > 0, nil
}

// lost returns the error of a run whose ranks cannot go on together.
func (t *trainer) lost(err error) error {
	remedy := "nothing was saved yet: start again"
	if t.saved {
		remedy = "the last save is whole: continue with --resume"
	}
	if errors.Is(err, ranks.ErrLost) {
		return fmt.Errorf("training: epoch %d: %w: %s", t.at.Epoch, err, remedy)
	}
	return fmt.Errorf("training: epoch %d: the processes cannot exchange gradients: %w: %s", t.at.Epoch, err, remedy)
}
