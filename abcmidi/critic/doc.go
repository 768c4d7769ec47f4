// Package critic is what a network that learns to write tunes asks of music: text
// in ABC notation comes in; verdicts, other forms of the text and figures come
// out. It knows nothing of networks.
//
//	while training      [Critic]   critic.go     Sound, Musical, Kind: what is worth learning
//	                               skeleton.go   Signature: the same tune in any key and layout
//	                               variants.go   Variants: the tune in other keys
//	while sampling      [Guide]    guide.go      keeps, takes back and adds text, symbol by symbol
//	                               follow.go     goes back where a tune leaves its form, and closes it
//	                               fields.go     the header fields that a user asks for
//	                               rhythm.go     the rhythms and their meters
//	               [Forms]         forms.go      forms of people's tunes, one for each new tune
//	                               asked.go      the form that a user asks for
//	               [Critic]        primer.go     Primer: the beginning of a tune to go on from
//	                               noteprimer.go NoteText: a MIDI file as a model's note text
//	                               tunebook.go   Tunebook: the header of a tune in a book
//	                               tidy.go       its music, as every ABC program reads it
//	                               replace.go    replacements in a text, for variants and tidy
//	afterwards          [Survey]   survey.go     counts what a collection is like
//	                               histogram.go  frequencies, means and quantiles
//	                               library.go    the longest run a tune shares with those learnt
//	                               recurrence.go what comes again within tunes, and their sections
//	                               report.go     NewComparison: the figures of two surveys
//	                               compare.go    Compare: both, of generated tunes and people's
//	         [Neighbours]          nearest.go    the tune of a corpus that shares the longest run
//
// A skeleton (skeleton.go) is what is left of a tune's body without what can
// be changed easily: fields on lines of their own, comments, chord symbols,
// annotations, blanks and line ends. Tunes are compared by it. A bare skeleton
// is that of the tune moved to the key without sharps and flats, without
// octaves and in lower case. Its hash is the tune's signature: tunes with the
// same signature differ in key, octave, layout or chord symbols alone.
//
// A tune is sound if package check finds nothing in it. A sound place in the
// text of an unfinished tune is the end of its header, or a bar line up to
// which check finds nothing; a Guide goes back to one if a bar is wrong.
//
// A form (package recall) says how long the sections of a tune are, how they end, which
// bars are the same, and whether it ends on the tonic. A Guide with forms draws one for
// each tune when its header is complete, among those of the same meter and number of
// parts. Its memory proposes characters by that form, and the Guide corrects what differs:
// bar lines, pickups, and bars that go on when they are full. Bars that end the tune are
// drawn again until they end on the tonic, at most twelve times.
//
// # Choices
//
//   - Variants are written into the text as it was typed: only pitches, chord
//     symbols and K: fields change. They stay in the keys folk musicians play
//     in and in the range of a fiddle in first position. A tune with macros
//     (m:) has no variants, because they are not moved.
//   - A rhythm such as jig brings its own meter unless another is asked for.
//   - A Guide goes back to the last sound bar line, after four failures one
//     bar further each time, after eight two. After twelve faults it begins the
//     tune again: a tune that needs more repairs has lost its way and tends to
//     go on and on.
package critic
