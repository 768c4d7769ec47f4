// Package abctest has what the tests of several rooms share. Only tests import
// it.
//
//	shared.go       the tunes of testdata; the corpora in the shared folder
//	midifile.go     MIDI files made by hand
//	damage.go       damaged MIDI files, seeds of fuzz tests
//	performance.go  performances as lists and lines, to compare them
//	strict.go       a strict reader of MIDI files, to check those we write
//	endless.go      a stream without end
package abctest
