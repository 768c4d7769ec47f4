package abc

import (
	"charabanc/data"
	"io"
	"strings"
)

// Print writes the tune as canonical ABC: every construct in the form that section
// 4 of ABC 2.1 prefers, fields without blanks, and macros replaced. What could not
// be read is left out. Lines, beams, comments and decorations stay as they are. The
// fields of the file's header become part of the tune's, after its X: and T:. If
// the result is parsed and printed again, it is the same text.
func Print(w io.Writer, t *Tune) error {
	_, err := io.WriteString(w, t.String())
	return err
}

// String returns the tune as Print writes it.
func (t *Tune) String() string {
	p := &printer{tune: t}
	p.header()
	for _, n := range t.Body {
		p.node(n)
	}
	p.endLine()
	return p.b.String()
}

// printer writes one node after the other. It remembers the last one: without a
// blank between them, some pairs of constructs would be read as one.
type printer struct {
	tune   *Tune
	b      strings.Builder
	start  int  // where the line in progress begins in b
	last   Node // the last node of that line; nil at its beginning
	blank  bool // write a blank before the next construct
	broken bool // write a line break, $, before the next construct
	inner  bool // inside brackets or braces

	comment *Comment // to be written at the end of the line
}

// header writes the tune's header: its own X: and T:, the fields of the file's
// header, and all the others.
func (p *printer) header() {
	hasX, hasK := false, false
	for _, n := range p.tune.Header {
		if f, ok := n.(*Field); ok {
			hasX = hasX || f.Key == 'X'
			hasK = hasK || f.Key == 'K'
		}
	}
	if !hasX {
		p.b.WriteString("X:1\n")
	}
	own := 0
	for own < len(p.tune.Header) && isNumberOrTitle(p.tune.Header[own]) {
		p.line(p.tune.Header[own])
		own++
	}
	for _, n := range p.tune.Inherited {
		if f, ok := n.(*Field); ok && !strings.HasPrefix(f.Text, "begin") { // %%begintext is not the tune's
			p.line(n)
		}
	}
	for _, n := range p.tune.Header[own:] {
		p.line(n)
	}
	if !hasK {
		p.b.WriteString("K:C\n")
	}
	p.start = p.b.Len()
}

// isNumberOrTitle reports whether a node is an X: or T: field.
func isNumberOrTitle(n Node) bool {
	f, ok := n.(*Field)
	return ok && (f.Key == 'X' || f.Key == 'T')
}

// line writes a field or comment that has a line to itself.
func (p *printer) line(n Node) {
	if f, ok := n.(*Field); ok && f.Key == 'm' {
		return // macros are replaced
	}
	switch n := n.(type) {
	case *Comment:
		p.b.WriteString(commentText(n, true))
	case *Field:
		switch n.Form {
		case PercentField:
			p.b.WriteString("%%")
			p.b.WriteString(p.directive(n))
		case InlineField:
			p.b.WriteString("[" + writtenField(n) + "]")
		default:
			p.b.WriteString(writtenField(n))
		}
	}
	p.b.WriteByte('\n')
	p.start, p.last, p.blank, p.broken = p.b.Len(), nil, false, false
}

// writtenField returns a field as it is written, without brackets. A blank keeps
// "A:|" from being music.
func writtenField(f *Field) string {
	if f.Text != "" && (f.Text[0] == '|' || f.Text[0] == ':') {
		return string(f.Key) + ": " + f.Text
	}
	return string(f.Key) + ":" + f.Text
}

// directive returns the text of a %% line, and with %%begintext that of the lines
// up to its end.
func (p *printer) directive(f *Field) string {
	if strings.HasPrefix(f.Text, "begin") && f.From < f.To && int(f.To) <= len(p.tune.Text) {
		return strings.TrimRight(strings.TrimPrefix(p.tune.Text[f.From:f.To], "%%"), "\n")
	}
	return f.Text
}

// commentText returns a comment with its %. At the beginning of a line a blank
// keeps "%%" from making it a directive.
func commentText(c *Comment, lineStart bool) string {
	if lineStart && strings.HasPrefix(c.Text, "%") && strings.TrimSpace(c.Text) != "%" {
		return "% " + c.Text
	}
	return "%" + c.Text
}

// endLine ends the line of music in progress, unless it is empty.
func (p *printer) endLine() {
	if p.comment != nil {
		p.b.WriteString(" " + commentText(p.comment, false))
		p.comment = nil
	}
	if p.b.Len() > p.start {
		p.b.WriteByte('\n')
	}
	p.start, p.last, p.blank, p.broken = p.b.Len(), nil, false, false
}

