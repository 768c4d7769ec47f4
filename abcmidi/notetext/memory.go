package notetext

import (
	"slices"
	"sync"

	"charabanc/abcmidi/internal/slab"
	"charabanc/abcmidi/smf"
)

// This file keeps the memory of the notes of one performance for the next.

// memory is room for the notes of a performance, in two orders if they need it. What is in it is
// valid until it is released.
type memory struct {
	placed, other []placedNote
	owners        []uint16 // of the notes of a part
}

var memories = sync.Pool{New: func() any { return new(memory) }}

// newMemory returns memory that is the caller's until it is released.
func newMemory() *memory { return memories.Get().(*memory) }

// release gives the memory back.
func (m *memory) release() {
	m.placed, m.other, m.owners = slab.Kept(m.placed), slab.Kept(m.other), slab.Kept(m.owners)
	memories.Put(m)
}

// reset makes room for the notes of a performance.
func (m *memory) reset(p *smf.Performance) {
	m.placed, m.other = slices.Grow(m.placed[:0], p.Notes()), m.other[:0]
}

// another returns n places for notes in another order, of which there may be as many as notes.
func (m *memory) another(n int) []placedNote {
	if cap(m.other) < cap(m.placed) {
		m.other = make([]placedNote, 0, cap(m.placed))
	}
	from := len(m.other)
	m.other = m.other[:from+n]
	return m.other[from:]
}
