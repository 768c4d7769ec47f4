//go:build !purego

package kernel

import (
	"sync"
	"syscall"

	"golang.org/x/sys/cpu"
)

// hasTiles reports whether the processor has AMX with bf16 and int8, and AVX-512 with bf16,
// and whether Linux lets this process use the tiles.
//
// The tiles are 8 KB of state in each thread, so Linux grants them only on request
// (arch_prctl(2), ARCH_REQ_XCOMP_PERM), for all threads of the process. A thread gets the
// memory when it first uses a tile. The request fails if a thread has a signal stack that is
// too small for the larger frame. Those of Go are large enough.
var hasTiles = sync.OnceValue(func() bool {
	x := &cpu.X86
	if !x.HasAVX512F || !x.HasAVX512DQ || !x.HasAVX512VL || !x.HasAVX512BW || !x.HasAVX512BF16 {
		return false
	}
	if !x.HasAMXTile || !x.HasAMXBF16 || !x.HasAMXInt8 {
		return false
	}
	const tileConfig, tileData = 17, 18 // bits of the register XCR0: state that the system saves
	const both = 1<<tileConfig | 1<<tileData
	if xcr0()&both != both {
		return false
	}
	const requestPermission = 0x1023
	_, _, errno := syscall.RawSyscall(syscall.SYS_ARCH_PRCTL, requestPermission, tileData, 0)
	return errno == 0
})

// xcr0 returns the register that tells which state the system saves for a thread.
//
//go:noescape
func xcr0() uint64
