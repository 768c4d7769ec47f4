package slab

// slab hands out zeroed values from blocks, one allocation for many, and takes
// all of them back at once for the next tune.
type Slab[T any] struct {
	block  []T   // the one in use
	next   int   // the first value of it that is free
	blocks [][]T // each of slabBlock values
	used   int   // of the blocks; the last of them is in use
}

const (
	slabBlock = 64
	maxBlocks = 64 // kept from tune to tune: one huge tune must not hold its memory for ever
)

func (s *Slab[T]) New() *T {
	if s.next == len(s.block) {
		s.grow()
	}
	s.next++
	return &s.block[s.next-1]
}

// take returns n values side by side.
func (s *Slab[T]) Take(n int) []T {
	if len(s.block)-s.next < n {
		if n > slabBlock {
			return make([]T, n)
		}
		s.grow()
	}
	from := s.next
	s.next += n
	return s.block[from:s.next:s.next]
}

func (s *Slab[T]) grow() {
	if s.used == len(s.blocks) {
		s.blocks = append(s.blocks, make([]T, slabBlock))
	}
	s.block, s.next = s.blocks[s.used], 0
	s.used++
}

// reset takes back everything that was handed out.
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

// kept is a list to be filled anew, in the memory it has if that is no more
// than most tunes need.
func Kept[T any](list []T) []T {
	if cap(list) > maxKept {
		return nil
	}
	return list[:0]
}

// maxKept is how long a list is kept from tune to tune.
const maxKept = 1 << 14
