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
// Each command reads its flags into an options struct, calls one of the packages
// below, and reports the result. Package console of data has what all commands
// of the program share: usage errors, which exit with code 2, and the progress
// bar.
package command
