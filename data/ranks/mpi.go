//go:build mpi || mpich

package ranks

import (
	"os"

	"cogentcore.org/lab/base/mpi"
)

// withMPI reports whether the program has MPI.
const withMPI = true

// settings are parameters of Open MPI, unless the user has set them: a process that waits
// gives way to others on its core, as the exchange of gradients waits while the network
// computes.
var settings = map[string]string{"OMPI_MCA_mpi_yield_when_idle": "1"}

// connect starts MPI.
func connect() (Comm, error) {
	for name, value := range settings {
		if os.Getenv(name) == "" {
			os.Setenv(name, value)
		}
	}
	mpi.LogErrors = false
	if err := mpi.InitThreadSafe(); err != nil {
		return nil, err
	}
	c, err := mpi.NewComm(nil)
	return process{c}, err
}

func disconnect() { mpi.Finalize() }

// process is this process among those of the job.
type process struct{ *mpi.Comm }

// A message is of this size at most, as MPI counts in int32.
const maxMessage = 1 << 30

// The tag of messages.
const tag = 0

// each calls f with parts of p of at most maxMessage bytes.
func each(p []byte, f func(part []byte) error) error {
	for len(p) > 0 {
		n := min(len(p), maxMessage)
		if err := f(p[:n]); err != nil {
			return err
		}
		p = p[n:]
	}
	return nil
}

func (c process) Send(to int, p []byte) error {
	return each(p, func(part []byte) error { return c.SendU8(to, tag, part) })
}

func (c process) Recv(from int, p []byte) error {
	return each(p, func(part []byte) error { return c.RecvU8(from, tag, part) })
}

func (c process) Broadcast(p []byte) error {
	return each(p, func(part []byte) error { return c.BcastU8(0, part) })
}

func (c process) AllGather(all, own []byte) error {
	if len(own) == 0 {
		return nil
	}
	return c.AllGatherU8(all, own)
}

func (c process) Sum(x []float32) error {
	if len(x) == 0 {
		return nil
	}
	return c.AllReduceF32(mpi.OpSum, x, nil)
}
