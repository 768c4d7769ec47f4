package abc

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file reads characters that word processors and web pages put in the place of those
// of ABC: no-break spaces, curly quotation marks, dashes, and characters that nobody sees.

// oddKind is what a character beyond ASCII is taken for.
type oddKind uint8

const (
	oddNone       oddKind = iota // nothing that music has
	oddBlank                     // a blank
	oddInvisible                 // nothing: passed over
	oddQuote                     // "
	oddApostrophe                // '
	oddDash                      // -
)

// oddOf tells what a character is taken for.
func oddOf(r rune) oddKind {
	switch r {
	case '“', '”', '„', '‟', '″', '＂', '«', '»':
		return oddQuote
	case '‘', '’', '‚', '‛', '′', 'ʼ', '´', '＇':
		return oddApostrophe
	case '‐', '‑', '‒', '–', '—', '―', '−':
		return oddDash
	}
	switch {
	case r < 0x80:
	case unicode.IsSpace(r):
		return oddBlank
	case unicode.In(r, unicode.Cf, unicode.Variation_Selector):
		return oddInvisible
	}
	return oddNone
}

// oddNames are the characters that are met most often.
var oddNames = map[rune]string{
	0xa0: "no-break space", 0x202f: "no-break space", 0x200b: "zero-width space", 0x200c: "zero-width non-joiner",
	0x200d: "zero-width joiner", 0x2060: "word joiner", 0xfeff: "byte order mark", 0xad: "soft hyphen",
}

// oddMessage says what a character is, what it is taken for, and what to write.
func oddMessage(r rune) string {
	switch oddOf(r) {
	case oddBlank:
		return fmt.Sprintf("%s taken as a blank", oddName(r, "space"))
	case oddInvisible:
		return fmt.Sprintf("%s ignored", oddName(r, "invisible character"))
	case oddQuote:
		return fmt.Sprintf(`curly quote %c: use straight ones: "`, r)
	case oddApostrophe:
		return fmt.Sprintf(`curly quote %c: use a straight one: '`, r)
	case oddDash:
		return fmt.Sprintf("dash %c (U+%04X): use a hyphen: -", r, r)
	}
	return fmt.Sprintf("unexpected %q ignored", string(r))
}

func oddName(r rune, otherwise string) string {
	name, ok := oddNames[r]
	if !ok {
		name = otherwise
	}
	return fmt.Sprintf("%s (U+%04X)", name, r)
}

// rune returns the character at an offset and its size, which is 0 at the end of the line.
func (s *scanner) rune(at int) (rune, int) { return utf8.DecodeRuneInString(s.text[at:s.end]) }

// mayBeInvisible reports whether a character that begins with c may be one that
// passInvisible passes over.
func mayBeInvisible(c byte) bool { return c == '`' || c >= utf8.RuneSelf }

// passInvisible passes over what nobody sees: back-ticks, which only make the text easier
// to read (section 4.7), and characters without a shape.
func (s *scanner) passInvisible() {
	for s.pos < s.end {
		if s.text[s.pos] == '`' {
			s.pos++
			continue
		}
		if s.text[s.pos] < utf8.RuneSelf {
			return
		}
		r, size := s.rune(s.pos)
		if oddOf(r) != oddInvisible {
			return
		}
		s.odd = append(s.odd, Pos(s.pos))
		s.pos += size
	}
}

// beyondASCII takes one character that is not ASCII. Where it stands for one of music code,
// that is its token.
func (s *scanner) beyondASCII() tokenKind {
	from := s.pos
	r, size := s.rune(from)
	s.pos += size
	kind := tokIllegal
	switch oddOf(r) {
	case oddBlank:
		kind = tokSpace
	case oddQuote:
		return s.curly(from)
	case oddApostrophe:
		if s.prev == tokLetter || s.prev == tokOctave {
			kind = tokOctave
		}
	case oddDash:
		if s.prev == tokLetter || s.prev == tokOctave || s.prev == tokLength || s.prev == tokChordClose {
			kind = tokTie
		}
	}
	if kind != tokIllegal {
		s.odd = append(s.odd, Pos(from))
	}
	return kind
}

// curly takes a text in curly quotes, the first of which is at from, up to the next
// quotation mark. One alone is illegal.
func (s *scanner) curly(from int) tokenKind {
	annotation := isPlace(s.at(s.pos))
	for i := s.pos; i < s.end; {
		r, size := s.rune(i)
		switch {
		case r == '\\':
			i++
		case r == '|' && !annotation:
			return tokIllegal
		case r == '"':
			s.odd = append(s.odd, Pos(from))
			s.pos = i + size
			return tokText
		case oddOf(r) == oddQuote:
			s.odd = append(s.odd, Pos(from), Pos(i))
			s.pos = i + size
			return tokText
		}
		i += size
	}
	return tokIllegal
}

// isQuote reports whether a curly quote is at an offset.
func (s *scanner) isQuote(at int) bool {
	r, _ := s.rune(at)
	return oddOf(r) == oddQuote
}

// curlyEnd returns the offset after a curly quote that ends a text which began with a
// straight one, between two offsets, or 0.
func (s *scanner) curlyEnd(from, to int) int {
	for i, r := range s.text[from:to] {
		if r >= utf8.RuneSelf && oddOf(r) == oddQuote {
			s.odd = append(s.odd, Pos(from+i))
			return from + i + utf8.RuneLen(r)
		}
	}
	return 0
}

// unquote returns what is between the quotation marks of a token. closed is false if the
// second is missing.
func unquote(s string) (inner string, closed bool) {
	_, size := utf8.DecodeRuneInString(s)
	s = s[size:]
	last, size := utf8.DecodeLastRuneInString(s)
	inner = s[:len(s)-size]
	if last != '"' && oddOf(last) != oddQuote || escapes(inner) {
		return s, false
	}
	return inner, true
}

// oddCharacters reports the characters that the last token had in place of others.
func (p *Parser) oddCharacters() {
	for _, at := range p.s.odd {
		r, _ := p.s.rune(int(at))
		p.find(KindCharacter, at, "%s", oddMessage(r))
	}
	p.s.odd = p.s.odd[:0]
}

// oddIllegal reports a token that stands for nothing where it is, if its character is one of
// a word processor.
func (p *Parser) oddIllegal(t token) bool {
	r, _ := utf8.DecodeRuneInString(p.text(t))
	if oddOf(r) == oddNone {
		return false
	}
	p.find(KindCharacter, t.from, "%s", oddMessage(r))
	return true
}

// plainField returns the value of a field that is no text string with the characters of
// ABC in place of others, and reports each.
func (p *Parser) plainField(text string, from int) string {
	if isASCII(text) {
		return text
	}
	if line := p.tune.Text[min(from, len(p.tune.Text)):]; p.here < 0 {
		from += max(strings.Index(line, text), 0)
	}
	straight := strings.IndexByte(text, '"') >= 0
	var b strings.Builder
	for i, r := range text {
		kind := oddOf(r)
		switch {
		case kind == oddBlank:
			b.WriteByte(' ')
		case kind == oddInvisible:
		case kind == oddQuote && !straight:
			b.WriteByte('"')
		default:
			b.WriteRune(r)
			continue
		}
		p.find(KindCharacter, Pos(from+i), "%s", oddMessage(r))
	}
	return strings.TrimSpace(b.String())
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
