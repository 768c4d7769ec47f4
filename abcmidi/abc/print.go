package abc

import (
	"charabanc/data"
	"io"
	"slices"
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
	return string(p.b)
}

// printer writes one node after the other. It remembers the last one: without a
// blank between them, some pairs of constructs would be read as one.
type printer struct {
	tune   *Tune
	b      []byte
	start  int   // where the line in progress begins in b
	last   Node  // the last node of that line; nil at its beginning
	blank  bool  // write a blank before the next construct
	angles []int // where broken rhythm of the line ends in <
	broken bool  // write a line break, $, before the next construct
	inner  bool  // inside brackets or braces

	comment *Comment // to be written at the end of the line
}

func (p *printer) text(s string) { p.b = append(p.b, s...) }

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
		p.text("X:1\n")
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
		p.text("K:C\n")
	}
	p.start = len(p.b)
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
		p.text(commentText(n, true))
	case *Field:
		switch n.Form {
		case PercentField:
			p.text("%%")
			p.text(p.directive(n))
		case InlineField:
			p.text("[" + writtenField(n) + "]")
		default:
			p.text(writtenField(n))
		}
	}
	p.b = append(p.b, '\n')
	p.start, p.last, p.blank, p.broken = len(p.b), nil, false, false
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
	for _, at := range slices.Backward(p.angles) {
		if tagSize(string(p.b[at:])) > 0 { // "d<Br d2>" would be read as a tag of HTML
			p.b = slices.Insert(p.b, at+1, ' ')
		}
	}
	p.angles = p.angles[:0]
	if p.comment != nil {
		p.text(" " + commentText(p.comment, false))
		p.comment = nil
	}
	if len(p.b) > p.start {
		p.b = append(p.b, '\n')
	}
	p.start, p.last, p.blank, p.broken = len(p.b), nil, false, false
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
		if n.Joined && len(p.b) > p.start {
			p.b = append(p.b, '\\')
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
		if len(p.b) == p.start {
			p.line(n)
			return
		}
		p.comment = n // after the \ of a line that goes on
		return
	}
	if !p.inner && p.last != nil && (p.blank || wouldJoin(p.last, n) || p.wouldBeField(n)) {
		p.b = append(p.b, ' ')
	}
	if p.broken {
		p.b = append(p.b, '$') // section 6.1.1; old tunes have !
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
	return ok && len(p.b) == p.start+1 && data.IsFieldLine(string(p.b[p.start:])+bar.String())
}

// construct writes a node, whatever is before it.
func (p *printer) construct(n Node) {
	switch n := n.(type) {
	case *Note:
		p.b = AppendPitch(p.b, n.Pitch)
		p.b = AppendLength(p.b, n.Length)
		p.b = AppendTie(p.b, n.Tie)
	case *Rest:
		p.b = append(p.b, n.Kind)
		p.b = AppendLength(p.b, n.Length)
	case *Spacer:
		p.b = append(p.b, 'y')
		p.b = AppendLength(p.b, n.Length)
	case *Chord:
		p.b = append(p.b, '[')
		p.list(n.Inner)
		p.b = append(p.b, ']')
		p.b = AppendLength(p.b, n.Length)
		p.b = AppendTie(p.b, n.Tie)
	case *Grace:
		p.b = append(p.b, '{')
		if n.Slashed {
			p.b = append(p.b, '/')
		}
		p.list(n.Inner)
		p.b = append(p.b, '}')
	case *Tuplet:
		p.b = AppendTuplet(p.b, n)
	case *Broken:
		p.text(n.String())
		if n.Dots < 0 {
			p.angles = append(p.angles, len(p.b)-1)
		}
	case *Bar:
		p.text(n.String())
	case *Ending:
		_, afterBar := p.last.(*Bar)
		if !afterBar || n.Bracket || p.blank || p.broken {
			p.b = append(p.b, '[')
		}
		p.text(n.String())
	case *Symbol:
		p.b = append(p.b, '"')
		if n.Place != 0 {
			p.b = append(p.b, n.Place)
		}
		p.text(n.Text)
		p.b = append(p.b, '"')
	case *Decoration:
		if n.Letter != 0 {
			p.b = append(p.b, n.Letter)
		} else {
			p.text("!" + n.Name + "!")
		}
	case *Slur:
		if n.Dotted {
			p.b = append(p.b, '.')
		}
		if n.Open {
			p.b = append(p.b, '(')
		} else {
			p.b = append(p.b, ')')
		}
	case *Overlay:
		p.text(n.String())
	case *Field:
		p.text("[" + writtenField(n) + "]")
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
