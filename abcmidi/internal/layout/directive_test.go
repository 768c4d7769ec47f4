package layout

import (
	"fmt"
	"testing"

	"charabanc/abcmidi/abc"
)

// read applies the directives of a text as the parser reads them, and reports whether all of them
// change a setting.
func (s *Setting) read(text string) bool {
	list, err := abc.ParseDirectives(text)
	for i := range list {
		if !s.directive(&list[i]) {
			return false
		}
	}
	return err == nil && list != nil
}

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
		{"program 2 41", func(m *midiSettings) any { return []int{m.Channel, m.Program} }, "[-1 -1]"},
		{"channel 1", func(m *midiSettings) any { return m.Channel }, "0"},
		{"channel 16", func(m *midiSettings) any { return m.Channel }, "15"},
		{"channel 17", func(m *midiSettings) any { return m.Channel }, "-1"},
		{"channel 0", func(m *midiSettings) any { return m.Channel }, "-1"},
		{"transpose -60", func(m *midiSettings) any { return m.Transpose }, "-60"},
		{"transpose 128", func(m *midiSettings) any { return m.Transpose }, "0"},
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
		{"beat 90 x 128", func(m *midiSettings) any { return m.beat }, "[105 95 80]"},
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
		{"drone 71 45 33 80", func(m *midiSettings) any { return fmt.Sprint(m.DroneProgram, m.DroneKeys, m.DroneVelocities) }, "71 [45 33] [80 80]"},
		{"beatmod -10", func(m *midiSettings) any { return m.beat }, "[95 85 70]"},
		{"nobeataccents", func(m *midiSettings) any { return m.evenBeats }, "true"},
		{"deltaloudness 15", func(m *midiSettings) any { return m.hairpinStep }, "15"},
		{"c 48", func(m *midiSettings) any { return m.middleC }, "-12"},
		{"gchordbars 2", func(m *midiSettings) any { return m.PatternBars }, "2"},
		{"drumbars 4", func(m *midiSettings) any { return m.DrumBars }, "4"},
		{"chordprog 32 octave=1", func(m *midiSettings) any { return []int{m.ChordProgram, m.ChordOctave} }, "[32 1]"},
		{"bassprog 32 Bass octave = -1", func(m *midiSettings) any { return []int{m.BassProgram, m.BassOctave} }, "[32 -1]"},
		{"chordprog 0 Acoustic Piano", func(m *midiSettings) any { return m.ChordProgram }, "0"},
		{"drone 71 45 33 80 60", func(m *midiSettings) any { return m.DroneVelocities }, "[80 60]"},
	} {
		var s Setting
		s.setDefaults()
		s.read("MIDI " + c.text)
		if got := fmt.Sprint(c.get(&s.MIDI)); got != c.want {
			t.Errorf("%%%%MIDI %s: %s, want %s", c.text, got, c.want)
		}
	}
}

func TestPropagateAccidentals(t *testing.T) {
	for text, known := range map[string]bool{
		"propagate-accidentals octave": true, "propagate-accidentals not": true, "propagate-accidentals pitch": true, "propagate-accidentals": false,
	} {
		var s Setting
		if got := s.read(text); got != known {
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
		if s.read(text) || s != old {
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
			s.read("MIDI " + text)
		}
		if !c.same(&s.MIDI) {
			t.Errorf("%q: the first directive still holds", c.texts)
		}
	}
}

// TestTableIsObeyed: each directive of the table that is obeyed changes something.
func TestTableIsObeyed(t *testing.T) {
	elsewhere := map[string]bool{ // in no setting
		"voice": true, "control": true, "pitchbend": true, "portamento": true, "noportamento": true, "vol": true, "volinc": true,
		"temperamentnormal": true, // as it always is
	}
	for _, info := range abc.DirectiveTable {
		d := abc.Directive{Name: info.Name, Args: []string{"not"}}
		_, scoped := d.Scope()
		_, set := midiDirectives[info.Name]
		if obeyed := info.Treatment == abc.Obeyed; obeyed != (set || scoped || elsewhere[info.Name]) {
			t.Errorf("%s is obeyed by the table: %t; has an effect: %t", info.Name, obeyed, !obeyed)
		}
	}
}
