package roll

import (
	"image/color"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/charmap"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// style returns the style of a text.
func style(size float64, c color.Color, x text.XAlignment, y text.YAlignment) text.Style {
	f := font.Font{Typeface: "Liberation", Variant: "Sans", Size: vg.Points(size)}
	return text.Style{Color: c, Font: f, XAlign: x, YAlign: y, Handler: plot.DefaultTextHandler}
}

// text writes a text of one line.
func (p *page) text(d draw.Canvas, style text.Style, at vg.Point, s string) {
	if p.pdf {
		s = windows1252(s)
	}
	d.FillText(style, at, s)
}

// windows1252 returns a text in the encoding in which package vgpdf takes it.
func windows1252(s string) string {
	var b strings.Builder
	for _, r := range s {
		c, ok := charmap.Windows1252.EncodeRune(r)
		if !ok {
			c = '?'
		}
		b.WriteByte(c)
	}
	return b.String()
}

// maxText is how many characters of a text are looked at.
const maxText = 300

// fit returns a text in one line, cut to a width, without characters that XML does not
// have.
func fit(s string, style text.Style, width vg.Length) string {
	runes := []rune(strings.TrimSpace(strings.Map(printable, s)))
	cut := string(runes[:min(len(runes), maxText)])
	for n := min(len(runes), maxText); style.Width(cut) > width && n > 0; n-- {
		cut = strings.TrimSpace(string(runes[:n-1])) + "…"
	}
	return cut
}

// printable returns the character that is drawn for one, or -1 for none.
func printable(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case unicode.IsControl(r), r == unicode.ReplacementChar, r&0xfffe == 0xfffe:
		return -1
	}
	return r
}
