package layout

import (
	"strings"

	"charabanc/abcmidi/abc"
)

// This file gives voices their instruments: V: program=, and of %%MIDI program, channel and voice.

// instrument is what a voice has been given for itself, before its first note.
type instrument struct {
	program, channel, bank int // -1: not given
	muted                  bool
}

var noInstrument = instrument{program: -1, channel: -1, bank: -1}

// ChannelProgram is %%MIDI program with a channel: it moves no voice, but sets the
// instrument of whichever is there.
type ChannelProgram struct{ Channel, Program int } // both from 0

// headerDirectives applies the directives of a field of the header. Programs and channels after
// a V: are that voice's.
func (l *Layout) headerDirectives(list abc.Directives, declared *Voice) {
	for i := range list {
		d := &list[i]
		switch {
		case d.Name == "voice":
			l.voiceDirective(d, declared)
		case d.Name == "program" && d.Args[0] != "":
			program := l.initial.MIDI.programOf(d.Args[1])
			l.Programs = append(l.Programs, ChannelProgram{integer(d.Args[0]) - 1, program})
		case d.Name == "program" && declared != nil:
			declared.own.program = l.initial.MIDI.programOf(d.Args[1])
		case d.Name == "channel" && declared != nil:
			declared.own.channel = integer(d.Args[0]) - 1
		default:
			l.initial.directive(d)
		}
	}
}

// voiceDirective applies %%MIDI voice, whose programs and banks count from 1: to the voice that it
// names, be it there or not yet, else to the given one, else to all.
func (l *Layout) voiceDirective(d *abc.Directive, v *Voice) {
	var in *instrument
	id := d.Args[0]
	switch {
	case id != "":
		if l.instruments == nil {
			l.instruments = map[string]*instrument{}
		}
		if in = l.instruments[id]; in == nil {
			c := noInstrument
			in, l.instruments[id] = &c, &c
		}
	case v != nil:
		in = &v.own
	default:
		in = &l.everybody
	}
	for _, property := range d.Args[1:] {
		name, value, _ := strings.Cut(property, "=")
		switch name {
		case "instrument":
			in.program = integer(value) - 1
		case "bank":
			in.bank = integer(value) - 1
		case "mute":
			in.muted = true
		}
	}
}

// equip gives a voice without music yet the instruments that are meant for it.
func (l *Layout) equip(v *Voice, s *Setting) {
	for _, in := range []*instrument{&l.everybody, &v.own, l.instruments[v.ID]} {
		if in == nil {
			continue
		}
		v.Muted = v.Muted || in.muted
		if in.program >= 0 {
			s.MIDI.Program = in.program
		}
		if in.channel >= 0 {
			s.MIDI.Channel = in.channel
		}
		if in.bank >= 0 {
			s.MIDI.Bank = in.bank
		}
	}
}

// equipBegun gives a voice that has begun what %%MIDI voice gives it, from here on.
func (l *Layout) equipBegun(id string) {
	for _, v := range l.Voices {
		if v.ID != id {
			continue
		}
		setting := *v.setting
		if l.equip(v, &setting); setting != *v.setting {
			*v.ownSetting() = setting
		}
	}
}
