package play

import (
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/score"
)

// This file plays %%MIDI drum and %%MIDI drone.

// drums plays %%MIDI drum over the bars where it is on.
func (pl *player) drums() {
	v := score.Voice{ID: "drums", Name: "Drums", Role: score.Drums, Channel: 9}
	for i := range pl.back.bars {
		bar := &pl.back.bars[i]
		m := &bar.ctx.Midi
		if !m.DrumOn || m.Drum == nil || bar.ctx.Meter.Free {
			continue
		}
		for k, s := range strokes(m.Drum.Pattern, bar.ctx.Bar) {
			from := bar.start.Sub(bar.phase).Add(s.from)
			if from.Less(bar.start) || !from.Less(bar.end) {
				continue
			}
			v.Add(from, s.length, m.Drum.Keys[k], max(1, m.Drum.Vels[k]))
		}
	}
	if len(v.Events) > 0 {
		pl.score.Voices = append(pl.score.Voices, v)
	}
}

// drones holds the pipes' drones while %%MIDI droneon is in force.
func (pl *player) drones() {
	v := score.Voice{ID: "drone", Name: "Drone", Role: score.Drone, Channel: -1}
	for i, c := range pl.back.changes {
		m := &c.ctx.Midi
		if !m.Drone || i > 0 && pl.back.changes[i-1].ctx.Midi.Drone {
			continue
		}
		end := pl.score.Length
		for _, later := range pl.back.changes[i:] {
			if !later.ctx.Midi.Drone {
				end = later.at
				break
			}
		}
		v.Program = m.DroneProgram
		for _, key := range m.DroneKeys {
			if c.at.Less(end) {
				pl.note(&v, c.at, end.Sub(c.at), &layout.Tone{Cents: 100 * int32(key)}, max(1, m.DroneVelocity))
			}
		}
	}
	if len(v.Events) > 0 {
		pl.score.Voices = append(pl.score.Voices, v)
	}
}
