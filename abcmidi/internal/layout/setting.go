package layout

import (
	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
)

// This file has what holds at a point of a voice, such as the key and the meter,
// and the fields that change it.

// Setting is everything that holds at a point of a voice. Items share a setting
// until something changes it; later items then have a changed copy. So a repeat
// that goes back finds the key, meter and tempo of the place it goes back to.
type Setting struct {
	Key        *music.Key
	Meter      *music.Meter
	BarLength  music.Fraction // of a full bar, in quarter notes; 0 for free meter
	beatLength music.Fraction // quarter notes
	Unit       music.Fraction // unit note length in quarter notes
	wholeUnit  music.Fraction // the same in whole notes
	Tempo      music.Fraction // quarter notes a minute; 0 if none is given
	Staff      music.Staff
	scope      music.Scope // of accidentals
	MIDI       midiSettings
}

// What holds in a tune that gives nothing.
var (
	noKey   = &music.Key{}
	noMeter = music.FreeMeter()
)

// setDefaults sets what holds in a tune that gives nothing. The numbers of %%MIDI
// are abc2midi's.
func (s *Setting) setDefaults() {
	s.Key = noKey
	s.setMeter(noMeter)
	s.setUnit(music.NewFraction(1, 8))
	s.MIDI = midiSettings{
		Program: -1, Channel: -1, ChordProgram: -1, BassProgram: -1,
		ChordVolume: 75, BassVolume: 80,
		beat: [3]uint8{105, 95, 80}, GraceDivider: 4,
		PatternBars: 1, DrumBars: 1, hairpinStep: 30,
		DroneProgram: 70, DroneKeys: [2]uint8{45, 33}, DroneVelocities: [2]uint8{80, 80},
	}
}

func (s *Setting) setMeter(m *music.Meter) { s.Meter, s.BarLength, s.beatLength = m, m.Bar(), m.Beat() }

// setUnit sets the unit note length, given in whole notes.
func (s *Setting) setUnit(unit music.Fraction) { s.wholeUnit, s.Unit = unit, unit.Times(4, 1) }

// shift returns the transposition of the notes as written, in semitones. The keys of
// percussion are instruments, and not moved.
func (s *Setting) shift() int {
	if s.Percussion() {
		return 0
	}
	return s.Staff.Shift() + s.MIDI.Transpose + s.MIDI.Rtranspose + s.MIDI.middleC
}

// Percussion reports whether notes are on MIDI channel 10.
func (s *Setting) Percussion() bool { return s.Channel() == music.PercussionChannel }

// Channel returns the MIDI channel of %%MIDI channel, from 0, else channel 10 for the clef of
// percussion, else -1.
func (s *Setting) Channel() int {
	if s.MIDI.Channel < 0 && s.Staff.Percussion() {
		return music.PercussionChannel
	}
	return s.MIDI.Channel
}

// apply applies a field of the body.
func (s *Setting) apply(f *abc.Field) {
	switch x := f.Value.(type) {
	case *music.Key:
		if x.Set {
			s.Key = x
		}
		s.Staff = s.Staff.Merge(x.Staff)
	case *music.Meter:
		s.setMeter(x)
	case music.Fraction:
		s.setUnit(x)
	case *abc.Tempo:
		if rate, ok := x.Quarters(s.wholeUnit); ok {
			s.Tempo = rate
		}
	}
	if list, ok := f.Value.(abc.Directives); ok {
		for i := range list {
			s.directive(&list[i])
		}
	}
}
