package score

import (
	"fmt"
	"slices"

	"charabanc/abcmidi/music"
)

// Score is a tune as it is played: every note with its time. It no longer
// knows of repeats, bars or accidentals.
type Score struct {
	Title  string
	Voices []Voice

	Tempos []TempoChange // rising times; the first is at 0
	Meters []MeterChange
	Keys   []KeyChange

	Length music.Fraction // quarter notes
}

// Voice is one voice of a score, with a MIDI channel of its own as long as
// they last.
type Voice struct {
	ID, Name string
	Role     Role
	Channel  int // 0 to 15, or -1 to be given one
	Program  int // General MIDI, from 0
	Events   []Event
	Lyrics   []Lyric
	Controls []Control
}

// Role says what a voice is for.
type Role uint8

const (
	Melody Role = iota
	Chords      // the accompaniment's chords
	Bass        // its bass
	Drums
	Drone
)

// Event is one sounding note. Times are in quarter notes.
type Event struct {
	Onset, Duration music.Fraction
	Key             uint8 // MIDI: 60 is middle C
	Velocity        uint8
	Cents           int8 // to be bent up or down from the key, for quarter tones
}

// Add appends an event and returns it. The pointer is good until the next call.
func (v *Voice) Add(onset, duration music.Fraction, key, velocity uint8) *Event {
	v.Events = append(v.Events, Event{Onset: onset, Duration: duration, Key: key, Velocity: velocity})
	return &v.Events[len(v.Events)-1]
}

// TempoChange sets the quarter notes a minute from a moment on.
type TempoChange struct {
	At       music.Fraction
	Quarters music.Fraction
}

// MeterChange sets the meter from a moment on.
type MeterChange struct {
	At    music.Fraction
	Meter *music.Meter
}

// KeyChange sets the key signature from a moment on.
type KeyChange struct {
	At     music.Fraction
	Sharps int // -7 to 7
	Minor  bool
}

// Lyric is a syllable at a moment.
type Lyric struct {
	At   music.Fraction
	Text string
}

// Control is a controller or pitch bend message at a moment, or a change of
// program.
type Control struct {
	At     music.Fraction
	Status byte // 0xb0, 0xe0 or 0xc0, without channel
	Data   [2]byte
}

// Accompaniment says what becomes of chord symbols.
type Accompaniment uint8

const (
	Pattern     Accompaniment = iota // bass and chords by the meter, or %%MIDI gchord
	Block                            // the chord held from symbol to symbol
	NoAccompany                      // nothing
)

var accompanimentNames = [...]string{Pattern: "pattern", Block: "block", NoAccompany: "none"}

// String returns the name that ParseAccompaniment reads.
func (a Accompaniment) String() string {
	if int(a) < len(accompanimentNames) {
		return accompanimentNames[a]
	}
	return "unknown accompaniment"
}

// ParseAccompaniment reads "pattern", "block" or "none".
func ParseAccompaniment(name string) (Accompaniment, error) {
	if i := slices.Index(accompanimentNames[:], name); i >= 0 {
		return Accompaniment(i), nil
	}
	return 0, fmt.Errorf("accompaniment %q: must be pattern, block or none", name)
}

// ScoreOptions are the choices a player has. The zero value plays what is
// written.
type Options struct {
	Tempo         float64 // quarter notes a minute for the whole tune; 0: as written
	Program       int     // of every melody voice, General MIDI from 1; 0: as written
	ChordProgram  int     // of the accompaniment, from 1; 0: as written
	Accompaniment Accompaniment
	Transpose     int  // semitones
	Swing         bool // hornpipes, and what has no R: and an even meter: eighths two to one
	Ornaments     bool // trills, rolls, mordents, turns and arpeggios are played, fermatas held
}

// override sets what the options ask for in place of what is written: the tempo,
// the program of the melody voices, and the key signatures that Transpose
// moves. The keys of the notes are moved where they are made.
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

// Transpose moves every note but those of drums by semitones. Notes outside the
// range of MIDI come back by octaves. The key signatures stay.
func (s *Score) Transpose(semitones int) {
	for i := range s.Voices {
		v := &s.Voices[i]
		if v.Role == Drums {
			continue
		}
		for j := range v.Events {
			v.Events[j].Key = music.FoldKey(int(v.Events[j].Key) + semitones)
		}
	}
}

// DefaultTempo is used where a tune says none, in quarter notes a minute.
const DefaultTempo = 120
