// Package find looks for a phrase of notes in tunes: a phrase in ABC notation and the text of
// tunes come in, and the places where the phrase is come out.
//
//	phrase.go   the phrase: notes and rests, as it sounds in each key
//	line.go     a voice as it is played, as a line of notes and rests
//	find.go     the phrase in the lines of tunes
//	match.go    a place where it is: bar, position and text
//
// Lines are compared by package layout's notes, not by the text: 2G and G2 of another L:
// are the same, and so are ^F and F in G major. Tied notes are one note. Grace notes, chord
// symbols, slurs, bar lines and decorations do not count. Of a chord the highest note
// counts. Every voice and every overlay is a line of its own. A line is in the order of
// playing, so that a phrase may begin before a repeat sign and go on after it, at the
// beginning of the repeat or in any ending; a place that is played twice is found once.
//
// # What matches
//
// The notes must be as far from each other as in the phrase, in semitones, and as long as
// each other as in the phrase, the last one too: G2A2B4 is the rhythm of GAB2. Rests count as notes do, but
// not at either end of the phrase. Options loosen this or make it stricter.
//
// A phrase may have a key: a field K: on a line of its own or in brackets, a tune's header,
// or Options.Key. Without one, it means two things. It is what the same letters are in C
// major, moved by any interval. And it is the very letters of a tune in the tune's own key,
// so that "def" copied from a tune in D is found there; if it is, the phrase as it sounds
// in D is found in every other key as well.
package find
