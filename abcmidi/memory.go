package abcmidi

import (
	"slices"
	"strings"
	"sync"
)

// This file has the memory that serves one tune after the other. To take it
// anew for each of a thousand tunes, and have it collected, is half the time
// of converting them.

// slab hands out zeroed values from blocks, one allocation for many, and takes
// all of them back at once for the next tune.
type slab[T any] struct {
	block  []T   // the one in use
	next   int   // the first value of it that is free
	blocks [][]T // each of slabBlock values
	used   int   // of the blocks; the last of them is in use
}

const (
	slabBlock = 64
	maxBlocks = 64 // kept from tune to tune: one huge tune must not hold its memory for ever
)

func (s *slab[T]) new() *T {
	if s.next == len(s.block) {
		s.grow()
	}
	s.next++
	return &s.block[s.next-1]
}

// take returns n values side by side.
func (s *slab[T]) take(n int) []T {
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

func (s *slab[T]) grow() {
	if s.used == len(s.blocks) {
		s.blocks = append(s.blocks, make([]T, slabBlock))
	}
	s.block, s.next = s.blocks[s.used], 0
	s.used++
}

// reset takes back everything that was handed out.
func (s *slab[T]) reset() {
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
func kept[T any](list []T) []T {
	if cap(list) > maxKept {
		return nil
	}
	return list[:0]
}

// maxKept is how long a list is kept from tune to tune.
const maxKept = 1 << 14

// parsers keeps the memory of trees that are no longer needed. The converter
// alone knows when that is.
var parsers = sync.Pool{New: func() any { return new(parser) }}

// nodeMemory is what the nodes of a tree are made from, but for rare ones.
type nodeMemory struct {
	fields   slab[Field]
	notes    slab[Note]
	rests    slab[Rest]
	bars     slab[Bar]
	endings  slab[Ending]
	numbers  slab[int] // of endings
	spaces   slab[Space]
	symbols  slab[Symbol]
	tuplets  slab[Tuplet]
	broken   slab[Broken]
	lineEnds slab[LineEnd]

	header, body []Node
}

func (m *nodeMemory) reset() {
	m.fields.reset()
	m.notes.reset()
	m.rests.reset()
	m.bars.reset()
	m.endings.reset()
	m.numbers.reset()
	m.spaces.reset()
	m.symbols.reset()
	m.tuplets.reset()
	m.broken.reset()
	m.lineEnds.reset()
	m.header, m.body = kept(m.header), kept(m.body)
}

// layoutMemory is what a layout is made from: most of what playing a tune
// needs, and nothing of a score points into it.
type layoutMemory struct {
	settings slab[setting]
	tones    slab[tone]
	made     []*voice // of this layout
	spare    []*voice // of those before
	bars     []measured
	played   []stretch
	groups   []endingGroup
	chords   map[string]*chordSymbol // those read so far
}

// maxChords is how many chord symbols are remembered: more than a book has.
const maxChords = 1000

// chord reads a chord symbol, or remembers it; nil if there is no text.
func (m *layoutMemory) chord(text string) *chordSymbol {
	if text == "" {
		return nil
	}
	if c := m.chords[text]; c != nil {
		return c
	}
	c, ok := parseChord(text)
	c.words = !ok
	if m.chords == nil || len(m.chords) >= maxChords {
		m.chords = map[string]*chordSymbol{}
	}
	m.chords[strings.Clone(text)] = &c
	return &c
}

// layoutMemories keeps the memory of layouts that are released for those to
// come.
var layoutMemories = sync.Pool{New: func() any { return new(layoutMemory) }}

// release gives the layout's memory back; it is not to be used behind it.
func (l *layout) release() {
	m := l.layoutMemory
	for _, v := range m.made {
		clear(v.items)
		v.items = kept(v.items)
	}
	m.spare, m.made = append(m.spare, m.made...), m.made[:0]
	m.settings.reset()
	m.tones.reset()
	m.bars, m.played, m.groups = kept(m.bars), kept(m.played), kept(m.groups)
	layoutMemories.Put(m)
}

// playerMemory is what players need beside the score.
type playerMemory struct {
	layers []Voice
	held   [MaxOverlays + 1][]heldTone
	spare  []heldTone
	score  *Score    // one that is no longer needed, without its voices
	events [][]Event // of those voices

	bars    []playedBar
	symbols []playedSymbol
	changes []settingChange
	strokes strokeMemory
}

// playerMemories keeps the memory of players that have finished.
var playerMemories = sync.Pool{New: func() any { return new(playerMemory) }}

// takeEvents returns a list with room for n events.
func (m *playerMemory) takeEvents(n int) []Event {
	var list []Event
	if last := len(m.events) - 1; last >= 0 {
		list, m.events = m.events[last], m.events[:last]
	}
	return slices.Grow(list, n)
}

// takeScore returns an empty score.
func (m *playerMemory) takeScore() *Score {
	s := m.score
	if s == nil {
		return new(Score)
	}
	m.score = nil
	*s = Score{Voices: s.Voices[:0], Tempos: s.Tempos[:0], Meters: s.Meters[:0], Keys: s.Keys[:0]}
	return s
}

// release gives a score's memory back; it is not to be used behind it.
func (s *Score) release() {
	m := playerMemories.Get().(*playerMemory)
	for i := range s.Voices {
		if list := kept(s.Voices[i].Events); cap(list) > 0 && len(m.events) < 64 {
			m.events = append(m.events, list)
		}
	}
	clear(s.Voices)
	s.Voices, s.Tempos, s.Meters, s.Keys = kept(s.Voices), kept(s.Tempos), kept(s.Meters), kept(s.Keys)
	m.score = s
	playerMemories.Put(m)
}
