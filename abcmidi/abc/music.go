package abc

import (
	"slices"
	"strings"
	"unicode/utf8"

	"charabanc/abcmidi/internal/chars"
)

// This file turns the tokens of a line of music into nodes (ABC 2.1 section 4).
// Every token that is dropped gives a finding.

// music reads text[from:to] as a line of music.
func (p *Parser) music(text string, from, to int) {
	p.s = scanner{text: text, pos: from, end: to}
	joined, before := false, len(p.out)
	p.openGrace = false
	for p.advance(); p.tok.kind != tokEnd; {
		switch p.tok.kind {
		case tokContinue:
			joined = true
			p.advance()
		case tokComment:
			p.comment(p.span(p.tok), p.text(p.tok))
			p.advance()
		default:
			p.element()
		}
	}
	if !slices.ContainsFunc(p.out[before:], isMusicCode) {
		return
	}
	end := p.nodes.lineEnds.New()
	*end = LineEnd{Span: Span{Pos(to), Pos(to)}, Joined: joined}
	p.add(end)
}

// isMusicCode reports whether a node makes its line a line of music, as anything
// but a comment, blank or line break does.
func isMusicCode(n Node) bool {
	switch n.(type) {
	case *Comment, *Space, *LineEnd:
		return false
	}
	return true
}

// advance goes on to the next token.
func (p *Parser) advance() {
	p.tok = p.s.next()
	if len(p.s.odd) > 0 {
		p.oddCharacters()
	}
}

// text returns the characters of a token.
func (p *Parser) text(t token) string { return p.s.text[t.from:t.to] }

// span returns the place of a token in the tune. Inside a macro's text that is
// the place where the macro is used.
func (p *Parser) span(t token) Span {
	if p.here >= 0 {
		return Span{p.here, p.here}
	}
	return Span{t.from, t.to}
}

// element reads one construct and adds its node. It always takes a token.
func (p *Parser) element() {
	if len(p.macros) > 0 && p.here < 0 && p.macroUse() {
		return
	}
	t := p.tok
	switch t.kind {
	case tokLetter, tokAccidental:
		p.note()
		return
	case tokRest:
		p.rest()
		return
	case tokSpacer:
		p.advance()
		p.add(&Spacer{p.span(t), p.length()})
		return
	case tokChordOpen:
		p.chord()
		return
	case tokGraceOpen:
		p.grace()
		return
	}
	p.advance()
	p.single(t)
}

// single adds the node of a construct that is one token.
func (p *Parser) single(t token) {
	switch t.kind {
	case tokSpace:
		s := p.nodes.spaces.New()
		s.Span = p.span(t)
		p.add(s)
	case tokBar:
		p.bar(t)
	case tokEnding:
		p.ending(t)
	case tokTuplet:
		p.tuplet(t)
	case tokBroken:
		b := p.nodes.broken.New()
		*b = Broken{p.span(t), p.dots(t)}
		p.add(b)
	case tokTie:
		p.tie(t)
	case tokSlurOpen, tokSlurClose:
		s := p.nodes.slurs.New()
		*s = Slur{p.span(t), t.kind == tokSlurOpen, p.s.text[t.from] == '.'}
		p.add(s)
	case tokOverlay:
		p.add(&Overlay{Span: p.span(t), Bars: int(t.to - t.from)})
	case tokOverlayOpen:
		p.add(&Overlay{Span: p.span(t), Edge: GroupOpen})
	case tokOverlayClose:
		p.add(&Overlay{Span: p.span(t), Edge: GroupClose})
	case tokText:
		p.symbol(t)
	case tokDecoration:
		name, _ := decorationName(p.s.text[t.from+1 : t.to-1])
		p.decoration(t, name, 0)
	case tokSymbol:
		c := p.s.text[t.from]
		p.decoration(t, p.tune.symbols.name(c), c)
	case tokField:
		p.inlineField(t)
	case tokTag:
		if !p.inHTML {
			p.find(KindHTML, t.from, "HTML %.40q ignored", p.text(t))
		}
		p.inHTML = true // one finding for a line and those after it that are nothing else
	case tokBreak:
		if p.openDecoration(t) {
			return
		}
		end := p.nodes.lineEnds.New()
		*end = LineEnd{Span: p.span(t), Break: true}
		p.add(end)
	default:
		switch {
		case t.kind == tokLength && p.join(t):
		case t.kind == tokGraceClose && p.openGrace:
			p.openGrace = false
		case t.kind == tokOctave && p.s.text[t.from] >= utf8.RuneSelf: // reported
		case t.kind == tokIllegal && p.oddIllegal(t):
		default:
			p.errorf(t.from, "unexpected %q ignored", p.text(t))
		}
	}
}

// decoration adds the node of a decoration.
func (p *Parser) decoration(t token, name string, letter byte) {
	d := p.nodes.signs.New()
	*d = Decoration{p.span(t), name, letter}
	p.add(d)
}

// dots returns the number of broken rhythm signs, positive for > and negative
// for <.
func (p *Parser) dots(t token) int {
	n := int(t.to - t.from)
	if p.s.text[t.from] == '<' {
		return -n
	}
	return n
}

// symbol reads a quoted text.
func (p *Parser) symbol(t token) {
	inner, closed := unquote(p.text(t))
	if !closed {
		p.find(KindQuote, t.from, "quotation mark is not closed")
		if escapes(inner) {
			inner = inner[:len(inner)-1] // it would escape the quote that Print adds
		}
	}
	y := p.nodes.symbols.New()
	y.Span = p.span(t)
	if inner != "" && isPlace(inner[0]) {
		y.Place = inner[0]
		inner = inner[1:]
	}
	y.Text = inner
	p.add(y)
}

// openDecoration reads a ! with the name of a decoration and no second !, as in "!trill C".
// It reports whether it is one. A name of notes alone may be music after a line break.
func (p *Parser) openDecoration(t token) bool {
	from, to := int(t.to), int(t.to)
	music := true
	for to < p.s.end && (chars.IsLetter(p.s.text[to]) || p.s.text[to] == '.') {
		music = music && chars.IsNote(p.s.text[to])
		to++
	}
	name, known := decorationName(p.s.text[from:to])
	if p.s.text[t.from] != '!' || to-from < 2 || music || !known {
		return false
	}
	p.find(KindQuote, t.from, "!%s has no second !", name)
	p.s.pos, p.s.prev = to, tokDecoration
	p.advance()
	t.to = Pos(to)
	p.decoration(t, name, 0)
	return true
}

// escapes reports whether a text ends in a backslash that escapes the character
// after it.
func escapes(s string) bool { return (len(s)-len(strings.TrimRight(s, `\`)))%2 == 1 }

// inlineField reads a field in brackets.
func (p *Parser) inlineField(t token) {
	s, closed := strings.CutSuffix(p.text(t), "]")
	if !closed {
		p.find(KindQuote, t.from, "%q has no ]", s)
		if strings.TrimSpace(s[3:]) == "" {
			return
		}
	}
	f := p.field(s[1], InlineField, strings.TrimSpace(s[3:]), int(t.from), int(t.to))
	p.add(f)
}
