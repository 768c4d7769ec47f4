//go:build mpi || mpich

package ranks

/*
#cgo mpi pkg-config: ompi
#cgo mpich pkg-config: mpich
#include "mpi.h"

static int swap(int with, void *out, int sends, void *in, int receives) {
	return MPI_Sendrecv(out, sends, MPI_BYTE, with, 1, in, receives, MPI_BYTE, with, 1, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}
*/
import "C"

import (
	"fmt"
	"unsafe"
)

// Swap is MPI_Sendrecv, which package mpi does not have.
func (c process) Swap(with int, out, in []byte) error {
	for len(out)+len(in) > 0 {
		sends, receives := min(len(out), maxMessage), min(len(in), maxMessage)
		if code := C.swap(C.int(with), unsafe.Pointer(unsafe.SliceData(out)), C.int(sends), unsafe.Pointer(unsafe.SliceData(in)), C.int(receives)); code != 0 {
			return fmt.Errorf("MPI_Sendrecv with rank %d: error %d", with, code)
		}
		out, in = out[sends:], in[receives:]
	}
	return nil
}
