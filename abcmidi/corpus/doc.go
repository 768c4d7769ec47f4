// Package corpus converts whole collections: names of files and folders come
// in, and files come out.
//
//	ABC, note text     ---> Convert      ---> MIDI or WAV    midi.go, piece.go, format.go, names.go
//	MIDI files         ---> ConvertNotes ---> one text       notes.go, tokens.go
//
//	midi.go    Convert: the pieces of the inputs, in order, and what is reported
//	choice.go  which tunes, by X: and T:; heading.go finds these in a text
//	piece.go   one tune or piece of note text -> one file, or one for each voice
//	format.go  a score -> the bytes of a MIDI file or a WAV file
//	names.go   a file name for each piece
//	notes.go   ConvertNotes: MIDI files -> pieces of one text
//	parts.go   EachMIDI: MIDI files, one after another, to list their parts
//	tokens.go  counts the tokens of a text
//
// Package data finds, reads and writes the files. The pieces of an input are
// converted on all processors; results are counted, reported and written in the
// order of the input, so that the output does not depend on the number of
// processors. At most 16 pieces for each processor are held. The memory of one
// tune is used again for the next, so no tree and no score leaves this package.
//
// # Choices
//
//   - A piece with findings is converted all the same. A file that cannot be
//     read does not stop the conversion; a file that cannot be written does.
//   - Names that differ only in case are the same name, as on some systems. An
//     input whose name is taken is called NAME_2.
//   - A Choice by numbers takes every tune with such a number in X:, also if several have
//     the same, and in every file. A tune whose X: is missing, or is not digits alone, has
//     no number, and note text has neither number nor title.
//   - Files of chosen tunes are named as if all had been converted: the third of a book is
//     NAME-0003.mid, whatever its X: says.
//   - MIDI files of a megabyte and more are converted one at a time, and so are tunes
//     of more than three minutes to WAV files: a minute takes about 40 MB at most.
//   - MinCount reads the inputs twice: once to count, once to write.
package corpus
