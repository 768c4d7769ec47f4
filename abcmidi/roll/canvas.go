package roll

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"regexp"
	"sync"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgpdf"
	"gonum.org/v1/plot/vg/vgsvg"
)

// canvas is a picture that is being drawn.
type canvas struct {
	vg.CanvasWriterTo
	finish func(picture []byte) []byte // makes the same picture the same bytes
}

// newCanvas returns an empty picture.
func newCanvas(format string, width, height vg.Length) (*canvas, error) {
	asIs := func(picture []byte) []byte { return picture }
	switch format {
	case "svg":
		return &canvas{vgsvg.New(width, height), addFonts}, nil
	case "png":
		return &canvas{vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(resolution(width, height)))}, asIs}, nil
	case "pdf":
		return &canvas{vgpdf.New(width, height), undate}, nil
	}
	return nil, fmt.Errorf("format %q: %w: choose svg, png or pdf", format, ErrOption)
}

// write writes the picture.
func (c *canvas) write(w io.Writer) error {
	var picture bytes.Buffer
	if _, err := c.WriteTo(&picture); err != nil {
		return err
	}
	_, err := w.Write(c.finish(picture.Bytes()))
	return err
}

// The resolution of PNG, in dots per inch, and the dots from which it is lower.
const (
	finest  = 144
	maxDots = 24 << 20
)

// resolution returns the resolution of a PNG picture.
func resolution(width, height vg.Length) int {
	area := float64(width/vg.Inch) * float64(height/vg.Inch)
	return int(min(finest, math.Sqrt(maxDots/area)))
}

// addFonts names fonts of the same measures where Liberation is not installed.
func addFonts(svg []byte) []byte {
	return bytes.ReplaceAll(svg, []byte("font-family:Liberation Sans;"), []byte("font-family:Liberation Sans,Arial,Helvetica,sans-serif;"))
}

var pdfDate = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\(D:\d{14}\)`) })

// undate replaces the time of day in a PDF file by a fixed one of the same length.
func undate(pdf []byte) []byte { return pdfDate().ReplaceAll(pdf, []byte("(D:20000101000000)")) }
