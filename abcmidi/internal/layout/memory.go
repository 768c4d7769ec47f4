package layout

import (
	"strings"
	"sync"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/slab"
)

// layoutMemory is what a layout is made from: most of what playing a tune
// needs, and nothing of a score points into it.
type layoutMemory struct {
	settings slab.Slab[Setting]
	tones    slab.Slab[Tone]
	made     []*Voice // of this layout
	spare    []*Voice // of those before
	bars     []Measured
	played   []stretch
	groups   []endingGroup
	chords   map[string]*abc.ChordSymbol // those read so far
}

// maxChords is how many chord symbols are remembered: more than a book has.
const maxChords = 1000

// chord reads a chord symbol, or remembers it; nil if there is no text.
func (m *layoutMemory) chord(text string) *abc.ChordSymbol {
	if text == "" {
		return nil
	}
	if c := m.chords[text]; c != nil {
		return c
	}
	c, ok := abc.ParseChord(text)
	c.Words = !ok
	if m.chords == nil || len(m.chords) >= maxChords {
		m.chords = map[string]*abc.ChordSymbol{}
	}
	m.chords[strings.Clone(text)] = &c
	return &c
}

// layoutMemories keeps the memory of layouts that are released for those to
// come.
var layoutMemories = sync.Pool{New: func() any { return new(layoutMemory) }}

// release gives the layout's memory back; it is not to be used behind it.
func (l *Layout) Release() {
	m := l.layoutMemory
	for _, v := range m.made {
		clear(v.Items)
		v.Items = slab.Kept(v.Items)
	}
	m.spare, m.made = append(m.spare, m.made...), m.made[:0]
	m.settings.Reset()
	m.tones.Reset()
	m.bars, m.played, m.groups = slab.Kept(m.bars), slab.Kept(m.played), slab.Kept(m.groups)
	layoutMemories.Put(m)
}
