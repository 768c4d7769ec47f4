// Package slab gives many values of one type from few allocations, and reuses
// their memory from one tune to the next.
package slab

const (
	firstSize = 8       // values in the first block: most tunes have few of most kinds
	blockSize = 64      // values in a block, after some that double in size
	maxBlocks = 64      // blocks kept by Reset, so that one huge tune does not keep its memory
	maxKept   = 1 << 14 // the largest capacity that Kept keeps
)

// Slab allocates values of type T in blocks. The zero value is ready to use.
type Slab[T any] struct {
	block  []T   // the block in use
	next   int   // index of its first free value
	blocks [][]T // all blocks
	used   int   // number of blocks that have given values; the last of them is block
}

// New returns a zero value. It is valid until Reset.
func (s *Slab[T]) New() *T {
	if s.next == len(s.block) {
		s.grow(1)
	}
	s.next++
	return &s.block[s.next-1]
}

// Take returns a slice of n zero values, which is valid until Reset.
func (s *Slab[T]) Take(n int) []T {
	if n > blockSize {
		return make([]T, n)
	}
	for len(s.block)-s.next < n {
		s.grow(n)
	}
	from := s.next
	s.next += n
	return s.block[from:s.next:s.next]
}

// grow makes an empty block the one in use. A new one has room for n values at least.
func (s *Slab[T]) grow(n int) {
	if s.used == len(s.blocks) {
		s.blocks = append(s.blocks, make([]T, min(max(n, firstSize<<min(s.used, 8)), blockSize)))
	}
	s.block, s.next = s.blocks[s.used], 0
	s.used++
}

// Reset takes back all values, to be given again.
func (s *Slab[T]) Reset() {
	for i, block := range s.blocks[:s.used] {
		if i+1 == s.used {
			block = block[:s.next]
		}
		clear(block)
	}
	if len(s.blocks) > maxBlocks {
		clear(s.blocks[maxBlocks:])
		s.blocks = s.blocks[:maxBlocks]
	}
	s.block, s.next, s.used = nil, 0, 0
}

// Kept returns list emptied, to be filled again in the same memory, or nil if its
// memory is larger than most tunes need.
func Kept[T any](list []T) []T {
	if cap(list) > maxKept {
		return nil
	}
	return list[:0]
}
