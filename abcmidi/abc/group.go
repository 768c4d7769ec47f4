package abc

import (
	"strings"

	"charabanc/abcmidi/music"
)

// This file reads chords and grace notes (ABC 2.1 sections 4.17 and 4.12).

// chord reads [...], or the +...+ of old tunes. A chord that is not closed ends at
// the first blank or bar line.
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
	braces := false // inside braces that are reported
	p.advance()
	for {
		k := p.tok.kind
		if k == tokEnd || k == tokBar || k == tokChordClose || isOverlay(k) ||
			k == tokChordOpen && p.s.text[p.tok.from] == closing || k == tokSpace && !closed {
			break
		}
		switch k {
		case tokSpace, tokContinue:
			p.advance()
		case tokChordOpen, tokGraceOpen, tokGraceClose, tokTuplet, tokBroken, tokField, tokEnding:
			if closed && !(braces && k == tokGraceClose) { // otherwise the cause is reported below, or was above
				p.find(KindChord, p.tok.from, "%q inside a chord ignored", p.text(p.tok))
			}
			braces = k == tokGraceOpen || braces && k != tokGraceClose
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
		p.find(KindChord, open.from, "chord is not closed")
	}
	p.endChord(&Chord{Span: start, Inner: inner}, closed)
}

// isOverlay reports whether a token is & && (& or &).
func isOverlay(k tokenKind) bool {
	return k == tokOverlay || k == tokOverlayOpen || k == tokOverlayClose
}

// closes reports whether the closing bracket of a chord comes before the next
// bar line.
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

// endChord reads the length and tie after a chord and adds it. Chord symbols
// inside the brackets are moved before the chord, and slurs to where they go on.
func (p *Parser) endChord(c *Chord, closed bool) {
	kept := c.Inner[:0]
	notes := 0
	var slurs []Node // closed inside
	for _, n := range c.Inner {
		switch n := n.(type) {
		case *Symbol:
			p.add(n)
			continue
		case *Note:
			notes++
		case *Slur:
			if n.Open {
				p.add(n)
			} else {
				slurs = append(slurs, n)
			}
			continue
		case *Rest, *Decoration:
		default:
			continue // spacers mean nothing inside a chord
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
		if closed {
			p.find(KindChord, c.From, "empty chord ignored")
		}
		return
	}
	p.lastTied = &c.Tie
	p.add(c)
	p.out = append(p.out, slurs...)
}

// restChord adds a chord that has rests but no notes, as a rest.
func (p *Parser) restChord(c *Chord) {
	for _, n := range c.Inner {
		if r, ok := n.(*Rest); ok {
			r.Length = stretched(r.Length, c.Length)
			p.add(r)
			return
		}
	}
	p.find(KindChord, c.From, "chord without notes ignored")
}

// grace reads {...}. Broken rhythm between grace notes (section 4.12) is applied
// to their lengths here: unlike between other notes, no field can come between
// them.
func (p *Parser) grace() {
	open := p.tok
	g := &Grace{Span: p.span(open), Slashed: open.to-open.from == 2}
	outer, tied := p.out, p.lastTied
	p.out = nil
	p.advance()
	for p.tok.kind != tokGraceClose {
		k := p.tok.kind
		if k == tokEnd || k == tokBar || k == tokGraceOpen {
			p.find(KindGrace, open.from, "grace notes are not closed")
			p.openGrace = true
			break
		}
		switch k {
		case tokBroken:
			p.out = append(p.out, &Broken{Dots: p.dots(p.tok)})
			p.advance()
		case tokSpace, tokContinue, tokTuplet, tokField, tokEnding, tokOverlay, tokOverlayOpen, tokOverlayClose:
			if k != tokSpace {
				p.find(KindGrace, p.tok.from, "%q inside grace notes ignored", p.text(p.tok))
			}
			p.advance()
		default:
			p.element()
		}
	}
	inner := p.out
	g.Inner = graceNotes(inner)
	p.out, p.lastTied = outer, tied
	if p.tok.kind == tokGraceClose {
		g.To = p.span(p.tok).To
		p.advance()
	}
	if len(g.Inner) == 0 {
		p.find(KindGrace, g.From, "no notes between the braces")
		return
	}
	p.slursAround(g, inner)
}

// slursAround adds grace notes, and before and after them the slurs that begin or end
// among the nodes inside the braces, as in {(g}a), but for those that do both.
func (p *Parser) slursAround(g *Grace, inner []Node) {
	var opened, closed []Node
	for _, n := range inner {
		if s, ok := n.(*Slur); ok && s.Open {
			opened = append(opened, s)
		} else if ok && len(opened) > 0 {
			opened = opened[:len(opened)-1]
		} else if ok {
			closed = append(closed, s)
		}
	}
	p.out = append(p.out, opened...)
	p.add(g)
	p.out = append(p.out, closed...)
}

// graceNotes returns the notes, rests and chords among the nodes inside braces,
// with broken rhythm applied to their lengths.
func graceNotes(nodes []Node) (kept []Node) {
	var next music.Fraction // factor of the next note's length; 0 for none
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

// stretchNode multiplies the length of a note, rest or chord.
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

// stretched returns a length times a factor, or the length itself if the product
// is beyond MaxNoteLength.
func stretched(length, factor music.Fraction) music.Fraction {
	if l := length.Mul(factor); l.Num() <= MaxNoteLength && l.Den() <= MaxNoteLength {
		return l
	}
	return length
}
