package abc

import (
	"strings"
	"unicode/utf8"

	"charabanc/abcmidi/internal/chars"
)

// token is the part of a line of music from one offset to another.
type token struct {
	kind     tokenKind
	from, to Pos
}

// tokenKind is the kind of a token.
type tokenKind uint8

const (
	tokEnd          tokenKind = iota // end of the line
	tokSpace                         // blanks
	tokLetter                        // A to G, a to g
	tokAccidental                    // ^ ^^ = _ __ ^/ _3/2
	tokOctave                        // ' and ,
	tokLength                        // 2 / // /4 3/2
	tokRest                          // z x Z X
	tokSpacer                        // y
	tokBar                           // | || |] :| |: :: and other bar lines
	tokEnding                        // 1 or 1,3 after a bar line, [1 or [1-3 anywhere
	tokChordOpen                     // [, or the + at either end of +CEG+
	tokChordClose                    // ]
	tokGraceOpen                     // { or {/
	tokGraceClose                    // }
	tokSlurOpen                      // ( or .(
	tokSlurClose                     // ) or .)
	tokTuplet                        // (3 (3:2 (3:2:4 (3::2
	tokBroken                        // > >> < <<
	tokTie                           // - or .-
	tokOverlay                       // & &&
	tokOverlayOpen                   // (&
	tokOverlayClose                  // &)
	tokText                          // "..." with its quotes
	tokDecoration                    // !...! or +...+ with its marks
	tokSymbol                        // a decoration of one character: . ~ H to W, Y, h to w
	tokField                         // [K:G] with its brackets
	tokContinue                      // \ at the end of the line
	tokBreak                         // a single ! or $, a line break on the page
	tokComment                       // % to the end of the line
	tokTag                           // <br>, </a> and other HTML
	tokIllegal                       // anything else
)

// scanner cuts one line of music code (ABC 2.1 section 4) into tokens. The kind
// of the previous token is all it remembers: it tells the ending in "|1" from a
// stray digit.
type scanner struct {
	text string
	pos  int // of the next token
	end  int // of the line in text
	prev tokenKind
	odd  []Pos // characters up to here that stand for others: see odd.go
}

// at returns the character at an offset, 0 after the end of the line.
func (s *scanner) at(i int) byte {
	if i < s.end {
		return s.text[i]
	}
	return 0
}

// next returns the next token. After the last one it returns tokEnd.
func (s *scanner) next() token {
	if s.pos < s.end && mayBeInvisible(s.text[s.pos]) {
		s.passInvisible()
	}
	from := s.pos
	if from >= s.end {
		return token{tokEnd, Pos(s.end), Pos(s.end)}
	}
	kind := s.scan()
	s.prev = kind
	return token{kind, Pos(from), Pos(s.pos)}
}

// scan moves pos to the end of the token that begins there.
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
		if size := tagSize(s.text[s.pos:s.end]); c == '<' && size > 0 {
			s.pos += size
			return tokTag
		}
		return s.span(tokBroken, func(d byte) bool { return d == c })
	case '&':
		return s.ampersands()
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
	if c >= utf8.RuneSelf {
		return s.beyondASCII()
	}
	s.pos++
	if kind := singles[c]; kind != 0 {
		return kind
	}
	return tokIllegal
}

// singles holds the kinds of the characters that are a token by themselves,
// whatever follows.
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

// span takes characters while in is true of them.
func (s *scanner) span(kind tokenKind, in func(byte) bool) tokenKind {
	for s.pos < s.end && in(s.text[s.pos]) {
		s.pos++
	}
	return kind
}

// digits takes a run of digits and reports whether there was one.
func (s *scanner) digits() bool {
	from := s.pos
	for s.pos < s.end && chars.IsDigit(s.text[s.pos]) {
		s.pos++
	}
	return s.pos > from
}

// accidental takes ^ ^^ = _ __ (section 4.2) and fractions of them, ^/ ^3/2 _1/2,
// which are not in the standard. Digits that no note follows are left.
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

// length takes 2 3/2 / // /4 (section 4.3), or right after a bar line the number
// of an ending (section 4.9).
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
// in "1. ".
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

