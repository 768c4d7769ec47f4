// Package sound plays a score: notes come in, and samples or the bytes of a WAV file
// go out.
//
//	score.Score --Notes--> []Note --Render--> []int16 --WAV, WriteWAV--> a file
//
//	timbre.go     the four kinds of instrument, and which of them plays a program
//	notes.go      Notes: times in milliseconds, pitches in cents, loudness
//	tone.go       one note -> its samples; what all timbres share
//	plucked.go    a plucked string
//	fiddle.go     a bowed string
//	organ.go      pipes or reeds
//	drum.go       percussion
//	wavetable.go  one period of a wave, for the two above that hold a note
//	filter.go     noise and filters
//	room.go       the room that a tune sounds in
//	render.go     Render: the sum of all tones, in the room, made equally loud
//	wav.go        samples -> WAV, by go-audio/wav
//
// Samples are at [Rate], one channel. Arithmetic is in float64, and what is kept in
// between is float32. The same notes always give the same samples.
//
// # The twin
//
// abcmidi/web/assets/synth.js does the same arithmetic in the same order, so that a tune
// sounds the same in a page and in a file. TestTwin runs it and compares. Only sin, cos,
// atan2 and exp may differ in their last bit, which changes no 16-bit sample by more
// than 1. Random numbers come from integers and depend on nothing but the pitch.
//
// # Pitch and loudness
//
// A note of c cents has the frequency 440 * 2^((c-6900)/1200) Hz. Its level counts as
// amplitude: level 1000 is what velocity, volume and expression 127 give. At General
// MIDI's usual volume the velocities 105, 95 and 80, those of a first beat, a beat and
// what is between beats, have the levels 466, 401 and 310. Velocities count with the
// power 1.5, controllers with 2. Chords, bass, drums and drone are softer than the melody by a table
// of roles. The gains of the timbres are such that, by the A curve of IEC 61672, the first
// 300 ms of a note are about as loud on all of them from middle C up, and that a tune and
// its accompaniment rarely pass 1.0 together. A melody that a MIDI file gives to a piano
// is plucked, as there is no hammer here.
//
// # Strings, plucked
//
// Karplus and Strong (1983): a delay line of the length of a period is filled with the
// wave of a string drawn aside at 0.17 of its length, with some noise for the pick, and
// goes round through a lowpass. In a second a partial of frequency f loses
//
//	s(f) = 1.1 + f0/700 + 2.2e-8 (2 pi f)^2 nepers
//
// where f0 is the fundamental: from 6 s for 60 dB at 65 Hz to 0.6 s at 2.6 kHz, and high
// partials sooner than low ones. Whole samples are too coarse for the pitch: at 2.6 kHz
// the next one is 100 cents off. Jaffe and Smith (1983) add an allpass filter. Here the
// phase delays of both filters are taken exactly at the fundamental, which is in tune
// within a cent. A soft pick is dull and a hard one bright: the wave first passes two
// lowpasses that open with the level. Once the note ends the string is damped.
//
// # Strings, bowed, and pipes
//
// Both are tables with as many harmonics as fit, read with linear interpolation. The
// fiddle is a sawtooth with a breath of noise through the resonances of a body; it begins
// in 45 ms, and after 250 ms the finger begins to rock by 7 cents at 5.5 Hz. The organ
// has two ranks whose beats are slow, less than once in a second at 440 Hz.
//
// # Limits
//
// A tune of more than 20 minutes is an error: a minute takes 16 MB while it is
// rendered, and as much again for a note that is as long.
// A note of level 0 is silent, pitches are kept below 13 kHz, and an unknown timbre is
// plucked.
package sound
