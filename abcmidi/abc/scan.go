package abc

import (
	"strings"

	"charabanc/abcmidi/internal/chars"
)

// scanner cuts one line of music code (ABC 2.1 section 4) into tokens. It
// keeps no more state than the last kind of token, which is what tells the
// first ending in "|1" from a stray digit.
type scanner struct {
	text string
	pos  int
	end  int
	prev tokenKind
}

func (s *scanner) at(i int) byte {
	if i < s.end {
		return s.text[i]
	}
	return 0
}

// a letter, large or small

// isPlace tells what an annotation begins with: where it is to be written
// (section 4.19).
func isPlace(c byte) bool { return c == '^' || c == '_' || c == '<' || c == '>' || c == '@' }

// next returns the next token; after the last one, tokEnd for ever.
func (s *scanner) next() token {
	for s.pos < s.end && s.text[s.pos] == '`' {
		s.pos++ // there for the eye alone (section 4.7)
	}
	from := s.pos
	if from >= s.end {
		return token{tokEnd, Pos(s.end), Pos(s.end)}
	}
	kind := s.scan()
	s.prev = kind
	return token{kind, Pos(from), Pos(s.pos)}
}

// scan moves pos behind the token that starts at pos.
func (s *scanner) scan() tokenKind {
	c := s.text[s.pos]
	if chars.IsNote(c) {
		s.pos++
		return tokLetter
	}
	switch c {
	case ' ', '\t', '\r':
		return s.span(tokSpace, chars.IsBlank)
	case '\'', ',':
		return s.span(tokOctave, func(c byte) bool { return c == '\'' || c == ',' })
	case '^', '_', '=':
		return s.accidental(c)
	case '/', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return s.length()
	case '|', ':':
		return s.bar()
	case '[':
		return s.bracket()
	case '(':
		return s.paren()
	case '.':
		return s.dot()
	case '{':
		s.pos++
		if s.at(s.pos) == '/' {
			s.pos++
		}
		return tokGraceOpen
	case '<', '>':
		return s.span(tokBroken, func(d byte) bool { return d == c })
	case '&':
		return s.span(tokOverlay, func(d byte) bool { return d == c })
	case '"':
		return s.quoted()
	case '!', '+':
		return s.decoration(c)
	case '%':
		s.pos = s.end
		return tokComment
	case '\\':
		return s.backslash()
	}
	s.pos++
	if kind := singles[c]; kind != 0 {
		return kind
	}
	return tokIllegal
}

// singles are the tokens of one character that need no second look.
var singles = func() (t [256]tokenKind) {
	for c := 'H'; c <= 'Y'; c++ {
		t[c] = tokSymbol
	}
	for c := 'h'; c <= 'w'; c++ {
		t[c] = tokSymbol
	}
	for c, kind := range map[byte]tokenKind{
		'~': tokSymbol, 'z': tokRest, 'x': tokRest, 'Z': tokRest, 'X': tokRest, 'y': tokSpacer,
		']': tokChordClose, '}': tokGraceClose, ')': tokSlurClose, '-': tokTie, '$': tokBreak,
	} {
		t[c] = kind
	}
	return t
}()

func (s *scanner) span(kind tokenKind, in func(byte) bool) tokenKind {
	for s.pos < s.end && in(s.text[s.pos]) {
		s.pos++
	}
	return kind
}

// digits moves behind a run of digits and says whether there was one.
func (s *scanner) digits() bool {
	from := s.pos
	for s.pos < s.end && chars.IsDigit(s.text[s.pos]) {
		s.pos++
	}
	return s.pos > from
}

// accidental takes ^ ^^ = _ __ and the quarter tones ^/ ^3/2 _1/2 (section
// 4.2; the fractions are common practice).
func (s *scanner) accidental(c byte) tokenKind {
	s.pos++
	if c == '=' {
		return tokAccidental
	}
	if s.at(s.pos) == c {
		s.pos++
		return tokAccidental
	}
	start := s.pos
	s.digits()
	if s.at(s.pos) == '/' {
		s.pos++
		s.digits()
	}
	if next := s.at(s.pos); !chars.IsNote(next) {
		s.pos = start
	}
	return tokAccidental
}

// length takes 2 3/2 / // /4 (section 4.3), or the number of an ending that
// stands right behind a bar (section 4.9).
func (s *scanner) length() tokenKind {
	if s.prev == tokBar && s.text[s.pos] != '/' {
		s.endingNumbers()
		return tokEnding
	}
	s.digits()
	for s.at(s.pos) == '/' {
		s.pos++
		s.digits()
	}
	return tokLength
}

// endingNumbers takes 1 or 1,3 or 1-3 or 1,3-5 (section 4.10), and the full stop
// of "1. ".
func (s *scanner) endingNumbers() {
	for s.digits() {
		c := s.at(s.pos)
		if c != ',' && c != '-' || !chars.IsDigit(s.at(s.pos+1)) {
			if c == '.' && chars.IsBlank(s.at(s.pos+1)) {
				s.pos++
			}
			return
		}
		s.pos++
	}
}

