package abc

import (
	"bufio"
	"bytes"
	"io"
	"strings"

	"charabanc/abcmidi/internal/slab"
)

// Reader cuts a stream into tunes (ABC 2.1 section 2.2), one at a time: it
// holds no more than one tune, however long the stream. A tune begins at its
// X: and ends at an empty line, the next X:, or the end. Fields before the
// first tune are the file's header; other text between tunes is passed over.
// Music with a K: but no X: is a tune too; and an empty line between
// K: and the music, where the tune would have none, does not end it.
type Reader struct {
	lines  *bufio.Scanner
	Name   string
	line   int // number of the line last read
	header []byte
	block  []byte // the tune in progress
	tunes  int

	held    []byte // an X: line read too early
	hasHeld bool
}

// NewReader returns a Reader of r; name is what messages call the file.
func NewReader(r io.Reader, name string) *Reader {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, 1<<14), maxLine+1)
	lines.Split(splitLine)
	return &Reader{lines: lines, Name: name}
}

// maxLine is where a line without end is cut.
const maxLine = 1 << 20

// splitLine ends lines at "\n", "\r\n" and "\r", and at maxLine bytes.
func splitLine(data []byte, atEOF bool) (advance int, token []byte, err error) {
	i := bytes.IndexByte(data, '\n')
	before := data // a \r counts: not to look for one in all that has been read
	if i >= 0 {
		before = data[:i]
	}
	if j := bytes.IndexByte(before, '\r'); j >= 0 {
		switch {
		case j+1 < len(data) && data[j+1] == '\n':
			return j + 2, data[:j], nil
		case j+1 < len(data) || atEOF:
			return j + 1, data[:j], nil
		}
		return 0, nil, nil // a \n may follow
	}
	switch {
	case i >= 0:
		return i + 1, data[:i], nil
	case len(data) >= maxLine || atEOF && len(data) > 0:
		return len(data), data, nil
	}
	return 0, nil, nil
}

// next returns the next line without its end.
func (r *Reader) next() ([]byte, bool) {
	if r.hasHeld {
		r.hasHeld = false
		return r.held, true
	}
	if !r.lines.Scan() {
		return nil, false
	}
	r.line++
	line := r.lines.Bytes()
	if r.line == 1 {
		line = bytes.TrimPrefix(line, []byte("\ufeff"))
	}
	return line, true
}

// Next returns the next tune; at the end its error is io.EOF, and if the
// stream fails that failure.
func (r *Reader) Next() (Source, error) {
	block := r.block[:0]
	defer func() { r.block = slab.Kept(block) }()
	var hasX, hasK, onlyFields = false, false, true
	first, header, gap := 0, false, false // header: the last line was K:; gap: empty lines behind it
	for {
		line, ok := r.next()
		blank := len(bytes.TrimSpace(line)) == 0
		if ok && blank && header {
			block, gap = append(block, '\n'), true
			continue
		}
		apart := gap && (IsHeaderLine(line) || bytes.IndexByte(line, '|') < 0)
		if !ok || blank || apart || bytes.HasPrefix(line, []byte("X:")) && len(block) > 0 {
			switch {
			case len(block) == 0:
			case hasX || hasK && !onlyFields:
				if ok && !blank {
					r.held, r.hasHeld = append(r.held[:0], line...), true
				}
				r.tunes++
				return Source{File: r.Name, Line: first, Text: string(block), FileHeader: string(r.header)}, nil
			case onlyFields && r.tunes == 0 && len(r.header)+len(block) < maxHeader:
				r.header = append(r.header, block...)
			}
			block, hasX, hasK, onlyFields = block[:0], false, false, true
			if !ok {
				if err := r.lines.Err(); err != nil {
					return Source{}, err
				}
				return Source{}, io.EOF
			}
			if blank {
				continue
			}
		}
		if len(block) == 0 {
			first = r.line
		}
		switch {
		case bytes.HasPrefix(line, []byte("X:")):
			hasX = true
		case bytes.HasPrefix(line, []byte("K:")):
			hasK = true
			header = onlyFields
		case !IsHeaderLine(line):
			onlyFields = false
		}
		header, gap = header && line[0] == 'K', false
		if len(block) < maxTuneSize {
			block = append(append(block, line...), '\n')
		}
	}
}

// maxHeader bounds a file's header.
const maxHeader = 1 << 16

func IsHeaderLine(line []byte) bool {
	return len(line) > 0 && line[0] == '%' || IsFieldLine(line)
}

// ReadTunes calls f with every tune of a text.
func ReadTunes(text, name string, f func(Source) error) error {
	r := NewReader(strings.NewReader(text), name)
	for {
		src, err := r.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := f(src); err != nil {
			return err
		}
	}
}
