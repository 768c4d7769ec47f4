// Package abc reads the text of tunes in ABC notation and returns their syntax
// trees, with a list of findings; it prints a tree as canonical ABC. It follows the
// ABC music standard 2.1 of December 2011, whose sections the source cites:
// http://abcnotation.com/wiki/abc:standard:v2.1
//
//	a file, a folder, standard input
//	    |
//	 Reader          reader.go    one tune at a time, however long the stream
//	    | Source
//	 Parser          parse.go     header and body, line by line
//	    |            again.go     what the tunes of a book share; memory.go: Read, in used memory
//	    |  fields    field.go     values of fields: V:, P:, U: and directives
//	    |            key.go       K:
//	    |            meter.go     M:, L: and Q:
//	    |            macro.go     m:, and the uses of macros
//	    |            directive.go %%MIDI and other directives that are heard
//	    |            text.go      text strings: mnemonics, entities, \u00e9
//	    |  music     scan.go      a line of music into tokens
//	    |            odd.go       characters of word processors in the place of those of ABC
//	    |            music.go     tokens into nodes
//	    |            note.go      notes, rests, lengths, ties
//	    |            html.go      tags of HTML within a line
//	    |            group.go     chords and grace notes
//	    |            barline.go   bar lines, endings, tuplets
//	    | Tune       ast.go       fields and nodes in the order of the text
//	    |            position.go  their positions; findings
//	 Print           print.go     the tree as canonical ABC
//	                 write.go     notes, bar lines, endings
//
// chord.go, chordkind.go and chordtext.go read chord symbols, and decoration.go the names of decorations and the
// s: line; the packages that play a tune call them.
//
// Parsing never fails and never panics: it recovers from whatever it cannot read,
// with one finding for each cause. Nothing is played here: lengths are in unit
// note lengths, pitches without the key. The sizes of all things are bounded:
// maxTuneSize, maxErrors, maxExpanded, maxOrder, maxTuplet, MaxNoteLength,
// MaxEnding, music.MaxStep.
//
// # Where the standard is silent
//
//   - A header without K: ends at the first line of music, as if K:C were there.
//     Other text in a header is ignored.
//   - A key whose mode is not known is the major key of its tonic.
//   - Of Q: with words alone ("Allegro") the tempo is a metronome's (Tempo).
//   - "Cd" and "Ca" are the diminished and augmented chords of the Nottingham
//     corpus, "D/f+" its D over F#, and Y: in a header is its order of parts.
//   - A chord symbol is a root, a quality, a degree and changes, see chordkind.go; small
//     letters are roots too, H is not. Of several chords the first counts: "G(Em)", "Am;Dm",
//     "C  G", "G/Em". One in brackets, "(Em)", is for the eye. For what begins as a chord
//     and is none, "Cxyz", nothing is played until the next; words change nothing.
//   - "C11" has the third and "C13" no eleventh; "Calt" has the flat and sharp ninths and an
//     augmented fifth; "Csus9" is sus2, as abc2midi has it.
//   - The text around a value that can be read is ignored: "M:6/8 (jig)", "Q:Allegro 1/4=90".
//   - Fields of small letters that the standard does not have are a finding; J: and other
//     capitals are ignored in silence. So are tags of HTML, with one finding for a line; <b> and
//     other names of notes alone are music unless they are closed.
//   - Music after the empty line that ends a tune is a finding: the line is often meant for the eye.
//   - A length that a blank parts from its note, "c 3", is read as "c3", with one finding for
//     the tune: texts that were cut into tokens for a network have it throughout.
//   - A [K: or other short field without its ] ends at the next blank or bar line, a !trill
//     without its second ! at the end of its name, and slurs inside a chord or braces go on around them.
//   - Of the mnemonics of text strings all are read that make one letter of Unicode, so \.z and
//     \;a, too; \" before another letter than a vowel is a quotation mark. An entity needs its
//     semicolon. What stands for nothing stays as it is written. The tree has texts as they are
//     written: PlainText reads them.
//   - A no-break space is a blank, characters that nobody sees are passed over, and curly
//     quotes, and after a note dashes, are read as the straight ones: each with a finding.
//     Columns count characters of Unicode, combining ones too.
//   - A sign of broken rhythm does not reach back over a bar line; it does reach on, as in "A>|B".
//   - Of several macros that match at one place, the one with the longest match is
//     used; of equally long ones the last.
//
// # Deviations from the standard
//
//   - "A -A" is a tie, and a chord or quotation mark that is not closed ends at the
//     next blank or bar line (sections 4.11, 4.17, 4.18).
//   - An empty line right after the header does not end the tune if music follows
//     (section 2.2.4).
//   - ^/ _/ ^3/2 are microtones; ABC 2.1 has none.
//   - A ! that is not part of a decoration is a line break, and +CEG+ is a chord,
//     as in old tunes.
//   - W:, fonts and page layout are kept in the tree without a value.
//
// # Directives
//
// This is what a player does with the directives %%MIDI, which are also written I:MIDI and
// [I:MIDI=...], and with two others; all the rest are about the printed page. Programs count
// from 0, but in "voice" from 1. Numbers are written as low..high. An argument in brackets may be left out, and dots
// repeat it. "id" is a voice, "role" is bass or chord, "share" and "length" are fractions, "fmp",
// "pattern" and "strokes" are letters as the documentation of abc2midi has them, "note" is a note without a
// length, "key" a MIDI key or an instrument of General MIDI's percussion, as "acoustic-snare". What is
// ignored or refused, or has other arguments, is a finding.
//
//	channel 1..16
//	    obeyed: the MIDI channel of the voice from here on; 10 is percussion
//	program [1..16] 0..127 [label]...
//	    obeyed: the instrument of the voice, or of a channel
//	programbase 0..1
//	    obeyed: what the first program is called
//	voice [id] property...
//	    obeyed: instrument=1..128, bank=1..128 or mute for a voice
//	transpose -127..127
//	    obeyed: semitones up
//	rtranspose -127..127
//	    obeyed: semitones up, added to those of transpose
//	c 0..127
//	    obeyed: the key of middle C, usually 60
//	ratio 1..64 1..64
//	    obeyed: the lengths of A and B in A>B; 3 1 without it
//	grace share
//	    obeyed: the share of a note that its grace notes take
//	gracedivider 1..64
//	    obeyed: a grace note is its written length over this; 4 without it
//	trim length
//	    obeyed: how much shorter each note sounds, in unit note lengths
//	expand length
//	    ignored: notes end where they are written to end
//	nobarlines
//	    obeyed: accidentals hold for one note
//	barlines
//	    obeyed: accidentals hold to the next bar line again
//	%%propagate-accidentals scope
//	    obeyed: which notes an accidental holds for: pitch, octave or not (ABC 2.1 section 11.3)
//	fermatafixed
//	    ignored: fermatas are held by an option of the player alone
//	fermataproportional
//	    ignored: likewise
//	beat 0..127 [0..127] [0..127] [0..64]
//	    obeyed: velocities of the first beat, other beats and between, and the beat
//	beatstring fmp
//	    obeyed: which parts of a bar are strong, medium and weak
//	beatmod -127..127
//	    obeyed: added to the three velocities
//	beataccents
//	    obeyed: beats are accented again
//	nobeataccents
//	    obeyed: all notes are as loud as beats but the first
//	deltaloudness 0..127
//	    obeyed: how much louder the end of a crescendo is; 30 without it
//	vol 0..127
//	    obeyed: the velocity of the next note
//	volinc -127..127
//	    obeyed: added to the velocity of the next note
//	ptstress word...
//	    refused: it would read another file of the computer
//	stressmodel 1..2
//	    ignored: only for ptstress
//	gchord [pattern]...
//	    obeyed: the pattern of the accompaniment; without one, the meter's
//	gchordbars 1..64
//	    obeyed: how many bars the pattern takes
//	gchordon
//	    obeyed: chord symbols are played
//	gchordoff
//	    obeyed: and not played
//	chordname word 0..31 [0..31]...
//	    obeyed: the tones of a chord, above its root
//	chordprog 0..127 [label]...
//	    obeyed: the instrument of the chords; octave=-2..2 moves them
//	bassprog 0..127 [label]...
//	    obeyed: that of the bass
//	chordvol 0..127
//	    obeyed: the velocity of the chords
//	bassvol 0..127
//	    obeyed: that of the bass
//	chordattack 0..480
//	    ignored: the notes of a chord begin together
//	randomchordattack 0..480
//	    ignored: likewise
//	drum strokes [0..127]...
//	    obeyed: a pattern of drums for each bar: strokes, keys, velocities
//	drumbars 1..64
//	    obeyed: how many bars the pattern takes
//	drumon
//	    obeyed: the drums play
//	drumoff
//	    obeyed: and stop
//	drummap note key
//	    obeyed: the percussion that a note of a voice on channel 10 is
//	%%percmap note key [word]
//	    obeyed: the same, as %%percmap of abcm2ps and abcjs
//	drone [0..127] [0..127] [0..127] [0..127] [0..127]
//	    obeyed: program, two keys and their velocities; 70 45 33 80 80 without it
//	droneon
//	    obeyed: the drone sounds
//	droneoff
//	    obeyed: and stops
//	control [role] 0..127 0..127
//	    obeyed: a controller of the voice, or of the bass or chords
//	pitchbend [role] 0..127 0..127
//	    obeyed: a pitch bend: its two bytes in the order of the MIDI message
//	portamento [role] 0..127
//	    obeyed: glides between notes: controllers 65 and 5
//	noportamento [role]
//	    obeyed: no longer
//	bendvelocity [word]...
//	    ignored: notes are not bent while they sound
//	bendstring [word]...
//	    ignored: likewise
//	bendstringex [word]...
//	    ignored: likewise
//	controlstring [word]...
//	    ignored: likewise
//	controlcombo [word]...
//	    ignored: likewise
//	temperamentlinear [word]...
//	    ignored: the temperament is equal
//	temperamentequal [word]...
//	    ignored: likewise
//	temperamentnormal
//	    obeyed: the temperament is equal
//	tuningsystem [word]...
//	    ignored: likewise
//	makechordchannels 0..16
//	    ignored: a channel has one pitch bend
//	snt [word]...
//	    ignored: the temperament is equal
package abc
