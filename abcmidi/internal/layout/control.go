package layout

import "charabanc/abcmidi/abc"

// This file applies the directives of the body: what a setting does not keep becomes an item
// of its own, or waits for the next note.

// bodyDirectives applies the directives of a field of the body to a voice.
func (l *Layout) bodyDirectives(v *Voice, list abc.Directives, pos abc.Pos) {
	for i := range list {
		if d := &list[i]; d.Name == "voice" {
			l.voiceDirective(d, v)
			if id := d.Args[0]; id != "" {
				l.equipBegun(id)
			} else {
				l.equipBegun(v.ID)
			}
		} else {
			v.directive(d, pos)
		}
	}
}

// directive applies a directive of the body.
func (v *Voice) directive(d *abc.Directive, pos abc.Pos) {
	if v.control(d, pos) {
		return
	}
	old := *v.setting
	if s := v.ownSetting(); s.directive(d) && *s != old {
		v.add(itemSetting, pos)
	}
}

// The MIDI messages of an ItemControl, without channel.
const (
	controlChange = 0xb0
	programChange = 0xc0
	pitchBend     = 0xe0

	portamentoTime   = 5  // controllers
	portamentoSwitch = 65 //
)

// control adds the items of a directive that becomes MIDI messages, or keeps the velocity that
// it gives to the next note. It reports whether the directive is one of these.
func (v *Voice) control(d *abc.Directive, pos abc.Pos) bool {
	message := func(status, a, b int) {
		it := v.add(ItemControl, pos)
		it.Message = [3]byte{byte(status), byte(a), byte(b)}
		if status != programChange {
			it.Backing = backings[d.Args[0]]
		}
	}
	switch a := d.Args; {
	case d.Name == "control":
		message(controlChange, integer(a[1]), integer(a[2]))
	case d.Name == "pitchbend":
		message(pitchBend, integer(a[1]), integer(a[2]))
	case d.Name == "portamento":
		message(controlChange, portamentoSwitch, 127)
		message(controlChange, portamentoTime, integer(a[1]))
	case d.Name == "noportamento":
		message(controlChange, portamentoSwitch, 0)
	case d.Name == "program" && a[0] != "":
		message(programChange, v.setting.MIDI.programOf(a[1]), integer(a[0]))
	case d.Name == "vol":
		v.pending.velocity = &velocity{exact: true, value: integer(a[0])}
	case d.Name == "volinc":
		v.pending.velocity = &velocity{value: integer(a[0])}
	default:
		return false
	}
	return true
}

// Backing says which part of the accompaniment a control is for.
type Backing uint8

const (
	NoBacking Backing = iota // for the voice itself
	BassBacking
	ChordBacking
)

var backings = map[string]Backing{"bass": BassBacking, "chord": ChordBacking}

// velocity is what %%MIDI vol and volinc give to one note.
type velocity struct {
	exact bool // the velocity itself, else what is added to it
	value int
}
