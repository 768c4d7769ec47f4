// Package data reads and writes the program's text files, and knows where
// corpora come from. It imports no other package of the program; the network
// and the music both read their texts through it, so that a file holds the same
// tunes for every command.
//
// The way of a text:
//
//	names ──Expand──▶ inputs ──Open──▶ bytes
//	                                     │  decoder (decode.go, charset.go): UTF-8,
//	                                     │  UTF-16, Latin-1 or %%abc-charset; "\n", "\r\n" or "\r"
//	                                     ▼
//	                                   lines of UTF-8
//	                                     │  cutter (text.go, tune.go): ABC at X:
//	                                     │  lines and empty lines, note text at
//	                                     │  empty lines
//	                                     ▼
//	                                   pieces (Source)
//	          ┌──────────────────────────┼─────────────────────┐
//	          ▼                          ▼                     ▼
//	      EachSource                 ReadTexts               Split
//	  check, print, midi        train, eval, report,   train, validation
//	                            sample                 and test parts
//
// A [Reader] is the decoder and the cutter. It holds one piece at a time. What
// it takes for a piece is described there; text that is neither ABC nor note
// text has no pieces, and [ReadTexts] takes each such file as one. Fields of files that
// abc-include names join those of the file header (include.go).
//
// [Split] deals pieces to three parts by the SHA-256 of their text. The part of a piece depends
// on no other piece, on no order of files, and not on line ends or encoding; only a copy in
// another key, by [IsCopy], goes with the piece that it follows. So a figure on the test part
// means the same in every run, and a tune that is in a corpus twice is in one part.
//
// A [Shard] is a part of a job that several processes do, each by itself. Inputs are divided
// by their bytes, taken one after another: a piece is of the shard in whose range it begins.
// So the shards' outputs, one after another, are that of one process. For the line numbers,
// the file header and the number of the first piece, a shard that begins inside an input
// reads, but does not work on, what is before it there. Inputs without a piece of the shard are
// not opened.
//
// Files are written with [WriteFile] or [Create]: under a temporary name that
// nobody can guess, synced, and renamed. A [Folder] does it without waiting for
// the disk, for thousands of small files. [InOrder] works on many items, or many
// files, in parallel and settles the results in order.
//
// What is promised of a file that is written: on Unix it is at any time, for
// every reader and after a crash, the whole old one or the whole new one; after a
// power cut, too, if it was not written by a Folder. On
// Windows the rename is MoveFileEx with MOVEFILE_REPLACE_EXISTING: a crash of the
// program leaves the old file or the new one, but Microsoft does not promise that
// a power cut does, and a file that another program has open is not replaced: that
// is an error, and the old file stays. No promise holds for what is not a regular
// file, such as a pipe. A temporary file that a crash has left is removed by the
// next write to its folder, when it is an hour old and its process is gone.
//
// The files:
//
//	inputs.go read.go pipe.go      inputs: files, folders, pipes that can be cancelled
//	sources.go                     the pieces of several inputs, one after another
//	shard.go                       the part of several inputs that one of several processes has
//	starter.go                     the text that is read if none is named
//	decode.go charset.go           bytes -> lines
//	text.go tune.go block.go       lines -> pieces
//	split.go                       pieces -> train, validation and test
//	write.go temp.go               whole files, and what a crash has left of them
//	folder.go folder_named.go      many small files; folder_unix.go and others: by system
//	lock.go                        one process at a time in a folder
//	inorder.go                     parallel work, results in order
//	fetch.go collections.go        corpora to download
//	pinned.go abcjs.go             files whose content is known; one of a web page
//	cause.go                       the reason of a file error
//
// input.txt, in this folder, is the starter corpus: traditional tunes set down
// for this project. [Fetch] downloads a larger one, the Nottingham Music
// Database as cleaned by Jukedeck, from its home at a pinned commit, and holds
// every file to a pinned SHA-256. It is under the GNU General Public License,
// version 3, so it is fetched, not shipped. So is abcjs, the program that draws sheet
// music in a web page, to the user's cache folder; [ABCJS] reads it from there.
package data
