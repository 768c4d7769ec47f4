package abcmidi

// This file plays %%MIDI drum and %%MIDI drone.

// drums plays %%MIDI drum over the bars where it is on.
func (pl *player) drums() {
	v := Voice{ID: "drums", Name: "Drums", Role: Drums, Channel: 9}
	for i := range pl.back.bars {
		bar := &pl.back.bars[i]
		m := &bar.ctx.midi
		if !m.drumOn || m.drum == nil || bar.ctx.meter.Free {
			continue
		}
		for k, s := range strokes(m.drum.pattern, bar.ctx.bar) {
			from := bar.start.Sub(bar.phase).Add(s.from)
			if from.Less(bar.start) || !from.Less(bar.end) {
				continue
			}
			v.add(from, s.length, m.drum.keys[k], max(1, m.drum.vels[k]))
		}
	}
	if len(v.Events) > 0 {
		pl.score.Voices = append(pl.score.Voices, v)
	}
}

// drones holds the pipes' drones while %%MIDI droneon is in force.
func (pl *player) drones() {
	v := Voice{ID: "drone", Name: "Drone", Role: Drone, Channel: -1}
	for i, c := range pl.back.changes {
		m := &c.ctx.midi
		if !m.drone || i > 0 && pl.back.changes[i-1].ctx.midi.drone {
			continue
		}
		end := pl.score.Length
		for _, later := range pl.back.changes[i:] {
			if !later.ctx.midi.drone {
				end = later.at
				break
			}
		}
		v.Program = m.droneProgram
		for _, key := range m.droneKeys {
			if c.at.Less(end) {
				pl.note(&v, c.at, end.Sub(c.at), &tone{cents: 100 * int32(key)}, max(1, m.droneVelocity))
			}
		}
	}
	if len(v.Events) > 0 {
		pl.score.Voices = append(pl.score.Voices, v)
	}
}
