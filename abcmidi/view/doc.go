// Package view takes a tune and returns all that a page shows of it: its text, when each
// note of the text sounds, the notes as the synthesiser plays them, the sections that can be
// played again and again, what check finds and where, how new the tune is, and its MIDI
// file. A [View] is made to be written as JSON.
//
//	view.go     New: the tune parsed, played, checked and compared
//	text.go     the text that is shown, and its offsets
//	sections.go the sections, found from the marks of the first voice
//
// Times are milliseconds from the beginning, at the tempo of the tune. Offsets in the text
// count UTF-16 code units, as JavaScript does. All of it comes from one score, that of
// [charabanc/abcmidi/play], so that what a page plays and lights is what the MIDI file has.
package view
