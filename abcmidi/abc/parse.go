package abc

import (
	"charabanc/data"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Parse reads the text of one tune. It always returns a tree, whatever the
// text; the error, if any, is an ErrorList of what was passed over or mended
// on the way.
func Parse(text string) (*Tune, error) { return ParseSource(data.Source{Line: 1, Text: text}) }

// ParseSource is Parse for a tune cut out of a file: positions are the
// file's, and its header's fields hold.
func ParseSource(src data.Source) (*Tune, error) {
	return new(Parser).Parse(src)
}

// source reads a tune. It takes back the memory of the tree it returned before.
func (p *Parser) Parse(src data.Source) (*Tune, error) {
	text := strings.TrimPrefix(src.Text, "\ufeff")
	whole := len(text)
	text = text[:min(whole, maxTuneSize)]
	if strings.IndexByte(text, '\r') >= 0 {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	p.nodes.reset()
	*p = Parser{nodes: p.nodes, tune: &Tune{Text: text, place: &place{file: src.File, firstLine: max(src.Line, 1)}}}
	if src.FileHeader != "" {
		p.fileHeader(src.FileHeader)
	}
	p.parse()
	if whole > maxTuneSize {
		p.errorf(Pos(len(text)), "the tune is longer than %d bytes: cut there", maxTuneSize)
	}
	p.errs.Sort()
	return p.tune, p.errs.Err()
}

// maxTuneSize bounds one tune's text; anything longer is not a tune.
const maxTuneSize = 1 << 20

// parser turns lines into nodes. It reads the header line by line, then each
// line of music token by token; macros stack a second scanner on the first.
type Parser struct {
	tune   *Tune
	errs   ErrorList
	out    []Node // the list being added to
	s      scanner
	tok    token
	macros []macro
	here   Pos // while inside a macro's text, where it was used; else -1

	expanded int // bytes that macros have stood for

	lastTied *bool // the Tie of the last note or chord, for a tie behind a blank
	nodes    nodeMemory
}

func (p *Parser) errorf(pos Pos, format string, args ...any) {
	if p.here >= 0 {
		pos = p.here
	}
	if len(p.errs) < maxErrors {
		p.errs = append(p.errs, &Error{p.tune.Position(pos), fmt.Sprintf(format, args...)})
	}
}

// maxErrors is how many findings one tune can have: beyond it the text is
// noise, and a list of every byte of it helps nobody.
const maxErrors = 200

// fileHeader reads the fields that stand before the first tune of a file. A K:
// among them ends no header and is nobody's (section 3 has none there).
func (p *Parser) fileHeader(text string) {
	sub := &Parser{nodes: p.nodes, tune: &Tune{Text: text, place: &place{firstLine: 1}}, here: -1}
	for from := 0; from < len(text); {
		to := lineEnd(text, from)
		sub.fieldLine(from, to)
		from = to + 1
		if f, ok := sub.lastField(); ok && f.Form == PercentField {
			from = sub.skipText(f, from)
		}
	}
	p.nodes, p.tune.Inherited = sub.nodes, slices.DeleteFunc(sub.out, func(n Node) bool {
		f, ok := n.(*Field)
		return ok && f.Key == 'K'
	})
	p.macros = sub.macros
	p.tune.symbols = sub.tune.symbols
}

func lineEnd(text string, from int) int {
	if n := strings.IndexByte(text[from:], '\n'); n >= 0 {
		return from + n
	}
	return len(text)
}

func (p *Parser) parse() {
	text := p.tune.Text
	p.here = -1
	p.out = p.nodes.header
	from := p.header()
	p.nodes.header = p.tune.Header
	p.out = slices.Grow(p.nodes.body, (len(text)-from)*3/5)
	for from < len(text) {
		to := lineEnd(text, from)
		from = p.bodyLine(from, to)
	}
	p.tune.Body, p.nodes.body = p.out, p.out
}

// header reads lines up to and with K: (section 2.2.1) and returns where the
// body begins.
func (p *Parser) header() int {
	text := p.tune.Text
	from, sawX := 0, false
	for from < len(text) {
		to := lineEnd(text, from)
		line := strings.TrimSpace(text[from:to])
		switch {
		case p.fieldLine(from, to):
			if f, ok := p.lastField(); ok && f.Key == 'K' {
				p.endHeader(sawX)
				return min(to+1, len(text))
			} else if ok && f.Key == 'X' {
				sawX = true
			} else if ok && f.Form == PercentField {
				from = p.skipText(f, to+1)
				continue
			}
		case line == "" && len(p.out) > 0:
			p.errorf(Pos(from), "no K: field before the empty line: the tune has no music")
			p.endHeader(sawX)
			return p.emptyLine(from)
		case line == "":
		case p.startsBody(from, to):
			p.errorf(Pos(from), "no K: field before the music: taken as K:C")
			p.endHeader(sawX)
			return from
		default:
			p.errorf(Pos(from), "text in the header ignored: %.40q", line)
		}
		from = to + 1
	}
	p.errorf(Pos(len(text)), "no K: field: the tune has no music")
	p.endHeader(sawX)
	return len(text)
}

func (p *Parser) endHeader(sawX bool) {
	if !sawX {
		p.errorf(0, "no X: field at the start of the tune")
	}
	if len(p.out) > 0 {
		p.tune.Header = p.out
	}
	p.out = nil
}

// startsBody tells a line of music in a header without K: from a stray line
// of text: text has a K: behind it, and no bar lines or something that is no
// music ("I (1) :| (2) ||").
func (p *Parser) startsBody(from, to int) bool {
	text := p.tune.Text
	switch {
	case !strings.Contains(text[to:], "\nK:"):
		return true
	case strings.IndexByte(text[from:to], '|') < 0:
		return false
	}
	line := Parser{tune: p.tune, here: -1}
	line.music(text, from, to)
	return len(line.errs) == 0
}

// fieldLine reads a line as a field, directive or comment, and adds its node;
// false if it is none.
func (p *Parser) fieldLine(from, to int) bool {
	line := p.tune.Text[from:to]
	span := Span{Pos(from), Pos(to)}
	switch {
	case strings.HasPrefix(line, "%"):
		value := strings.TrimSpace(strings.TrimPrefix(line, "%%"))
		if line[:min(2, len(line))] != "%%" || value == "" {
			p.add(comment(span, line))
			break
		}
		f := p.nodes.fields.New()
		*f = Field{Span: span, Key: 'I', Form: PercentField, Text: value}
		p.add(f)
	case !data.IsFieldLine(line):
		return false
	case line[0] == '+':
		p.continueField(from, uncomment(line[2:]))
	default:
		p.add(p.field(line[0], LineField, uncomment(line[2:]), from, to))
	}
	return true
}

// lastField is the node last added, if it is a field.
func (p *Parser) lastField() (*Field, bool) {
	if len(p.out) == 0 {
		return nil, false
	}
	f, ok := p.out[len(p.out)-1].(*Field)
	return f, ok
}

// comment makes a node of a comment with its %.
func comment(s Span, text string) *Comment {
	return &Comment{s, strings.TrimRightFunc(text[1:], unicode.IsSpace)}
}

// continueField adds a +: line to the field before it (section 3.3).
func (p *Parser) continueField(from int, value string) {
	f, ok := p.lastField()
	if !ok {
		p.errorf(Pos(from), "+: continues no field: ignored")
		return
	}
	if n := len(p.macros); f.Key == 'm' && n > 0 {
		p.macros = p.macros[:n-1]
	}
	f.Text = strings.TrimSpace(f.Text + " " + value)
	p.understand(f, int(f.From))
}

// field makes a field node and reads its value.
func (p *Parser) field(key byte, form FieldForm, value string, from, to int) *Field {
	f := p.nodes.fields.New()
	*f = Field{Span: Span{Pos(from), Pos(to)}, Key: key, Form: form, Text: value}
	if p.here >= 0 {
		f.Span = Span{p.here, p.here}
	}
	p.understand(f, from)
	return f
}

// bodyLine reads one line of the body and returns where the next begins.
func (p *Parser) bodyLine(from, to int) int {
	text := p.tune.Text
	if p.fieldLine(from, to) {
		if f, ok := p.lastField(); ok && f.Form == PercentField {
			return p.skipText(f, to+1)
		}
		return to + 1
	}
	line := strings.TrimSpace(text[from:to])
	switch {
	case line == "":
		return p.emptyLine(from)
	case line[0] == '%': // no line of music, though there are blanks before it
		at := from + strings.IndexByte(text[from:to], '%')
		p.add(comment(Span{Pos(at), Pos(to)}, text[at:to]))
	default:
		p.music(text, from, to)
	}
	return to + 1
}

// emptyLine ends the tune (section 2.2.1); what follows belongs to nothing.
func (p *Parser) emptyLine(from int) int {
	rest := p.tune.Text[from:]
	if p.tune.Header != nil && len(p.out) == 0 && strings.IndexByte(rest, '|') >= 0 {
		p.errorf(Pos(from), "empty line between the header and the music ignored")
		return from + len(rest) - len(strings.TrimLeftFunc(rest, unicode.IsSpace)) // all that makes a line empty
	}
	if text := strings.TrimLeftFunc(rest, unicode.IsSpace); text != "" {
		p.errorf(Pos(from+len(rest)-len(text)), "text behind the empty line that ends the tune ignored")
	}
	return len(p.tune.Text)
}

// skipText passes over %%begintext ... %%endtext (section 11.4.5).
func (p *Parser) skipText(f *Field, from int) int {
	word, _, _ := strings.Cut(f.Text, " ")
	end, ok := strings.CutPrefix(word, "begin")
	if !ok {
		return from
	}
	text := p.tune.Text
	for from < len(text) {
		to := lineEnd(text, from)
		line := text[from:to]
		f.To = Pos(to)
		from = to + 1
		if strings.HasPrefix(line, "%%end"+end) {
			break
		}
	}
	return min(from, len(text))
}
