package charrnn

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"charabanc/charrnn/trainlog"
	"charabanc/data/ranks"
)

// runRanks runs training in so many ranks, each with two threads or one, and returns their
// errors. The watch is that of rank 0.
func runRanks(ctx context.Context, n int, o Options, resume bool) []error {
	errs := make([]error, n)
	var all sync.WaitGroup
	for rank, comm := range ranks.Local(n) {
		all.Go(func() {
			o := o
			o.Comm, o.Threads = comm, 1+rank%2
			if rank > 0 {
				o.Watch = Watch{}
			}
			errs[rank] = runTraining(ctx, o, resume)
		})
	}
	all.Wait()
	return errs
}

// replicaKinds are runs that differ in what a replica has of its own.
var replicaKinds = map[string]func(*Options){
	"plain":    func(o *Options) {},
	"shuffled": func(o *Options) { o.Shuffle, o.Reset = true, true },
	"windows":  func(o *Options) { o.Stride, o.Clip = 7, 0.5 },
	"noisy":    func(o *Options) { o.WeightDrop, o.LockedDropout, o.Average = 0.3, true, 0.9 },
	"practice": func(o *Options) { o.Reset, o.Settle, o.Practice = true, 0.5, 0.5 },
	"bf16":     func(o *Options) { o.Precision, o.WeightDrop = BF16, 0.2 },
	"scaled":   func(o *Options) { o.ScaleRate, o.Schedule, o.WarmUp = scaleLinear, cosineRate, 0.2 },
}

// TestReplicas checks that the weights do not depend on the number of ranks, nor on an
// interruption after which another number of ranks goes on.
func TestReplicas(t *testing.T) {
	for name, change := range replicaKinds {
		t.Run(name, func(t *testing.T) {
			options := func() Options {
				o := tinyOptions(t.TempDir())
				change(&o)
				o.BatchSize, o.Replicas = 1, 4
				return o
			}
			alone := options()
			if err := runTraining(t.Context(), alone, false); err != nil {
				t.Fatal(err)
			}
			want := weights(t, alone.ModelDir, 4)
			for _, n := range []int{1, 2, 4} {
				o := options()
				if err := errors.Join(runRanks(t.Context(), n, o, false)...); err != nil {
					t.Fatal(err)
				}
				if weights(t, o.ModelDir, 4) != want {
					t.Errorf("%d ranks have other weights", n)
				}
			}
			for _, n := range [][2]int{{1, 4}, {4, 2}, {2, 1}} {
				o := options()
				interrupt(t, n[0], o)
				resumed, err := ResumeOptions(o.ModelDir)
				if err != nil {
					t.Fatal(err)
				}
				resumed.Critic, resumed.Log = testCritic{}, o.Log
				if err := errors.Join(runRanks(t.Context(), n[1], resumed, true)...); err != nil {
					t.Fatal(err)
				}
				if weights(t, o.ModelDir, 4) != want {
					t.Errorf("%d ranks, then %d: other weights", n[0], n[1])
				}
				if rows, err := trainlog.ReadFile(o.Log); len(rows) != 4 || err != nil {
					t.Errorf("%d rows in the log, %v", len(rows), err)
				}
			}
		})
	}
}

// interrupt starts a run and stops it within an epoch.
func interrupt(t *testing.T, n int, o Options) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	o.Watch = Watch{Step: func(p Progress) {
		if p.Epoch == 3 && p.Step == 1 {
			stop()
		}
	}}
	for rank, err := range runRanks(ctx, n, o, false) {
		if !errors.Is(err, ErrInterrupted) {
			t.Fatalf("rank %d: %v", rank, err)
		}
	}
}

// TestReplicasAreABatch checks that replicas without dropout learn what a batch of all their
// lanes learns, up to rounding.
func TestReplicasAreABatch(t *testing.T) {
	for _, change := range []func(*Options){func(*Options) {}, func(o *Options) { o.Stride = 7 }} {
		var loss [2]float64
		for i, replicas := range []int{1, 4} {
			o := tinyOptions(t.TempDir())
			change(&o)
			o.Dropout, o.BatchSize, o.Replicas = 0, 4/replicas, replicas
			if err := runTraining(t.Context(), o, false); err != nil {
				t.Fatal(err)
			}
			rows, _ := trainlog.ReadFile(o.Log)
			loss[i] = *rows[3].ValidationLoss
		}
		if math.Abs(loss[0]-loss[1]) > 1e-4 {
			t.Errorf("held-out loss %v of a batch, %v of replicas", loss[0], loss[1])
		}
	}
}

func TestReduceFast(t *testing.T) {
	o := tinyOptions(t.TempDir())
	o.BatchSize, o.Replicas, o.Reduce = 1, 4, reduceFast
	if err := errors.Join(runRanks(t.Context(), 2, o, false)...); err != nil {
		t.Fatal(err)
	}
	if rows, _ := trainlog.ReadFile(o.Log); len(rows) != 4 || rows[3].Loss > rows[0].Loss {
		t.Errorf("%d rows in the log", len(rows))
	}
}

func TestReplicaOptions(t *testing.T) {
	for _, c := range []struct{ ranks, replicas, batch int }{{2, 3, 1}, {4, 2, 1}, {1, 1 << 8, 1 << 7}} {
		o := tinyOptions(t.TempDir())
		o.BatchSize, o.Replicas = c.batch, c.replicas
		for rank, err := range runRanks(t.Context(), c.ranks, o, false) {
			if !errors.Is(err, ErrOption) {
				t.Errorf("%+v, rank %d: %v", c, rank, err)
			}
		}
	}
}

// TestRankZeroWrites checks that a run of several ranks leaves the files of a run alone.
func TestRankZeroWrites(t *testing.T) {
	o := tinyOptions(t.TempDir())
	o.BatchSize, o.Replicas, o.SampleEvery = 1, 2, 2
	if err := errors.Join(runRanks(t.Context(), 2, o, false)...); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(o.ModelDir, "previous-1")); err == nil {
		t.Error("a rank has moved the files of another")
	}
}

// TestLostRank checks that a rank does not wait for one that has ended, once the job is being
// ended, and that the last save stands.
func TestLostRank(t *testing.T) {
	o := tinyOptions(t.TempDir())
	o.BatchSize, o.Replicas = 1, 2
	interrupt(t, 2, o)
	o, err := ResumeOptions(o.ModelDir)
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(resumePath(o.ModelDir))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	list := ranks.Local(2)
	go func() { // rank 1 has the run, and is gone
		receiveResume(list[1], "")
		stop()
	}()
	o.Critic, o.Log, o.Comm = testCritic{}, "", list[0]
	if err := runTraining(ctx, o, true); !errors.Is(err, ranks.ErrLost) {
		t.Errorf("error %v", err)
	}
	if after, _ := os.ReadFile(resumePath(o.ModelDir)); !bytes.Equal(before, after) {
		t.Error("the resume file has changed")
	}
}
