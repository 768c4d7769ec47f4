package roll

import (
	"image/color"

	"charabanc/abcmidi/score"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// page is the picture of a score: where everything is. Lengths are in points, upward
// from the lower left corner.
type page struct {
	*ruler
	ladder
	score  *score.Score
	colors []color.RGBA // of voices
	title  string
	pdf    bool
	width  vg.Length
	scale  vg.Length // of a unit of the ruler
}

// Sizes of the page, in points.
const (
	sideMargin = 14
	gutter     = 20 // at the left of rows, for the names of keys
	topMargin  = 12
	heading    = 40 // title, length and legend
	rowGap     = 17 // above a row, for its numbers
	lowMargin  = 12

	titleSize, wordSize, numberSize = 15, 8.5, 7

	numberRoom, barRoom, beatRoom = 16, 3, 5 // least distances
)

// newPage lays out the picture of a score.
func newPage(s *score.Score, o Options) *page {
	end := s.Length
	for _, v := range s.Voices {
		for i := range v.Events {
			if last := v.Events[i].Onset.Add(v.Events[i].Duration); end.Less(last) {
				end = last
			}
		}
	}
	p := &page{
		ruler: newRuler(s, o, end), ladder: newLadder(s), score: s, colors: voiceColors(s.Voices),
		width: vg.Length(o.Width) * vg.Centimeter,
	}
	p.scale = (p.width - 2*sideMargin - gutter) / vg.Length(p.span)
	p.title, p.pdf = o.Title, o.Format == "pdf"
	return p
}

// height returns the height of the page.
func (p *page) height() vg.Length {
	return topMargin + heading + vg.Length(len(p.rows))*(p.ladder.height()+rowGap) + lowMargin
}

// bottomOf returns where a row begins.
func (p *page) bottomOf(i int) vg.Length {
	return p.height() - topMargin - heading - vg.Length(i+1)*(p.ladder.height()+rowGap)
}

// x returns where a time is in a row.
func (p *page) x(r *row, at float64) vg.Length {
	return sideMargin + gutter + vg.Length(at-r.from+r.indent)*p.scale
}

// draw draws the page from back to front.
func (p *page) draw(c vg.CanvasSizer) {
	d := draw.New(c)
	fill(d, paper, vg.Point{}, vg.Point{X: p.width, Y: p.height()})
	p.head(d)
	for i := range p.rows {
		p.keys(d, i)
		p.lines(d, i)
	}
	p.notes(d)
}

// fill fills a rectangle.
func fill(d draw.Canvas, c color.Color, low, high vg.Point) {
	d.SetColor(c)
	d.Fill(vg.Rectangle{Min: low, Max: high}.Path())
}
