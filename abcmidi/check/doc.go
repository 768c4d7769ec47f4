// Package check takes a parsed tune and returns a report of what a musician would
// want to know about it: bars that do not fit the meter, repeats and endings without
// their other half, notes out of range, syllables without a note, parts that are
// missing or never played, a missing title or meter, and the errors of the parser.
//
//	check.go   Source, Tune, Unfinished; Report and Finding; header, range, parts
//	repeat.go  repeats and variant endings, as written
//	bar.go     the length of each bar, as written
//	pickup.go  short bars, in the order of playing
//
// Repeats are looked for in each voice before the voices share their signs, so that one
// mistake is reported once. Bars are measured after that: a voice without repeats of its
// own is played with those of the others.
//
// # Short bars
//
// The standard does not say which bars may be short. Here those are right that make a
// whole bar with the short bars next to them in the order of playing, as a pickup and
// the end of its section do:
//
//	|:d|GABc dedB|dedB G3:|
//
// Such bars are looked for at the edges of sections only: repeat signs, double bars,
// endings, parts, directions such as D.C., and the ends of lines of music. Besides, a
// tune may begin with up to three quarters of a bar and end on half a bar or more. A part
// begins with a bar of its own. Bars in free meter have any length, and one rest, such as
// Z4, may last for several bars.
package check
