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
//	    |  fields    field.go     values of fields: V:, P:, U: and directives
//	    |            key.go       K:
//	    |            meter.go     M:, L: and Q:
//	    |            macro.go     m:, and the uses of macros
//	    |            text.go      text strings: mnemonics, entities, \u00e9
//	    |  music     scan.go      a line of music into tokens
//	    |            odd.go       characters of word processors in the place of those of ABC
//	    |            music.go     tokens into nodes
//	    |            note.go      notes, rests, lengths, ties
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
//     capitals are ignored in silence. So is a tag of HTML on a line of its own, with a finding.
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
package abc
