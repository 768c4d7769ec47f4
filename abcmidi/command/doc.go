// Package command has the commands about music: a command line comes in, and
// files, text on standard output and messages on standard error go out.
//
//	midi.go    midi    ABC or note text -> MIDI files
//	wav.go     wav     ABC or note text -> sound files
//	xml.go     xml     ABC or note text -> MusicXML
//	show.go    show    ABC -> a page in the browser, or a picture of the piano roll
//	notes.go   notes   MIDI files -> text to learn from
//	parts.go   notes --list: a table of the parts of MIDI files
//	check.go   check   ABC -> findings
//	print.go   print   ABC -> canonical ABC, transposed, renumbered or with another L:
//	find.go    find    a phrase and ABC -> where the phrase is
//	choice.go  --tune and --title, which choose tunes for all of them
//	command.go the list of them, and how they read tunes
//
// check, midi, wav and notes can be divided among processes: by --shard, or by mpirun. The
// text on standard output, or in the file of -o, is then in parts, and so are the messages
// about tunes; the files in a folder have the names that one process gives them. The counts
// at the end, on standard error, are of the shard; those of mpirun's job are of the whole. A
// shard without a tune, or none that is chosen, is no error, as others may have some. notes
// --min-count counts all files in every process.
//
// Each command reads its flags into an options struct, calls one of the packages
// below, and reports the result. Package console of data has what all commands
// of the program share: usage errors, which exit with code 2, and the progress
// bar.
package command
