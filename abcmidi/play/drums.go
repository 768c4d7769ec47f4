package play

import (
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/score"
)

// This file plays %%MIDI drum and %%MIDI drone.

// drums plays %%MIDI drum in the bars where it is on.
func (pl *player) drums() {
	v := score.Voice{ID: "drums", Name: "Drums", Role: score.Drums, Channel: 9}
	var cycle barCycle
	for i := range pl.timeline.bars {
		bar := &pl.timeline.bars[i]
		m := &bar.setting.MIDI
		if !m.DrumOn || m.Drum == nil || bar.setting.Meter.Free {
			continue
		}
		begins, full := cycle.next(bar, m.Drum.Pattern, m.DrumBars)
		for k, s := range strokes(m.Drum.Pattern, full) {
			from := bar.start.Add(begins).Add(s.from)
			if from.Less(bar.start) || !from.Less(bar.end) {
				continue
			}
			v.Add(from, s.to.Sub(s.from), m.Drum.Keys[k], max(1, m.Drum.Velocities[k]))
		}
	}
	if len(v.Events) > 0 {
		pl.score.Voices = append(pl.score.Voices, v)
	}
}

// drones plays %%MIDI drone: its two notes, as of a bagpipe, from each droneon to
// the droneoff after it.
func (pl *player) drones() {
	v := score.Voice{ID: "drone", Name: "Drone", Role: score.Drone, Channel: -1}
	changes := pl.timeline.changes
	for i, c := range changes {
		m := &c.setting.MIDI
		if !m.Drone || i > 0 && changes[i-1].setting.MIDI.Drone {
			continue
		}
		end := pl.score.Length
		for _, later := range changes[i:] {
			if !later.setting.MIDI.Drone {
				end = later.at
				break
			}
		}
		v.Program = m.DroneProgram
		for k, key := range m.DroneKeys {
			if c.at.Less(end) {
				pl.note(&v, c.at, end.Sub(c.at), &layout.Tone{Cents: 100 * int32(key)}, max(1, m.DroneVelocities[k]))
			}
		}
	}
	if len(v.Events) > 0 {
		pl.score.Voices = append(pl.score.Voices, v)
	}
}
