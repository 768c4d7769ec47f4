package abc

import (
	"charabanc/data"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Parse reads the text of one tune. It returns a tree for every text. The error,
// if there is one, is an ErrorList of what was ignored or corrected.
func Parse(text string) (*Tune, error) { return ParseSource(data.Source{Line: 1, Text: text}) }

// ParseSource is like Parse for a tune cut out of a file. Findings have their
// position in the file, and the fields of the file's header hold.
func ParseSource(src data.Source) (*Tune, error) {
	return new(Parser).Parse(src)
}

// Parser reads one tune after another in the same memory. The zero value is
// ready to use.
//
// It turns lines into nodes: the header line by line, then each line of music
// token by token. Inside a macro a second scanner reads the macro's text.
type Parser struct {
	reading
	nodes  nodeMemory
	header *fileHeader // of the file of the latest tune; nil for none
	values fieldValues // of the tunes so far
	again  *parsed     // memory of the tree after the first; nil before
}

// reading is what a Parser knows of the tune that it reads.
type reading struct {
	tune   *Tune
	errs   ErrorList
	out    []Node // the list that nodes are added to
	s      scanner
	tok    token // the token being looked at
	macros []macro
	here   Pos // inside a macro's text, where the macro is used; otherwise -1

	expanded int // bytes of music that macros have been replaced by
	keyLine  int // what lastKey returns, and 2; 0 before it is called

	openGrace  bool   // grace notes of the line are not closed where they have to be: a } is part of that fault
	inHTML     bool   // the line before is HTML: it is reported once
	joined     int    // lengths that a blank parted from their note
	apart      string // the first of them, with its note
	firstApart Pos    // where that is

	lastTied *bool // the Tie of the last note or chord, for a tie after a blank
}

// Parse is like ParseSource, but the tree that it returned before, and a score that was made
// of it, must no longer be used.
func (p *Parser) Parse(src data.Source) (*Tune, error) {
	text := strings.TrimPrefix(src.Text, "\ufeff")
	whole := len(text)
	text = text[:min(whole, maxTuneSize)]
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	p.nodes.reset()
	p.reading = reading{tune: p.newTune(src, text)}
	p.inherit(src.FileHeader)
	p.parse()
	if whole > maxTuneSize {
		p.errorf(Pos(len(text)), "the tune is longer than %d bytes: cut there", maxTuneSize)
	}
	p.reportApart()
	p.lost(src)
	for _, f := range src.Faults {
		p.errs = append(p.errs, &Error{Pos: Position{src.File, f.Line, 1}, Msg: f.Message, Kind: KindField})
	}
	p.errs.Sort()
	return p.tune, p.errs.Err()
}

// lost reports music after the empty line that ends the tune (section 2.2.1), which is
// played by nobody.
func (p *Parser) lost(src data.Source) {
	if strings.IndexByte(src.After, '|') < 0 || len(p.errs) >= maxErrors {
		return
	}
	line := Parser{reading: reading{tune: &Tune{Text: src.After}, here: -1}}
	if line.music(src.After, 0, len(src.After)); len(line.errs) > 0 || slices.ContainsFunc(line.out, isLetter) {
		return // words
	}
	at := Position{File: src.File, Line: max(src.Line, 1) + strings.Count(src.Text, "\n") + src.Gap, Column: 1}
	p.errs = append(p.errs, &Error{at, fmt.Sprintf("music after the empty line that ends tune X:%s: is the empty line meant?", p.tune.Number()), KindEmptyLine, Pos(len(p.tune.Text))})
}

// isLetter reports whether a node is a letter that stands for nothing, as in words.
func isLetter(n Node) bool {
	d, ok := n.(*Decoration)
	return ok && d.Name == ""
}

// maxTuneSize is the longest text of a tune in bytes.
const maxTuneSize = 1 << 20

// add adds a node to the list in progress.
func (p *Parser) add(n Node) { p.out = append(p.out, n) }

// errorf records a finding of KindText.
func (p *Parser) errorf(pos Pos, format string, args ...any) {
	p.find(KindText, pos, format, args...)
}

// find records a finding.
func (p *Parser) find(kind Kind, pos Pos, format string, args ...any) {
	if p.here >= 0 {
		pos = p.here
	}
	if len(p.errs) < maxErrors {
		p.errs = append(p.errs, &Error{p.tune.Position(pos), fmt.Sprintf(format, args...), kind, pos})
	}
}

// maxErrors is the number of findings that are recorded for a tune. A text with
// more is not a tune.
const maxErrors = 200

// parse reads the tune's header and body.
func (p *Parser) parse() {
	text := p.tune.Text
	p.here = -1
	p.out = p.nodes.header
	from := p.readHeader()
	p.nodes.header = p.tune.Header
	p.out = slices.Grow(p.nodes.body, (len(text)-from)*3/5)
	for from < len(text) {
		to := lineEnd(text, from)
		from = p.bodyLine(from, to)
	}
	p.tune.Body, p.nodes.body = p.out, p.out
}

// lineEnd returns the end of the line that begins at from.
func lineEnd(text string, from int) int {
	if n := strings.IndexByte(text[from:], '\n'); n >= 0 {
		return from + n
	}
	return len(text)
}

// readHeader reads lines up to and including K: (section 2.2.1) and returns where
// the body begins.
func (p *Parser) readHeader() int {
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
			p.find(KindHeader, Pos(from), "no K: field before the empty line: the tune has no music")
			p.endHeader(sawX)
			return p.emptyLine(from)
		case line == "":
		case p.startsBody(from, to):
			p.find(KindHeader, Pos(from), "no K: field before the music: taken as K:C")
			p.endHeader(sawX)
			return from
		default:
			p.find(KindHeader, Pos(from), "text in the header ignored: %.40q", line)
		}
		from = to + 1
	}
	p.find(KindHeader, Pos(len(text)), "no K: field: the tune has no music")
	p.endHeader(sawX)
	return len(text)
}

