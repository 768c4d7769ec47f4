// Package smf reads Standard MIDI Files into a [Performance] and writes a
// [score.Score] as a Standard MIDI File. The format is that of The Complete
// MIDI 1.0 Detailed Specification, Standard MIDI Files 1.0.
//
//	a MIDI file
//	    |
//	 Read          read.go        the whole file; header.go: its header, timecode;
//	    |                         chunks.go: its tracks; readtrack.go, message.go: events,
//	    |                         pairing of notes; resume.go: the way back after a fault
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
//   - A file without an end-of-track event ends with its last event. The time of an
//     end-of-track event beyond the length limit does not count.
//   - Files wrapped in RIFF (RMID) are read, and files with anything before their header: that
//     of a mail or of a Macintosh file.
//
// # What is broken
//
// What is broken costs as little as possible, and is counted as Mended. Only a file without a note
// is an error.
//
//   - Data bytes above 127 are taken as 127.
//   - System messages that no file may have, f1 to f6 and f8 to fe, are passed over with their data.
//     Those of real time may be inside another event, or have no delta time of their own, if a
//     row of events without a fault follows.
//   - A header may count too few tracks, too many or none, have a type that is not known, a wrong
//     length, or one wrong byte in its mark. All tracks are read, up to another file.
//   - A division of 0 becomes 480. One of frames that are not 24, 25, 29 or 30 a second is read
//     as ticks in a quarter note, without its highest bit.
//   - The length of a chunk counts if another chunk or the end of the file follows. If not, a
//     track reaches to the next one, or to the end of the file. One wrong byte in the mark of a
//     track does not matter, nor does what is between tracks.
//   - A track that is cut off has the events that are there.
//   - Events after the end of a track are read as far as they make sense.
//   - Numbers may have ten bytes. A delta time that leads beyond the length limit is 0.
//   - A meta event of a fixed size has that size, if the one it says leads nowhere. A system
//     exclusive message may lack its length if it ends with f7.
//   - After anything else the track is read on from the next place at which sixteen events
//     without a fault begin, the first of them with a status byte; or from a place nearby,
//     without one, after which more notes end that sound (resume.go).
//
// Controllers other than the sustain pedal, pitch bend, changes of program
// within a part, lyrics and markers are not read.
package smf
