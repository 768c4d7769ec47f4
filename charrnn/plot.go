package charrnn

import (
	"bytes"
	"fmt"
	"image/color"
	"math"
	"path/filepath"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Size of a plot: that of a picture in a text column.
const (
	plotWidth  = 16 * vg.Centimeter
	plotHeight = 9 * vg.Centimeter
)

// Plot draws the losses of a log, in bits per symbol, over its epochs to a file
// whose ending says the format: svg, png, pdf, jpg, tiff or eps.
func Plot(rows []*LogRow, name string) error {
	if len(rows) == 0 {
		return fmt.Errorf("plot: the log has no rows: train first")
	}
	format := strings.TrimPrefix(strings.ToLower(filepath.Ext(name)), ".")
	if !strings.Contains(" svg png pdf jpg jpeg tif tiff eps ", " "+format+" ") {
		return fmt.Errorf("%w: plot %s: let the name end in .svg, .png or .pdf", ErrOption, name)
	}
	p := plot.New()
	p.X.Label.Text, p.Y.Label.Text = "epoch", "bits per character"
	p.Legend.Top = true
	p.Add(plotter.NewGrid())
	train, held := curve(rows)
	for _, c := range []struct {
		name   string
		points plotter.XYs
		color  color.Color
	}{
		{"training", train, color.RGBA{0x1f, 0x6f, 0xb4, 0xff}},
		{"held out", held, color.RGBA{0xd4, 0x5b, 0x12, 0xff}},
	} {
		if len(c.points) == 0 {
			continue
		}
		line, dots, err := plotter.NewLinePoints(c.points)
		if err != nil {
			return fmt.Errorf("plot: %w", err)
		}
		line.Color, line.Width = c.color, vg.Points(1.5)
		dots.Color, dots.Shape, dots.Radius = c.color, draw.CircleGlyph{}, vg.Points(1.2)
		p.Add(line, dots)
		p.Legend.Add(c.name, line)
	}
	p.Y.Min = 0
	picture, err := p.WriterTo(plotWidth, plotHeight, format)
	if err != nil {
		return fmt.Errorf("plot: %w", err)
	}
	var buffer bytes.Buffer
	if _, err := picture.WriteTo(&buffer); err != nil {
		return fmt.Errorf("plot: %w", err)
	}
	return writeFile(name, buffer.Bytes())
}

// curve gives both losses as points in bits. What is no number is left out.
func curve(rows []*LogRow) (train, held plotter.XYs) {
	add := func(to *plotter.XYs, epoch int, loss figure) {
		if l := float64(loss); !math.IsNaN(l) && !math.IsInf(l, 0) {
			*to = append(*to, plotter.XY{X: float64(epoch), Y: l / math.Ln2})
		}
	}
	for _, r := range rows {
		add(&train, r.Epoch, r.Loss)
		if r.ValidationLoss != nil {
			add(&held, r.Epoch, *r.ValidationLoss)
		}
	}
	return train, held
}
