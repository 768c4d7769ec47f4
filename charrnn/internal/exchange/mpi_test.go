//go:build mpi || mpich

package exchange

import (
	"fmt"
	"os"
	"testing"

	"charabanc/charrnn/internal/kernel"
	"charabanc/data/ranks"
)

func TestMain(m *testing.M) {
	if err := ranks.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	ranks.End()
	os.Exit(code)
}

// BenchmarkMPI measures the exchange of the gradients of the reference network between
// processes that do nothing else:
//
//	go test -tags mpi -c ./charrnn/internal/exchange
//	mpirun -n 2 exchange.test -test.run - -test.bench MPI -test.benchtime 200x
func BenchmarkMPI(b *testing.B) {
	comm := ranks.World()
	for _, c := range []struct {
		name string
		fast bool
	}{{"ordered", false}, {"fast", true}} {
		b.Run(c.name, func(b *testing.B) {
			part := kernel.Alloc(1904640)
			e := New(comm, [][]float32{part}, c.fast)
			defer e.Close()
			for b.Loop() {
				e.Ready(0, true, true)
				if err := e.Wait(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
