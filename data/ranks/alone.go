//go:build !mpi && !mpich

package ranks

// withMPI reports whether the program has MPI.
const withMPI = false

func connect() (Comm, error) { return single{}, nil }

func disconnect() {}
