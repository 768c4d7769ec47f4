package abc

import (
	"slices"
	"strings"

	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// This file reads music code (ABC 2.1 section 4): the tokens of a line become
// nodes. Nothing is played here, and no token is dropped without a word.

// music reads text[from:to] as a line of music.
func (p *Parser) music(text string, from, to int) {
	p.s = scanner{text: text, pos: from, end: to}
	joined, before := false, len(p.out)
	for p.advance(); p.tok.kind != tokEnd; {
		switch p.tok.kind {
		case tokContinue:
			joined = true
			p.advance()
		case tokComment:
			p.out = append(p.out, comment(p.span(p.tok), p.text(p.tok)))
			p.advance()
		default:
			p.element()
		}
	}
	if !slices.ContainsFunc(p.out[before:], isMusicCode) {
		return // a line that holds nothing is none
	}
	end := p.nodes.lineEnds.New()
	*end = LineEnd{Span: Span{Pos(to), Pos(to)}, Joined: joined}
	p.add(end)
}

// isMusicCode tells what makes a line one of music from comments, blanks and line
// breaks.
func isMusicCode(n Node) bool {
	switch n.(type) {
	case *Comment, *Space, *LineEnd:
		return false
	}
	return true
}

func (p *Parser) advance() { p.tok = p.s.next() }

// text returns the characters of a token.
func (p *Parser) text(t token) string { return p.s.text[t.from:t.to] }

// span is a token's place in the tune; inside a macro, the place of its use.
func (p *Parser) span(t token) Span {
	if p.here >= 0 {
		return Span{p.here, p.here}
	}
	return Span{t.from, t.to}
}

// element reads one construct and adds its node. It always moves on.
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
		p.add(&Slur{p.span(t), t.kind == tokSlurOpen, p.s.text[t.from] == '.'})
	case tokOverlay:
		p.add(&Overlay{p.span(t), int(t.to - t.from)})
	case tokText:
		p.symbol(t)
	case tokDecoration:
		name, _ := decorationName(p.s.text[t.from+1 : t.to-1])
		p.add(&Decoration{p.span(t), name, 0})
	case tokSymbol:
		c := p.s.text[t.from]
		p.add(&Decoration{p.span(t), p.tune.symbols.name(c), c})
	case tokField:
		p.inlineField(t)
	case tokBreak:
		p.add(&LineEnd{Span: p.span(t), Break: true})
	default:
		p.errorf(t.from, "unexpected %q ignored", p.text(t))
	}
}

// dots is how far a broken rhythm sign goes: positive for >, negative for <.
func (p *Parser) dots(t token) int {
	n := int(t.to - t.from)
	if p.s.text[t.from] == '<' {
		return -n
	}
	return n
}

func (p *Parser) add(n Node) { p.out = append(p.out, n) }

// note reads [accidental] letter [octave] [length] (section 4.20 gives the
// order).
func (p *Parser) note() {
	start := p.tok
	n := p.nodes.notes.New()
	if p.tok.kind == tokAccidental {
		acc := p.tok
		p.advance()
		if p.tok.kind != tokLetter {
			p.errorf(acc.from, "accidental %q without a note ignored", p.text(acc))
			return
		}
		n.Pitch.Accidental = parseAccidental(p.text(acc))
	}
	n.Pitch.Step = music.LetterStep(p.s.text[p.tok.from])
	end := p.tok
	p.advance()
	for p.tok.kind == tokOctave {
		for _, c := range p.text(p.tok) {
			if c == '\'' {
				n.Pitch.Step += 7
			} else {
				n.Pitch.Step -= 7
			}
		}
		if n.Pitch.Step < -music.MaxStep || n.Pitch.Step > music.MaxStep {
			p.errorf(start.from, "note out of range")
			n.Pitch.Step = max(-music.MaxStep, min(music.MaxStep, n.Pitch.Step))
		}
		end = p.tok
		p.advance()
	}
	if p.tok.kind == tokLength {
		end = p.tok
	}
	n.Length = p.length()
	n.Span = p.span(token{from: start.from, to: end.to})
	if p.tok.kind == tokTie {
		n.Tie = true
		p.advance()
	}
	p.lastTied = &n.Tie
	p.add(n)
}

// length reads an optional length (section 4.3).
func (p *Parser) length() music.Fraction {
	if p.tok.kind != tokLength {
		return music.NewFraction(1, 1)
	}
	t := p.tok
	p.advance()
	f, ok := ParseLength(p.text(t))
	if !ok {
		p.errorf(t.from, "length %q is not possible: taken as 1", p.text(t))
	}
	return f
}

