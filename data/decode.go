package data

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// ErrMIDI is wrapped by the error of a [Reader] whose input is a MIDI file.
var ErrMIDI = errors.New("a MIDI file: turn it into text first: charabanc notes FILE")

const (
	maxLine    = 1 << 20 // bytes; a longer line is cut
	firstBlock = 1 << 14 // bytes that a buffer begins with
	byteOrder  = "\ufeff"
	endOfFile  = 0x1a // ^Z, which DOS and CP/M put at the end of a text
)

// lines decodes a text line by line. It holds one line and what the last Read
// brought after it.
//
// A line ends in "\n", "\r\n" or "\r". A byte order mark before a line is
// dropped: it is there in the middle of files that have been joined. Each line
// is UTF-8 or, if it is not valid UTF-8, what charset.go says. A file that begins with
// the byte order mark of UTF-16, or every other byte of whose beginning is NUL, is UTF-16.
type lines struct {
	in  io.Reader
	err error // of in: io.EOF at its end

	buf      []byte
	from, to int  // buf[from:to] is unread
	seen     int  // bytes after from that hold no line end
	cr       int  // index of the first '\r' in buf[from:to], or to
	begun    bool // the first bytes have been looked at
	skipLF   bool // the last line ended in a '\r' that a '\n' may follow

	offset int64  // bytes taken so far; of UTF-16, as UTF-8
	start  int64  // offset where the last line begins
	line   []byte // the last line, decoded, without its end
	number int    // its number in the file, from 1
	ended  bool   // it has a line end: it is not the last, nor cut at maxLine
	again  bool   // next returns it once more

	named   encoding.Encoding // by %%abc-charset; nil for UTF-8
	decoded []byte            // memory for decoding
	faults  []Fault
}

func newLines(r io.Reader) *lines { return &lines{in: r, ended: true} }

// next returns the next line, which is valid until the call after that. It
// returns false at the end, and where in fails.
func (l *lines) next() ([]byte, bool) {
	if l.again {
		l.again = false
		return l.line, true
	}
	raw, ended, ok := l.raw()
	if !ok {
		l.line = nil
		return nil, false
	}
	if l.ended {
		l.number++
	}
	l.ended = ended
	raw = withoutNUL(raw)
	for len(raw) > 0 && raw[0] == byteOrder[0] && bytes.HasPrefix(raw, []byte(byteOrder)) {
		raw = raw[len(byteOrder):]
	}
	raw = l.decodeLine(raw)
	if len(raw) > 0 && (raw[0] == '%' || raw[0] == 'I') {
		raw = l.charset(raw)
	}
	l.line = raw
	return raw, true
}

// unread makes next return the last line once more.
func (l *lines) unread() { l.again = l.line != nil }

// failure is what ended the lines, or nil at the end of the file.
func (l *lines) failure() error {
	if l.err == io.EOF {
		return nil
	}
	return l.err
}

// raw returns the bytes of the next line.
func (l *lines) raw() (line []byte, ended, ok bool) {
	for {
		if i := bytes.IndexByte(l.buf[l.from+l.seen:l.cr], '\n'); i >= 0 {
			return l.take(l.seen+i, 1), true, true
		}
		switch {
		case l.cr < l.to:
			n := 1
			if l.cr+1 < l.to && l.buf[l.cr+1] == '\n' {
				n = 2
			}
			l.skipLF = l.cr+1 == l.to
			line = l.take(l.cr-l.from, n)
			l.findCR(l.from)
			return line, true, true
		case l.to-l.from > maxLine:
			return l.take(runeStart(l.buf[l.from:l.to], maxLine), 0), false, true
		case l.err == nil:
			l.seen = l.to - l.from
			l.fill()
		case l.err == io.EOF && l.from < l.to:
			return l.take(l.to-l.from, 0), false, true
		default:
			return nil, false, false
		}
	}
}

