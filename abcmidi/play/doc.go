// Package play takes the syntax tree of a tune and returns the score of it: every
// note with its time, repeats played out, ties joined, grace notes and the accompaniment
// added.
//
//	Play       player.go    the tune: voice after voice, then what all of them make
//	           voice.go     a voice: items in the order of playing, settings, lyrics
//	           note.go      a note: ties, grace notes, articulation
//	           timeline.go  when bars, chord symbols and settings are played; from these:
//	           accompany.go chords and bass; pattern.go: which, by the meter
//	           drums.go     %%MIDI drum and drone
//	           swing.go     Options.Swing
//	           ornament.go  Options.Ornaments
//	Release    memory.go    memory for the next tune
//
// Package layout settles pitches, lengths, velocities and the order of playing before
// that. The first voice that plays anything gives the score its meters and keys, and the
// bars that the accompaniment, drums and swing follow. The length of a voice and the items played are
// bounded ([music.MaxLength], 500,000); what is cut is reported.
//
// # Where the standard is silent
//
//   - Without Q: the tempo is 120 quarter notes a minute.
//   - A - joins notes of the same step, or of the same sound; before any other note it is a
//     slur. The second note keeps the accidental of the first.
//   - A voice that changes its MIDI channel is a voice of the score on each. A program for a channel
//     is for whichever voice is there when all have been played, the accompaniment too.
//   - A chord is as long as its first note (section 4.17), and so are its other notes, as in all
//     other programs. With Options.ChordLengths they sound as long as they say, also beyond the
//     note that follows. One that is tied, and shorter than the chord, then holds to the end of the
//     chord if it is tied to a note there; one that is longer waits for a note up to its own end.
//   - !8va(! and !8vb(!, !15ma(! and !15mb(! are for the eye: the notes sound as they are
//     written, and a page draws them an octave or two lower or higher, as in abc2svg.
//   - Grace notes take their time from the note they are at: their written length over
//     four, all together never more than half of the note.
//   - Grace notes before a note that is tied to the one before are left out: a tie makes one
//     note of the two (section 4.11), and nothing sounds within it. abc2midi breaks the tie.
//   - Staccato halves a note. Trills, rolls, mordents, turns, arpeggios and fermatas
//     change what is played only with Options.Ornaments; a fermata then halves the tempo, so
//     that all voices wait together.
//   - Options.Swing swings what R: calls a hornpipe, schottische, barn dance or the like, and
//     every tune without R:, in simple meters with an even number of beats.
//   - Chord symbols are accompanied with bass and chord by a pattern for each meter. A short
//     bar at a repeat and the pickup after it make one bar of the pattern. Of several voices
//     only the first with chord symbols is accompanied. Text that is not a chord is ignored.
//   - Verses are sung in order, one each time a note is played, and then from the first
//     again.
package play