// maxLength bounds one note, in unit lengths: a typing error of many digits
// must not become hours of sound.
const MaxNoteLength = 4096

func ParseLength(s string) (f music.Fraction, ok bool) {
	if len(s) == 1 && '1' <= s[0] && s[0] <= '9' {
		return music.NewFraction(int64(s[0]-'0'), 1), true
	}
	i := 0
	for i < len(s) && chars.IsDigit(s[i]) {
		i++
	}
	num, den := chars.Number(s[:i], 1), 1
	for i < len(s) {
		i++ // the slash
		from := i
		for i < len(s) && chars.IsDigit(s[i]) {
			i++
		}
		den *= chars.Number(s[from:i], 2)
		if den == 0 || den > MaxNoteLength {
			return music.NewFraction(1, 1), false
		}
	}
	if num == 0 || num > MaxNoteLength {
		return music.NewFraction(1, 1), false
	}
	return music.NewFraction(int64(num), int64(den)), true
}

func (p *Parser) rest() {
	t := p.tok
	p.advance()
	r := p.nodes.rests.New()
	r.Span = p.span(t)
	r.Kind = p.s.text[t.from]
	if p.tok.kind == tokLength {
		r.To = p.span(p.tok).To
	}
	r.Length = p.length()
	p.lastTied = nil
	p.add(r)
}

// tie is a - that is not right behind its note: "A -A" (section 4.11 does not
// allow it, many write it).
func (p *Parser) tie(t token) {
	if p.lastTied == nil {
		p.errorf(t.from, "tie behind no note ignored")
		return
	}
	*p.lastTied = true
}

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

// bar reads a bar token: colons, lines, colons.
func (p *Parser) bar(t token) {
	b := p.nodes.bars.New()
	b.Span = p.span(t)
	s := p.text(t)
	body := strings.TrimLeft(s, ":")
	b.End = len(s) - len(body)
	switch body {
	case "":
		// :: is :| and |: in one; :::: repeats both once more.
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

func (p *Parser) ending(t token) {
	s := p.text(t)
	e := p.nodes.endings.New()
	e.Span = p.span(t)
	s, e.Bracket = strings.CutPrefix(s, "[")
	if len(s) > 1 { // "1." and ["1st time"
		s = strings.TrimPrefix(s, `"`)
		s = s[:len(s)-len(strings.TrimLeft(s, "0123456789,-"))]
	}
	if len(s) == 1 && s[0] != '0' { // as nearly all are
		e.Numbers = p.nodes.numbers.Take(1)
		e.Numbers[0] = int(s[0] - '0')
	} else {
		e.Numbers = endingNumbers(s)
	}
	if len(e.Numbers) == 0 {
		p.errorf(t.from, "ending %q is not possible: ignored", p.text(t))
		return
	}
	p.add(e)
}

// maxEnding is the highest number of an ending.
const MaxEnding = 100

// endingNumbers reads "1,3-5" as 1 3 4 5.
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

func (p *Parser) tuplet(t token) {
	first, rest, _ := strings.Cut(p.text(t)[1:], ":")
	second, third, _ := strings.Cut(rest, ":")
	u := p.nodes.tuplets.New()
	*u = Tuplet{p.span(t), chars.Number(first, 0), chars.Number(second, 0), chars.Number(third, 0)}
	if u.P < 2 || u.P > maxTuplet || u.Q > maxTuplet || u.R > maxTuplet {
		p.errorf(t.from, "tuplet %q is not possible: ignored", p.text(t))
		return
	}
	p.add(u)
}

// maxTuplet bounds p, q and r.
const maxTuplet = 64

// escapes reports whether a text ends in a backslash that takes what follows.
func escapes(s string) bool { return (len(s)-len(strings.TrimRight(s, `\`)))%2 == 1 }

func (p *Parser) symbol(t token) {
	s := p.text(t)[1:]
	inner, closed := strings.CutSuffix(s, `"`)
	if closed && escapes(inner) {
		inner, closed = s, false
	}
	if !closed {
		p.errorf(t.from, "quotation mark is not closed")
		if escapes(inner) {
			inner = inner[:len(inner)-1] // it would take the quote that Print writes with it
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

func (p *Parser) inlineField(t token) {
	s := p.text(t)
	f := p.field(s[1], InlineField, strings.TrimSpace(s[3:len(s)-1]), int(t.from), int(t.to))
	p.add(f)
}
