package sweep

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"

	"charabanc/charrnn/trainlog"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// errNothing says that there is nothing to draw.
var errNothing = errors.New("no run has a result yet")

// Plot draws the lowest held-out losses of the runs, or their accuracies, in a picture. If
// a column of numbers varies, it is the axis: runs that are equal in all other columns, but
// for the random seed, are points of a line through their means. Otherwise, and where there
// would be more than a few lines, each run is a bar.
func (t *Table) Plot(w io.Writer, o trainlog.PlotOptions) error {
	runs := t.done()
	c := chart{table: t, runs: runs, y: func(r run) float64 { return r.bits }, label: what(runs)}
	if o.Accuracy {
		c.y, c.label, c.rise = func(r run) float64 { return r.accuracy }, "accuracy, held out", true
		c.runs = slices.DeleteFunc(runs, func(r run) bool { return math.IsNaN(r.accuracy) })
	}
	if len(c.runs) == 0 {
		return errNothing
	}
	p, err := c.bars()
	if c.axis(); c.lines != nil {
		p, err = c.points()
	}
	if err != nil {
		return err
	}
	return trainlog.Draw(w, p, o)
}

// chart is a picture that is being drawn.
type chart struct {
	table *Table
	runs  []run
	y     func(run) float64
	label string // of y
	rise  bool   // more is better

	x     int      // column of the axis
	lines []string // names of lines, in the order of the grid; nil: there is no axis
}

// maxLines is how many lines there are at most.
const maxLines = 8

// axis chooses the column of the axis, the one with the most numbers, and the lines.
func (c *chart) axis() {
	t := c.table
	columns := slices.DeleteFunc(slices.Clone(t.varying), func(i int) bool { return t.columns[i] == "random-seed" && len(t.varying) > 1 })
	most := 1
	for _, i := range columns {
		if n := c.distinct(i); n > most && t.numeric(i) {
			c.x, most = i, n
		}
	}
	if most == 1 {
		return
	}
	others := slices.DeleteFunc(columns, func(i int) bool { return i == c.x })
	var lines []string
	for _, r := range c.runs {
		if name := c.line(r, others); !slices.Contains(lines, name) {
			lines = append(lines, name)
		}
	}
	if len(lines) <= maxLines && (len(lines) < len(c.runs) || len(lines) == 1) {
		c.lines = lines
	}
}

// line returns the name of the line that a run is on.
func (c *chart) line(r run, others []int) string {
	if len(others) == 0 {
		return ""
	}
	return c.table.values(r, others)
}

// distinct returns how many values a column has.
func (c *chart) distinct(column int) int {
	values := map[float64]bool{}
	for _, r := range c.runs {
		values[r.value(column)] = true
	}
	return len(values)
}

// best returns the best run.
func (c *chart) best() run {
	return slices.MinFunc(c.runs, func(a, b run) int {
		if c.rise {
			a, b = b, a
		}
		return cmp.Compare(c.y(a), c.y(b))
	})
}

// points draws runs along an axis.
func (c *chart) points() (*plot.Plot, error) {
	p := trainlog.NewPlot(c.table.columns[c.x], c.label, c.rise)
	low, high := math.Inf(1), math.Inf(-1)
	for _, r := range c.runs {
		low, high = min(low, r.value(c.x)), max(high, r.value(c.x))
	}
	const decades = 100
	if low > 0 && high/low > decades {
		p.X.Scale, p.X.Tick.Marker = plot.LogScale{}, plot.LogTicks{Prec: -1}
	}
	others := slices.DeleteFunc(slices.Clone(c.table.varying), func(i int) bool { return i == c.x || c.table.columns[i] == "random-seed" })
	for i, name := range c.lines {
		var all plotter.XYs
		for _, r := range c.runs {
			if c.line(r, others) == name {
				all = append(all, plotter.XY{X: r.value(c.x), Y: c.y(r)})
			}
		}
		if err := c.addLine(p, name, i, all); err != nil {
			return nil, err
		}
	}
	c.scaleY(p)
	best := c.best()
	text := fmt.Sprintf("best: %s, %.3f", c.table.label(best), c.y(best))
	return p, trainlog.Mark(p, plotter.XY{X: best.value(c.x), Y: c.y(best)}, trainlog.Color(4), text)
}

