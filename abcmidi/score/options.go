package score

import (
	"fmt"
	"slices"

	"charabanc/abcmidi/music"
)

// Accompaniment says how chord symbols are played.
type Accompaniment uint8

const (
	Pattern     Accompaniment = iota // by the meter's pattern of bass and chords, or %%MIDI gchord
	Block                            // each chord is held until the next
	NoAccompany                      // not at all
)

var accompanimentNames = [...]string{Pattern: "pattern", Block: "block", NoAccompany: "none"}

// String returns the name that ParseAccompaniment reads.
func (a Accompaniment) String() string {
	if int(a) < len(accompanimentNames) {
		return accompanimentNames[a]
	}
	return "unknown accompaniment"
}

// ParseAccompaniment returns the accompaniment of a name: "pattern", "block" or "none".
func ParseAccompaniment(name string) (Accompaniment, error) {
	if i := slices.Index(accompanimentNames[:], name); i >= 0 {
		return Accompaniment(i), nil
	}
	return 0, fmt.Errorf("accompaniment %q: must be pattern, block or none", name)
}

// Options are the choices of a player. The zero value plays what is written.
type Options struct {
	Tempo         float64 // quarter notes a minute, for the whole tune; 0: as written
	Program       int     // of every melody voice, General MIDI from 1; 0: as written
	ChordProgram  int     // of the accompaniment, General MIDI from 1; 0: as written
	Accompaniment Accompaniment
	Transpose     int  // semitones
	Swing         bool // play eighth notes two to one in hornpipes and the like, and in tunes without R:
	Ornaments     bool // play trills, rolls, mordents, turns and arpeggios, and hold fermatas
	ChordLengths  bool // play each note of a chord as long as it is written, not as long as the first
	Marks         bool // tell when each note of the text is played, and bars begin: Voice.Marks, Score.Bars
}

// Override replaces what is written in a score by what the options ask for: the tempo,
// the programs of the melody voices, and the key signatures, which Transpose moves. It
// does not move the notes; their maker, or [Score.Transpose], does.
func (o *Options) Override(s *Score) {
	if o.Tempo > 0 {
		s.Tempos = append(s.Tempos[:0], TempoChange{Quarters: music.NewFraction(int64(o.Tempo*1000), 1000)})
	}
	for i := range s.Voices {
		if v := &s.Voices[i]; o.Program > 0 && v.Role == Melody {
			v.Program = o.Program - 1
		}
	}
	for i := range s.Keys {
		s.Keys[i].Sharps = music.TransposeSharps(s.Keys[i].Sharps, o.Transpose)
	}
}
