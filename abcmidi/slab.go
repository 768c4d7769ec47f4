package abcmidi

// slab hands out zeroed values from blocks, one allocation for many, and takes
// all of them back at once for the next tune.
type slab[T any] struct {
	free   []T   // what is left of the block in use
	blocks [][]T // each of slabBlock values
	used   int   // of the blocks; the last of them is in use
}

const (
	slabBlock = 64
	maxBlocks = 64 // kept from tune to tune: one huge tune must not hold its memory for ever
)

func (s *slab[T]) new() *T {
	if len(s.free) == 0 {
		s.grow()
	}
	v := &s.free[0]
	s.free = s.free[1:]
	return v
}

// take returns n values side by side.
func (s *slab[T]) take(n int) []T {
	if len(s.free) < n {
		if n > slabBlock {
			return make([]T, n)
		}
		s.grow()
	}
	list := s.free[:n:n]
	s.free = s.free[n:]
	return list
}

func (s *slab[T]) grow() {
	if s.used == len(s.blocks) {
		s.blocks = append(s.blocks, make([]T, slabBlock))
	}
	s.free = s.blocks[s.used]
	s.used++
}

// reset takes back everything that was handed out.
func (s *slab[T]) reset() {
	for i, block := range s.blocks[:s.used] {
		if i+1 == s.used {
			block = block[:len(block)-len(s.free)]
		}
		clear(block)
	}
	if len(s.blocks) > maxBlocks {
		clear(s.blocks[maxBlocks:])
		s.blocks = s.blocks[:maxBlocks]
	}
	s.free, s.used = nil, 0
}

// kept is a list to be filled anew, in the memory it has if that is no more
// than most tunes need.
func kept[T any](list []T) []T {
	if cap(list) > maxKept {
		return nil
	}
	return list[:0]
}

// maxKept is how long a list is kept from tune to tune.
const maxKept = 1 << 14
