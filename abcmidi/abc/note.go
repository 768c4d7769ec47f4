package abc

import (
	"fmt"
	"strings"

	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// This file reads notes, rests and their lengths (ABC 2.1 sections 4.1 to 4.5).

// note reads [accidental] letter [octave] [length] [tie], in the order of section
// 4.20.
func (p *Parser) note() {
	start := p.tok
	n := p.nodes.notes.New()
	if p.tok.kind == tokAccidental {
		acc := p.tok
		p.advance()
		if p.tok.kind != tokLetter {
			p.errorf(acc.from, "accidental %q without a note ignored", p.text(acc))
			return
		}
		n.Pitch.Accidental = parseAccidental(p.text(acc))
	}
	n.Pitch.Step = music.LetterStep(p.s.text[p.tok.from])
	end, long := p.noteTail(n, start.from)
	p.advance()
	for !long && p.tok.kind == tokOctave {
		p.octave(n, start.from, p.text(p.tok))
		end = p.tok.to
		p.advance()
	}
	if !long {
		if p.tok.kind == tokLength {
			end = p.tok.to
		}
		n.Length = p.length()
	}
	n.Span = p.span(token{from: start.from, to: end})
	if p.tok.kind == tokTie {
		n.Tie = true
		p.advance()
	}
	p.lastTied = &n.Tie
	p.add(n)
}

// noteTail reads the octave marks and the length right after the letter of a note that
// begins at from, as most notes have them, without making tokens of them. It returns where
// they end, and whether there is a length.
func (p *Parser) noteTail(n *Note, from Pos) (end Pos, long bool) {
	s := &p.s
	if c := s.at(s.pos); c == ',' || c == '\'' {
		at := s.pos
		s.prev = s.scan()
		p.octave(n, from, s.text[at:s.pos])
	}
	if c := s.at(s.pos); c == '/' || chars.IsDigit(c) {
		at := s.pos
		s.prev = s.length()
		n.Length, long = p.lengthOf(token{s.prev, Pos(at), Pos(s.pos)}), true
	}
	return Pos(s.pos), long
}

// octave moves a note that begins at from by octave marks.
func (p *Parser) octave(n *Note, from Pos, marks string) {
	for _, c := range marks {
		if c == ',' {
			n.Pitch.Step -= 7
		} else {
			n.Pitch.Step += 7
		}
	}
	if n.Pitch.Step < -music.MaxStep || n.Pitch.Step > music.MaxStep {
		p.find(KindRange, from, "note out of range")
		n.Pitch.Step = max(-music.MaxStep, min(music.MaxStep, n.Pitch.Step))
	}
}

// ParsePitch reads a note without a length: "^c'", "_E,".
func ParsePitch(s string) (p music.Pitch, ok bool) {
	letter := strings.IndexFunc(s, func(r rune) bool { return !strings.ContainsRune("^_=", r) })
	if letter < 0 || letter > 2 || !chars.IsNote(s[letter]) {
		return p, false
	}
	octave := s[letter+1:]
	up, down := strings.Count(octave, "'"), strings.Count(octave, ",")
	step := int(music.LetterStep(s[letter])) + 7*(up-down)
	if up+down != len(octave) || step < -music.MaxStep || step > music.MaxStep {
		return p, false
	}
	p.Step = int16(step)
	if letter > 0 {
		p.Accidental = parseAccidental(s[:letter])
	}
	return p, true
}

// length reads an optional length (section 4.3) and returns it, or 1, in unit note
// lengths.
func (p *Parser) length() music.Fraction {
	if p.tok.kind != tokLength {
		return music.Whole(1)
	}
	t := p.tok
	p.advance()
	return p.lengthOf(t)
}

// lengthOf returns the length that a token is.
func (p *Parser) lengthOf(t token) music.Fraction {
	f, ok := ParseLength(p.text(t))
	if !ok {
		p.find(KindLength, t.from, "length %q is not possible: taken as 1", p.text(t))
	}
	return f
}

// join gives a length that a blank parts from its note, rest or chord to it, as in "c 3"
// for "c3", and reports whether it could. The standard does not allow it (section 4.20),
// but texts that were cut into tokens for a network have it throughout.
func (p *Parser) join(t token) bool {
	n := len(p.out) - 2
	if n < 0 || p.here >= 0 {
		return false
	}
	space, ok := p.out[n+1].(*Space)
	f, possible := ParseLength(p.text(t))
	if !ok || !possible || space.To != t.from {
		return false
	}
	var span *Span
	var length *music.Fraction
	switch x := p.out[n].(type) {
	case *Note:
		span, length = &x.Span, &x.Length
	case *Rest:
		span, length = &x.Span, &x.Length
	case *Chord:
		span, length = &x.Span, &x.Length
	default:
		return false
	}
	if last := p.s.text[span.To-1]; span.To != space.From || last == '/' || chars.IsDigit(last) {
		return false
	}
	if len(p.apart) == 0 {
		p.apart = p.s.text[span.From:span.To] + p.s.text[space.From:t.to]
		p.firstApart = span.From
	}
	p.joined++
	*length, span.To = f, t.to
	p.out = p.out[:n+1]
	return true
}

// reportApart records what join has done, once for the tune.
func (p *Parser) reportApart() {
	if p.joined == 0 {
		return
	}
	more := ""
	if p.joined > 1 {
		more = fmt.Sprintf(" (%d lengths in the tune)", p.joined)
	}
	p.find(KindLength, p.firstApart, "a length must touch its note: %q read as %q%s: charabanc print writes them together",
		p.apart, strings.Join(strings.Fields(p.apart), ""), more)
}

// MaxNoteLength is the largest numerator and denominator of a note's length in
// unit note lengths. A length with more is a typing error.
const MaxNoteLength = 4096

// ParseLength reads a length such as 2, 3/2, /4 or //. ok is false if it is 0 or
// beyond MaxNoteLength; the length is 1 then.
func ParseLength(s string) (f music.Fraction, ok bool) {
	if len(s) == 1 && '1' <= s[0] && s[0] <= '9' { // as most are
		return music.Whole(int32(s[0] - '0')), true
	}
	i := 0
	for i < len(s) && chars.IsDigit(s[i]) {
		i++
	}
	num, den := chars.Number(s[:i], 1), 1
	for i < len(s) {
		i++ // the slash
		from := i
		for i < len(s) && chars.IsDigit(s[i]) {
			i++
		}
		den *= chars.Number(s[from:i], 2)
		if den == 0 || den > MaxNoteLength {
			return music.NewFraction(1, 1), false
		}
	}
	if num == 0 || num > MaxNoteLength {
		return music.NewFraction(1, 1), false
	}
	return music.NewFraction(int64(num), int64(den)), true
}

// rest reads a rest and its length.
func (p *Parser) rest() {
	t := p.tok
	p.advance()
	r := p.nodes.rests.New()
	r.Span = p.span(t)
	r.Kind = p.s.text[t.from]
	if p.tok.kind == tokLength {
		r.To = p.span(p.tok).To
	}
	r.Length = p.length()
	p.lastTied = nil
	p.add(r)
}

// tie reads a tie that is not right after its note, as in "A -A". Section 4.11
// does not allow it, but it is common.
func (p *Parser) tie(t token) {
	if p.lastTied == nil {
		p.errorf(t.from, "tie without a note before it ignored")
		return
	}
	*p.lastTied = true
}

// BrokenFactors returns the factors by which broken rhythm changes the lengths of
// the notes before and after it. dots is the number of signs, positive for > and
// negative for <; more than 8 count as 8.
func BrokenFactors(dots int) (before, after music.Fraction) {
	n := min(max(dots, -dots), 8)
	long, short := music.NewFraction(1<<(n+1)-1, 1<<n), music.NewFraction(1, 1<<n)
	if dots < 0 {
		return short, long
	}
	return long, short
}
