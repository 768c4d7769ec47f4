package data

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
)

// This file decodes the lines of files that are neither UTF-8 nor UTF-16: by what
// %%abc-charset or I:abc-charset says (ABC 2.1 section 11.1), from that line on, and else as
// Windows-1252, of which Latin-1 is a part.

// Fault is what is wrong with a text before it is anything else.
type Fault struct {
	Line    int // of the file, from 1
	Message string
}

// charset reads a line that names the encoding. It returns the line that says what the
// text is from now on, which is UTF-8.
func (l *lines) charset(line []byte) []byte {
	rest, ok := bytes.CutPrefix(line, []byte("%%"))
	if !ok {
		rest, ok = bytes.CutPrefix(line, []byte("I:"))
	}
	name, named := bytes.CutPrefix(bytes.TrimLeft(rest, " \t"), []byte("abc-charset"))
	if !ok || !named || len(name) == 0 || name[0] != ' ' && name[0] != '\t' {
		return line
	}
	words := strings.Fields(string(name))
	if len(words) == 0 {
		return line
	}
	found, ok := charsetNamed(words[0])
	if !ok {
		l.faults = append(l.faults, Fault{l.number, fmt.Sprintf("abc-charset %.40q is not known: lines are read as UTF-8, or else as Latin-1", words[0])})
		return line
	}
	if l.named = found; strings.EqualFold(words[0], "utf-8") {
		return line
	}
	at := len(line) - len(name)
	return append(line[:at:at], " utf-8"...)
}

// charsetNamed returns an encoding by one of its names, nil for UTF-8 and what ABC that can
// be read at all cannot be written in.
func charsetNamed(name string) (encoding.Encoding, bool) {
	name = strings.ToLower(strings.Trim(name, `"'`))
	switch name {
	case "utf-8", "utf8", "unicode", "utf-16", "utf-16le", "utf-16be":
		return nil, true
	case "latin-1", "ansi":
		name = "latin1"
	}
	found, err := htmlindex.Get(name)
	if err != nil {
		found, err = ianaindex.IANA.Encoding(name)
	}
	if err != nil || found == nil || found == encoding.Replacement {
		return nil, false
	}
	return found, true
}

// decodeLine returns a line as UTF-8. A line that is UTF-8 already stays as it is, whatever
// is named: files are converted more often than what they say of themselves. But text of an
// encoding with several bytes to a character may look like UTF-8.
func (l *lines) decodeLine(raw []byte) []byte {
	table, single := l.named.(*charmap.Charmap)
	if l.named != nil && !single {
		if decoded, err := l.named.NewDecoder().Bytes(raw); err == nil {
			return decoded
		}
	}
	if utf8.Valid(raw) {
		return raw
	}
	if !single {
		table = charmap.Windows1252
	}
	l.decoded = l.decoded[:0]
	for _, c := range raw {
		r := table.DecodeByte(c)
		if r == utf8.RuneError { // a gap in the table
			r = rune(c)
		}
		l.decoded = utf8.AppendRune(l.decoded, r)
	}
	return l.decoded
}

// withoutNUL removes what is left of UTF-16 that was appended to a text of another encoding,
// and the mark that DOS puts at the end of a text, of files that have been joined.
func withoutNUL(raw []byte) []byte {
	if bytes.IndexByte(raw, 0) >= 0 {
		raw = bytes.TrimPrefix(raw, []byte{0xff, 0xfe})
		raw = bytes.ReplaceAll(raw, []byte{0}, nil)
	}
	return bytes.Trim(raw, string(rune(endOfFile)))
}
