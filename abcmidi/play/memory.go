package play

import (
	"slices"
	"sync"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/slab"
	"charabanc/abcmidi/score"
)

// This file has the memory that serves one tune after the other. To take it
// anew for each of a thousand tunes, and have it collected, is half the time
// of converting them.

// playerMemory is what players need beside the score.
type playerMemory struct {
	layers []score.Voice
	held   [abc.MaxOverlays + 1][]heldTone
	spare  []heldTone
	score  *score.Score    // one that is no longer needed, without its voices
	events [][]score.Event // of those voices

	bars    []playedBar
	symbols []playedSymbol
	changes []settingChange
	strokes strokeMemory
}

// playerMemories keeps the memory of players that have finished.
var playerMemories = sync.Pool{New: func() any { return new(playerMemory) }}

// takeEvents returns a list with room for n events.
func (m *playerMemory) takeEvents(n int) []score.Event {
	var list []score.Event
	if last := len(m.events) - 1; last >= 0 {
		list, m.events = m.events[last], m.events[:last]
	}
	return slices.Grow(list, n)
}

// takeScore returns an empty score.
func (m *playerMemory) takeScore() *score.Score {
	s := m.score
	if s == nil {
		return new(score.Score)
	}
	m.score = nil
	*s = score.Score{Voices: s.Voices[:0], Tempos: s.Tempos[:0], Meters: s.Meters[:0], Keys: s.Keys[:0]}
	return s
}

// release gives a score's memory back; it is not to be used behind it.
func Release(s *score.Score) {
	m := playerMemories.Get().(*playerMemory)
	for i := range s.Voices {
		if list := slab.Kept(s.Voices[i].Events); cap(list) > 0 && len(m.events) < 64 {
			m.events = append(m.events, list)
		}
	}
	clear(s.Voices)
	s.Voices, s.Tempos, s.Meters, s.Keys = slab.Kept(s.Voices), slab.Kept(s.Tempos), slab.Kept(s.Meters), slab.Kept(s.Keys)
	m.score = s
	playerMemories.Put(m)
}
