package roll

import (
	"errors"
	"fmt"
	"io"

	"charabanc/abcmidi/score"
)

// Options are the choices of [Draw]. Zero fields take their defaults.
type Options struct {
	Format string  // svg, png or pdf; default svg
	Width  float64 // in centimeters, from 8 to 60; default 24. The height follows from the tune.
	Title  string  // default: the title of the score
}

// ErrOption is wrapped by errors about options.
var ErrOption = errors.New("not possible")

// Limits of a picture.
const (
	minWidth, maxWidth = 8, 60 // cm
	maxNotes           = 60000
)

// Draw draws the piano roll of a score. The picture is the same, byte for byte, for
// the same score and options. A score of more than 60,000 notes is an error, and so are
// options out of range, whose error wraps [ErrOption].
func Draw(w io.Writer, s *score.Score, o Options) error {
	if o.Format == "" {
		o.Format = "svg"
	}
	if o.Width == 0 {
		o.Width = 24
	}
	if o.Title == "" {
		o.Title = s.Title
	}
	if !(o.Width >= minWidth && o.Width <= maxWidth) {
		return fmt.Errorf("width %v: %w: choose %d to %d centimeters", o.Width, ErrOption, minWidth, maxWidth)
	}
	notes := 0
	for _, v := range s.Voices {
		notes += len(v.Events)
	}
	if notes > maxNotes {
		return tooMany(notes)
	}
	p := newPage(s, o)
	if parts := p.parts(); parts > maxNotes {
		return tooMany(parts)
	}
	c, err := newCanvas(o.Format, p.width, p.height())
	if err != nil {
		return err
	}
	p.draw(c)
	return c.write(w)
}

// tooMany returns the error of too many rectangles.
func tooMany(notes int) error {
	return fmt.Errorf("piano roll: %d notes or parts of notes are more than a picture can show: choose a tune of at most %d", notes, maxNotes)
}
