// Package parts lists the parts of a [smf.Performance] and picks some of them: a
// performance and a selection such as "melody" come in, the parts' facts or a performance of
// those parts go out.
//
//	list.go        Of: the parts of a performance, as a table shows them
//	melody.go      which of them is the melody
//	selection.go   Parse: the text of a selection; Pick: the performance with its parts alone
//	instrument.go  the names of General MIDI
//
// # Selections
//
//	selection = test { "," test }
//	test      = [ "no-" ] ( "melody" | "piano" | "drums" | field "=" value )
//	field     = "track" | "channel" | "program" | "name"
//	value     = number [ "-" number ] | text
//
// A part is picked if it passes one of the tests, or if all of them begin with no-; and none
// of those that begin with no- takes it out again. So "piano,name=bass" is the piano and the
// bass, "no-drums,no-melody" is what accompanies, and "channel=1-8,no-track=3" are the first
// eight channels without what track 3 plays on them.
//
//	melody        one part; see below
//	piano         programs 1 to 8, the piano family of General MIDI, but for drums
//	drums         what plays on channel 10
//	track=2       parts of the second track of the file
//	channel=3     parts on channel 3, of 16
//	program=1-8   parts with one of these programs, of 128; drums have none
//	program=TEXT  the same by name: General MIDI calls number 41 "Violin"
//	name=TEXT     parts of tracks whose names have this text in them
//
// Numbers begin with 1, as those of a list do. Text may be in capitals or not, and has no comma.
//
// # The melody
//
// A MIDI file does not say which part has the melody. It is a guess:
//
//   - It is the part whose name has the word melody in it (in English, French, German, Italian
//     or Spanish); or else vocal, vocals, voice, voc, vox, sing, singer, chant, canto or gesang; or
//     else lead; but not back, backing, background or harmony. Of several it is that with the
//     most notes.
//   - If there is none, it is the part that is highest on average, of those that are not drums,
//     reach over at least half of the piece from their first note to their last, and play fewer
//     than three notes at a time on average. If there is none again, parts of chords and short
//     parts count too.
//
// A part is taken whole: of a piano whose two hands are one part, both hands are the melody.
package parts
