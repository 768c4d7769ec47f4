// Package recall remembers a tune while it is written, character by character, and
// proposes how it may go on: as it went before. The characters come in; proposals of the
// next one, each with the features that say how good it is, go out. A [Recall] knows bars
// and sections, and nothing of networks: whoever uses it learns a weight for each feature,
// and adds the weights of a proposal to the logit of its character.
//
//	recall.go     Recall: characters in, proposals out, and back to any earlier place
//	lines.go      which characters are music: headers, fields, comments, line ends
//	bars.go       music, as bars and sections
//	run.go        bar lines, and what they say of the next bar
//	length.go     how full a bar is
//	align.go      the current bar beside an earlier one: same notes, moved, or same rhythm
//	form.go       Form: sections, their lengths and ends, and which bars are the same
//	plan.go       the form that a tune is to have, and what differs from it
//	closing.go    whether a tune closes on its tonic, and how it could
//	propose.go    what an earlier bar, the length of a section, and the form propose
//	never.go      what cannot come next, by the form and the length of the bar
//	feature.go    the features, as a table
//	outline.go    Outline: the bars and sections of a whole tune
//
// # Alignment
//
// The current bar is compared with a few earlier ones, its sources: those 1 to 16 bars
// before it in its section, that of the same number in the two sections before, in a
// second ending that of the first, and the one that the form has as the same. The
// comparison is by tokens: a note with its octave marks, or any other character. Chord
// symbols are kept apart, since people vary them.
//
//	source   d 2 A F A 2 |        relation   same notes
//	current  d 2 A F              proposes   A
//
//	source   d 2 c B c 2 |        relation   moved by one step, known from the first note
//	current  e 2 d c              proposes   d
//
//	source   d 2 A F A 2 |        relation   same rhythm, from the first other note on
//	current  d 2 B G              proposes   nothing for the note, then 2
//
// A comparison ends at the first token that differs in rhythm, and begins again with the
// next bar. How a bar compared with its source is a feature of the next one: a bar that
// came again is usually followed by another.
//
// # Forms
//
// A tune may have a form that is known before its music: that of a tune of people, drawn
// for a new one, or, when weights are fitted, its own. A form has a letter for each bar,
// the same for bars with the same notes, and signs for pickups, endings and repeats:
//
//	6/8 'ABCDABEF: 'GHCDABEF: tonic
//
// Proposals then have features of the form, too: whether it has the current bar as the
// same as the source, which bar line comes next, how many sections are left, whether the
// section has a pickup, and where the tonic should be. Without a form these features do
// not occur.
//
// Where the tune leaves its form, Fault says what should be there instead. Strict rules out
// some faults before they are made: a bar line where the bar may not end, a length that is
// too long for the bar.
//
// # Places
//
// Everything that is stored only grows, and the rest is a small struct, of which there is
// a copy for each character. So going back to any character is cutting a few lists.
//
// Package layout reads music to play it, and needs the whole tune. This package must know
// after each character, in a fraction of a microsecond, and may be wrong about rare
// notation: the weights are learned with its mistakes.
package recall
