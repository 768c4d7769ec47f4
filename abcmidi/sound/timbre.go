package sound

import (
	"fmt"
	"slices"
	"strings"
)

// Timbre is the kind of instrument that plays a note.
type Timbre uint8

const (
	Plucked Timbre = iota // a plucked string: guitar, harp, mandolin
	Fiddle                // a bowed string
	Organ                 // held pipes or reeds: flute organ, concertina, harmonium
	Drum                  // percussion; the key of a note says which
)

var timbreNames = [...]string{Plucked: "plucked", Fiddle: "fiddle", Organ: "organ", Drum: "drum"}

// String returns the name of the timbre: "plucked", "fiddle", "organ" or "drum".
func (t Timbre) String() string {
	if int(t) < len(timbreNames) {
		return timbreNames[t]
	}
	return "unknown timbre"
}

// ParseTimbre returns the timbre that a melody may have, by its name: "plucked",
// "fiddle" or "organ".
func ParseTimbre(name string) (Timbre, error) {
	names := timbreNames[:Drum]
	if i := slices.Index(names, name); i >= 0 {
		return Timbre(i), nil
	}
	return 0, fmt.Errorf("timbre %q: must be %s or %s", name, strings.Join(names[:2], ", "), names[2])
}

// Program returns the General MIDI program, from 1, that stands for the timbre of a
// melody: acoustic guitar, fiddle and church organ.
func (t Timbre) Program() int {
	return [...]int{Plucked: 26, Fiddle: 111, Organ: 20}[min(t, Organ)]
}

// families has the timbre of each of the 16 families of eight programs of General
// MIDI Level 1.
var families = [16]Timbre{
	Plucked, // piano
	Plucked, // chromatic percussion
	Organ,   // organ and accordion
	Plucked, // guitar
	Plucked, // bass
	Fiddle,  // strings
	Fiddle,  // ensemble
	Organ,   // brass
	Organ,   // reed
	Organ,   // pipe
	Organ,   // synth lead
	Organ,   // synth pad
	Organ,   // synth effects
	Plucked, // ethnic
	Plucked, // percussive
	Plucked, // sound effects
}

// exceptions are programs, from 0, that do not sound as the rest of their family.
var exceptions = map[int]Timbre{
	45: Plucked, // pizzicato strings
	46: Plucked, // orchestral harp
	47: Plucked, // timpani, which has a pitch
	52: Organ,   // choir
	53: Organ,   // voice
	54: Organ,   // synth voice
	55: Plucked, // orchestra hit
	// Of the family of ethnic instruments:
	109: Organ,  // bagpipe
	110: Fiddle, // fiddle
	111: Organ,  // shanai
}

// programTimbre returns the timbre of a General MIDI program, from 0.
func programTimbre(program int) Timbre {
	program = min(max(program, 0), 127)
	if t, ok := exceptions[program]; ok {
		return t
	}
	return families[program/8]
}
