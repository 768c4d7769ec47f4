package kernel

import (
	"syscall"
	"unsafe"
)

// hugePages asks Linux to keep the memory of s, not yet used, in pages of 2 MB, which it
// does unless /sys/kernel/mm/transparent_hugepage/enabled is never. A training step goes
// through 60 MB of buffers several times. In pages of 4 KB that is far more than the
// processor has addresses of pages at hand, and every miss of the caches costs a walk
// through the page tables, too. A virtual machine walks through two.
//
// The advice is for whole pages of 2 MB. Their other parts belong to the heap as well, and
// usually to other buffers.
func hugePages(s []float32) {
	const page, worthwhile = 2 << 20, 256 << 10
	size := uintptr(4 * len(s))
	if size < worthwhile {
		return
	}
	from := uintptr(unsafe.Pointer(unsafe.SliceData(s)))
	to := (from + size + page - 1) &^ (page - 1)
	from &^= page - 1
	syscall.Syscall(syscall.SYS_MADVISE, from, to-from, syscall.MADV_HUGEPAGE) // advice: an error changes nothing
}
