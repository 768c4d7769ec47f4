package trainlog

import (
	"fmt"
	"io"
	"math"

	"github.com/guptarohit/asciigraph"
)

// The size of a curve in characters, without its axes.
const (
	curveWidth  = 64
	curveHeight = 12
)

// Curve draws the losses of a log over its epochs in characters, in bits per symbol, and
// names the best epoch. With color the lines have the colors of [Plot]. It draws nothing
// for a log of fewer than two rows, or without finite losses.
func Curve(w io.Writer, rows []*Row, color bool) error {
	if len(rows) < 2 {
		return nil
	}
	train, held := series(rows)
	lines, dots := asciigraph.DefaultCharSet, asciigraph.CreateCharSet("•")
	caption := "bits per symbol: training ─"
	var drawn [][]float64
	var sets []asciigraph.CharSet
	var colors []asciigraph.AnsiColor
	if finite(train) {
		drawn, sets, colors = append(drawn, train), append(sets, lines), append(colors, asciigraph.DodgerBlue)
	}
	if finite(held) {
		caption += ", held out •"
		drawn, sets, colors = append(drawn, held), append(sets, dots), append(colors, asciigraph.DarkOrange)
	}
	if len(drawn) == 0 {
		return nil
	}
	if r, bits := Best(rows); r != nil {
		caption += fmt.Sprintf("; best epoch: %d, with %.3f", r.Epoch, bits)
	}
	first, last := rows[0].Epoch, rows[len(rows)-1].Epoch
	options := []asciigraph.Option{
		asciigraph.Width(curveWidth), asciigraph.Height(curveHeight), asciigraph.Precision(2),
		asciigraph.SeriesChars(sets...),
		asciigraph.XAxisRange(float64(first), float64(last)), asciigraph.XAxisTickCount(min(5, last-first+1)),
		asciigraph.XAxisValueFormatter(func(epoch float64) string { return fmt.Sprintf("%.0f", epoch) }),
	}
	if color {
		options = append(options, asciigraph.SeriesColors(colors...))
	}
	_, err := fmt.Fprintf(w, "%s\n%s\n", asciigraph.PlotMany(drawn, options...), caption)
	return err
}

// Best returns the row with the lowest held-out loss, and that loss in bits per symbol;
// in a log without held-out tunes, the row with the lowest training loss. It is nil if no
// loss is finite.
func Best(rows []*Row) (best *Row, bits float64) {
	train, values := series(rows)
	if !finite(values) {
		values = train
	}
	for i, v := range values {
		if !math.IsNaN(v) && (best == nil || v < bits) {
			best, bits = rows[i], v
		}
	}
	return best, bits
}

// series returns the losses of each row in bits: NaN where there is none, or it is not
// finite.
func series(rows []*Row) (train, held []float64) {
	for _, r := range rows {
		t, h := loss(r)
		if h == nil {
			h = new(math.NaN())
		}
		train, held = append(train, number(t)), append(held, number(*h))
	}
	return train, held
}

// number returns x, or NaN if it is infinite.
func number(x float64) float64 {
	if math.IsInf(x, 0) {
		return math.NaN()
	}
	return x
}

// finite reports whether one of the values is a number.
func finite(values []float64) bool {
	for _, v := range values {
		if !math.IsNaN(v) {
			return true
		}
	}
	return false
}
