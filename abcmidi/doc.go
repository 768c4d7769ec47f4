// Package abcmidi turns folk tunes in ABC notation into MIDI files, sound and pages that
// show and play them, checks, prints and transposes them, and turns MIDI files into text
// that a network can learn. It follows the ABC music standard 2.1 of December 2011
// (http://abcnotation.com/wiki/abc:standard:v2.1).
//
// This package is the face of the library: the names that a program needs, each a
// short way into one of the rooms below it. Every room is a package whose first
// sentence says what comes in and what goes out, and whose doc.go says what it
// does where the standard is silent. Arrows between rooms run one way:
//
//	music      exact fractions, pitches, keys, meters, spelling
//	abc        text -> tree, tree -> canonical text
//	transpose  tree -> tree in another key
//	rewrite    tree -> tree that sounds the same, in another unit note length or renumbered
//	internal/layout
//	           tree -> each voice as a list of items whose pitch and length are
//	           settled, and the order in which they are played
//	score      notes in rational time
//	musicxml   tree and layout -> a MusicXML document
//	play       layout -> score
//	check      layout -> findings
//	find       a phrase and tunes -> where the phrase is in them
//	smf        MIDI file <-> performance, score -> MIDI file
//	notetext   performance <-> exact, classic and ABC text
//	parts      performance -> a list of its parts, or some of them alone
//	recall     a tune as it is written -> the characters that may come next, as it went before
//	sound      score -> samples of a synthesiser, a WAV file
//	roll       score -> a picture of the piano roll
//	critic     what a network that writes tunes asks of music
//	view       a tune -> what a page shows of it
//	corpus     files and folders in, files out
//	web        views -> pages in the browser, in a file or from a local server
//	command    the commands midi, wav, xml, show, notes, check, print and find
//
//	a text file                                           a MIDI file
//	    | data.Reader                                         | smf.Read
//	data.Source                                           smf.Performance
//	    | abc.Parse                                           | notetext.Text
//	abc.Tune ---> abc.Print, transpose.Tune               note text or ABC
//	    | layout.Lay                                          | notetext.Read
//	voices of items ---> check.Tune ---> check.Report     smf.Performance
//	    | play.Play                                           |
//	score.Score <---------------------------------------------+
//	    | smf.Write   | sound.Render   | roll.Draw   | view.New
//	a MIDI file       a WAV file       a picture     a page: web.Show, web.Serve
//
// The list of arrows is what this command prints:
//
//	go list -f '{{.ImportPath}}: {{join .Imports " "}}' ./abcmidi/...
//
// Parse never fails: it returns a tree of whatever the text is and an ErrorList of
// what was ignored. No text makes anything panic, and no text makes a tune of
// unbounded length. What Parse and Play return is the caller's to keep; only
// package corpus uses the memory of one tune again for the next.
package abcmidi
