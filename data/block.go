package data

import (
	"bytes"
	"strings"
)

// This file finds the ends of blocks of text inside ABC: %%begintext to %%endtext (ABC 2.1
// section 11.4.5), %%beginps to %%endps, and others by the same rule. An X: or an empty
// line inside is part of the block.

// maxBlock is how many bytes after its beginning a block must end: one without an end is a
// line like any other, so that it does not take the tunes after it.
const maxBlock = 1 << 16

// BlockName returns the name of the block that a line begins, "text" for "%%begintext", or
// "" if it begins none.
func BlockName[T string | []byte](line T) string { return blockWord(string(line), "begin") }

// IsBlockEnd reports whether a line ends the block of a name.
func IsBlockEnd[T string | []byte](line T, name string) bool {
	return len(line) > 0 && line[0] == '%' && blockWord(string(line), "end") == name
}

// blockWord returns the rest of the first word of a %% line that begins with a prefix.
func blockWord(line, prefix string) string {
	directive, ok := strings.CutPrefix(line, "%%")
	if !ok {
		return ""
	}
	rest, ok := strings.CutPrefix(strings.TrimLeft(directive, " \t"), prefix)
	if !ok {
		return ""
	}
	if end := strings.IndexAny(rest, " \t\r\n"); end >= 0 {
		rest = rest[:end]
	}
	return rest
}

// BlockLength returns the length of the block that the lines of text are in, up to the end
// of its last line. ok is false if it has no end, or another block of its name begins first.
func BlockLength(text, name string) (length int, ok bool) {
	text = text[:min(len(text), maxBlock)]
	if !strings.Contains(text, "end"+name) {
		return 0, false
	}
	for from := 0; from < len(text); {
		to := len(text)
		if n := strings.IndexAny(text[from:], "\r\n"); n >= 0 {
			to = from + n
		}
		line := strings.TrimPrefix(text[from:to], byteOrder)
		switch {
		case IsBlockEnd(line, name):
			return to, true
		case strings.HasPrefix(line, "%%") && BlockName(line) == name:
			return 0, false
		}
		from = to + 1
	}
	return 0, false
}

// blockEnds reports whether the lines to come end the block of a name. What next returned
// before is no longer valid.
func (l *lines) blockEnds(name string) bool {
	for l.err == nil && l.to-l.from < maxBlock && !bytes.Contains(l.buf[l.from:l.to], []byte("end"+name)) {
		l.fill()
	}
	if l.err == nil && l.to-l.from < maxBlock { // the last line may be cut
		l.fill()
	}
	_, ok := BlockLength(string(l.buf[l.from:min(l.to, l.from+maxBlock)]), name)
	return ok
}