// node writes one node of the body.
func (p *printer) node(n Node) {
	switch n := n.(type) {
	case *Space:
		p.blank = p.last != nil
		return
	case *MacroUse:
		for _, inner := range n.Inner {
			p.node(inner)
		}
		return
	case *LineEnd:
		if n.Break {
			p.broken = p.last != nil
			return
		}
		if n.Joined && p.b.Len() > p.start {
			p.b.WriteByte('\\')
		}
		p.endLine()
		return
	case *Field:
		if n.Form != InlineField {
			p.endLine()
			p.line(n)
			return
		}
	case *Comment:
		if p.b.Len() == p.start {
			p.line(n)
			return
		}
		p.comment = n // after the \ of a line that goes on
		return
	}
	if !p.inner && p.last != nil && (p.blank || wouldJoin(p.last, n) || p.wouldBeField(n)) {
		p.b.WriteByte(' ')
	}
	if p.broken {
		p.b.WriteByte('$') // section 6.1.1; old tunes have !
	}
	p.construct(n)
	p.last, p.blank, p.broken = n, false, false
}

// wouldJoin reports whether a and b, without a blank between them, would be read
// as something else.
func wouldJoin(a, b Node) bool {
	switch b := b.(type) {
	case *Bar:
		switch a := a.(type) {
		case *Bar, *Tuplet:
			return true
		case *Decoration:
			return a.Letter == '.'
		}
	case *Decoration:
		_, ok := a.(*Ending)
		return ok && b.Letter == '.' // the dot would be read as part of "1. "
	case *Slur, *Tuplet:
		switch a := a.(type) {
		case *Decoration:
			return a.Letter == '.'
		case *Overlay:
			return true // "& )" would be read as &)
		}
	case *Broken:
		_, ok := a.(*Broken)
		return ok
	case *Overlay:
		switch a.(type) {
		case *Overlay, *Slur:
			return true
		}
	case *Ending:
		_, ok := a.(*Bar)
		return ok && b.Bracket
	}
	return false
}

// wouldBeField reports whether a bar line right after a single letter would make
// the line a field, as in "Y::".
func (p *printer) wouldBeField(n Node) bool {
	bar, ok := n.(*Bar)
	return ok && p.b.Len() == p.start+1 && data.IsFieldLine(p.b.String()[p.start:]+bar.String())
}

// construct writes a node, whatever is before it.
func (p *printer) construct(n Node) {
	b := &p.b
	switch n := n.(type) {
	case *Note:
		WritePitch(b, n.Pitch)
		WriteLength(b, n.Length)
		WriteTie(b, n.Tie)
	case *Rest:
		b.WriteByte(n.Kind)
		WriteLength(b, n.Length)
	case *Spacer:
		b.WriteByte('y')
		WriteLength(b, n.Length)
	case *Chord:
		b.WriteByte('[')
		p.list(n.Inner)
		b.WriteByte(']')
		WriteLength(b, n.Length)
		WriteTie(b, n.Tie)
	case *Grace:
		b.WriteByte('{')
		if n.Slashed {
			b.WriteByte('/')
		}
		p.list(n.Inner)
		b.WriteByte('}')
	case *Tuplet:
		WriteTuplet(b, n)
	case *Broken:
		b.WriteString(n.String())
	case *Bar:
		b.WriteString(n.String())
	case *Ending:
		_, afterBar := p.last.(*Bar)
		if !afterBar || n.Bracket || p.blank || p.broken {
			b.WriteByte('[')
		}
		b.WriteString(n.String())
	case *Symbol:
		b.WriteByte('"')
		if n.Place != 0 {
			b.WriteByte(n.Place)
		}
		b.WriteString(n.Text)
		b.WriteByte('"')
	case *Decoration:
		if n.Letter != 0 {
			b.WriteByte(n.Letter)
		} else {
			b.WriteString("!" + n.Name + "!")
		}
	case *Slur:
		if n.Dotted {
			b.WriteByte('.')
		}
		if n.Open {
			b.WriteByte('(')
		} else {
			b.WriteByte(')')
		}
	case *Overlay:
		b.WriteString(n.String())
	case *Field:
		b.WriteString("[" + writtenField(n) + "]")
	}
}

// list writes the inside of brackets or braces, without blanks.
func (p *printer) list(nodes []Node) {
	inner := p.inner
	p.inner = true
	for _, n := range nodes {
		p.construct(n)
	}
	p.inner = inner
}
