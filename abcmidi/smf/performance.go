package smf

import (
	"cmp"
	"io"
	"slices"
	"strconv"

	"charabanc/abcmidi/music"
	"charabanc/abcmidi/score"
)

// Performance is what a Standard MIDI File plays: the notes of every part with
// their beginnings and ends in ticks. Nothing is rounded; there are no bars and
// no note names.
type Performance struct {
	Title    string
	Division int // ticks in a quarter note
	Parts    []Part

	// The marks of each kind have rising ticks. SortMarks puts them in order.
	Tempos []TempoMark
	Meters []MeterMark
	Keys   []KeyMark

	End    int64 // tick at which the last track ends
	Stuck  int   // notes that are never released: they last to the end of their track
	Loose  int   // releases without a note: ignored
	Mended int   // places of a broken file that were passed over or put right
	Fault  error // the first of them; nil for none
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

// MaxParts is the largest number of parts that Read accepts.
const MaxParts = 1024

// DrumChannel is the channel that General MIDI keeps for percussion: channel
// 10, counted from 0.
const DrumChannel = 9

// Drums reports whether the part's keys are percussion rather than pitches.
func (p *Part) Drums() bool { return p.Channel == DrumChannel }

// PlayedNote is one note in ticks, On < Off. Notes of one key may overlap; they
// end in the order in which they began.
type PlayedNote struct {
	On, Off       int64
	Key, Velocity uint8
}

// PedalMark is the sustain pedal going down or up.
type PedalMark struct {
	Tick int64
	Down bool
}

// TempoMark sets the tempo, in microseconds per quarter note.
type TempoMark struct {
	Tick   int64
	Micros int64
}

// MeterMark sets the meter to Num/Den.
type MeterMark struct {
	Tick     int64
	Num, Den int
}

// Meter returns the mark's meter.
func (m MeterMark) Meter() *music.Meter { return &music.Meter{Groups: []int{m.Num}, Den: m.Den} }

// KeyMark sets the key signature.
type KeyMark struct {
	Tick   int64
	Sharps int // -7 to 7
	Minor  bool
}

// Notes returns the number of notes of all parts.
func (p *Performance) Notes() (n int) {
	for i := range p.Parts {
		n += len(p.Parts[i].Notes)
	}
	return n
}

// SortMarks sorts the tempos, meters and keys by tick. Of several marks of a
// kind at one tick it keeps the last.
func (p *Performance) SortMarks() {
	p.Tempos = sortMarks(p.Tempos, func(m TempoMark) int64 { return m.Tick })
	p.Meters = sortMarks(p.Meters, func(m MeterMark) int64 { return m.Tick })
	p.Keys = sortMarks(p.Keys, func(m KeyMark) int64 { return m.Tick })
}

func sortMarks[M any](marks []M, tick func(M) int64) []M {
	slices.SortStableFunc(marks, func(a, b M) int { return cmp.Compare(tick(a), tick(b)) })
	kept := marks[:0]
	for i, m := range marks {
		if i+1 == len(marks) || tick(marks[i+1]) != tick(m) {
			kept = append(kept, m)
		}
	}
	return kept
}

// HoldPedal lengthens every note that ends while its channel's sustain pedal
// is down: to where the pedal comes up or its key is struck again, whichever
// is earlier.
func (p *Performance) HoldPedal() {
	for i := range p.Parts {
		// The pedal works on its whole channel, whichever track it is written on.
		var pedal []PedalMark
		for j := range p.Parts {
			if p.Parts[j].Channel == p.Parts[i].Channel {
				pedal = append(pedal, p.Parts[j].Pedal...)
			}
		}
		slices.SortStableFunc(pedal, func(a, b PedalMark) int { return cmp.Compare(a.Tick, b.Tick) })
		if len(pedal) > 0 {
			p.Parts[i].hold(pedal, p.End)
		}
	}
}

// hold lengthens the part's notes under a pedal that comes up at end at the
// latest.
func (p *Part) hold(pedal []PedalMark, end int64) {
	var next [128]int64 // tick at which each key is struck again
	for k := range next {
		next[k] = end
	}
	for i := len(p.Notes) - 1; i >= 0; i-- {
		n := &p.Notes[i]
		// The last mark at or before the note's end says whether the pedal is down.
		at, _ := slices.BinarySearchFunc(pedal, n.Off+1, func(m PedalMark, tick int64) int { return cmp.Compare(m.Tick, tick) })
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

// Score returns the performance as a score of exact fractions. Written with
// the performance's own division, the score gives the same ticks again.
func (p *Performance) Score() *score.Score {
	s := &score.Score{Title: p.Title, Voices: make([]score.Voice, 0, len(p.Parts))}
	quarters := func(ticks int64) music.Fraction { return music.NewFraction(ticks, int64(p.Division)) }
	for i := range p.Parts {
		part := &p.Parts[i]
		v := score.Voice{ID: strconv.Itoa(i + 1), Name: part.Name, Channel: part.Channel, Program: part.Program}
		if part.Drums() {
			v.Role = score.Drums
		}
		v.Events = make([]score.Event, len(part.Notes))
		for j, n := range part.Notes {
			v.Events[j] = score.Event{Onset: quarters(n.On), Duration: quarters(n.Off - n.On), Key: n.Key, Velocity: n.Velocity}
			if end := quarters(n.Off); s.Length.Less(end) {
				s.Length = end
			}
		}
		s.Voices = append(s.Voices, v)
	}
	for _, m := range p.Tempos {
		s.Tempos = append(s.Tempos, score.TempoChange{At: quarters(m.Tick), Quarters: music.NewFraction(60_000_000, m.Micros)})
	}
	if len(s.Tempos) == 0 || s.Tempos[0].At.Positive() {
		s.Tempos = slices.Insert(s.Tempos, 0, score.TempoChange{Quarters: music.NewFraction(score.DefaultTempo, 1)})
	}
	for _, m := range p.Meters {
		s.Meters = append(s.Meters, score.MeterChange{At: quarters(m.Tick), Meter: m.Meter()})
	}
	for _, m := range p.Keys {
		s.Keys = append(s.Keys, score.KeyChange{At: quarters(m.Tick), Sharps: m.Sharps, Minor: m.Minor})
	}
	return s
}

// WriteMIDI writes the performance as a Standard MIDI File of type 1 with its
// own division.
func (p *Performance) WriteMIDI(w io.Writer) error {
	return Write(w, p.Score(), Options{Division: p.Division})
}