// scaleY leaves room for the legend above the points, or below them, where that is.
func (c *chart) scaleY(p *plot.Plot) {
	const line = 0.06 // of the height
	legend := line * float64(len(c.lines)+1)
	room := (p.Y.Max - p.Y.Min) * legend / (1 - legend)
	if c.rise {
		p.Y.Min -= room
	} else {
		p.Y.Max += room
	}
	p.Y.Tick.Marker = ticks{}
}

// ticks are the ticks of an axis that does not begin with 0, with as many digits as they
// have: the usual ones are rounded.
type ticks struct{}

// Ticks is called by gonum.
func (ticks) Ticks(low, high float64) []plot.Tick {
	list := plot.DefaultTicks{}.Ticks(low, high)
	for i, t := range list {
		if !t.IsMinor() {
			list[i].Label = strconv.FormatFloat(t.Value, 'g', 4, 64)
		}
	}
	return list
}

// addLine adds the points of runs and a line through the means of those that have the same
// place on the axis.
func (c *chart) addLine(p *plot.Plot, name string, n int, points plotter.XYs) error {
	scatter, err := plotter.NewScatter(points)
	if err != nil {
		return err
	}
	scatter.Shape, scatter.Radius, scatter.Color = draw.CircleGlyph{}, vg.Points(2*trainlog.LineWidth), trainlog.Color(n)
	line, err := plotter.NewLine(means(points))
	if err != nil {
		return err
	}
	line.Color, line.Width = trainlog.Color(n), vg.Points(trainlog.LineWidth)
	p.Add(line, scatter)
	if name != "" {
		p.Legend.Add(name, line, scatter)
	}
	return nil
}

// means returns the means of points with the same X, in the order of X.
func means(points plotter.XYs) (list plotter.XYs) {
	points = slices.Clone(points)
	slices.SortStableFunc(points, func(a, b plotter.XY) int { return cmp.Compare(a.X, b.X) })
	for len(points) > 0 {
		n, sum := 0, 0.0
		for n < len(points) && points[n].X == points[0].X {
			sum += points[n].Y
			n++
		}
		list = append(list, plotter.XY{X: points[0].X, Y: sum / float64(n)})
		points = points[n:]
	}
	return list
}

// What a picture has room for.
const (
	maxBars  = 30
	maxLabel = 50 // characters
)

// bars draws a bar for each run, the best at the top.
func (c *chart) bars() (*plot.Plot, error) {
	runs := slices.DeleteFunc(c.table.sorted(), func(r run) bool { return !r.done || math.IsNaN(c.y(r)) })
	label := c.label
	if len(runs) > maxBars {
		slices.SortStableFunc(runs, func(a, b run) int { return cmp.Compare(c.y(a), c.y(b)) })
		if c.rise {
			slices.Reverse(runs)
		}
		label = fmt.Sprintf("%s: the best %d of %d runs", label, maxBars, len(runs))
		runs = runs[:maxBars]
	}
	slices.Reverse(runs) // bars are drawn from below
	var values plotter.Values
	var names []string
	for _, r := range runs {
		values, names = append(values, c.y(r)), append(names, fmt.Sprintf("%s  %.3f", cut(c.table.label(r), maxLabel), c.y(r)))
	}
	p := trainlog.NewPlot(label, "", c.rise)
	chart, err := plotter.NewBarChart(values, vg.Points(min(40, 300/float64(len(runs)))))
	if err != nil {
		return nil, err
	}
	chart.Horizontal, chart.Color, chart.LineStyle.Width = true, trainlog.Color(0), 0
	p.Add(chart)
	p.NominalY(names...)
	if p.Y.Tick.Label.Font.Size = vg.Points(16); len(runs) > 12 {
		p.Y.Tick.Label.Font.Size = vg.Points(10)
	}
	p.X.Min, p.X.Max = 0, p.X.Max*1.02
	p.Y.Min, p.Y.Max = -0.7, float64(len(runs))-0.3
	return p, nil
}
