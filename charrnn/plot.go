package charrnn

import (
	"bytes"
	"charabanc/data"
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

// The size of a plot.
const (
	plotWidth  = 16 * vg.Centimeter
	plotHeight = 9 * vg.Centimeter
)

// Plot draws the losses of a log over its epochs, in bits per symbol, or with accuracy
// its accuracies. The extension of the file name is the format: svg, png, pdf, jpg, tiff
// or eps; for another one the error wraps [ErrOption].
func Plot(rows []*LogRow, name string, accuracy bool) error {
	if len(rows) == 0 {
		return fmt.Errorf("plot: the log has no rows: train first")
	}
	format := strings.TrimPrefix(strings.ToLower(filepath.Ext(name)), ".")
	if !strings.Contains(" svg png pdf jpg jpeg tif tiff eps ", " "+format+" ") {
		return fmt.Errorf("plot %s: format %w: choose a name that ends in .svg, .png or .pdf", name, ErrOption)
	}
	p, err := chart(rows, accuracy)
	if err != nil {
		return fmt.Errorf("plot: %w", err)
	}
	picture, err := p.WriterTo(plotWidth, plotHeight, format)
	if err != nil {
		return fmt.Errorf("plot: %w", err)
	}
	var buffer bytes.Buffer
	if _, err := picture.WriteTo(&buffer); err != nil {
		return fmt.Errorf("plot: %w", err)
	}
	return data.WriteFile(name, buffer.Bytes())
}

// chart returns the plot of both curves of a log.
func chart(rows []*LogRow, accuracy bool) (*plot.Plot, error) {
	p := plot.New()
	p.X.Label.Text, p.Y.Label.Text = "epoch", "bits per character"
	p.Legend.Top = true
	train, held := curves(rows, loss)
	if accuracy {
		p.Y.Label.Text, p.Legend.Top = "accuracy", false
		train, held = curves(rows, share)
	}
	p.Add(plotter.NewGrid())
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
			return nil, err
		}
		line.Color, line.Width = c.color, vg.Points(1.5)
		dots.Color, dots.Shape, dots.Radius = c.color, draw.CircleGlyph{}, vg.Points(1.2)
		p.Add(line, dots)
		p.Legend.Add(c.name, line)
	}
	p.Y.Min = 0
	return p, nil
}

// loss returns the losses of a row in bits; held is nil without held-out tunes.
func loss(r *LogRow) (train float64, held *float64) {
	train = r.Loss / math.Ln2
	if r.ValidationLoss != nil {
		bits := *r.ValidationLoss / math.Ln2
		held = &bits
	}
	return train, held
}

// share returns the accuracies of a row.
func share(r *LogRow) (train float64, held *float64) { return r.Accuracy, r.ValidationAccuracy }

// curves returns both values of each row as points. Values that are not finite are left
// out.
func curves(rows []*LogRow, value func(*LogRow) (float64, *float64)) (train, held plotter.XYs) {
	add := func(to *plotter.XYs, epoch int, y float64) {
		if !math.IsNaN(y) && !math.IsInf(y, 0) {
			*to = append(*to, plotter.XY{X: float64(epoch), Y: y})
		}
	}
	for _, r := range rows {
		t, h := value(r)
		add(&train, r.Epoch, t)
		if h != nil {
			add(&held, r.Epoch, *h)
		}
	}
	return train, held
}