// endHeader makes the nodes read so far the tune's header.
func (p *Parser) endHeader(sawX bool) {
	if !sawX {
		p.find(KindHeader, 0, "no X: field at the start of the tune")
	}
	if len(p.out) > 0 {
		p.tune.Header = p.out
	}
	p.out = nil
}

// startsBody reports whether a line inside the header is music, which means that
// the K: is missing. If a K: follows, the line is text, unless it has bar lines
// and reads as music without findings. "I (1) :| (2) ||" is text.
func (p *Parser) startsBody(from, to int) bool {
	return p.lastKey() < to || p.isMusic(from, to)
}

// isMusic reports whether a line has bar lines and reads as music without findings.
func (p *Parser) isMusic(from, to int) bool {
	text := p.tune.Text
	if strings.IndexByte(text[from:to], '|') < 0 {
		return false
	}
	line := Parser{reading: reading{tune: p.tune, here: -1}}
	line.music(text, from, to)
	return len(line.errs) == 0
}

// lastKey returns where the end of the line before the last line K: is, or -1.
func (p *Parser) lastKey() int {
	if p.keyLine == 0 {
		p.keyLine = strings.LastIndex(p.tune.Text, "\nK:") + 2
	}
	return p.keyLine - 2
}

// fieldLine reads a line that is a field, directive or comment, and adds its
// node. It reports whether the line is one.
func (p *Parser) fieldLine(from, to int) bool {
	line := p.tune.Text[from:to]
	span := Span{Pos(from), Pos(to)}
	switch {
	case strings.HasPrefix(line, "%"):
		value := strings.TrimSpace(strings.TrimPrefix(line, "%%"))
		if line[:min(2, len(line))] != "%%" || value == "" {
			p.comment(span, line)
			break
		}
		f := p.nodes.fields.New()
		*f = Field{Span: span, Key: 'I', Form: PercentField, Text: value}
		p.understand(f, from)
		p.add(f)
	case !data.IsFieldLine(line):
		return false
	case line[0] == '+', p.goesOn(line[0]):
		p.continueField(from, Uncomment(line[2:]))
	default:
		if strings.IndexByte(knownFields, line[0]) < 0 {
			p.find(KindUnknownField, Pos(from), "%c: unknown field ignored", line[0])
		}
		p.add(p.field(line[0], LineField, Uncomment(line[2:]), from, to))
	}
	return true
}

