package roll

import (
	"image/color"
	"math"

	"charabanc/abcmidi/score"
	"golang.org/x/image/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// head draws the title, the length and the legend.
func (p *page) head(d draw.Canvas) {
	top := p.height() - topMargin
	left, right := vg.Length(sideMargin+gutter), p.width-sideMargin
	small := style(wordSize, grayInk, draw.XLeft, draw.YTop)
	x := right
	names, colors := legend(p.score.Voices, p.colors)
	for i := len(names) - 1; i >= 0; i-- {
		name := fit(names[i], small, 80)
		x -= small.Width(name)
		if x < left+120 { // no room for more
			break
		}
		p.text(d, small, vg.Point{X: x, Y: top - 21}, name)
		x -= 8
		d.SetColor(colors[i])
		d.Fill(dot(vg.Point{X: x + 2.5, Y: top - 26}, 3))
		x -= 12
	}
	big := style(titleSize, ink, draw.XLeft, draw.YTop)
	if !p.pdf { // which package vgpdf cannot write in bold
		big.Font.Weight = font.WeightBold
	}
	p.text(d, big, vg.Point{X: left, Y: top}, fit(p.title, big, right-left))
	p.text(d, small, vg.Point{X: left, Y: top - 21}, p.about)
}

// dot returns a circle.
func dot(center vg.Point, radius vg.Length) (p vg.Path) {
	p.Move(vg.Point{X: center.X + radius, Y: center.Y})
	p.Arc(center, radius, 0, 2*math.Pi)
	return p
}

// legend returns what the colors stand for. One melody alone needs no name.
func legend(voices []score.Voice, all []color.RGBA) (names []string, colors []color.RGBA) {
	melodies := 0
	for _, v := range voices {
		if v.Role == score.Melody && len(v.Events) > 0 {
			melodies++
		}
	}
	seen := map[string]bool{}
	for i, v := range voices {
		if len(v.Events) == 0 {
			continue
		}
		name := roleNames[v.Role]
		if v.Role == score.Melody && melodies > 1 {
			name = v.Name
			if name == "" {
				name = "voice " + v.ID
			}
		}
		if !seen[name] {
			seen[name] = true
			names, colors = append(names, name), append(colors, all[i])
		}
	}
	if len(names) == 1 {
		return nil, nil
	}
	return names, colors
}

var roleNames = [...]string{score.Melody: "melody", score.Chords: "chords", score.Bass: "bass", score.Drums: "drums", score.Drone: "drone"}
