package data

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// Source is one piece of a text: a tune of ABC, or a passage of note text.
type Source struct {
	File string // the name given to NewReader
	Line int    // of the file, from 1, where the piece begins

	// Text is the lines of the piece, each ending in "\n". It is valid UTF-8
	// and has no empty lines at its end.
	Text string

	// FileHeader is the fields before the first tune of the file, which hold
	// for all its tunes (ABC 2.1 section 2.2.2).
	FileHeader string

	Gap int // empty lines after the piece in the file

	// Faults are what is wrong with how the file is written, found up to the end of
	// the piece and in no piece before.
	Faults []Fault

	// After is the line that follows the empty lines after a tune, if it is neither the
	// beginning of a tune nor a field or comment: text, or music that got lost. At most
	// 200 bytes of it.
	After string
}

// Piece returns the text that is learnt: Text and the empty lines after it, at
// least one, because an empty line ends a tune when it is sampled.
func (s Source) Piece() string { return s.Text + strings.Repeat("\n", max(1, s.Gap)) }

// Kind is what a text is written in.
type Kind uint8

const (
	Plain Kind = iota // neither of the others
	ABC               // tunes in ABC notation
	Notes             // note text, whose first word is %%notes
)

var kindNames = [...]string{Plain: "plain text", ABC: "ABC", Notes: "note text"}

func (k Kind) String() string { return kindNames[k] }

const (
	maxTune   = 1 << 20  // bytes from which the lines of a tune are dropped
	maxHeader = 1 << 16  // bytes of a file header
	maxPiece  = 64 << 20 // bytes from which a piece of note text is cut
	maxKept   = 1 << 16  // bytes of memory kept from piece to piece
)

// Reader decodes a text and cuts it into pieces, one at a time. It holds no
// more than one piece, however long the text.
//
// In ABC a piece is a tune (ABC 2.1 section 2.2). It begins at its X: line and
// ends at an empty line, the next X: line, or the end of the file. The fields
// before the first tune are the file header; other text between tunes is
// passed over. Two things that people write are read although the standard
// does not have them: a block of lines with a K: and music but without an X:
// is a tune, and an empty line between K: and the music does not end a tune.
//
// A text whose first line that is not blank begins with %%notes is note text.
// Its pieces end at an empty line, before the next %%notes line, or at the end
// of the file.
//
// A line of blanks is an empty line. Lines from %%begintext to %%endtext, and in other such
// blocks, are text: an X: or an empty line among them ends no tune.
type Reader struct {
	lines      *lines
	name       string
	kind       Kind
	begun      bool
	header     []byte
	fileHeader string
	folder     string // that abc-include may read; "" for none
	at         int64  // where the latest piece begins in the file, in bytes, or where reading has failed
	memory     []byte // for the text of a piece
}

// NewReader returns a Reader of r. The name is what errors and Sources call it.
func NewReader(r io.Reader, name string) *Reader {
	return &Reader{lines: newLines(r), name: name}
}

// Kind tells what the text is. It is known after the first call of Next: ABC or
// Notes if that returned a piece, Plain if it returned io.EOF.
func (r *Reader) Kind() Kind { return r.kind }

// Next returns the next piece. Its error is io.EOF at the end of the text.
// Other errors name the file; one wraps [ErrMIDI]. A piece that is cut off by
// an error of reading is not returned.
func (r *Reader) Next() (Source, error) {
	if !r.begun {
		r.begun = true
		line, ok := r.lines.next()
		for ok && isBlank(line) {
			line, ok = r.lines.next()
		}
		if ok && startsNotes(line) {
			r.kind = Notes
		}
		r.lines.unread()
	}
	if r.kind == Notes {
		return r.nextNotes()
	}
	return r.nextTune()
}

// end is the error at the end of the lines.
func (r *Reader) end() error {
	if err := r.lines.failure(); err != nil {
		r.at = r.lines.offset
		return fmt.Errorf("%s: %w", r.name, Cause(err))
	}
	return io.EOF
}

// finish makes a Source of a piece's text.
func (r *Reader) finish(text []byte, line, gap int) Source {
	if text[len(text)-1] != '\n' {
		text = append(text, '\n')
	}
	if r.memory = text[:0]; cap(text) > maxKept {
		r.memory = nil
	}
	src := Source{File: r.name, Line: line, Text: string(text), FileHeader: r.fileHeader, Gap: gap}
	if r.kind == ABC {
		src.FileHeader += r.include(src.Text, line)
	}
	src.Faults, r.lines.faults = r.lines.faults, nil
	return src
}

// skipBlank passes over blank lines and returns their number.
func (r *Reader) skipBlank() (n int) {
	for {
		line, ok := r.lines.next()
		if !ok || !isBlank(line) {
			r.lines.unread()
			return n
		}
		n++
	}
}

// nextNotes returns the next piece of note text.
func (r *Reader) nextNotes() (Source, error) {
	r.skipBlank()
	text, first := r.memory[:0], 0
	for {
		line, ok := r.lines.next()
		begins := len(text) == 0 || text[len(text)-1] == '\n' // it is not the rest of a cut line
		switch {
		case !ok && (len(text) == 0 || r.lines.failure() != nil):
			return Source{}, r.end()
		case !ok:
			return r.finish(text, first, 0), nil
		case begins && isBlank(line):
			return r.finish(text, first, 1+r.skipBlank()), nil
		case len(text) == 0:
			first, r.at = r.lines.number, r.lines.start
		case begins && startsNotes(line) || len(text) > maxPiece:
			r.lines.unread()
			return r.finish(text, first, 0), nil
		}
		if text = append(text, line...); r.lines.ended {
			text = append(text, '\n')
		}
	}
}

// notesMark is the first word of a piece of note text.
const notesMark = "%%notes"

// IsNoteText reports whether text is note text, by its first word.
func IsNoteText(text string) bool {
	text = strings.TrimLeft(strings.TrimPrefix(text, byteOrder), " \t\r\n")
	rest, ok := strings.CutPrefix(text, notesMark)
	return ok && (rest == "" || strings.IndexByte(" \t\r\n", rest[0]) >= 0)
}

// copyMark is the last word of the first line of note text that is the piece before it, in
// another key.
const copyMark = "copy"

// IsCopy reports whether a piece is marked as the piece before it in the corpus, in another key,
// as charabanc notes --keys all writes them. What splits a corpus keeps the two together.
func IsCopy(piece string) bool {
	if !strings.HasPrefix(piece, notesMark) {
		return false
	}
	header, _, _ := strings.Cut(piece, "\n")
	words := strings.Fields(header)
	return IsNoteText(piece) && words[len(words)-1] == copyMark
}

// startsNotes is IsNoteText for a line.
func startsNotes(line []byte) bool {
	return bytes.Contains(line, []byte(notesMark)) && IsNoteText(string(line))
}

// isBlank reports whether a line holds nothing but white space.
func isBlank(line []byte) bool {
	return len(line) == 0 || (line[0] <= ' ' || line[0] >= 0x80) && len(bytes.TrimSpace(line)) == 0
}
