package abc

import (
	"charabanc/abcmidi/music"
)

// parseScope reads a directive that sets the scope: %%propagate-accidentals, or
// abc2midi's %%MIDI nobarlines. ok is false for any other directive, and for a
// scope that is not known.
func ParseScope(words []string) (s music.Scope, ok bool) {
	if len(words) < 2 {
		return 0, false
	}
	switch words[0] + " " + words[1] {
	case "propagate-accidentals pitch":
		return music.ScopePitch, true
	case "propagate-accidentals octave":
		return music.ScopeOctave, true
	case "propagate-accidentals not", "MIDI nobarlines":
		return music.ScopeNote, true
	}
	return 0, false
}