// take returns n bytes and passes over them and the line end, of end bytes.
func (l *lines) take(n, end int) []byte {
	line := l.buf[l.from : l.from+n : l.from+n]
	l.from += n + end
	l.start, l.offset = l.offset, l.offset+int64(n+end)
	l.seen = 0
	return line
}

// runeStart is the last place at or before n, and not far before it, where
// text can be cut without cutting a character of UTF-8.
func runeStart(text []byte, n int) int {
	for back := range utf8.UTFMax {
		if utf8.RuneStart(text[n-back]) {
			return n - back
		}
	}
	return n
}

// findCR looks for the first '\r' of the unread bytes at i and after it.
func (l *lines) findCR(i int) {
	l.cr = l.to
	if j := bytes.IndexByte(l.buf[i:l.to], '\r'); j >= 0 {
		l.cr = i + j
	}
}

// fill reads more bytes.
func (l *lines) fill() {
	if l.from > 0 {
		copy(l.buf, l.buf[l.from:l.to])
		l.from, l.to, l.cr = 0, l.to-l.from, l.cr-l.from
	}
	if n := len(l.buf); l.to == n { // with maxLine+1 bytes it holds a whole line and its end
		l.buf = append(l.buf, make([]byte, min(max(firstBlock, n), maxLine+1-n))...)
	}
	old := l.to
	l.read()
	if !l.begun {
		l.begin()
		old = 0
	}
	if l.skipLF && l.from < l.to {
		l.skipLF = false
		if l.buf[l.from] == '\n' {
			l.from++
			l.offset++
			old++
		}
	}
	if l.err == io.EOF {
		for l.to > l.from && l.buf[l.to-1] == endOfFile {
			l.to--
		}
		l.seen = min(l.seen, l.to-l.from)
	}
	l.findCR(min(old, l.to))
}

// read reads once. Like package bufio, it gives up on a reader that brings
// nothing again and again.
func (l *lines) read() {
	for range 100 {
		var n int
		n, l.err = l.in.Read(l.buf[l.to:])
		l.to += n
		if n > 0 || l.err != nil {
			return
		}
	}
	l.err = io.ErrNoProgress
}

// begin tells by the first bytes what the text is written in.
func (l *lines) begin() {
	l.begun = true
	for l.to < 12 && l.err == nil {
		l.read()
	}
	head := l.buf[:l.to]
	switch {
	case bytes.HasPrefix(head, []byte("MThd")), bytes.HasPrefix(head, []byte("RIFF")) && bytes.HasSuffix(head[:min(12, len(head))], []byte("RMID")):
		l.to, l.err = 0, ErrMIDI
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}), bytes.HasPrefix(head, []byte{0xff, 0xfe}), looksUTF16(head):
		order := unicode.BigEndian
		if head[0] != 0 {
			order = unicode.LittleEndian
		}
		utf16 := unicode.UTF16(order, unicode.UseBOM).NewDecoder()
		l.in = transform.NewReader(io.MultiReader(bytes.NewReader(slices.Clone(head)), &failing{l.in, l.err}), utf16)
		l.to, l.err = 0, nil
		l.read()
	}
}

// looksUTF16 reports whether the first two characters are UTF-16 of ASCII.
func looksUTF16(head []byte) bool {
	return len(head) >= 4 && (head[0] == 0 && head[1] != 0 && head[2] == 0 && head[3] != 0 ||
		head[0] != 0 && head[1] == 0 && head[2] != 0 && head[3] == 0)
}

// failing is a reader that may have failed already.
type failing struct {
	io.Reader
	err error
}

func (f *failing) Read(p []byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return f.Reader.Read(p)
}

// decode is a whole text as lines decodes it. Its last line keeps its end, or
// keeps none.
func decode(raw []byte) (string, error) {
	l := newLines(bytes.NewReader(raw))
	var text strings.Builder
	text.Grow(len(raw))
	for line, ok := l.next(); ok; line, ok = l.next() {
		text.Write(line)
		if l.ended {
			text.WriteByte('\n')
		}
	}
	return text.String(), l.failure()
}
