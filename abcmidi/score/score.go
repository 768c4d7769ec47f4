package score

import (
	"charabanc/abcmidi/music"
)

// Score is a tune as it is played. Its lists are in the order of time.
type Score struct {
	Title  string
	Voices []Voice

	Tempos []TempoChange // the first is at time 0
	Meters []MeterChange // none in free meter
	Keys   []KeyChange

	Bars   []music.Fraction // when those of the first voice begin, if Options.Marks asks for them
	Length music.Fraction   // quarter notes
}

// Voice is one voice of a score. Each has a MIDI channel of its own as long as there
// are channels left.
type Voice struct {
	ID, Name string
	Role     Role
	Channel  int // from 0 to 15; -1: any
	Program  int // at the beginning; General MIDI, from 0
	Bank     int // of programs, from 0
	Events   []Event
	Lyrics   []Lyric
	Controls []Control
	Marks    []Mark // if Options.Marks asks for them
}

// Role says what a voice is for.
type Role uint8

const (
	Melody Role = iota // a voice of the tune
	Chords             // the chords of the accompaniment
	Bass               // the bass of the accompaniment
	Drums              // %%MIDI drum
	Drone              // %%MIDI drone
)

// Event is one sounding note.
type Event struct {
	Onset, Duration music.Fraction // quarter notes
	Key             uint8          // MIDI: 60 is middle C
	Velocity        uint8          // MIDI
	Cents           int8           // how far to bend up from the key; negative: down
}

// Add appends an event and returns it. The pointer is good until the next call.
func (v *Voice) Add(onset, duration music.Fraction, key, velocity uint8) *Event {
	v.Events = append(v.Events, Event{})
	e := &v.Events[len(v.Events)-1]
	e.Onset, e.Duration, e.Key, e.Velocity = onset, duration, key, velocity
	return e
}

// Mark says when a note, chord or rest of the text is played. One that is tied to the
// note before has a mark of its own, though it adds no event; one that is repeated has a
// mark for each time.
type Mark struct {
	At, Length music.Fraction // quarter notes
	Pos        int            // where it begins: a byte offset in the text of the tune
	Rest       bool
}

// TempoChange sets the tempo from a time on.
type TempoChange struct {
	At       music.Fraction
	Quarters music.Fraction // quarter notes a minute
}

// MeterChange sets the meter from a time on.
type MeterChange struct {
	At    music.Fraction
	Meter *music.Meter
}

// KeyChange sets the key signature from a time on.
type KeyChange struct {
	At     music.Fraction
	Sharps int // from -7 to 7; negative: flats
	Minor  bool
}

// Lyric is a syllable.
type Lyric struct {
	At   music.Fraction
	Text string
}

// Control is a MIDI message: a controller, a pitch bend or a change of program.
type Control struct {
	At     music.Fraction
	Status byte    // 0xb0, 0xe0 or 0xc0, without channel
	Data   [2]byte // only the first counts for a change of program
}

// DefaultTempo is the tempo of a tune that gives none, in quarter notes a minute.
const DefaultTempo = 120

// Transpose moves every note but those of drums by semitones. Notes that leave the
// range of MIDI are moved back by octaves. The key signatures stay.
func (s *Score) Transpose(semitones int) {
	for i := range s.Voices {
		v := &s.Voices[i]
		if v.Role == Drums || v.Channel == music.PercussionChannel {
			continue
		}
		for j := range v.Events {
			v.Events[j].Key = music.FoldKey(int(v.Events[j].Key) + semitones)
		}
	}
}
