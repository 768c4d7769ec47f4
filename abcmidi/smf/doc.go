// Package smf reads Standard MIDI Files into a [Performance] and writes a
// [score.Score] as a Standard MIDI File. The format is that of The Complete
// MIDI 1.0 Detailed Specification, Standard MIDI Files 1.0.
//
//	a MIDI file
//	    |
//	 Read          read.go        chunks, header, timecode; readtrack.go: events, pairing of notes
//	    |
//	 Performance   performance.go notes in ticks, by part; marks; the sustain pedal
//	    |
//	 Score         performance.go ticks -> fractions of a quarter note
//	    |
//	 Write         write.go       division, channels, conductor track;
//	    |                         writetrack.go: voices; encode.go: bytes
//	a MIDI file of type 1
//
// A tick is the unit of time of a file; its division is the number of ticks
// in a quarter note. A Performance keeps the ticks of its file and rounds
// nothing: read, turned into a Score and written with its own division, it
// gives every note the same ticks again.
//
// Read trusts no length in a file. It compares each one with the bytes that
// are left, so a broken file never allocates more than it holds, and limits
// the file to 32 MiB, 1,048,576 notes, 1024 parts and 262,144 quarter notes.
//
// # Where the format is silent or files differ from it
//
//   - Notes of one key that overlap end in the order in which they began.
//   - A note that is never released lasts to the end of its track; it is
//     counted as Stuck. A release without a note is ignored and counted as
//     Loose. A note without length gets one tick.
//   - Releases count where they are written. [Performance.HoldPedal] lets the
//     sustain pedal lengthen notes.
//   - Running status survives metas and system exclusive messages.
//   - The patterns of a type 2 file are played one after the other.
//   - A channel of a track is a part; channel 10 is percussion.
//   - SMPTE time becomes quarter notes of a second or half a second, and the
//     file's tempos are ignored.
//   - A file without an end-of-track event ends with its last event, and an
//     end-of-track event beyond the length limit is ignored.
//   - Files wrapped in RIFF (RMID) and files with up to 252 bytes before their
//     header are read.
//   - What is broken costs as little as possible, and is counted as Mended: data bytes above
//     127 are taken as 127; system messages that no file may have are passed over; a track
//     that is cut off has the events that are there; a header may count too many tracks, or
//     none, and have a type that is not known; numbers may have ten bytes. Events after the end
//     of a track are read as far as they make sense.
//
// Controllers other than the sustain pedal, pitch bend, changes of program
// within a part, lyrics and markers are not read.
package smf
