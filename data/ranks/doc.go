// Package ranks connects the processes of a job that MPI has started. Each process has a
// rank, from 0 on: its number. They run the same program on the same arguments, and what
// they do differently follows from their ranks:
//
//	comm := ranks.World()
//	text, err := ranks.Share(comm, read)   // rank 0 reads, all have the text
//
// A [Comm] sends bytes. It is built on MPI with the build tag mpi, which needs a C compiler
// and Open MPI (or MPICH: the tag mpich). Without the tag, and outside of mpirun or srun,
// [World] is a single process, and costs nothing. [Local] connects goroutines in the same
// way, so that everything that is done with ranks is tested without MPI.
//
//	ranks.go    Comm; a process that is alone
//	guard.go    not waiting for processes that have ended
//	share.go    what one rank reads, and all have
//	launch.go   starting, ending; what mpirun says of the processes
//	mpi.go swap_mpi.go  MPI: tags mpi and mpich
//	alone.go    without these tags
//	local.go    ranks that are goroutines
//	join.go     one output of what all ranks have written
//
// # How a job ends
//
// mpirun ends all processes when one of them fails: it sends SIGTERM, and SIGKILL a second
// later. So the rank that has an error says so and exits, and no other has to be told. The
// error of a rank that is not 0 may be the one that rank 0 has, too: it is printed only if
// rank 0 has not ended the job by then (see package main). Under srun, --kill-on-bad-exit
// does what mpirun does.
package ranks
