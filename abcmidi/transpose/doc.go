// Package transpose moves a tune by semitones: a tree of package abc comes in, and
// a tree with other keys, chord symbols and notes comes out, in the same layout.
//
// Every note sounds exactly so many semitones higher or lower, except that none is
// written beyond the highest or lowest step (music.MaxStep). It is written on
// the step that the key moves by, with the accidental that the new key and the bar
// so far make necessary; an accidental that was written stays written.
//
//	transpose.go  the nodes of a tune, and what holds in each of its voices
//	key.go        K: fields
//	note.go       notes, chords and grace notes
//	chord.go      chord symbols
//
// # Decisions
//
//   - A key gets the name whose signature has the fewest signs, and of two such the
//     one with sharps: G major up by 11 is F# major, not Gb. A tune without a key,
//     or with explicit accidentals alone, moves as C major does.
//   - Explicit accidentals of a key move like notes. The pipes' K:HP becomes the
//     key that D major becomes.
//   - A note that would need more than a double accidental is written on another
//     step.
//   - A note that is tied over a bar line carries its accidental and is moved to
//     the step of the note that it continues.
//   - The root of a chord symbol is spelt as the key has it, or else with the fewest
//     signs. Symbols that are not chords stay as they are.
//   - Macros are replaced, and their m: fields left out.
package transpose
