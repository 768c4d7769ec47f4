// Package score describes a tune as it is played: notes with their times, ready for a
// MIDI file, and the options that a player has. It computes nothing from text; package
// play makes scores and package smf writes them.
//
// All times and lengths are exact fractions of a quarter note, counted from the
// beginning of the tune. A score no longer has repeats, bars, ties or accidentals. The
// voices of the tune come first, each followed by its overlays; the accompaniment,
// drums and drones follow, with a [Role] of their own. [Clock] turns the times into seconds.
//
// Keys, velocities, programs and controllers are MIDI's. Programs count from 0 in a
// score, and from 1 in [Options], as in General MIDI.
package score
