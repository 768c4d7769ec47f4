package layout

import (
	"maps"
	"strings"

	"charabanc/abcmidi/abc"
)

// This file reads chord symbols by the chords that %%MIDI chordname defines.

// chordNames are the kinds of chords of a tune's own, by what follows the root.
type chordNames struct{ tones map[string][]int8 }

// The bounds of %%MIDI chordname.
const (
	maxChordNames = 200
	maxChordTones = 6 // abc2midi has no more
)

// with returns the names and one more: the words of a chordname are its name and its tones
// in semitones above the root. The names stay as they are if the words are not that.
func (n *chordNames) with(words []string) *chordNames {
	if len(words) < 2 || len(words) > 1+maxChordTones {
		return n
	}
	tones := make([]int8, 0, maxChordTones)
	for i := range words[1:] {
		tones = append(tones, int8(integer(words[1+i])))
	}
	next := &chordNames{map[string][]int8{}}
	if n != nil {
		maps.Copy(next.tones, n.tones)
	}
	if next.tones[words[0]] = tones; len(next.tones) > maxChordNames {
		return n
	}
	return next
}

// read reads a chord symbol.
func (n *chordNames) read(text string) *abc.ChordSymbol {
	c := playedChord(abc.ParseChordWith(text, n.tones))
	c.Text = strings.Clone(text)
	return &c
}

// playedChord sets what the accompaniment needs to know of a chord symbol that was read.
func playedChord(c abc.ChordSymbol, ok bool) abc.ChordSymbol {
	c.Words = c.ForEye || !ok && !c.Unknown
	c.None = c.None || c.Unknown
	return c
}
