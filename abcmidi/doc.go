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
//	    +--> Check   check.go       bars, repeats, range; completeness.go: short bars
//	    |    +--> Guide   guide.go       a tune judged while it is written
//	    |    +--> Survey  survey.go      many tunes beside others; skeleton.go: what two have in common
//	    |    +--> Sound   judge.go       which tunes of its own a network learns
//	 unroll          unroll.go      repeats, endings, parts, D.C. -> order of playing
//	 player          player.go      times, ties, graces; accompany.go chord.go ornament.go
//	    | Score      score.go       notes in exact rational time
//	 WriteMIDI       midi.go        headers and metas; perform.go: voices; trackwriter.go: bytes
//
// What trees, layouts and scores are made from serves one tune after the other
// where ConvertFiles alone has them (memory.go); what Parse and Score return is
// the caller's to keep.
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
//     ending whose :| is missing goes back all the same. Endings that do not
//     begin with 1 are played as they stand, and a pass that none is for is
//     left out: |1 .. :|3 .. is played as |1 .. :|2 ..
//   - A part without |: that has as many endings as P: plays it takes another
//     ending each time and repeats nothing (section 4.10); with two endings only
//     if both times follow each other. Any other part is repeated as it says
//     whenever it is played.
//   - A key that changes within a bar ends the accidentals before it; M:, L: and
//     Q: do not.
//   - An & right behind a bar line goes back to the bar before that.
//   - Grace notes take their time from the note they stand at, the unit length
//     over four each, never more than half of it.
//   - Staccato halves a note. Trills, rolls, mordents, turns, arpeggios and
//     fermatas change what is played only if ScoreOptions.Ornaments asks for
//     it; a fermata then halves the tempo, so that all voices wait together.
//   - A note's loudness is that of its beat (105, 95, 80) without dynamics;
//     mf and its kin move it.
//   - Signs of repeat, part names and jumps that only one voice has hold for
//     all voices. Jumps are decorations; annotations ("^D.C. al Fine") are for
//     the eye alone.
//   - Chord symbols are accompanied, bass and chord in turn, by patterns for
//     each meter; a short bar at a repeat and the pickup behind it make one
//     bar of the pattern. "Cd" and "Ca" are the diminished and augmented
//     chords of the Nottingham corpus, and Y: is its order of parts.
//   - Check takes short bars at the edges of sections and lines for right if
//     those played one behind the other make a whole bar, as a pickup and the
//     end of its section do. A part begins with a bar of its own. A tune may begin with up to three quarters of a bar and end
//     on half a bar or more.
//
// # Deviations from the standard
//
//   - "A -A" is taken as a tie, and a chord or quotation mark that is not
//     closed ends at the next blank or bar line (sections 4.11, 4.17, 4.18).
//   - An empty line right behind the header does not end the tune if music
//     follows (section 2.2.4).
//   - Unequal lengths inside a chord all become the first note's.
//   - Without dynamics a tune is as loud as f; section 4.14 has mf.
//   - ^/ _/ ^3/2 are quarter tones, played with pitch bend; 2.1 has none.
//   - W:, fonts, page layout and %%score are read over.
//   - %%MIDI directives are abc2midi's; those about tuning, percussion maps
//     and stress models are not known.
//   - An s: or w: line belongs to the line of music right before it.
//
// # MIDI files and note text
//
// The way back, from a MIDI file to text, and from text to a MIDI file:
//
//	a MIDI file, a folder of them
//	    |
//	 ReadMIDI        read.go         chunks, header, SMPTE; track.go: events, notes paired
//	    | Performance performance.go parts of notes in ticks: nothing rounded, no bars
//	    |            keyfind.go      its key, by its meta or by its notes
//	 grid            grid.go         ticks -> fractions of a quarter note; bars.go: bar lines
//	    |
//	    +--> exact, classic          exact.go (the grammar stands at the top of notes.go)
//	    +--> ABC     streams.go      notes -> voices
//	    |            spelling.go     keys -> pitches
//	    |            abctune.go      header and lines; measure.go: ties and tuplets of a bar
//	 ReadNotes       noteread.go     note text -> Performance
//	    | Performance                convertnotes.go: files of it -> MIDI files
//	 WriteMIDI       midi.go
//
// ConvertCorpus (notecorpus.go) takes folders to one text, a file after the
// other. A broken file is left out with the reason; no file makes anything
// panic or takes more than a bounded amount of memory (32 MiB of file,
// 1,048,576 notes, 262,144 quarter notes, 16 MiB of ABC).
//
// Exact text gives every note back: its tick, its length, its part, and its
// velocity if that is asked for. So does ABC, tick for tick: fractions that
// are not the file's own ticks (the thirds of a file of 1024) are written only
// where rounding them gives that very tick, and such a tune has a line
// "%%division 1024" to be rounded by. Classic text is the tradition's and
// keeps neither lengths, rests nor parts.
//
// What the text does not keep: controllers, pitch bend, changes of program
// within a part, lyrics, markers; the exact tempo (whole quarter notes a minute
// in exact text, at the next note or bar line; a tenth, at the next bar line,
// in ABC). Velocities in ABC.
//
// Where the format is silent or files differ from it:
//
//   - Notes of one key that overlap end in the order they began.
//   - A note without an end lasts to the end of its track, one without length
//     a tick; an end without a note is passed over. Notes without an end are
//     counted as Stuck, ends without a note as Loose.
//   - Note-offs count as written. NoteTextOptions.Pedal lets the sustain pedal
//     lengthen notes to where it comes up or the key is struck again.
//   - Running status goes on behind metas and system exclusive messages.
//   - The patterns of a type 2 file follow one behind the other.
//   - A channel of a track is a part; channel 10 is drums, which are neither
//     transposed nor in classic text.
//   - Without a meter it is 4/4. A file that says C major is not believed where
//     the notes lie clearly better in another key.
//   - In ABC a part whose notes overlap is dealt out to as many as four voices
//     by pitch; what is left over is cut and tied in the last of them.
package abcmidi
