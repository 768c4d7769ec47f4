package abc

import (
	"strings"

	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// macro is an m: field (ABC 2.1 section 9): target text and what it stands
// for. In a transposing macro (section 9.2) the target holds an n, which
// stands for any note; the letters h to z of the replacement are notes that
// many steps from it.
type macro struct {
	target, replacement string
	transposing         bool
}

func parseMacro(text string) (m macro, ok bool) {
	target, replacement, ok := strings.Cut(text, "=")
	m.target, m.replacement = strings.TrimSpace(target), strings.TrimSpace(replacement)
	m.transposing = strings.IndexByte(m.target, 'n') >= 0
	return m, ok && m.target != ""
}

// match returns how many bytes at the beginning of s the macro stands for,
// and the step of the note that n matched. A transposing macro is for notes of
// its own length alone.
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

// expand writes the replacement out for a note.
func (m *macro) expand(step int16) string {
	if !m.transposing {
		return m.replacement
	}
	var b strings.Builder
	for i := 0; i < len(m.replacement); i++ {
		if c := m.replacement[i]; 'h' <= c && c <= 'z' {
			writeStep(&b, int(step)+int(c)-'n')
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// writeStep writes a note's letter and octave marks.
func writeStep(b *strings.Builder, step int) {
	letter, octave := music.SplitStep(step)
	c := "CDEFGAB"[letter]
	if octave > 0 {
		c += 'a' - 'A'
		octave--
	}
	b.WriteByte(c)
	for ; octave > 0; octave-- {
		b.WriteByte('\'')
	}
	for ; octave < 0; octave++ {
		b.WriteByte(',')
	}
}

// maxExpanded bounds the music that macros stand for in one tune: a short
// text must not become a long one without end.
const maxExpanded = 1 << 18

// macroUse reads the longest macro that matches here, if one does; of two for
// the same target the later.
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
