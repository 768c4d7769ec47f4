package layout

import (
	"maps"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
)

// This file maps the notes of percussion to the keys of a drum kit.

// drumMap is what %%MIDI drummap and %%percmap say: the MIDI key of a note as it is written.
type drumMap struct{ keys map[drumNote]uint8 }

// drumNote is a note that a map knows.
type drumNote struct {
	step  int16
	cents int // of its accidental
}

// maxDrumNotes bounds a map. Each directive makes a new one, as earlier notes keep theirs.
const maxDrumNotes = 500

// with returns the map with one more note. The parser has checked the arguments.
func (m *drumMap) with(note, key string) *drumMap {
	p, _ := abc.ParsePitch(note)
	next := &drumMap{map[drumNote]uint8{}}
	if m != nil {
		maps.Copy(next.keys, m.keys)
	}
	if next.keys[drumNote{p.Step, p.Accidental.Cents()}], _ = music.PercussionKey(key); len(next.keys) > maxDrumNotes {
		return m
	}
	return next
}

// find returns the key of a note with an accidental of so many cents, be it its own, of the bar
// or of the key. A note that has none of its own may also be found without.
func (m *drumMap) find(p music.Pitch, cents int) (key uint8, ok bool) {
	if m == nil {
		return 0, false
	}
	if key, ok = m.keys[drumNote{p.Step, cents}]; !ok && !p.Accidental.Written() {
		key, ok = m.keys[drumNote{p.Step, 0}]
	}
	return key, ok
}
