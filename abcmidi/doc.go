// Package abcmidi reads folk tunes written in ABC notation and plays them: it
// turns text into Standard MIDI Files, checks tunes, prints them in canonical
// form and transposes them. It follows the ABC music standard 2.1 of December
// 2011 (http://abcnotation.com/wiki/abc:standard:v2.1), whose sections the
// source cites where it implements them.
//
// # The way of a tune
//
// Every stage is a file or two, named for it:
//
//	a file, a folder, standard input
//	    |
//	 Reader          reader.go      one tune at a time, however long the stream
//	    | Source
//	 scanner         scan.go        a line of music -> tokens
//	 parser          parse.go       header and lines -> tree; music.go: tokens -> nodes;
//	    | Tune                      field.go key.go meter.go macro.go decoration.go: values
//	    |            ast.go         fields and nodes in the order of the text, with positions
//	    +--> Print   print.go       canonical ABC
//	    +--> Transpose  transpose.go
//	    |
//	 lay             layout.go      each voice a list of items (item.go), their pitches and
//	    |            voice.go       lengths settled by what the text says up to there
//	    |                           (setting.go); lyrics.go dynamics.go structure.go
//	    +--> Check   check.go       bars, repeats, range
//	 unroll          unroll.go      repeats, endings, parts, D.C. -> order of playing
//	 player          player.go      times, ties, graces; accompany.go chord.go ornament.go
//	    | Score      score.go       notes in exact rational time
//	 WriteMIDI       midi.go        the only file that knows gomidi
//
// Parse never fails: it returns a tree of whatever the text is and an
// ErrorList of what was passed over. Nothing panics on text, and no text
// makes a tune of unbounded length (maxPlayed, MaxLength).
//
// Pitch and length belong to the text, time to the playing. An accidental
// holds to the next bar line of the page, and a key from where it stands, so
// both are settled before repeats are unrolled; going back to the beginning of
// a repeat finds the key, meter and tempo of that place again. A tie belongs
// to the playing: one that leads into two endings is joined in both.
//
// # Where the standard is silent
//
// What a session player would expect:
//
//   - Without Q: the tempo is 120 quarter notes a minute. Q:120 counts unit
//     note lengths (section 10.1). Of words alone ("Allegro") the tempo is a
//     metronome's.
//   - Behind a D.C. or D.S. repeats are not taken and last endings are played.
//     A plain D.C. or D.S. stops at a Fine and leaves for a Coda if the tune
//     has one. D.C. and D.S. hold from the next bar line; Fine and To Coda
//     where they stand, or, at a note ("!fine!G"), at the end of its bar. Of
//     two coda signs without a "da coda" the first is where to leave.
//   - A :| in an ending goes back as often as the endings have numbers. An
//     ending whose :| is missing goes back all the same.
//   - Grace notes take their time from the note they stand at, the unit length
//     over four each, never more than half of it.
//   - Staccato halves a note. Trills, rolls, mordents, turns, arpeggios and
//     fermatas change what is played only if ScoreOptions.Ornaments asks for
//     it; a fermata then halves the tempo, so that all voices wait together.
//   - A note's loudness is that of its beat (105, 95, 80) without dynamics;
//     mf and its kin move it.
//   - Signs of repeat, part names and jumps that only one voice has hold for
//     all voices.
//   - Chord symbols are accompanied, bass and chord in turn, by patterns for
//     each meter; a short bar at a repeat and the pickup behind it make one
//     bar of the pattern. "Cd" and "Ca" are the diminished and augmented
//     chords of the Nottingham corpus, and Y: is its order of parts.
//
// # Deviations from the standard
//
//   - "A -A" is taken as a tie, and a chord or quotation mark that is not
//     closed ends at the next blank or bar line (sections 4.11, 4.17, 4.18).
//   - An empty line right behind the header does not end the tune if music
//     follows (section 2.2.1).
//   - Unequal lengths inside a chord all become the first note's.
//   - ^/ _/ ^3/2 are quarter tones, played with pitch bend; 2.1 has none.
//   - W:, fonts, page layout and %%score are read over.
//   - %%MIDI directives are abc2midi's; those about tuning, percussion maps
//     and stress models are not known.
//   - An s: or w: line belongs to the line of music right before it.
package abcmidi
