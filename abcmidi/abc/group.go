package abc

import (
	"strings"

	"charabanc/abcmidi/music"
)

// This file reads what brackets and braces hold together: chords and grace notes
// (ABC 2.1 sections 4.12 and 4.17).

// chord reads [...] or the +...+ of early tunes. A chord that is never closed
// ends at the first blank or bar line.
func (p *Parser) chord() {
	open := p.tok
	closing := byte(']')
	if p.s.text[open.from] == '+' {
		closing = '+'
	}
	closed := p.closes(open, closing)
	if closing == '+' && !closed {
		p.errorf(open.from, "unexpected \"+\" ignored")
		p.advance()
		return
	}
	outer, start := p.out, p.span(open)
	p.out = nil
	p.advance()
	for {
		k := p.tok.kind
		if k == tokEnd || k == tokBar || k == tokChordClose || k == tokOverlay ||
			k == tokChordOpen && p.s.text[p.tok.from] == closing || k == tokSpace && !closed {
			break
		}
		switch k {
		case tokSpace, tokContinue:
			p.advance()
		case tokChordOpen, tokGraceOpen, tokGraceClose, tokTuplet, tokBroken, tokField, tokEnding:
			p.errorf(p.tok.from, "%q inside a chord ignored", p.text(p.tok))
			p.advance()
		default:
			p.element()
		}
	}
	inner := p.out
	p.out = outer
	if closed {
		start.To = p.span(p.tok).To
		p.advance()
	} else {
		p.errorf(open.from, "chord is not closed")
	}
	p.endChord(&Chord{Span: start, Inner: inner})
}

// closes looks whether a chord's bracket comes before the next bar line.
func (p *Parser) closes(open token, closing byte) bool {
	rest := p.s.text[open.to:p.s.end]
	for i := 0; i < len(rest); i++ {
		switch rest[i] {
		case closing:
			return true
		case '|':
			return false
		case '"': // a | or ] in a chord symbol is text
			if n := strings.IndexByte(rest[i+1:], '"'); n >= 0 {
				i += n + 1
			}
		}
	}
	return false
}

// endChord reads what may follow the bracket. Chord symbols that stood inside
// it are moved in front.
func (p *Parser) endChord(c *Chord) {
	kept := c.Inner[:0]
	notes := 0
	for _, n := range c.Inner {
		switch n := n.(type) {
		case *Symbol:
			p.add(n)
			continue
		case *Note:
			notes++
		case *Rest, *Decoration:
		default:
			continue // slurs and spacers
		}
		kept = append(kept, n)
	}
	c.Inner = kept
	c.Length = p.length()
	if p.tok.kind == tokTie {
		c.Tie = true
		p.advance()
	}
	if notes == 0 {
		if len(kept) > 0 {
			p.restChord(c)
			return
		}
		p.errorf(c.From, "empty chord ignored")
		return
	}
	p.lastTied = &c.Tie
	p.add(c)
}

// restChord is a chord of rests alone: a rest.
func (p *Parser) restChord(c *Chord) {
	for _, n := range c.Inner {
		if r, ok := n.(*Rest); ok {
			r.Length = stretched(r.Length, c.Length)
			p.add(r)
			return
		}
	}
	p.errorf(c.From, "chord without notes ignored")
}

// grace reads {...}. Broken rhythm inside (section 4.12) is settled at once:
// no tuplet or field can come between.
func (p *Parser) grace() {
	open := p.tok
	g := &Grace{Span: p.span(open), Slashed: open.to-open.from == 2}
	outer, tied := p.out, p.lastTied
	p.out = nil
	p.advance()
	for p.tok.kind != tokGraceClose {
		k := p.tok.kind
		if k == tokEnd || k == tokBar || k == tokGraceOpen {
			p.errorf(open.from, "grace notes are not closed")
			break
		}
		switch k {
		case tokBroken:
			p.out = append(p.out, &Broken{Dots: p.dots(p.tok)})
			p.advance()
		case tokSpace, tokContinue, tokTuplet, tokField, tokEnding, tokOverlay:
			if k != tokSpace {
				p.errorf(p.tok.from, "%q inside grace notes ignored", p.text(p.tok))
			}
			p.advance()
		default:
			p.element()
		}
	}
	g.Inner = graceNotes(p.out)
	p.out, p.lastTied = outer, tied
	if p.tok.kind == tokGraceClose {
		g.To = p.span(p.tok).To
		p.advance()
	}
	if len(g.Inner) == 0 {
		p.errorf(g.From, "no notes between the braces")
		return
	}
	p.add(g)
}

// graceNotes keeps what sounds of the inside of braces.
func graceNotes(nodes []Node) (kept []Node) {
	var next music.Fraction // what a > or < makes of the next note
	for _, n := range nodes {
		if b, ok := n.(*Broken); ok {
			var factor music.Fraction
			factor, next = BrokenFactors(b.Dots)
			if len(kept) > 0 {
				stretchNode(kept[len(kept)-1], factor)
			}
			continue
		}
		switch n.(type) {
		case *Note, *Rest, *Chord:
			if next.Positive() {
				stretchNode(n, next)
				next = music.Fraction{}
			}
			kept = append(kept, n)
		}
	}
	return kept
}

func stretchNode(n Node, factor music.Fraction) {
	switch n := n.(type) {
	case *Note:
		n.Length = stretched(n.Length, factor)
	case *Rest:
		n.Length = stretched(n.Length, factor)
	case *Chord:
		n.Length = stretched(n.Length, factor)
	}
}

// stretched is a length times a factor, or the length if that is one that nobody
// could write.
func stretched(length, factor music.Fraction) music.Fraction {
	if l := length.Mul(factor); l.Num() <= MaxNoteLength && l.Den() <= MaxNoteLength {
		return l
	}
	return length
}
