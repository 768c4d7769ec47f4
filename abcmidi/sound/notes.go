package sound

import (
	"cmp"
	"math"
	"slices"

	"charabanc/abcmidi/music"
	"charabanc/abcmidi/score"
)

// Note is one note that sounds.
type Note struct {
	Start, Length int // milliseconds from the beginning of the tune, rounded; Length is at least 1
	Cents         int // pitch: 100 times the MIDI key, and the bend; 6900 is 440 Hz
	Level         int // loudness, from 0 to 1000: proportional to the amplitude
	Voice         int // index in Score.Voices
	Timbre        Timbre
}

// Controllers of MIDI that set how loud a voice is, and their values at the beginning
// (General MIDI, RP-003).
const (
	volumeController     = 7
	expressionController = 11

	defaultVolume     = 100
	defaultExpression = 127
)

// roleLevels is how loud a note of each role is beside one of the melody. A chord is
// three or four notes.
var roleLevels = [...]float64{score.Melody: 1, score.Chords: 0.42, score.Bass: 0.65, score.Drums: 0.55, score.Drone: 0.35}

// latest is the latest time in milliseconds, twelve days: it fits an int of 32 bits.
const latest = 1 << 30

// Notes returns the notes of a score in the order of their beginnings, those of one
// time in the order of the voices. Volume, expression, pitch bend and program changes
// count from the next note on. Silent notes are left out.
func Notes(s *score.Score) []Note {
	n := 0
	for i := range s.Voices {
		n += len(s.Voices[i].Events)
	}
	notes := make([]Note, 0, n)
	clock := score.NewClock(s)
	for i := range s.Voices {
		notes = appendVoice(notes, &s.Voices[i], i, clock)
	}
	slices.SortStableFunc(notes, func(a, b Note) int { return cmp.Compare(a.Start, b.Start) })
	return notes
}

// appendVoice appends the notes of one voice.
func appendVoice(notes []Note, v *score.Voice, index int, clock *score.Clock) []Note {
	p := player{program: v.Program, volume: defaultVolume, expression: defaultExpression}
	controls := v.Controls
	for i := range v.Events {
		e := &v.Events[i]
		for len(controls) > 0 && controls[0].At.Cmp(e.Onset) <= 0 {
			p.control(controls[0])
			controls = controls[1:]
		}
		level := p.level(e.Velocity, v.Role)
		if level == 0 {
			continue
		}
		start := milliseconds(clock.Seconds(e.Onset))
		notes = append(notes, Note{
			Start: start, Length: max(1, milliseconds(clock.Seconds(e.Onset.Add(e.Duration)))-start),
			Cents: 100*int(e.Key) + int(e.Cents) + p.bend, Level: level,
			Voice: index, Timbre: p.timbre(v),
		})
	}
	return notes
}

func milliseconds(seconds float64) int { return int(math.Round(min(max(seconds*1000, 0), latest))) }

// player is the state of a voice's MIDI channel.
type player struct {
	program            int
	volume, expression byte
	bend               int // cents
}

// control carries out a control.
func (p *player) control(c score.Control) {
	switch {
	case c.Status == 0xc0:
		p.program = int(c.Data[0])
	case c.Status == 0xe0: // 14 bits; the usual range is two semitones
		p.bend = (int(c.Data[1]&127)<<7 + int(c.Data[0]&127) - 8192) * 200 / 8192
	case c.Status == 0xb0 && c.Data[0] == volumeController:
		p.volume = c.Data[1] & 127
	case c.Status == 0xb0 && c.Data[0] == expressionController:
		p.expression = c.Data[1] & 127
	}
}

func (p *player) timbre(v *score.Voice) Timbre {
	if v.Role == score.Drums || v.Channel == music.PercussionChannel {
		return Drum
	}
	return programTimbre(p.program)
}

// level returns the loudness of a note. The controllers count by their squares, as
// General MIDI recommends. Velocities count a little less, so that the weak beats of
// a melody are not lost. 1000 is what the highest of all three give.
func (p *player) level(velocity uint8, role score.Role) int {
	share := func(value byte) float64 { return float64(value) / 127 }
	gain := math.Pow(share(min(velocity, 127)), 1.5) * share(p.volume) * share(p.volume) * share(p.expression) * share(p.expression)
	return int(math.Round(1000 * gain * roleLevels[min(int(role), len(roleLevels)-1)]))
}
