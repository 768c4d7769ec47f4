package score

import (
	"slices"

	"charabanc/abcmidi/music"
)

// This file gives the voices of a score their MIDI channels.

// Channels returns the channel of every voice: the one the voice asks for, or
// the lowest that is free. Channel 10, which plays percussion, is given only
// to voices that ask for it. Voices beyond the channels share them.
func (s *Score) Channels() []uint8 {
	used := [16]bool{music.PercussionChannel: true}
	channels := make([]uint8, len(s.Voices))
	for i := range s.Voices {
		if c := s.Voices[i].Channel; c >= 0 && c < 16 {
			channels[i], used[c] = uint8(c), true
		}
	}
	next := 0
	for i := range s.Voices {
		if c := s.Voices[i].Channel; c >= 0 && c < 16 {
			continue
		}
		for n := 0; n < 16 && used[next]; n++ {
			next = (next + 1) % 16
		}
		if used[next] { // none is free
			next = (next + 1) % 16
			if next == music.PercussionChannel {
				next++
			}
		}
		channels[i], used[next] = uint8(next), true
	}
	return channels
}

// SetProgram sets the instrument of the voices on a channel, from a time on. It changes the
// voices' own programs if that is the beginning. channels is what Channels returns. Channels and
// programs count from 0.
func (s *Score) SetProgram(channels []uint8, at music.Fraction, channel, program int) {
	for i, c := range channels {
		if int(c) != channel {
			continue
		}
		v := &s.Voices[i]
		if at.IsZero() {
			v.Program = program
			continue
		}
		after := len(v.Controls)
		for after > 0 && at.Less(v.Controls[after-1].At) {
			after--
		}
		v.Controls = slices.Insert(v.Controls, after, Control{At: at, Status: 0xc0, Data: [2]byte{byte(program)}})
	}
}