// bar takes every bar line and repeat sign (section 4.8): colons, then a run
// of | ] [ that belong together, then colons.
func (s *scanner) bar() tokenKind {
	from := s.pos
	for s.at(s.pos) == ':' {
		s.pos++
	}
	lines := 0
	for {
		switch s.at(s.pos) {
		case '|':
			s.pos++
			lines++
			continue
		case ']':
			// The thick line of |] or the invisible [|]; a bare : before ] is
			// the outdated :] of early tunes.
			if lines > 0 || s.pos == from+1 {
				s.pos++
				lines++
			}
		case '[':
			if lines > 0 && s.at(s.pos+1) == '|' {
				s.pos++
				continue
			}
		}
		break
	}
	if lines == 0 {
		if s.pos-from < 2 {
			return tokIllegal // a lone colon
		}
		return tokBar
	}
	line := s.pos
	for s.at(s.pos) == ':' {
		s.pos++
	}
	if s.text[line-1] == ']' && s.at(s.pos) == '|' {
		s.pos = line // "[|]:|" is two: the colons are the second's
	}
	return tokBar
}

// bracket tells [| and [1 and [K:G] from a chord.
func (s *scanner) bracket() tokenKind {
	c := s.at(s.pos + 1)
	switch {
	case c == '|' || c == ':' && s.at(s.pos+2) == '|':
		s.pos++
		return s.bar()
	case chars.IsDigit(c):
		s.pos++
		s.endingNumbers()
		return tokEnding
	case c == '"' && chars.IsDigit(s.at(s.pos+2)) && s.quotedEnding():
		return tokEnding
	case chars.IsLetter(c) && s.at(s.pos+2) == ':' && s.at(s.pos+3) != '|':
		if n := strings.IndexByte(s.text[s.pos:s.end], ']'); n >= 0 {
			s.pos += n + 1
			return tokField
		}
	}
	s.pos++
	return tokChordOpen
}

// quotedEnding takes ["1." of an ending, which unlike a chord has no ] before
// the bar line.
func (s *scanner) quotedEnding() bool {
	from := s.pos + 2
	text, rest, closed := strings.Cut(s.text[from:s.end], `"`)
	bar := strings.IndexByte(rest, '|')
	if !closed || bar < 0 || strings.IndexByte(rest[:bar], ']') >= 0 {
		return false
	}
	s.pos = from + len(text) + 1
	return true
}

// paren tells a tuplet (section 4.13) from a slur.
func (s *scanner) paren() tokenKind {
	s.pos++
	if !chars.IsDigit(s.at(s.pos)) {
		return tokSlurOpen
	}
	s.digits()
	for n := 0; n < 2 && s.at(s.pos) == ':' && s.at(s.pos+1) != '|'; n++ {
		s.pos++
		s.digits()
	}
	return tokTuplet
}

// dot tells the dotted bar line, slur and tie from a staccato dot.
func (s *scanner) dot() tokenKind {
	s.pos++
	switch s.at(s.pos) {
	case '|':
		return s.bar()
	case '(':
		if !chars.IsDigit(s.at(s.pos + 1)) {
			s.pos++
			return tokSlurOpen
		}
	case '-':
		s.pos++
		return tokTie
	}
	return tokSymbol
}

// quoted takes "..." with \" inside it. Where the closing quote is missing,
// which a bar line inside a chord symbol shows too, the text ends at the first
// blank or bar line, so that the rest of the line is still music.
func (s *scanner) quoted() tokenKind {
	from := s.pos
	annotation := isPlace(s.at(from + 1))
	for s.pos++; s.pos < s.end; s.pos++ {
		switch c := s.text[s.pos]; {
		case c == '\\':
			s.pos++
		case c == '"':
			s.pos++
			return tokText
		case c == '|' && !annotation:
			return s.unquoted(from)
		}
	}
	return s.unquoted(from)
}

// unquoted takes a text whose closing quote is missing.
func (s *scanner) unquoted(from int) tokenKind {
	for s.pos = from + 1; s.pos < s.end && !chars.IsBlank(s.text[s.pos]) && s.text[s.pos] != '|'; s.pos++ {
	}
	return tokText
}

// decoration takes !...! and +...+ (section 4.14). A ! that opens nothing is
// a line break of early tunes (section 10.2.1); +CEG+ is a chord of them,
// which the parser takes up again from the opening +.
func (s *scanner) decoration(mark byte) tokenKind {
	n := strings.IndexByte(s.text[s.pos+1:s.end], mark)
	if n > 0 && isDecorationName(s.text[s.pos+1:s.pos+1+n]) {
		s.pos += n + 2
		return tokDecoration
	}
	s.pos++
	if mark == '!' {
		return tokBreak
	}
	return tokChordOpen
}

func (s *scanner) backslash() tokenKind {
	rest := strings.TrimLeft(s.text[s.pos+1:s.end], " \t\r")
	s.pos++
	if rest == "" || rest[0] == '%' {
		return tokContinue
	}
	return tokIllegal
}
