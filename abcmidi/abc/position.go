package abc

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// Pos is a place in a tune's text: a byte offset from its beginning.
type Pos int32

// Position is a place in a file.
type Position struct {
	File   string // may be empty
	Line   int    // from 1
	Column int    // from 1, in characters of Unicode
}

// String returns "file:line:column", or "line:column" if the file has no name.
func (p Position) String() string {
	s := strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
	if p.File != "" {
		s = p.File + ":" + s
	}
	return s
}

// place says where a tune's text is in its file.
type place struct {
	file      string
	firstLine int // of the text, from 1
	once      sync.Once
	lines     []Pos // where each line begins; set by lineStarts
	counting  sync.Once
	counts    []runeCount // set by runes
}

// runeCount is how many characters of Unicode come before a place.
type runeCount struct {
	at    Pos
	runes int
}

// longLine is the part of a line that characters are counted in from its beginning; in
// longer ones, from places that are as far from each other.
const longLine = 4096

// runes returns how many characters come before a place in the text.
func (w *place) runes(text string, p Pos) int {
	w.counting.Do(func() {
		w.counts = append(w.counts, runeCount{})
		n := 0
		for i := range text {
			if last := w.counts[len(w.counts)-1]; Pos(i) >= last.at+longLine {
				w.counts = append(w.counts, runeCount{Pos(i), n})
			}
			n++
		}
	})
	c := w.counts[sort.Search(len(w.counts), func(i int) bool { return w.counts[i].at > p })-1]
	return c.runes + utf8.RuneCountInString(text[c.at:p])
}

// lineStarts returns where each line of the text begins.
func (w *place) lineStarts(text string) []Pos {
	w.once.Do(func() {
		w.lines = append(w.lines, 0)
		for i := 0; i < len(text); i++ {
			if text[i] == '\n' {
				w.lines = append(w.lines, Pos(i+1))
			}
		}
	})
	return w.lines
}

// Position returns the line and column of p in the tune's file. Several
// goroutines may call it at once.
func (t *Tune) Position(p Pos) Position {
	if t.place == nil { // a tune that was not parsed
		return Position{Line: 1, Column: int(p) + 1}
	}
	lines := t.place.lineStarts(t.Text)
	line := max(sort.Search(len(lines), func(i int) bool { return lines[i] > p })-1, 0)
	from := lines[line]
	p = min(max(p, from), Pos(len(t.Text)))
	column := 1
	if p-from <= longLine {
		column += utf8.RuneCountInString(t.Text[from:p])
	} else {
		column += t.place.runes(t.Text, p) - t.place.runes(t.Text, from)
	}
	return Position{File: t.place.file, Line: t.place.firstLine + line, Column: column}
}

// Offset returns the byte of a text at a line and column, both from 1, or its end.
func Offset(text string, line, column int) int {
	at := 0
	for ; line > 1; line-- {
		next := strings.IndexByte(text[at:], '\n')
		if next < 0 {
			return len(text)
		}
		at += next + 1
	}
	for ; column > 1 && at < len(text); column-- {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}

// Error is a finding: one thing that is wrong in a tune's text, and where. The
// parser recovers from it and goes on.
type Error struct {
	Pos  Position
	Msg  string // lower case; says how the parser recovered unless that is obvious
	Kind Kind
	At   Pos // where Pos is in the tune's text
}

// Kind is what a finding is about. Package check has a rule of the same name for each.
type Kind string

const (
	KindText         Kind = ""              // text that stands for nothing
	KindHeader       Kind = "header"        // a field that is missing, or text among the fields
	KindField        Kind = "field"         // a value that cannot be read
	KindUnknownField Kind = "unknown-field" // a field that is not known
	KindDirective    Kind = "directive"     // a %%MIDI directive that is not known, not obeyed, or has other arguments
	KindEmptyLine    Kind = "empty-line"    // music or text after an empty line
	KindHTML         Kind = "html"          // a tag of HTML
	KindCharacter    Kind = "character"     // a curly quote, a no-break space and the like in the place of another
	KindQuote        Kind = "quote"         // a quotation mark, a ! or a [K: that is not closed
	KindChord        Kind = "chord"         // a chord that is empty, not closed, or holds what it cannot
	KindGrace        Kind = "grace"         // grace notes likewise
	KindTuplet       Kind = "tuplet"        // numbers of a tuplet
	KindBroken       Kind = "broken"        // broken rhythm without a note before or after it
	KindEnding       Kind = "ending"        // numbers of an ending
	KindJump         Kind = "jump"          // a D.C. or D.S. to a sign that is missing
	KindOverlay      Kind = "overlay"       // a (& or &) without the other
	KindLength       Kind = "length"        // a length that is not possible, or not at its note
	KindRange        Kind = "range"         // too many octave marks
)

func (e *Error) Error() string { return fmt.Sprintf("%s: %s", e.Pos, e.Msg) }

// ErrorList is the list of findings in one tune, in the order of its text.
type ErrorList []*Error

// Error returns the first finding and the number of the others.
func (l ErrorList) Error() string {
	switch len(l) {
	case 0:
		return "no errors"
	case 1:
		return l[0].Error()
	}
	return fmt.Sprintf("%s (and %d more)", l[0], len(l)-1)
}

// Err returns the list as an error, nil if it is empty.
func (l ErrorList) Err() error {
	if len(l) == 0 {
		return nil
	}
	return l
}

// Sort sorts the list by line and column.
func (l ErrorList) Sort() {
	sort.SliceStable(l, func(i, j int) bool {
		a, b := l[i].Pos, l[j].Pos
		return a.Line < b.Line || a.Line == b.Line && a.Column < b.Column
	})
}
