// Package check takes a parsed tune and returns a report of what a musician would
// want to know about it: bars that do not fit the meter, repeats and endings without
// their other half, voices that do not agree, notes out of range, syllables without a
// note, parts that are missing or never played, and the errors of the parser.
//
//	check.go    Source, Tune, Unfinished; Report and Finding; lyrics, parts
//	rule.go     the table of rules
//	header.go   fields; Files: the numbers of a file's tunes
//	text.go     slurs and decorations, as written
//	repeat.go   repeats and variant endings, as written
//	range.go    notes outside the range of the voice
//	bar.go      the length of each bar, as written
//	pickup.go   short bars, in the order of playing
//	tie.go      ties, in the order of playing
//	overlay.go  overlays beside their bars, and voices beside each other
//
// Repeats are looked for in each voice before the voices share their signs, so that one
// mistake is reported once. Bars are measured after that: a voice without repeats of its
// own is played with those of the others.
//
// # Rules
//
// Each finding has a rule. A tune with a fault is not valid; a hint is of something that
// the standard allows or a program passes over, and that is probably not meant.
//
//	syntax         fault  text that is not ABC
//	header         fault  X:, T: or K: is missing, or text is among the fields
//	field          fault  the value of a field cannot be read
//	unknown-field  hint   a field whose letter the standard does not have
//	directive      hint   a %%MIDI directive that is unknown, not obeyed, or has wrong arguments
//	number         hint   X: is not a number, or another tune of the file has it
//	meter          hint   no M:, so that the meter is free and no bar is wrong
//	empty-line     fault  an empty line with music or text after it, which is lost
//	html           fault  a tag of HTML
//	quote          fault  a quotation mark, a ! or a [K: that is not closed
//	character      fault  a curly quote, a no-break space or the like in place of another character
//	chord          fault  a chord that is empty, not closed, or holds what a chord cannot
//	chord-symbol   hint   a chord symbol that is not known, for which nothing is played
//	grace          fault  grace notes that are none, not closed, or hold what they cannot
//	tuplet         fault  a tuplet with too few notes, or of a size that is not possible
//	broken         fault  > or < without a note before or after it in the bar
//	length         fault  a length that is not possible, or does not touch its note
//	tie            hint   a tie to nothing, or to another pitch
//	slur           hint   a slur that is not closed, not opened, or empty
//	decoration     hint   a letter or !name! that stands for no decoration, or an !8va(! without its !8va)!
//	bar            fault  a bar whose length is not that of the meter
//	overlay        fault  an overlay (&) that is longer or shorter than its bars, or a (& without its &)
//	empty-overlay  fault  an overlay (&) without music, or with none before it in the bar
//	voices         fault  voices whose bars do not agree in number or length
//	score          hint   a voice that no %%score or %%staves names, which is not played
//	repeat         fault  a repeat without its other half
//	ending         fault  an ending out of order, or without the others of its repeat
//	jump           hint   a D.C., D.S. or da coda that leads to a sign the tune lacks
//	parts          fault  a part of the order that is not in the tune, or the reverse
//	range          fault  a note outside the range of the voice's instrument
//	lyrics         fault  syllables without a note
//	empty          fault  no notes
//
// One mistake gives one finding. A bar in which there is a fault that may have changed its
// length, such as a chord that is not closed, counts among the bad bars and is not
// reported again; nor is an overlay in a bar that is reported, or a voice whose bar is.
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
// Z4, may last for several bars. Where two bars of different lengths, or several that are
// too short together, do not make a whole one, one of them is wrong and there is one
// finding; otherwise each of them is wrong, as where M:9/8 stands over bars of 6/8.
//
// # Other decisions
//
//   - The range is that of the instruments that tunes are played on, G2 to E7. The clef
//     (bass, tenor, baritone, perc), the program, and words such as "cello" in the name or
//     ID of a voice widen it, and octave= and transpose= move its end outwards. Percussion has any key.
//   - Voices are compared bar by bar, a rest Z4 as four bars, and the last bar left out.
//     The voice with the most bars is right.
//   - An overlay is to last as long as the bars it goes back. A & right after a bar line
//     plays over the bar before (package layout), and is a fault.
//   - Slurs and ties that do not fit are hints, since people write A-B for (AB). A tie is
//     right if one way through the repeats and endings leads to a note of its pitch. A slur
//     that begins before |1 may end in each ending.
//   - A field Y: that is an order of parts, E: and J: are hints, as are unknown letters.
//   - A missing M: is a hint: the meter is free. A missing T: is a fault (section 2.2.1).
package check
