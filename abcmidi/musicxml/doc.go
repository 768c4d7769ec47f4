// Package musicxml takes a tune and writes it as a MusicXML 4.0 document of the kind
// score-partwise (https://www.w3.org/2021/06/musicxml40/), which notation programs read.
// It is the tune as it is written: repeats are signs and nothing is played out.
//
//	Write       musicxml.go    tune -> layout -> parts -> document
//	            marks.go       what the tree has and a layout leaves out: slurs, tuplets, decorations
//	            measure.go     a voice -> measures
//	            repeat.go      repeat signs, variant endings, D.C. and its like
//	            tie.go         which notes are tied
//	            value.go       lengths -> note values
//	            beam.go        which notes share a beam
//	            heading.go     titles, people, the list of parts
//	            part.go        measures -> elements
//	            attributes.go  keys, meters, clefs
//	            note.go        notes, chords, rests, grace notes
//	            notation.go    decorations at notes
//	            direction.go   tempo, dynamics, words
//	            harmony.go     chord symbols
//	            lyric.go       syllables
//	            writer.go      elements -> text
//
// # Decisions
//
//   - A voice is a part, an overlay a voice in it. A voice that is shorter than another is
//     filled up with rests.
//   - Repeats sound as package play has them, also in readers that know only |: and :|. A
//     beginning that ABC leaves to a double bar has |:, a :| that is missing before an ending
//     is there; a :| that is not taken, as the one after a last ending, and a |: that
//     nothing goes back to are bar lines of that shape. Repeats, parts and jumps that one
//     voice has are in all parts.
//   - The order of parts in P: is kept as a text: MusicXML has none.
//   - A plain D.C. or D.S. that stops at a Fine or leaves for a Coda says so: "D.C. al Fine".
//   - D.C. and D.S. are at the end of their measure, and so are Fine and To Coda that
//     belong to a note.
//   - Pitches are those that sound, with octave= and the octaves of clefs, but for
//     transpose= and its like: these are a transposing instrument.
//   - An accidental is shown where the text has one, and where a reader would expect one
//     that ABC leaves out, as in another octave.
//   - A length that is no note value is several values with ties. One that only a tuplet can
//     be, as C/3, is in a tuplet without a bracket.
//   - The notes of a chord that differ in length all have that of the first, as on one stem.
//   - A tie to another pitch is a slur. A tie before endings leads into all of them.
//   - A roll is written as a turn; !slide! as a scoop. Decorations that MusicXML has no sign
//     for are left out.
//   - A text that is no chord is words above the staff. Of two chords in one symbol, the
//     first counts.
//   - Fields without an element of their own are miscellaneous fields; W: is a credit.
package musicxml
