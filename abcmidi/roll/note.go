package roll

import (
	"math"

	"charabanc/abcmidi/score"
	"gonum.org/v1/plot/vg"
)

// order is the order in which the voices are drawn: melodies above the accompaniment.
var order = []score.Role{score.Drone, score.Bass, score.Chords, score.Drums, score.Melody}

// Sizes of notes, in points.
const (
	noteGap   = 0.5  // between a note and the next
	minNote   = 0.7  // the shortest one
	roundness = 1.3  // radius of the corners
	thickness = 0.92 // of a step
)

// notes draws the notes of all voices. The first melody is on top.
func (p *page) notes(c vg.Canvas) {
	for _, role := range order {
		for i := len(p.score.Voices) - 1; i >= 0; i-- {
			v := &p.score.Voices[i]
			if v.Role != role {
				continue
			}
			for j := range v.Events {
				e := &v.Events[j]
				c.SetColor(shade(p.colors[i], e.Velocity))
				p.note(c, v.Role, e)
			}
		}
	}
}

// parts returns how many rectangles the notes are drawn as.
func (p *page) parts() (n int) {
	for _, v := range p.score.Voices {
		for _, e := range v.Events {
			n += 1 + p.last(&e) - p.find(p.at(e.Onset))
		}
	}
	return n
}

// last returns the row in which a note ends.
func (p *page) last(e *score.Event) int {
	return max(p.find(p.at(e.Onset)), p.ends(p.at(e.Onset.Add(e.Duration))))
}

// note draws a note, in several parts if it goes on in other rows.
func (p *page) note(c vg.Canvas, role score.Role, e *score.Event) {
	from, to := p.at(e.Onset), p.at(e.Onset.Add(e.Duration))
	bottom, height := p.place(role, e.Key)
	bottom += height * (1 - thickness) / 2
	for i := p.find(from); i <= p.last(e); i++ {
		r := &p.rows[i]
		begin, end := max(from, r.from), min(to, r.to)
		left, right := p.x(r, begin), p.x(r, end)
		if end == to {
			right -= noteGap
		}
		c.Fill(rounded(left, p.bottomOf(i)+bottom, max(right-left, minNote), height*thickness))
	}
}

// rounded returns a rectangle with round corners.
func rounded(x, y, width, height vg.Length) vg.Path {
	radius := min(roundness, width/3, height/3)
	right, top := x+width, y+height
	const quarter = math.Pi / 2
	var p vg.Path
	p.Move(vg.Point{X: x + radius, Y: y})
	p.Line(vg.Point{X: right - radius, Y: y})
	p.Arc(vg.Point{X: right - radius, Y: y + radius}, radius, -quarter, quarter)
	p.Line(vg.Point{X: right, Y: top - radius})
	p.Arc(vg.Point{X: right - radius, Y: top - radius}, radius, 0, quarter)
	p.Line(vg.Point{X: x + radius, Y: top})
	p.Arc(vg.Point{X: x + radius, Y: top - radius}, radius, quarter, quarter)
	p.Line(vg.Point{X: x, Y: y + radius})
	p.Arc(vg.Point{X: x + radius, Y: y + radius}, radius, 2*quarter, quarter)
	p.Close()
	return p
}
