package ranks

import (
	"fmt"
	"os"
	"runtime"
)

// started is what Start has connected.
var started = Alone

// World returns the processes of this job: those that Start has connected, else this
// process alone.
func World() Comm { return started }

// Start connects the processes of the job, if there are several. If mpirun has started a
// program without MPI, or with another one, that is an error: each process would take itself
// for the only one.
func Start() error {
	n := processes(os.Getenv)
	switch {
	case n > 1 && !withMPI:
		return fmt.Errorf("mpirun: %d processes of a program without MPI: build it with go build -tags mpi", n)
	case !withMPI || !launched():
		return nil
	}
	c, err := connect()
	if err != nil {
		return err
	}
	switch size := c.Size(); {
	case size > 1:
		started = c
	case n > 1:
		return fmt.Errorf("mpirun: %d processes that cannot find each other: it is of another MPI than the program: build with the tag mpi for Open MPI, mpich for MPICH", n)
	}
	return nil
}

// processes returns how many processes the program that started this one says there are; 0
// if it does not say. Slurm sets a variable of MPICH for programs without MPI, too.
func processes(env func(string) string) int {
	if n := leading(env("OMPI_COMM_WORLD_SIZE")); n > 0 || !withMPI && env("SLURM_JOB_ID") != "" {
		return n
	}
	return leading(env("PMI_SIZE"))
}

// End disconnects the processes. Every process must call it, unless it has failed.
func End() {
	if launched() {
		disconnect()
	}
}

// launchers are the variables that mpirun or srun sets for each process: those of Open MPI,
// of PMIx and of the PMI of MPICH.
var launchers = []string{"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK"}

// launched reports whether this process was started by mpirun or srun.
func launched() bool {
	for _, name := range launchers {
		if os.Getenv(name) != "" {
			return true
		}
	}
	return false
}

// Threads returns how many cores this process should use: all that it has, or its share if
// other processes of the job are on the same machine, and nothing has bound them to cores of
// their own.
func Threads() int { return threads(runtime.NumCPU(), os.Getenv) }

func threads(cores int, env func(string) string) int {
	if n := leading(env("SLURM_CPUS_PER_TASK")); n > 0 {
		return min(n, cores)
	}
	if env("OMPI_MCA_orte_bound_at_launch") != "" || env("SLURM_CPU_BIND_TYPE") != "" {
		return cores
	}
	here := max(1, leading(env("OMPI_COMM_WORLD_LOCAL_SIZE")), leading(env("MPI_LOCALNRANKS")), leading(env("SLURM_STEP_TASKS_PER_NODE")))
	return max(1, cores/here)
}

// leading returns the number that a text begins with, as in 8(x2); 0 if it does not.
func leading(text string) (n int) {
	fmt.Sscanf(text, "%d", &n)
	return n
}
