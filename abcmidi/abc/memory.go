package abc

import (
	"sync"

	"charabanc/abcmidi/internal/slab"
	"charabanc/abcmidi/music"
	"charabanc/data"
)

// This file reuses memory: what one tree was made of serves the next.

// Read is ParseSource for a tree that only f looks at, which must not keep it, nor a score
// that is made of it: the next tune is read in the same memory. It may be called from several goroutines at once.
func Read(src data.Source, f func(*Tune, error)) {
	p := parsers.Get().(*Parser)
	defer parsers.Put(p)
	f(p.Parse(src))
}

// parsers keeps the memory of trees for the tunes to come.
var parsers = sync.Pool{New: func() any { return new(Parser) }}

// parsed is a tune and its place in one piece of memory.
type parsed struct {
	Tune
	at place
}

// newTune returns an empty tree for the text of a source. From the second tune on it is in
// the same memory.
func (p *Parser) newTune(src data.Source, text string) *Tune {
	t := p.again
	if t == nil {
		t = new(parsed)
		if p.tune != nil {
			p.again = t
		}
	}
	*t = parsed{Tune: Tune{Text: text}, at: place{file: src.File, firstLine: max(src.Line, 1)}}
	t.place = &t.at
	return &t.Tune
}

// nodeMemory is the memory of a tree, except for rare nodes.
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
	comments slab.Slab[Comment]
	signs    slab.Slab[Decoration]
	slurs    slab.Slab[Slur]
	keys     slab.Slab[music.Key]   // values of fields that are remembered
	meters   slab.Slab[music.Meter] //

	header, body []Node
}

// reset makes the memory of the last tree free.
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
	m.comments.Reset()
	m.signs.Reset()
	m.slurs.Reset()
	m.keys.Reset()
	m.meters.Reset()
	m.header, m.body = slab.Kept(m.header), slab.Kept(m.body)
}