// knownFields are those of section 3, and E:, J: and Y:, which it leaves free.
const knownFields = "ABCDEFGHIJKLMNOPQRSTUVWXYZmrsw"

// lastField returns the node added last, if it is a field.
func (p *Parser) lastField() (*Field, bool) {
	if len(p.out) == 0 {
		return nil, false
	}
	f, ok := p.out[len(p.out)-1].(*Field)
	return f, ok
}

// comment adds the node of a comment; text begins with its %.
func (p *Parser) comment(s Span, text string) {
	c := p.nodes.comments.New()
	*c = Comment{s, strings.TrimRightFunc(text[1:], unicode.IsSpace)}
	p.add(c)
}

// goesOn reports whether the line before is a w: or s: that ends in a backslash, so that
// one with the same letter continues it, as in old tunes. The backslash is removed.
func (p *Parser) goesOn(key byte) bool {
	f, ok := p.lastField()
	if key != 'w' && key != 's' || !ok || f.Key != key || f.Form != LineField || !escapes(f.Text) {
		return false
	}
	f.Text = strings.TrimSpace(f.Text[:len(f.Text)-1])
	return true
}

// maxField bounds a field that +: lines continue, in bytes.
const maxField = 1 << 15

// continueField adds a +: line to the field before it (section 3.3).
func (p *Parser) continueField(from int, value string) {
	f, ok := p.lastField()
	if !ok {
		p.find(KindField, Pos(from), "+: continues no field: ignored")
		return
	}
	if len(f.Text)+len(value) > maxField {
		p.find(KindField, Pos(from), "a field of more than %d bytes: the rest is ignored", maxField)
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
	case isTag(line):
		if !p.inHTML {
			p.find(KindHTML, Pos(from), "HTML %.40q ignored", line)
		}
		p.inHTML = true
		return to + 1
	case line[0] == '%': // a comment after blanks
		at := from + strings.IndexByte(text[from:to], '%')
		p.comment(Span{Pos(at), Pos(to)}, text[at:to])
	default:
		p.music(text, from, to)
	}
	p.inHTML = false
	return to + 1
}

// emptyLine ends the tune (section 2.2.1) and returns where reading goes on. An
// empty line between the header and music is skipped.
func (p *Parser) emptyLine(from int) int {
	rest := p.tune.Text[from:]
	if p.tune.Header != nil && len(p.out) == 0 && strings.IndexByte(rest, '|') >= 0 {
		p.find(KindEmptyLine, Pos(from), "empty line between the header and the music ignored")
		return from + len(rest) - len(strings.TrimLeftFunc(rest, unicode.IsSpace))
	}
	if text := strings.TrimLeftFunc(rest, unicode.IsSpace); text != "" {
		p.find(KindEmptyLine, Pos(from+len(rest)-len(text)), "text after the empty line that ends the tune ignored")
	}
	return len(p.tune.Text)
}

// skipText extends a field %%begintext to its %%endtext (section 11.4.5), and
// other %%begin directives to their ends. It returns where reading goes on. A block without
// an end goes on to the next field, empty line, or line of music.
func (p *Parser) skipText(f *Field, from int) int {
	text := p.tune.Text
	if !strings.HasPrefix(f.Text, "begin") { // as most do not
		return from
	}
	name := data.BlockName("%%" + f.Text)
	if name == "" || from >= len(text) {
		return from
	}
	if length, ok := data.BlockLength(text[from:], name); ok {
		f.To = Pos(from + length)
		return min(from+length+1, len(text))
	}
	p.find(KindText, f.From, "%%%%begin%s without %%%%end%s", name, name)
	for from < len(text) {
		to := lineEnd(text, from)
		line := text[from:to]
		if strings.TrimSpace(line) == "" || data.IsFieldLine(line) || strings.HasPrefix(line, "%%") || p.isMusic(from, to) {
			break
		}
		f.To = Pos(to)
		from = to + 1
	}
	return min(from, len(text))
}
