package ranks

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"
)

// together runs f in each of n ranks, and returns what they return.
func together[T any](n int, f func(c Comm) T) []T {
	list := make([]T, n)
	var all sync.WaitGroup
	for i, c := range Local(n) {
		all.Go(func() { list[i] = f(c) })
	}
	all.Wait()
	return list
}

func TestShare(t *testing.T) {
	type text struct {
		Pieces []string
		N      int
	}
	want := text{[]string{"a", "b"}, 3}
	for n := 1; n <= 5; n++ {
		read := 0
		for rank, err := range together(n, func(c Comm) error {
			got, err := Share(c, func() (text, error) { read++; return want, nil })
			if err == nil && !reflect.DeepEqual(got, want) {
				err = fmt.Errorf("%+v", got)
			}
			return err
		}) {
			if err != nil {
				t.Errorf("rank %d of %d: %v", rank, n, err)
			}
		}
		if read != 1 {
			t.Errorf("%d ranks: %d have read", n, read)
		}
	}
}

func TestShareAnError(t *testing.T) {
	own := errors.New("no such file")
	for rank, err := range together(3, func(c Comm) error {
		_, err := Share(c, func() (int, error) { return 0, own })
		return err
	}) {
		want := ErrTold
		if rank == 0 {
			want = own
		}
		if !errors.Is(err, want) {
			t.Errorf("rank %d: %v, want %v", rank, err, want)
		}
	}
}

func TestCollect(t *testing.T) {
	for n := 1; n <= 4; n++ {
		var want [][]string
		for rank := range n {
			want = append(want, slices.Repeat([]string{"tune"}, rank*3))
		}
		for rank, got := range together(n, func(c Comm) [][]string {
			got, err := Collect(c, want[c.Rank()])
			if err != nil {
				t.Error(err)
			}
			return got
		}) {
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("rank %d of %d: %q", rank, n, got)
			}
		}
	}
}

func TestAllGatherAndSum(t *testing.T) {
	for n := 1; n <= 4; n++ {
		want := make([]byte, n)
		for i := range want {
			want[i] = byte(i)
		}
		together(n, func(c Comm) bool {
			all := make([]byte, n)
			if err := c.AllGather(all, []byte{byte(c.Rank())}); err != nil || !slices.Equal(all, want) {
				t.Errorf("rank %d of %d: %v, %v", c.Rank(), n, all, err)
			}
			x := []float32{1, float32(c.Rank())}
			if err := c.Sum(x); err != nil || x[0] != float32(n) || x[1] != float32(n*(n-1)/2) {
				t.Errorf("rank %d of %d: sum %v, %v", c.Rank(), n, x, err)
			}
			return true
		})
	}
}

func TestAlone(t *testing.T) {
	c := World()
	if c.Rank() != 0 || c.Size() != 1 {
		t.Errorf("rank %d of %d", c.Rank(), c.Size())
	}
	all := make([]byte, 1)
	for _, err := range []error{c.Broadcast(all), c.Sum([]float32{1}), c.AllGather(all, []byte{7})} {
		if err != nil {
			t.Error(err)
		}
	}
	if all[0] != 7 {
		t.Error(all)
	}
}

func TestThreads(t *testing.T) {
	for _, c := range []struct {
		name string
		env  map[string]string
		want int
	}{
		{"alone", nil, 16},
		{"mpirun without binding", map[string]string{"OMPI_COMM_WORLD_LOCAL_SIZE": "4"}, 4},
		{"mpirun with more processes than cores", map[string]string{"OMPI_COMM_WORLD_LOCAL_SIZE": "40"}, 1},
		{"mpirun, bound", map[string]string{"OMPI_COMM_WORLD_LOCAL_SIZE": "4", "OMPI_MCA_orte_bound_at_launch": "1"}, 16},
		{"srun", map[string]string{"SLURM_STEP_TASKS_PER_NODE": "2(x3)"}, 8},
		{"srun, bound", map[string]string{"SLURM_STEP_TASKS_PER_NODE": "2(x3)", "SLURM_CPU_BIND_TYPE": "mask_cpu:"}, 16},
		{"srun, cores for each task", map[string]string{"SLURM_STEP_TASKS_PER_NODE": "2", "SLURM_CPUS_PER_TASK": "3"}, 3},
		{"not a number", map[string]string{"OMPI_COMM_WORLD_LOCAL_SIZE": "x"}, 16},
	} {
		if got := threads(16, func(name string) string { return c.env[name] }); got != c.want {
			t.Errorf("%s: %d threads, want %d", c.name, got, c.want)
		}
	}
}

func TestProcesses(t *testing.T) {
	slurm := 0 // what a program without MPI makes of PMI_SIZE
	if withMPI {
		slurm = 4
	}
	for _, c := range []struct {
		name string
		env  map[string]string
		want int
	}{
		{"alone", nil, 0},
		{"Open MPI", map[string]string{"OMPI_COMM_WORLD_SIZE": "2"}, 2},
		{"MPICH", map[string]string{"PMI_SIZE": "3"}, 3},
		{"Slurm", map[string]string{"PMI_SIZE": "4", "SLURM_JOB_ID": "17"}, slurm},
	} {
		if got := processes(func(name string) string { return c.env[name] }); got != c.want {
			t.Errorf("%s: %d processes, want %d", c.name, got, c.want)
		}
	}
}
