// Package rewrite writes a tune in another way that sounds the same: a tree of package abc
// comes in, and a tree with another unit note length or another number comes out, in the
// same layout.
//
//	unit.go    Unit: L: and the lengths, note by note
//	field.go   the fields that count unit note lengths
//	number.go  Number: X:
//
// # Decisions
//
//   - Every L: becomes the new one, also where the tune changes it: what follows may be cut
//     out and still be read. A header without L: gets one before its K:.
//   - Of a chord that is written [C2E2G2] the notes are rewritten, of any other the length
//     after the bracket.
//   - Q:120 and Q:C3=40, which count unit note lengths, become Q:1/8=120 with the old unit.
//   - A %%MIDI trim counts unit note lengths, too: those of the place where it is written.
//   - Rests of whole bars (Z), broken rhythm and tuplets stay, because they count bars and
//     notes. Spaces on the page (y) stay.
//   - Macros are replaced, and their m: fields left out.
//   - A tune with a length that the new unit cannot write is left as it is: numbers above
//     abc.MaxNoteLength are not read again.
package rewrite
