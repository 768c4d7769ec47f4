package play

import (
	"slices"
	"sync"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/slab"
	"charabanc/abcmidi/score"
)

// This file reuses memory: what one tune was played with serves the next. Without
// that, much of the time of converting short tunes goes to allocating and
// collecting it.

// memory is what a player needs besides the score.
type memory struct {
	layers []score.Voice
	tied   [abc.MaxOverlays + 1][]tiedTone // by layer
	spare  []tiedTone
	score  *score.Score    // one that was released, without its voices
	events [][]score.Event // of the voices of released scores, empty

	bars    []playedBar
	symbols []playedSymbol
	changes []settingChange
	strokes strokeMemory
	player  player
}

// memories holds the memory of players that have finished.
var memories = sync.Pool{New: func() any { return new(memory) }}

// maxEventLists is how many lists of events are kept for the next tunes.
const maxEventLists = 64

// takeEvents returns an empty list with room for n events.
func (m *memory) takeEvents(n int) []score.Event {
	var list []score.Event
	if last := len(m.events) - 1; last >= 0 {
		list, m.events = m.events[last], m.events[:last]
	}
	return slices.Grow(list, n)
}

// takeScore returns an empty score.
func (m *memory) takeScore() *score.Score {
	s := m.score
	if s == nil {
		return new(score.Score)
	}
	m.score = nil
	*s = score.Score{Voices: s.Voices[:0], Tempos: s.Tempos[:0], Meters: s.Meters[:0], Keys: s.Keys[:0]}
	return s
}

// Release lets later calls of [Play] reuse a score's memory. The score must not be
// used after that. Calling Release is optional.
func Release(s *score.Score) {
	m := memories.Get().(*memory)
	for i := range s.Voices {
		if list := slab.Kept(s.Voices[i].Events); cap(list) > 0 && len(m.events) < maxEventLists {
			m.events = append(m.events, list)
		}
	}
	clear(s.Voices)
	s.Voices, s.Tempos, s.Meters, s.Keys = slab.Kept(s.Voices), slab.Kept(s.Tempos), slab.Kept(s.Meters), slab.Kept(s.Keys)
	m.score = s
	memories.Put(m)
}
