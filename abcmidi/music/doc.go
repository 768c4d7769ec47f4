// Package music turns written music into numbers: a pitch, key, meter or staff
// comes in as it is written, and cents, semitones and quarter notes come out.
// It reads no tunes and imports no other package of this program.
//
// # Notation
//
// A step is a position on the staff without an accidental, counted in letters
// from middle C: 0 is C, 6 is B, 7 is c, -7 is C, (with a comma). A letter is a
// step without its octave, 0 to 6 for C to B. Alterations and sounding pitches
// are in cents, hundredths of a semitone, so that quarter tones are whole
// numbers; a MIDI key is 100 cents, and middle C is key 60. Lengths and times
// are in quarter notes unless their field says "of a whole note". A signature
// is a number of sharps, negative for flats.
//
// # Files
//
//	fraction.go    Fraction: lengths and times
//	pitch.go       Pitch and its steps: from the written letter to a MIDI key
//	accidental.go  Accidental; Accidentals: how far each one holds in a bar
//	fifths.go      the line of fifths: signatures, names, and Speller, which
//	               goes back from MIDI keys to written pitches
//	key.go         Key and Mode: the value of a K: field
//	meter.go       Meter: the value of an M: field
//	staff.go       Staff: clef, octave= and transpose= of K: and V: fields
//	percussion.go  the instruments of MIDI channel 10, by name
//
// Sections cited here are those of the ABC music standard 2.1.
//
// # Decisions
//
//   - Clefs with an 8 or 15 (treble-8, bass+15) transpose; a clef without one
//     does not. The properties score=, sound= and shift= of other programs are
//     accepted and ignored, as is middle=: notes sound as they are written.
//   - An accidental holds for the same letter in every octave until the bar
//     line, the default of section 11.3.
//   - A pitch class outside the key is spelt by the one of its names that is
//     nearest to the tonic on the line of fifths (Speller.SetKey).
//   - A transposed signature never has more than six signs.
package music
