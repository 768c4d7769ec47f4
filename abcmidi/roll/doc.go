// Package roll draws the piano roll of a tune: a score comes in, a picture goes out, as
// SVG, PNG or PDF.
//
// Time goes from left to right and pitch upward, in rows of equal scale, as many bars in
// each as the width of the picture has room for. A tune in free meter has rows of
// seconds.
//
//	                         Title                          melody  chords  bass
//	                         32 bars, 1:04
//	     1         2         3         4
//	C5   |---------|---------|---------|---------|
//	     |  ==  == | ====    |         |         |    a rectangle for each note
//	C4   |---------|---------|---------|---------|
//	     5         6         7         8
//	C5   |---------|---------|---------|---------|
//
// The files:
//
//	roll.go      Options, Draw
//	bars.go      the bars of a score
//	ruler.go     rows, and where in them a time is
//	keys.go      where in a row a key is
//	page.go      sizes, and the parts of the picture from back to front
//	heading.go   title and legend
//	grid.go      the background of a row
//	text.go      words and numbers
//	note.go      the rectangles
//	color.go     the color of a note, by its voice and its velocity
//	canvas.go    the formats
//
// A long tune has more bars in a row, not more rows than maxRows, and lines and
// numbers are left out where there is no room for them.
package roll
