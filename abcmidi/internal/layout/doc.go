// Package layout takes the syntax tree of a tune and returns its voices, each a list of
// items in the order of the text in which every note has its pitch and length, and, for
// each voice, the order in which its items are played. Package play turns that into a
// score, package check reports on it.
//
//	Lay         layout.go     header and body -> voices
//	            all.go        V:*, which holds for all voices
//	            voice.go      notes of a voice: pitch, length
//	            overlay.go    & and (& ... &)
//	            item.go       what a voice is made of
//	            setting.go    key, meter and so on in force
//	            directive.go  %%MIDI in a setting; chordname.go: its chords, drummap.go: its percussion
//	            control.go    %%MIDI that is heard at one place
//	            instrument.go the instruments of voices and channels
//	            lyrics.go     w: and s: lines
//	            staves.go     which voices %%score names
//	            fault.go      signs without the notes that they are for
//	ShareSigns  signs.go      repeats, endings, parts and jumps that only some voices have
//	Measure     bar.go        where bars begin and end, in time and in the meter
//	            dynamics.go   how loud each note is
//	Unroll      unroll.go     repeats; ending.go: variant endings
//	            parts.go      P: in the header
//	            jump.go       D.C., D.S., Fine, Coda
//	Release     memory.go     memory for the next tune
//
// Call these in this order; Measure and Unroll once for each voice. All lengths are in
// quarter notes unless a name or comment says otherwise.
//
// Pitch and length depend on the text, time on the playing. An accidental holds to the
// next bar line of the page and a key from where it is written, so both are settled
// before repeats are unrolled; going back to the beginning of a repeat finds the key,
// meter and tempo of that place again. Ties depend on the playing and are left to package
// play: one that leads into two endings is joined in both.
//
// # Where the standard is silent
//
//   - After a D.C. or D.S. repeats are not taken and last endings are played. A plain
//     D.C. or D.S. stops at a Fine and leaves for a Coda if the tune has one. D.C. and
//     D.S. hold from the next bar line; Fine and To Coda hold at once, or, at a note
//     ("!fine!G") or before the first note of a bar, from the next bar line. Of two coda
//     signs without a "da coda" the first is where to leave.
//   - A :| in an ending goes back as often as the endings have numbers. An ending whose
//     :| is missing goes back all the same. Endings that do not begin with 1 are played
//     as they are written, and a pass that none is for is left out: |1 .. :|3 .. is played
//     as |1 .. :|2 ..
//   - A part that has as many endings as P: plays it times takes another ending each time
//     and repeats nothing (section 4.10). With two endings it does so only if both times
//     follow each other and no |: begins it; with more, a |: at its beginning changes
//     nothing. Any other part is repeated as it says whenever it is played.
//   - A part begins with a bar of its own, and is a section of its own: a :| without |: goes
//     back to its name, which people write where a section begins. By the letter of section
//     4.8, and in abc2midi, only a double bar or the end of a repeat stops it there. A |:
//     that is written holds past the name of a part.
//   - %%MIDI directives hold in the order of the text, as keys and meters do: a note sounds
//     the same in each repeat and whenever its part is played. In abc2midi they hold in the
//     order of playing.
//   - A key that changes within a bar ends the accidentals before it; M:, L: and Q: do not.
//   - An & right after a bar line goes back to the bar before that.
//   - A group of overlays, which abcm2ps and abc2svg have, begins with (&, and each & in it
//     goes back there, over as many bars as there are; after &) the voice itself goes on, with
//     the accidentals of its bar. Bar lines in its overlays end accidentals and no more. A group
//     in a group, and a (& or &) without the other, are ignored.
//   - A note's velocity is that of its beat (105, 95, 80) without dynamics; mf and its like
//     move it.
//   - Repeat signs, endings, part names and jumps that only some voices have hold for all
//     voices, each by itself: a voice may have the |: and another the :| and the endings.
//     A rest over several bars is parted where one of them falls.
//     Jumps are decorations; annotations ("^D.C. al Fine") are only for the eye.
//   - Without dynamics a tune is as loud as f; section 4.14 has mf.
//   - Notes on channel 10 are percussion: no transposition moves them. So are those of a clef
//     "perc", unless %%MIDI channel says otherwise. %%MIDI drummap and %%percmap name a note as it
//     is written; one that a key signature alters is found with its accidental, and else
//     without. Notes that no map has are MIDI keys.
//   - %%MIDI program with a channel sets the instrument of that channel, from where it is played, and moves
//     no voice; voices without %%MIDI channel have channels 1, 2, 3 and so on, without 10.
//     After a V: of the header program and channel are that voice's.
//   - %%MIDI voice without an ID is for the voice of the V: before it, and for all without one. A
//     muted voice takes its time and is not heard.
//   - The fields after V:* hold for all voices up to the next V:, in each from where its
//     music is by then in the text. Music after it goes on in the voice before.
//   - Broken rhythm and a tuplet that lack notes in their bar go on in the next one, as in
//     abc2midi. They are recorded as faults (Voice.Faults).
//   - The notes of a chord may differ in length: the next note begins after the first of
//     them (section 4.17). Each keeps its own, for players that want it.
//   - A voice that no %%score or %%staves of the tune names is neither played nor in MusicXML,
//     as in abcjs and abc2svg; it still takes its time, and its repeats hold for all voices. Where
//     they name no voice at all, as in a file header for other tunes, all are played.
//   - s: lines are aligned as w: lines are. Syllables that have no note because they are meant
//     for an overlay are ignored in silence.
package layout
