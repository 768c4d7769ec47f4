package trainlog

import (
	"bytes"
	"fmt"
	"image/color"
	"io"
	"math"
	"slices"
	"strings"

	"charabanc/charrnn/internal/option"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Named is a log to plot.
type Named struct {
	Name string // in the legend; may be empty if there is one log
	Rows []*Row
}

// PlotOptions are the options of [Plot]. Zero fields take their defaults.
type PlotOptions struct {
	Format        string  // svg, png, pdf, jpg, tiff or eps; default svg
	Accuracy      bool    // plot accuracies, not losses
	Width, Height float64 // in centimeters; default 24 x 13.5, for a slide
}

// plotFormats are the formats that gonum/plot writes.
var plotFormats = []string{"svg", "png", "pdf", "jpg", "jpeg", "tif", "tiff", "eps"}

// Plot draws the losses of logs over their epochs, in bits per symbol, or their
// accuracies, and marks the best epoch of each. Errors about the options wrap
// [option.ErrRange].
func Plot(w io.Writer, logs []Named, o PlotOptions) error {
	p, err := chart(logs, o.Accuracy)
	if err != nil {
		return err
	}
	return Draw(w, p, o)
}

// Draw writes a plot as a picture.
func Draw(w io.Writer, p *plot.Plot, o PlotOptions) error {
	if o.Format == "" {
		o.Format = "svg"
	}
	if !slices.Contains(plotFormats, o.Format) {
		return fmt.Errorf("format %q: %w: choose svg, png or pdf", o.Format, option.ErrRange)
	}
	if o.Width == 0 {
		o.Width = 24
	}
	if o.Height == 0 {
		o.Height = 13.5
	}
	if !(o.Width >= 4 && o.Width <= 200 && o.Height >= 4 && o.Height <= 200) {
		return fmt.Errorf("size %v x %v: %w: choose 4 to 200 centimeters", o.Width, o.Height, option.ErrRange)
	}
	picture, err := p.WriterTo(vg.Length(o.Width)*vg.Centimeter, vg.Length(o.Height)*vg.Centimeter, o.Format)
	if err != nil {
		return err
	}
	var buffer bytes.Buffer
	if _, err := picture.WriteTo(&buffer); err != nil {
		return err
	}
	_, err = w.Write(buffer.Bytes())
	return err
}

// The sizes of text and lines in points, large enough for a projector.
const (
	fontSize  = 16
	LineWidth = 2.5
	markSize  = 6
)

// NewPlot returns an empty plot with a grid and large text. The legend is where curves that
// rise or fall leave room.
func NewPlot(x, y string, rise bool) *plot.Plot {
	p := plot.New()
	p.X.Label.Text, p.Y.Label.Text = x, y
	p.Legend.Top = !rise
	for _, style := range []*vg.Length{&p.X.Label.TextStyle.Font.Size, &p.Y.Label.TextStyle.Font.Size,
		&p.X.Tick.Label.Font.Size, &p.Y.Tick.Label.Font.Size, &p.Legend.TextStyle.Font.Size} {
		*style = vg.Points(fontSize)
	}
	p.Legend.Padding, p.Legend.XOffs, p.Legend.YOffs = vg.Points(4), vg.Points(-8), vg.Points(-8)
	if rise {
		p.Legend.YOffs = vg.Points(8)
	}
	p.Add(plotter.NewGrid())
	return p
}

// chart returns the plot of the curves of logs.
func chart(logs []Named, accuracy bool) (*plot.Plot, error) {
	y, value, best := "bits per symbol", loss, func(a, b float64) bool { return a < b }
	if accuracy {
		y, value, best = "accuracy", share, func(a, b float64) bool { return a > b }
	}
	p := NewPlot("epoch", y, accuracy)
	for i, log := range logs {
		if err := addLog(p, log, i, value, best); err != nil {
			return nil, err
		}
	}
	p.Y.Min = 0
	return p, nil
}

// colors are those of the training and the held-out curve of each log, in turn.
var colors = [][2]color.RGBA{
	{{0x1f, 0x6f, 0xb4, 0xff}, {0xd4, 0x5b, 0x12, 0xff}},
	{{0x2a, 0x8a, 0x3a, 0xff}, {0xb0, 0x23, 0x6b, 0xff}},
	{{0x5a, 0x4f, 0xb0, 0xff}, {0x9a, 0x7a, 0x00, 0xff}},
	{{0x00, 0x80, 0x8a, 0xff}, {0x8a, 0x4a, 0x2a, 0xff}},
}

// Color returns the color of curve n of several of one kind.
func Color(n int) color.Color { return colors[n%len(colors)][n/len(colors)%2] }

// addLog adds the curves of one log and a mark at its best epoch: that of the held-out
// curve if there is one.
func addLog(p *plot.Plot, log Named, n int, value func(*Row) (float64, *float64), better func(a, b float64) bool) error {
	train, held := curves(log.Rows, value)
	prefix := ""
	if log.Name != "" {
		prefix = log.Name + ": "
	}
	color := colors[n%len(colors)]
	for i, points := range []plotter.XYs{train, held} {
		if len(points) == 0 {
			continue
		}
		line, err := plotter.NewLine(points)
		if err != nil {
			return err
		}
		line.Color, line.Width = color[i], vg.Points(LineWidth)
		if n >= len(colors) {
			line.Dashes = []vg.Length{vg.Points(6), vg.Points(3)}
		}
		p.Add(line)
		p.Legend.Add(prefix+[...]string{"training", "held out"}[i], line)
	}
	marked := held
	if len(held) == 0 {
		marked = train
	}
	if len(marked) == 0 {
		return nil
	}
	best := marked[0]
	for _, point := range marked {
		if better(point.Y, best.Y) {
			best = point
		}
	}
	return Mark(p, best, color[1], fmt.Sprintf("%sbest: epoch %.0f, %.3f", prefix, best.X, best.Y))
}

// Mark puts a ring around a point, and a text into the legend.
func Mark(p *plot.Plot, at plotter.XY, color color.Color, text string) error {
	mark, err := plotter.NewScatter(plotter.XYs{at})
	if err != nil {
		return err
	}
	mark.Shape, mark.Radius, mark.Color = draw.RingGlyph{}, vg.Points(markSize), color
	p.Add(mark)
	p.Legend.Add(text, mark)
	return nil
}

// loss returns the losses of a row in bits; held is nil without held-out tunes.
func loss(r *Row) (train float64, held *float64) {
	train = r.Loss / math.Ln2
	if r.ValidationLoss != nil {
		bits := *r.ValidationLoss / math.Ln2
		held = &bits
	}
	return train, held
}

// share returns the accuracies of a row.
func share(r *Row) (train float64, held *float64) { return r.Accuracy, r.ValidationAccuracy }

// curves returns both values of each row as points. Values that are not finite are left
// out.
func curves(rows []*Row, value func(*Row) (float64, *float64)) (train, held plotter.XYs) {
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

// Format returns the format that the extension of a file name stands for, "" for
// none.
func Format(name string) string {
	i := strings.LastIndexByte(name, '.')
	if f := strings.ToLower(name[i+1:]); i >= 0 && slices.Contains(plotFormats, f) {
		return f
	}
	return ""
}
