package abc

import (
	"charabanc/abcmidi/internal/slab"
)

// nodeMemory is what the nodes of a tree are made from, but for rare ones.
type nodeMemory struct {
	fields   slab.Slab[Field]
	notes    slab.Slab[Note]
	rests    slab.Slab[Rest]
	bars     slab.Slab[Bar]
	endings  slab.Slab[Ending]
	numbers  slab.Slab[int] // of endings
	spaces   slab.Slab[Space]
	symbols  slab.Slab[Symbol]
	tuplets  slab.Slab[Tuplet]
	broken   slab.Slab[Broken]
	lineEnds slab.Slab[LineEnd]

	header, body []Node
}

func (m *nodeMemory) reset() {
	m.fields.Reset()
	m.notes.Reset()
	m.rests.Reset()
	m.bars.Reset()
	m.endings.Reset()
	m.numbers.Reset()
	m.spaces.Reset()
	m.symbols.Reset()
	m.tuplets.Reset()
	m.broken.Reset()
	m.lineEnds.Reset()
	m.header, m.body = slab.Kept(m.header), slab.Kept(m.body)
}
