package roll

import (
	"fmt"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// keys draws the background of a row: the black keys of the piano, and a line with a name
// at the C of each octave.
func (p *page) keys(d draw.Canvas, i int) {
	r, bottom := &p.rows[i], p.bottomOf(i)
	left, right := p.x(r, r.from), p.x(r, r.to)
	var black vg.Path
	for key := p.low; key <= p.high; key++ {
		if y := bottom + p.bottom(key); isBlack(key) {
			black = append(black, vg.Rectangle{Min: vg.Point{X: left, Y: y}, Max: vg.Point{X: right, Y: y + p.step}}.Path()...)
		}
	}
	d.SetColor(blackKey)
	d.Fill(black)
	name := style(numberSize, grayInk, draw.XRight, draw.YCenter)
	for key := p.low; key <= p.high; key++ {
		if key%12 != 0 {
			continue
		}
		y := bottom + p.bottom(key)
		d.StrokeLine2(draw.LineStyle{Color: octave, Width: 0.5}, left, y, right, y)
		p.text(d, name, vg.Point{X: left - 4, Y: y + p.step/2}, fmt.Sprintf("C%d", key/12-1))
	}
	if lane := p.lane(); lane > 0 {
		p.text(d, name, vg.Point{X: left - 4, Y: bottom + (lane-drumGap)/2}, "drums")
	}
}

// lines draws the lines of bars and beats, or of seconds, and their numbers.
func (p *page) lines(d draw.Canvas, i int) {
	r, bottom := &p.rows[i], p.bottomOf(i)
	top := bottom + p.ladder.height()
	beats := draw.LineStyle{Color: beatLine, Width: 0.4}
	bars := draw.LineStyle{Color: barLine, Width: 0.6}
	vertical := func(s draw.LineStyle, at float64) { d.StrokeLine2(s, p.x(r, at), bottom, p.x(r, at), top) }
	numbers := style(numberSize, grayInk, draw.XLeft, draw.YBottom)
	each, distance := r.distances()
	every := func(room vg.Length) (n int) {
		for n = 1; vg.Length(n)*vg.Length(each)*p.scale < room && n < 1<<20; n *= 2 {
		}
		return n
	}
	thin, numbered := every(barRoom), every(numberRoom)
	for _, l := range r.lines {
		switch {
		case l.label == "":
			if vg.Length(distance)*p.scale >= beatRoom {
				vertical(beats, l.at)
			}
		case l.rank%thin == 0:
			vertical(bars, l.at)
			if l.rank%numbered == 0 {
				p.text(d, numbers, vg.Point{X: p.x(r, l.at), Y: top + 2}, l.label)
			}
		}
	}
	vertical(bars, r.from)
	vertical(bars, r.to)
}

// distances returns how far lines with labels, and all lines, are from one another on
// average.
func (r *row) distances() (labels, all float64) {
	count := 0
	for _, l := range r.lines {
		if l.label != "" {
			count++
		}
	}
	return (r.to - r.from) / float64(max(count, 1)), (r.to - r.from) / float64(max(len(r.lines), 1))
}
