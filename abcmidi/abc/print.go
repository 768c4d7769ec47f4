package abc

import (
	"io"
	"strconv"
	"strings"

	"charabanc/abcmidi/music"
	"charabanc/data"
)

// Print writes the tune as canonical ABC: the fields without blanks, every
// construct in the one way that section 4 prefers, macros written out, and what
// could not be read left out. Lines, beams, comments and decorations stay as they
// were. Fields of the file's header go into the tune's (section 3.1.17). What it
// writes, parsed and printed again, is the same text.
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

// printer writes nodes one behind the other. What was last written decides
// whether a blank must keep two constructs from becoming one.
type printer struct {
	tune   *Tune
	b      strings.Builder
	start  int  // where the line of music in progress begins
	last   Node // the last node of that line; nil at its beginning
	blank  bool // a blank is due before the next construct
	broken bool // a line break inside the line is due before the next construct
	inner  bool // inside brackets or braces

	comment *Comment // is due at the end of the line
}

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
	own := 0 // the tune's own X: and T: come first
	for own < len(p.tune.Header) && isNumberOrTitle(p.tune.Header[own]) {
		p.line(p.tune.Header[own])
		own++
	}
	for _, n := range p.tune.Inherited {
		if f, ok := n.(*Field); ok && !strings.HasPrefix(f.Text, "begin") { // text is the file's
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

func isNumberOrTitle(n Node) bool {
	f, ok := n.(*Field)
	return ok && (f.Key == 'X' || f.Key == 'T')
}

// line writes a node that has a line to itself.
func (p *printer) line(n Node) {
	if f, ok := n.(*Field); ok && f.Key == 'm' {
		return // macros are written out
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

// writtenField is a field's letter and value. A:| would be music.
func writtenField(f *Field) string {
	if f.Text != "" && (f.Text[0] == '|' || f.Text[0] == ':') {
		return string(f.Key) + ": " + f.Text
	}
	return string(f.Key) + ":" + f.Text
}

// directive is a %% line's text; a block of typeset text is kept line by
// line.
func (p *printer) directive(f *Field) string {
	if strings.HasPrefix(f.Text, "begin") && f.To > f.From {
		return strings.TrimRight(strings.TrimPrefix(p.tune.Text[f.From:f.To], "%%"), "\n")
	}
	return f.Text
}

// commentText keeps a comment from turning into a directive.
func commentText(c *Comment, lineStart bool) string {
	if lineStart && strings.HasPrefix(c.Text, "%") && strings.TrimSpace(c.Text) != "%" {
		return "% " + c.Text
	}
	return "%" + c.Text
}

// endLine ends the line of music in progress, if there is anything on it.
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
		p.comment = n // behind the \ of a line that goes on
		return
	}
	if !p.inner && p.last != nil && (p.blank || wouldJoin(p.last, n) || p.wouldBeField(n)) {
		p.b.WriteByte(' ')
	}
	if p.broken {
		p.b.WriteByte('$') // the ! of old as section 6.1.1 writes it
	}
	p.construct(n)
	p.last, p.blank, p.broken = n, false, false
}

// wouldJoin reports whether two neighbours need a blank between them so that
// they are not read as one.
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
		return ok && b.Letter == '.' // or it would be the full stop of "1. "
	case *Slur:
		if d, ok := a.(*Decoration); ok {
			return d.Letter == '.' && b.Open
		}
	case *Tuplet:
		if d, ok := a.(*Decoration); ok {
			return d.Letter == '.'
		}
	case *Broken:
		_, ok := a.(*Broken)
		return ok
	case *Overlay:
		_, ok := a.(*Overlay)
		return ok
	case *Ending:
		_, ok := a.(*Bar)
		return ok && b.Bracket
	}
	return false
}

// wouldBeField reports whether a bar line would make a field of the one letter
// that stands on its line so far: "Y::".
func (p *printer) wouldBeField(n Node) bool {
	bar, ok := n.(*Bar)
	return ok && p.b.Len() == p.start+1 && data.IsFieldLine(p.b.String()[p.start:]+bar.String())
}

// construct writes a node without regard to its neighbours.
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
		b.WriteString(strings.Repeat(">", max(n.Dots, 0)))
		b.WriteString(strings.Repeat("<", max(-n.Dots, 0)))
	case *Bar:
		b.WriteString(n.String())
	case *Ending:
		_, behindBar := p.last.(*Bar)
		if !behindBar || n.Bracket || p.blank || p.broken {
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
		b.WriteString(strings.Repeat("&", n.Bars))
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

func WritePitch(b *strings.Builder, p music.Pitch) {
	writeAccidental(b, p.Accidental)
	writeStep(b, int(p.Step))
}

func writeAccidental(b *strings.Builder, a music.Accidental) {
	num, den := a.Num, a.Den
	mark := byte('^')
	switch {
	case den == 0:
		return
	case num == 0:
		b.WriteByte('=')
		return
	case num < 0:
		mark, num = '_', -num
	}
	b.WriteByte(mark)
	switch {
	case den == 1 && num == 1:
	case den == 1 && num == 2:
		b.WriteByte(mark)
	default:
		if num != 1 {
			b.WriteString(strconv.Itoa(int(num)))
		}
		if den != 1 {
			b.WriteByte('/')
			if den != 2 {
				b.WriteString(strconv.Itoa(int(den)))
			}
		}
	}
}

// writeLength writes a length in the shortest way: nothing for 1, / for 1/2.
func WriteLength(b *strings.Builder, f music.Fraction) {
	if f.Num() != 1 {
		b.WriteString(strconv.FormatInt(f.Num(), 10))
	}
	if d := f.Den(); d != 1 {
		b.WriteByte('/')
		if d != 2 {
			b.WriteString(strconv.FormatInt(d, 10))
		}
	}
}

func WriteTie(b *strings.Builder, tie bool) {
	if tie {
		b.WriteByte('-')
	}
}

func WriteTuplet(b *strings.Builder, t *Tuplet) {
	b.WriteByte('(')
	b.WriteString(strconv.Itoa(t.P))
	if t.Q == 0 && t.R == 0 {
		return
	}
	b.WriteByte(':')
	if t.Q != 0 {
		b.WriteString(strconv.Itoa(t.Q))
	}
	if t.R != 0 {
		b.WriteByte(':')
		b.WriteString(strconv.Itoa(t.R))
	}
}

// String returns the bar line as canonical ABC writes it.
func (b *Bar) String() string {
	if b.Start > 0 && b.End > 0 {
		if b.Start == 1 && b.End == 1 {
			return "::"
		}
		return strings.Repeat(":", b.End) + "|" + strings.Repeat(":", b.Start)
	}
	if b.Start > 0 || b.End > 0 {
		return strings.Repeat(":", b.End) + "|" + strings.Repeat(":", b.Start)
	}
	return [...]string{ThinBar: "|", DoubleBar: "||", ThinThickBar: "|]", ThickThinBar: "[|",
		DottedBar: ".|", InvisibleBar: "[|]"}[b.Style]
}

// String writes the numbers of an ending: "1", "1-3,5".
func (e *Ending) String() string {
	numbers := e.Numbers
	var b strings.Builder
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.Itoa(numbers[i]))
		switch {
		case j == i+1:
			b.WriteString("," + strconv.Itoa(numbers[j]))
		case j > i:
			b.WriteString("-" + strconv.Itoa(numbers[j]))
		}
		i = j + 1
	}
	return b.String()
}
