package smf

import (
	"io"
	"slices"
	"strconv"

	"charabanc/abcmidi/music"
	"charabanc/abcmidi/score"
)

// Performance is what a Standard MIDI File plays: every note of every part
// with its beginning and end in ticks. Nothing is rounded, and nothing has
// bars or names of notes yet.
type Performance struct {
	Title    string
	Division int // ticks in a quarter note
	Parts    []Part

	Tempos []TempoMark // rising ticks, as are the others
	Meters []MeterMark
	Keys   []KeyMark

	End   int64 // tick at which the last track ends
	Stuck int   // notes without an end: they last to that of their track
	Loose int   // ends of notes that had not begun: passed over
}

// Part is the notes of one channel on one track. A track of several channels
// makes several parts.
type Part struct {
	Name    string
	Track   int          // from 0, as in the file
	Channel int          // 0 to 15; -1 for any
	Program int          // General MIDI, from 0
	Notes   []PlayedNote // in the order of their beginnings
	Pedal   []PedalMark  // of the sustain pedal (controller 64)
}

// drumChannel is the one that General MIDI keeps for percussion.
const DrumChannel = 9

// Drums reports whether the part's keys are drums and not pitches.
func (p *Part) Drums() bool { return p.Channel == DrumChannel }

// PlayedNote is one note in ticks, On < Off. Notes of one key may overlap:
// they end in the order they began.
type PlayedNote struct {
	On, Off       int64
	Key, Velocity uint8
}

// PedalMark is the sustain pedal going down or up.
type PedalMark struct {
	Tick int64
	Down bool
}

// TempoMark sets the tempo, in microseconds a quarter note.
type TempoMark struct {
	Tick   int64
	Micros int64
}

// MeterMark sets the meter: Num/Den.
type MeterMark struct {
	Tick     int64
	Num, Den int
}

// KeyMark sets the key signature.
type KeyMark struct {
	Tick   int64
	Sharps int // -7 to 7
	Minor  bool
}

// Notes is the number of notes of all parts.
func (p *Performance) Notes() (n int) {
	for i := range p.Parts {
		n += len(p.Parts[i].Notes)
	}
	return n
}

// HoldPedal lengthens every note that ends while its channel's sustain pedal
// is down: to where the pedal comes up, or to where its key is struck again.
func (p *Performance) HoldPedal() {
	for i := range p.Parts {
		// A pedal works on its channel, on whatever track it is written.
		var pedal []PedalMark
		for j := range p.Parts {
			if p.Parts[j].Channel == p.Parts[i].Channel {
				pedal = append(pedal, p.Parts[j].Pedal...)
			}
		}
		slices.SortStableFunc(pedal, func(a, b PedalMark) int { return compareTicks(a.Tick, b.Tick) })
		if len(pedal) > 0 {
			p.Parts[i].hold(pedal, p.End)
		}
	}
}

func (p *Part) hold(pedal []PedalMark, end int64) {
	var next [128]int64 // where each key is struck again
	for k := range next {
		next[k] = end
	}
	for i := len(p.Notes) - 1; i >= 0; i-- {
		n := &p.Notes[i]
		// The last mark at or before the note's end says whether the pedal is down.
		at, _ := slices.BinarySearchFunc(pedal, n.Off+1, func(m PedalMark, tick int64) int { return compareTicks(m.Tick, tick) })
		if at > 0 && pedal[at-1].Down {
			up := end
			for _, m := range pedal[at:] {
				if !m.Down {
					up = m.Tick
					break
				}
			}
			n.Off = max(n.Off, min(up, next[n.Key]))
		}
		next[n.Key] = n.On
	}
}

func compareTicks(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Score returns the performance as a score of exact fractions: written with
// the performance's own division it gives the same ticks back.
func (p *Performance) Score() *score.Score {
	s := &score.Score{Title: p.Title, Voices: make([]score.Voice, 0, len(p.Parts))}
	div := int64(p.Division)
	for i := range p.Parts {
		part := &p.Parts[i]
		v := score.Voice{ID: strconv.Itoa(i + 1), Name: part.Name, Channel: part.Channel, Program: part.Program}
		if part.Drums() {
			v.Role = score.Drums
		}
		v.Events = make([]score.Event, len(part.Notes))
		for j, n := range part.Notes {
			v.Events[j] = score.Event{Onset: music.NewFraction(n.On, div), Duration: music.NewFraction(n.Off-n.On, div), Key: n.Key, Velocity: n.Velocity}
			if end := music.NewFraction(n.Off, div); s.Length.Less(end) {
				s.Length = end
			}
		}
		s.Voices = append(s.Voices, v)
	}
	for _, m := range p.Tempos {
		s.Tempos = append(s.Tempos, score.TempoChange{At: music.NewFraction(m.Tick, div), Quarters: music.NewFraction(60_000_000, m.Micros)})
	}
	if len(s.Tempos) == 0 || s.Tempos[0].At.Positive() {
		s.Tempos = slices.Insert(s.Tempos, 0, score.TempoChange{Quarters: music.NewFraction(score.DefaultTempo, 1)})
	}
	for _, m := range p.Meters {
		s.Meters = append(s.Meters, score.MeterChange{At: music.NewFraction(m.Tick, div), Meter: m.Meter()})
	}
	for _, m := range p.Keys {
		s.Keys = append(s.Keys, score.KeyChange{At: music.NewFraction(m.Tick, div), Sharps: m.Sharps, Minor: m.Minor})
	}
	return s
}

func (m MeterMark) Meter() *music.Meter { return &music.Meter{Groups: []int{m.Num}, Den: m.Den} }

// WriteMIDI writes the performance as a Standard MIDI File of type 1 with its
// own division.
func (p *Performance) WriteMIDI(w io.Writer) error {
	return Write(w, p.Score(), Options{Division: p.Division})
}
