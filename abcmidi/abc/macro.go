package abc

import (
	"strings"

	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// macro is the value of an m: field (ABC 2.1 section 9): a target text, and the
// music that replaces it. In a transposing macro (section 9.2) the target contains
// an n, which stands for any note. The letters h to z of the replacement are then
// notes: n is the note itself, o the next step up, m the next one down.
type macro struct {
	target      string
	replacement string
	transposing bool
}

// parseMacro reads the value of an m: field.
func parseMacro(text string) (m macro, ok bool) {
	target, replacement, ok := strings.Cut(text, "=")
	m.target, m.replacement = strings.TrimSpace(target), strings.TrimSpace(replacement)
	m.transposing = strings.IndexByte(m.target, 'n') >= 0
	return m, ok && m.target != ""
}

// match returns how many bytes at the beginning of s are the macro's target, 0 if
// s does not begin with it, and the step of the note that n stands for. The target
// of a transposing macro does not match a note that goes on with a length.
func (m *macro) match(s string) (n int, step int16) {
	if !m.transposing {
		if strings.HasPrefix(s, m.target) {
			return len(m.target), 0
		}
		return 0, 0
	}
	for i := 0; i < len(m.target); i++ {
		if n >= len(s) {
			return 0, 0
		}
		switch c := m.target[i]; {
		case c != 'n':
			if s[n] != c {
				return 0, 0
			}
			n++
		case !chars.IsNote(s[n]):
			return 0, 0
		default:
			step = music.LetterStep(s[n])
			for n++; n < len(s) && (s[n] == '\'' || s[n] == ','); n++ {
				if s[n] == ',' {
					step -= 7
				} else {
					step += 7
				}
			}
		}
	}
	if n < len(s) && (chars.IsDigit(s[n]) || s[n] == '/') {
		return 0, 0
	}
	return n, step
}

// expand returns the replacement for a note.
func (m *macro) expand(step int16) string {
	if !m.transposing {
		return m.replacement
	}
	var b []byte
	for i := 0; i < len(m.replacement); i++ {
		if c := m.replacement[i]; 'h' <= c && c <= 'z' {
			b = appendStep(b, int(step)+int(c)-'n')
		} else {
			b = append(b, c)
		}
	}
	return string(b)
}

// maxMacros bounds the macros of a tune: each is looked for at each symbol.
const maxMacros = 300

// maxExpanded is the number of bytes of replacements in a tune after which macros
// are no longer replaced, so that a short text cannot become an endless one.
const maxExpanded = 1 << 18

// macroUse reads a use of a macro, if there is one here, and adds its node. Of
// several macros that match it takes the one with the longest match, and of two
// such the later.
func (p *Parser) macroUse() bool {
	from := p.tok.from
	rest := p.s.text[from:p.s.end]
	var best *macro
	length, step := 0, int16(0)
	for i := range p.macros {
		if n, s := p.macros[i].match(rest); n > 0 && n >= length {
			best, length, step = &p.macros[i], n, s
		}
	}
	if best == nil || p.expanded > maxExpanded {
		return false
	}
	use := &MacroUse{Span: Span{from, from + Pos(length)}, Text: rest[:length]}
	outer, line := p.out, p.s
	p.out, p.here = nil, from
	text := best.expand(step)
	p.expanded += len(text)
	p.s = scanner{text: text, end: len(text)}
	for p.advance(); p.tok.kind != tokEnd; {
		p.element()
	}
	use.Inner = p.out
	p.out, p.here, p.s = outer, -1, line
	p.s.pos = int(from) + length
	p.advance()
	p.add(use)
	return true
}
