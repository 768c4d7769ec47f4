// Package notetext turns a [smf.Performance] into text that a network can
// learn, and reads the text back.
//
//	a Performance
//	    |
//	 Text           text.go     options, the three formats
//	    |           key.go      the key; moving to another
//	    |           grid.go     ticks -> fractions of a quarter note
//	    |           bars.go     bar lines
//	    |           memory.go   room for notes, of one performance after another
//	    |
//	    +--> exact    exact.go    every note with its length; token.go: names and numbers
//	    +--> classic  classic.go  pitches and chords alone
//	    +--> ABC      streams.go  notes -> voices
//	                  abctune.go  header and lines of a tune
//	                  measure.go  one bar: ties and tuplets
//	 Read           read.go     exact or classic text -> Performance
//
// ABC text is read by packages abc and play.
//
// # Note text
//
// Exact and classic text are note text: one word is one token. A piece is a
// block of lines; its first word is %%notes, and an empty line ends it.
//
//	piece    = "%%notes" kind [ "copy" ] newline { token | newline } newline
//	kind     = "exact" division | "classic"
//	division = number                 ticks in a quarter note, 1 to 32767
//
// A copy is the piece before it in another key, as [Options].Copy says. What splits a
// corpus keeps both on one side (data.Split, and charrnn where it holds out a part).
//
// Tokens of exact text. Lengths are in quarter notes: 1, 1/2, 341/1024.
//
//	note     = pitch ":" length       C4:1/2   begins now and lasts so long
//	pitch    = letter [ "#" | "b" ] octave     C4 is middle C, MIDI key 60
//	shift    = "+" length             +1/2     moves now forward
//	bar      = "|"                    a bar ends here, and the line with it
//	part     = "t" number             t2       the part of the notes that follow;
//	                                           before any, it is the first
//	program  = "i" number             i40      General MIDI, from 0, of the part
//	drums    = "drums"                the part's keys are percussion
//	meter    = "m" number "/" number  m6/8
//	key      = "k" tonic [ "m" ]      kD, kF#m
//	tempo    = "q" number             q120     quarter notes a minute
//	velocity = "v" number             v90      of the notes that follow
//
// Notes that begin together have no shift between them; they are in the order
// of parts, then of keys. One note is one token, and chords have no tokens of
// their own: that keeps the vocabulary at pitches times lengths. A part is a
// track, or one channel of a track that has several. Bar lines, meters, keys
// and line ends do not change the time of a note.
//
// Lengths add up exactly, and the sum is rounded to a tick of the division. So
// 1/3 can be written in a file of 1024 ticks, whose thirds are at ticks 341
// and 683. It is written only where rounding gives the tick of the file
// (grid.go). With Options.Grid the division is that of the grid.
//
// Tokens of classic text: one for each time at which something begins, as in
// most collections of piano music for networks. Lengths, rests, parts and
// drums are left out.
//
//	note     = pitch                  E4
//	chord    = class { "." class }    4.7.11   pitch classes, 0 is C, in normal order
//
// Read gives each token half a quarter note, and puts chords in the octave of
// middle C.
//
// # What is kept
//
// Exact text keeps the tick, length and part of every note, and its velocity
// if Options.Velocity asks for it. ABC keeps the tick and length; a tune whose
// fractions must be rounded to ticks, or whose division is too fine for any
// other, has a line such as "%%division 1024".
//
// Tempos are rounded to whole quarter notes a minute in exact text and moved
// to the next note or bar line, so that rubato neither fills the vocabulary
// nor cuts shifts; in ABC to a tenth, and to the next bar line. Neither format
// keeps controllers, pitch bend, changes of program within a part, lyrics and
// markers.
//
// # Choices
//
//   - Without a meter a piece is in 4/4.
//   - A file that says C major, and nothing else, is not believed if its notes
//     fit clearly better into another key.
//   - Drums are not transposed.
//   - In exact text more than four bar lines in a row without a note between
//     them are left out, but the last.
//   - In ABC a part whose notes overlap becomes up to four voices, by pitch.
//     Notes that overlap even so are cut and tied in the last of them; a key
//     that would sound there twice at once gets a voice more. A tune has at most 1000 voices,
//     as many as package play takes, and 16 MiB; what is larger is an error.
//   - Read takes whatever a network writes: it reports words that are no
//     tokens and reads the rest.
package notetext
