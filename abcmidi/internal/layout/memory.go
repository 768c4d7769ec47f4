package layout

import (
	"strings"
	"sync"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/slab"
)

// This file reuses memory: what one tune was laid out in serves the next.

// memory is what a layout is made from. Scores do not point into it.
type memory struct {
	layout   Layout
	voices   []*Voice // of the layout
	settings slab.Slab[Setting]
	tones    slab.Slab[Tone]
	made     []*Voice // of this layout
	spare    []*Voice // of released layouts
	bars     []Bar
	played   []stretch
	unroller unroller
	groups   []endingGroup
	chords   map[string]*abc.ChordSymbol // those read so far, by their text
}

// maxChords is how many chord symbols are remembered, more than a book has.
const maxChords = 1000

// chord returns the chord symbol of a text, nil if there is no text.
func (m *memory) chord(text string, own *chordNames) *abc.ChordSymbol {
	if text == "" {
		return nil
	}
	if own != nil {
		return own.read(text)
	}
	if c := m.chords[text]; c != nil {
		return c
	}
	c := playedChord(abc.ParseChord(text))
	if m.chords == nil || len(m.chords) >= maxChords {
		m.chords = map[string]*abc.ChordSymbol{}
	}
	c.Text = strings.Clone(text)
	m.chords[c.Text] = &c
	return &c
}

// memories holds the memory of released layouts.
var memories = sync.Pool{New: func() any { return new(memory) }}

// Release lets later layouts reuse the memory of this one, which must not be used
// after that.
func (l *Layout) Release() {
	m := l.memory
	for _, v := range m.made {
		clear(v.Items)
		v.Items = slab.Kept(v.Items)
	}
	m.spare, m.made = append(m.spare, m.made...), m.made[:0]
	m.layout, m.voices = Layout{}, l.Voices[:0]
	m.settings.Reset()
	m.tones.Reset()
	m.bars, m.played, m.groups = slab.Kept(m.bars), slab.Kept(m.played), slab.Kept(m.groups)
	memories.Put(m)
}
