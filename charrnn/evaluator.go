package charrnn

import (
	"context"

	"charabanc/charrnn/corpus"
	"charabanc/charrnn/internal/network"
	"charabanc/data/ranks"
)

// evaluator runs a network in training forward over pieces. The ranks of a job share the
// lanes; each has the result of all.
type evaluator struct {
	*reach
	comm    ranks.Comm
	lanes   int              // of a rank, at most
	net     *network.Network // nil without lanes of this rank
	batch   *corpus.Batch
	own     *corpus.Batch    // lanes of this rank
	targets []int            // of each step
	results []network.Result // of each step and lane of this rank
}

func newEvaluator(p *network.Parameters, pieces [][]int32, reset bool, threads int, comm ranks.Comm) *evaluator {
	e := &evaluator{reach: newReach(pieces, reset), comm: comm, batch: corpus.NewBatch(evaluationLanes, evaluationSteps)}
	e.lanes = (evaluationLanes + comm.Size() - 1) / comm.Size()
	from, to := e.share(comm.Rank())
	e.own = e.batch.Part(from, to)
	if from < to {
		e.net = network.New(p, network.Shape{Lanes: to - from, Steps: evaluationSteps}, threads)
	}
	return e
}

func (e *evaluator) close() {
	if e.net != nil {
		e.net.Close()
	}
}

// share returns the lanes [from, to) of a rank.
func (e *evaluator) share(rank int) (from, to int) {
	return min(rank*e.lanes, evaluationLanes), min((rank+1)*e.lanes, evaluationLanes)
}

// run evaluates the float32 weights. It stops with the error of ctx.
func (e *evaluator) run(ctx context.Context) (network.Result, error) {
	if e.net != nil {
		e.net.Reset()
		e.net.Prepare()
	}
	steps := e.source.Steps()
	e.targets, e.results = e.targets[:0], make([]network.Result, steps*e.lanes)
	for step := range steps {
		if err := ctx.Err(); err != nil {
			return network.Result{}, err
		}
		e.source.Fill(step, e.batch)
		e.targets = append(e.targets, e.batch.Targets())
		if e.net == nil {
			continue
		}
		e.net.Evaluate(e.own, true)
		for lane := range e.own.Lanes {
			e.results[step*e.lanes+lane] = e.net.Lane(lane)
		}
	}
	all, err := ranks.Collect(e.comm, e.results)
	if err != nil {
		return network.Result{}, err
	}
	return e.sum(all), nil
}

// sum adds the results of all ranks: those of a step in the order of the lanes, then the
// steps, as one network would.
func (e *evaluator) sum(all [][]network.Result) (sum network.Result) {
	for step, targets := range e.targets {
		r := network.Result{Targets: targets}
		for lane := range evaluationLanes {
			r.Add(all[lane/e.lanes][step*e.lanes+lane%e.lanes])
		}
		sum.Add(r)
	}
	return sum
}
