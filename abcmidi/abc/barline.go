package abc

import (
	"strings"

	"charabanc/abcmidi/internal/chars"
)

// This file reads bar lines, endings and tuplets (ABC 2.1 sections 4.8 to 4.10
// and 4.13).

// bar adds the node of a bar line: colons, lines, colons.
func (p *Parser) bar(t token) {
	b := p.nodes.bars.New()
	b.Span = p.span(t)
	s := p.text(t)
	body := strings.TrimLeft(s, ":")
	b.End = len(s) - len(body)
	switch body {
	case "":
		// :: is :| and |: in one; :::: is ::| and |::.
		b.End /= 2
		b.Start = b.End
	case "|":
	default:
		s = body
		body = strings.TrimRight(s, ":")
		b.Start = len(s) - len(body)
		b.Style = barStyle(body)
	}
	p.add(b)
}

// barStyle returns the style of a bar line without its colons.
func barStyle(s string) BarStyle {
	switch {
	case s == "|":
		return ThinBar
	case s == "[|]":
		return InvisibleBar
	case s[0] == '.':
		return DottedBar
	case s[len(s)-1] == ']':
		return ThinThickBar
	case strings.IndexByte(s, '[') >= 0:
		return ThickThinBar
	}
	return DoubleBar
}

// ending adds the node of an ending. [ or the bar line before it is not part of
// the numbers, nor is the text after them in ["1st time".
func (p *Parser) ending(t token) {
	s := p.text(t)
	e := p.nodes.endings.New()
	e.Span = p.span(t)
	s, e.Bracket = strings.CutPrefix(s, "[")
	if len(s) > 1 {
		s = strings.TrimPrefix(s, `"`)
		s = s[:len(s)-len(strings.TrimLeft(s, "0123456789,-"))]
	}
	if e.Numbers = endingNumbers(s); len(e.Numbers) == 0 {
		p.find(KindEnding, t.from, "ending %q is not possible: ignored", p.text(t))
		return
	}
	p.add(e)
}

// endingNumbers reads "1,3-5" as 1 3 4 5. Numbers beyond MaxEnding are ignored.
func endingNumbers(s string) []int {
	var has [MaxEnding + 1]bool
	for _, part := range strings.Split(s, ",") {
		low, high, isRange := strings.Cut(part, "-")
		from := chars.Number(low, 0)
		to := from
		if isRange {
			to = chars.Number(high, 0)
		}
		for n := max(from, 1); n <= min(to, MaxEnding); n++ {
			has[n] = true
		}
	}
	var numbers []int
	for n, ok := range has {
		if ok {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// tuplet adds the node of (p:q:r.
func (p *Parser) tuplet(t token) {
	first, rest, _ := strings.Cut(p.text(t)[1:], ":")
	second, third, _ := strings.Cut(rest, ":")
	u := p.nodes.tuplets.New()
	*u = Tuplet{p.span(t), chars.Number(first, 0), chars.Number(second, 0), chars.Number(third, 0)}
	if u.P < 1 || u.P == 1 && u.Q == 0 || u.P > maxTuplet || u.Q > maxTuplet || u.R > maxTuplet {
		p.find(KindTuplet, t.from, "tuplet %q is not possible: ignored", p.text(t))
		return
	}
	p.add(u)
}

// maxTuplet is the largest p, q and r.
const maxTuplet = 64
