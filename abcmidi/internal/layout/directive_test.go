package layout

import (
	"fmt"
	"testing"
)

// TestDirectives: what each %%MIDI directive sets, and what it does not take.
func TestDirectives(t *testing.T) {
	for _, c := range []struct {
		text string
		get  func(m *midiSettings) any
		want string
	}{
		{"program 41", func(m *midiSettings) any { return m.Program }, "41"},
		{"program 127", func(m *midiSettings) any { return m.Program }, "127"},
		{"program 128", func(m *midiSettings) any { return m.Program }, "-1"},
		{"program -1", func(m *midiSettings) any { return m.Program }, "-1"},
		{"program 2 41", func(m *midiSettings) any { return []int{m.Channel, m.Program} }, "[1 41]"},
		{"channel 1", func(m *midiSettings) any { return m.Channel }, "0"},
		{"channel 16", func(m *midiSettings) any { return m.Channel }, "15"},
		{"channel 17", func(m *midiSettings) any { return m.Channel }, "-1"},
		{"channel 0", func(m *midiSettings) any { return m.Channel }, "-1"},
		{"transpose -60", func(m *midiSettings) any { return m.Transpose }, "-60"},
		{"transpose 61", func(m *midiSettings) any { return m.Transpose }, "0"},
		{"rtranspose 2", func(m *midiSettings) any { return m.Rtranspose }, "2"},
		{"gchord fzc2", func(m *midiSettings) any { return m.Pattern }, "fzc2"},
		{"gchord ghij GHIJ b", func(m *midiSettings) any { return m.Pattern }, "ghijGHIJb"},
		{"gchord fx", func(m *midiSettings) any { return m.Pattern }, ""},
		{"gchord 2f", func(m *midiSettings) any { return m.Pattern }, ""},
		{"gchordoff", func(m *midiSettings) any { return m.ChordsOff }, "true"},
		{"gchordon", func(m *midiSettings) any { return m.ChordsOff }, "false"},
		{"chordprog 25", func(m *midiSettings) any { return m.ChordProgram }, "25"},
		{"bassprog 33", func(m *midiSettings) any { return m.BassProgram }, "33"},
		{"chordvol 0", func(m *midiSettings) any { return m.ChordVolume }, "0"},
		{"bassvol 127", func(m *midiSettings) any { return m.BassVolume }, "127"},
		{"beat 90 80 70 3", func(m *midiSettings) any { return fmt.Sprint(m.beat, m.beatPulses) }, "[90 80 70] 3"},
		{"beat 90 x 128", func(m *midiSettings) any { return m.beat }, "[90 95 80]"},
		{"beatstring fmpp", func(m *midiSettings) any { return m.beatString }, "fmpp"},
		{"beatstring fx", func(m *midiSettings) any { return m.beatString }, ""},
		{"grace 1/3", func(m *midiSettings) any { return m.GraceShare }, "1/3"},
		{"grace 3/4", func(m *midiSettings) any { return m.GraceShare }, "3/4"},
		{"gracedivider 64", func(m *midiSettings) any { return m.GraceDivider }, "64"},
		{"gracedivider 65", func(m *midiSettings) any { return m.GraceDivider }, "4"},
		{"grace 1", func(m *midiSettings) any { return m.GraceShare }, "0"},
		{"gracedivider 6", func(m *midiSettings) any { return m.GraceDivider }, "6"},
		{"gracedivider 0", func(m *midiSettings) any { return m.GraceDivider }, "4"},
		{"ratio 2 1", func(m *midiSettings) any { return m.ratio }, "[2 1]"},
		{"trim 1/5", func(m *midiSettings) any { return m.Trim }, "1/5"},
		{"drum dzd2 36 38 100 90", func(m *midiSettings) any { return *m.Drum }, "{dzd2 [36 38] [100 90]}"},
		{"drum dd", func(m *midiSettings) any { return *m.Drum }, "{dd [35 35] [80 80]}"},
		{"drum 2d", func(m *midiSettings) any { return m.Drum == nil }, "true"},
		{"drum dx", func(m *midiSettings) any { return m.Drum == nil }, "true"},
		{"drumon", func(m *midiSettings) any { return m.DrumOn }, "true"},
		{"drumoff", func(m *midiSettings) any { return m.DrumOn }, "false"},
		{"droneon", func(m *midiSettings) any { return m.Drone }, "true"},
		{"droneoff", func(m *midiSettings) any { return m.Drone }, "false"},
		{"drone 71 45 33 80", func(m *midiSettings) any { return fmt.Sprint(m.DroneProgram, m.DroneKeys, m.DroneVelocity) }, "71 [45 33] 80"},
		{"voice 1 instrument=25", func(m *midiSettings) any { return m.Program }, "24"},
	} {
		var s Setting
		s.setDefaults()
		known := s.directive("MIDI " + c.text)
		if got := fmt.Sprint(c.get(&s.MIDI)); got != c.want || !known {
			t.Errorf("%%%%MIDI %s: %s, want %s; known %t", c.text, got, c.want, known)
		}
	}
}

func TestPropagateAccidentals(t *testing.T) {
	for text, known := range map[string]bool{
		"propagate-accidentals octave": true, "propagate-accidentals not": true, "propagate-accidentals pitch": true, "propagate-accidentals": false,
	} {
		var s Setting
		if got := s.directive(text); got != known {
			t.Errorf("%q is taken: %t, want %t", text, got, known)
		}
	}
	if got := describe(lay(t, "I:propagate-accidentals not\n^FF").Voices[0]); got != "66/1 65/1" {
		t.Errorf("without propagation: %s", got)
	}
}

func TestUnknownDirectives(t *testing.T) {
	var s Setting
	s.setDefaults()
	old := s
	for _, text := range []string{"MIDI nothing 1", "MIDI", "scale 0.7", ""} {
		if s.directive(text) || s != old {
			t.Errorf("directive %q is taken", text)
		}
	}
}

// TestLaterDirectives: what takes another directive back.
func TestLaterDirectives(t *testing.T) {
	for _, c := range []struct {
		texts []string
		same  func(m *midiSettings) bool
	}{
		{[]string{"trim 1/5", "trim 0"}, func(m *midiSettings) bool { return m.Trim.IsZero() }},
		{[]string{"grace 1/3", "gracedivider 4"}, func(m *midiSettings) bool { return m.GraceShare.IsZero() }},
		{[]string{"beatstring fmpp", "beat 90"}, func(m *midiSettings) bool { return m.beatString == "" }},
		{[]string{"gchord fzc", "gchord"}, func(m *midiSettings) bool { return m.Pattern == "" }},
		{[]string{"gchordoff", "gchordon"}, func(m *midiSettings) bool { return !m.ChordsOff }},
		{[]string{"drumon", "drumoff"}, func(m *midiSettings) bool { return !m.DrumOn }},
		{[]string{"droneon", "droneoff"}, func(m *midiSettings) bool { return !m.Drone }},
	} {
		var s Setting
		s.setDefaults()
		for _, text := range c.texts {
			s.directive("MIDI " + text)
		}
		if !c.same(&s.MIDI) {
			t.Errorf("%q: the first directive still holds", c.texts)
		}
	}
}