// bar takes a bar line or repeat sign (section 4.8): colons, then a run of | ] [
// that belong together, then colons.
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
			// The thick line of |] or the end of [|]. A colon alone before it
			// makes :], which old tunes have for :|.
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
		s.pos = line // "[|]:|" is two bar lines; the colon belongs to the second
	}
	return tokBar
}

// bracket takes [| or [1 or [K:G], or the opening bracket of a chord.
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
		if s.inlineField() {
			return tokField
		}
	}
	s.pos++
	return tokChordOpen
}

// inlineField takes [K:G]. One that lacks its ] ends at the first blank or bar line after
// a value; the value of K: and its like has no bar line but that of M:C|.
func (s *scanner) inlineField() bool {
	rest := s.text[s.pos:s.end]
	n := strings.IndexByte(rest, ']')
	if strings.IndexByte("KLMPQV", rest[1]) < 0 {
		s.pos += n + 1
		return n >= 0
	}
	value := strings.TrimLeft(rest[3:], " ")
	if rest[1] == 'M' {
		value = strings.Replace(value, "C|", "C/", 1)
	}
	if n >= 0 && strings.IndexByte(value[:max(n-len(rest)+len(value), 0)], '|') < 0 {
		s.pos += n + 1
		return true
	}
	to := strings.IndexAny(value, " \t|")
	if to < 0 {
		to = len(value)
	}
	s.pos += len(rest) - len(value) + to
	return true
}

// quotedEnding takes an ending written ["1.". Unlike a chord that begins with a
// chord symbol, it has no ] before the next bar line.
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

// paren takes a tuplet (section 4.13) or the beginning of a slur.
func (s *scanner) paren() tokenKind {
	s.pos++
	if s.at(s.pos) == '&' {
		s.pos++
		return tokOverlayOpen
	}
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

// ampersands takes & && or, if it is alone, &).
func (s *scanner) ampersands() tokenKind {
	from := s.pos
	s.span(tokOverlay, func(c byte) bool { return c == '&' })
	switch {
	case s.at(s.pos) != ')':
	case s.pos == from+1:
		s.pos++
		return tokOverlayClose
	default:
		s.pos-- // the last one belongs to the )
	}
	return tokOverlay
}

// dot takes a dotted bar line, slur or tie, or a staccato dot.
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
	case ')':
		s.pos++
		return tokSlurClose
	case '-':
		s.pos++
		return tokTie
	}
	return tokSymbol
}

// quoted takes "..." which may contain \". If the closing quote is missing, the
// text ends at the first blank or bar line, so that the rest of the line is read
// as music. A bar line inside a chord symbol, but not inside an annotation, also
// means that the quote is missing.
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
		case c == '|' && !annotation, c >= utf8.RuneSelf && !annotation && s.isQuote(s.pos):
			return s.unquoted(from)
		}
	}
	return s.unquoted(from)
}

// isPlace reports whether a quoted text that begins with c is an annotation
// (section 4.19): c says where it is written.
func isPlace(c byte) bool { return c == '^' || c == '_' || c == '<' || c == '>' || c == '@' }

// unquoted takes a text without a closing quote that begins at from.
func (s *scanner) unquoted(from int) tokenKind {
	for s.pos = from + 1; s.pos < s.end && !chars.IsBlank(s.text[s.pos]) && s.text[s.pos] != '|'; s.pos++ {
	}
	if end := s.curlyEnd(from, s.pos); end > 0 {
		s.pos = end
	}
	return tokText
}

// decoration takes !...! or +...+ (section 4.14). Any other ! is a line break of
// old tunes (section 10.2.1). Any other + is an end of +CEG+, a chord of old
// tunes.
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

// backslash takes a \, which continues the line if only a comment follows it.
func (s *scanner) backslash() tokenKind {
	rest := strings.TrimLeft(s.text[s.pos+1:s.end], " \t\r")
	s.pos++
	if rest == "" || rest[0] == '%' {
		return tokContinue
	}
	return tokIllegal
}
