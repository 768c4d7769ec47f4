package data

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// block is consecutive lines of an ABC file, which may turn out to be a tune.
type block struct {
	text       []byte
	line       int // number of the first line
	hasX, hasK bool
	onlyFields bool // no line of it is music
	afterKey   bool // the last line that is not blank is K:, and no music came before it
	gap        int  // blank lines after K:
}

// isTune reports whether the lines are a tune.
func (b *block) isTune() bool {
	return len(b.text) > 0 && (b.hasX || b.hasK && !b.onlyFields)
}

// add adds a line that is not blank.
func (b *block) add(line []byte, number int) {
	if len(b.text) == 0 {
		b.line = number
	}
	b.afterKey, b.gap = b.afterKey && line[0] == 'K', 0
	switch {
	case hasField(line, 'X'):
		b.hasX = true
	case hasField(line, 'K'):
		b.hasK = true
		b.afterKey = b.onlyFields
	case b.onlyFields && !IsHeaderLine(line):
		b.onlyFields = false
	}
	b.addLine(line)
}

// addLine adds a line whatever is in it.
func (b *block) addLine(line []byte) {
	if len(b.text) < maxTune {
		b.text = append(append(b.text, line...), '\n')
	}
}

// nextTune returns the next tune.
func (r *Reader) nextTune() (Source, error) {
	b := block{text: r.memory[:0], onlyFields: true}
	inside := "" // the name of a block of text that the lines are in
	for {
		line, ok := r.lines.next()
		if ok && inside != "" {
			if b.addLine(line); IsBlockEnd(line, inside) {
				inside = ""
			}
			continue
		}
		blank := ok && isBlank(line)
		if blank && b.afterKey {
			b.text = append(b.text, '\n')
			b.gap++
			continue
		}
		if ok && !blank && !(len(b.text) > 0 && b.endsBefore(line)) {
			inside = r.addTo(&b, line)
			continue
		}
		if b.isTune() && (ok || r.lines.failure() == nil) {
			return r.tune(&b, ok, blank), nil
		}
		if b.onlyFields && r.kind == Plain && len(r.header)+len(b.text) < maxHeader {
			r.header = append(r.header, b.text...)
		}
		if !ok {
			return Source{}, r.end()
		}
		b = block{text: b.text[:0], onlyFields: true}
		if !blank {
			inside = r.addTo(&b, line)
		}
	}
}

// addTo adds a line to a block of lines. It returns the name of the block of text that the
// line begins, or "".
func (r *Reader) addTo(b *block, line []byte) (inside string) {
	if len(b.text) == 0 {
		r.at = r.lines.start
	}
	b.add(line, r.lines.number)
	if line[0] == '%' {
		inside = BlockName(line)
	}
	if inside != "" && !r.lines.blockEnds(inside) {
		return ""
	}
	return inside
}

// endsBefore reports whether a line, not blank, begins another block. After
// K: and a blank line that is every line that is not music.
func (b *block) endsBefore(line []byte) bool {
	return hasField(line, 'X') ||
		b.gap > 0 && (bytes.IndexByte(line, '|') < 0 || IsHeaderLine(line))
}

// tune returns a block that is a tune. The line read last, if ok, is not of it.
func (r *Reader) tune(b *block, ok, blank bool) Source {
	if r.kind == Plain {
		r.kind, r.fileHeader, r.header = ABC, string(r.header), nil
		r.fileHeader += r.include(r.fileHeader, 1)
	}
	text, gap, after := b.text[:len(b.text)-b.gap], b.gap, ""
	switch {
	case blank:
		gap += 1 + r.skipBlank()
		after = r.peekText()
	case ok:
		r.lines.unread()
	}
	src := r.finish(text, b.line, gap)
	src.After = after
	return src
}

// maxAfter bounds Source.After.
const maxAfter = 200

// peekText returns the next line if it is neither a field nor a comment, and leaves it to
// be read.
func (r *Reader) peekText() (text string) {
	line, ok := r.lines.next()
	if ok && !IsHeaderLine(line) {
		text = strings.ToValidUTF8(string(line[:min(len(line), maxAfter)]), "")
	}
	r.lines.unread()
	return text
}

func hasField(line []byte, name byte) bool {
	return len(line) > 1 && line[0] == name && line[1] == ':'
}

// IsHeaderLine reports whether a line can stand in a header: it is a field, a
// comment or a directive.
func IsHeaderLine(line []byte) bool {
	return len(line) > 0 && line[0] == '%' || IsFieldLine(line)
}

// IsFieldLine reports whether a line of ABC is a field: a letter or +, a colon
// and a value. A line that begins with a note or a rest and a repeat, "A:|", is
// music.
func IsFieldLine[T string | []byte](line T) bool {
	if len(line) < 2 || line[1] != ':' {
		return false
	}
	switch c := line[0]; {
	case c == '+':
		return true
	case 'a' <= c|0x20 && c|0x20 <= 'g', c|0x20 == 'x', c|0x20 == 'z':
	default:
		return 'a' <= c|0x20 && c|0x20 <= 'z'
	}
	i := 2
	for i < len(line) {
		c, size := utf8.DecodeRuneInString(string(line[i:min(len(line), i+utf8.UTFMax)]))
		if !unicode.IsSpace(c) {
			break
		}
		i += size
	}
	switch {
	case i == len(line):
		return true
	case line[i] == '|':
		value, _, _ := bytes.Cut([]byte(line[i:]), []byte("%")) // without a comment
		return i > 2 && slices.Contains(value, '*')             // "d: | * !f!", symbols for the notes of bars
	}
	return line[i] != ':' || i > 2
}
