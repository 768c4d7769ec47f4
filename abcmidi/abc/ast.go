package abc

import (
	"math"
	"sort"
	"strings"
	"sync"

	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// Tune is the syntax tree of one tune: its text in order, nothing played yet.
type Tune struct {
	Text string // as given to Parse; every Pos is an offset in it

	// Header holds the fields up to and with K:, Body what follows them.
	Header []Node
	Body   []Node

	// Inherited holds the fields of the file's own header (ABC 2.1
	// section 2.2.2), which every tune of the file starts from.
	Inherited []Node

	place   *place
	symbols symbolTable
}

// Node is one piece of a tune. The set is closed: *Field, *Comment, *Note,
// *Rest, *Spacer, *Chord, *Grace, *Tuplet, *Broken, *Bar, *Ending, *Symbol,
// *Decoration, *Slur, *Overlay, *MacroUse, *Space and *LineEnd.
type Node interface {
	Pos() Pos // of its first character
	node()
}

// Span is the stretch of text a node was read from.
type Span struct{ From, To Pos }

// Pos returns where the stretch begins.
func (s Span) Pos() Pos { return s.From }

func (Span) node() {}

// FieldForm is the way a field is written.
type FieldForm uint8

const (
	LineField    FieldForm = iota // K:G on a line of its own
	InlineField                   // [K:G]
	PercentField                  // %%MIDI program 40, which is I:MIDI program 40
)

// Field is an information field (section 3) or a stylesheet directive
// (section 11), which has Key 'I'.
type Field struct {
	Span
	Key  byte
	Form FieldForm
	Text string // the value, trimmed, comments and continuations resolved

	// Value is the text understood: *Key for K:, *Meter for M:, Fraction (of
	// a whole note) for L:, *Tempo for Q:, *PartOrder for P: and Y: in the
	// header, *VoiceField for V:; nil for other fields and for what could not
	// be read.
	Value any
}

// Comment is a % comment, without its end of line.
type Comment struct {
	Span
	Text string // behind the %
}

// Note is one written note (sections 4.1 to 4.3).
type Note struct {
	Span
	Pitch  music.Pitch
	Length music.Fraction // as a multiple of the unit note length
	Tie    bool           // a - follows
}

// Rest is z, x, Z or X (section 4.5).
type Rest struct {
	Span
	Kind   byte           // 'z', 'x' invisible; 'Z', 'X' whole bars
	Length music.Fraction // unit note lengths, or bars for 'Z' and 'X'
}

// Spacer is y: room on the page, none in time (section 6.1.2).
type Spacer struct {
	Span
	Length music.Fraction
}

// Chord is notes between brackets (section 4.17). Decorations and chord
// symbols inside the brackets stay where they stood.
type Chord struct {
	Span
	Inner  []Node         // *Note, *Rest, *Decoration, *Symbol
	Length music.Fraction // behind the bracket, multiplies those inside
	Tie    bool           // a - follows the bracket: every note is tied
}

// Notes returns the chord's notes in the order they are written.
func (c *Chord) Notes() []*Note {
	var notes []*Note
	for _, n := range c.Inner {
		if note, ok := n.(*Note); ok {
			notes = append(notes, note)
		}
	}
	return notes
}

// Grace is grace notes between braces (section 4.12).
type Grace struct {
	Span
	Slashed bool   // {/ : an acciaccatura
	Inner   []Node // *Note, *Rest, *Chord
}

// Tuplet is (p:q:r (section 4.13): p notes in the time of q, for the next r.
type Tuplet struct {
	Span
	P, Q, R int // Q and R are 0 where they are left to their defaults
}

// Broken is > or < between two notes (section 4.4).
type Broken struct {
	Span
	Dots int // how many; positive for >, negative for <
}

// BarStyle is the look of a bar line.
type BarStyle uint8

const (
	ThinBar      BarStyle = iota // |
	DoubleBar                    // ||
	ThinThickBar                 // |]
	ThickThinBar                 // [|
	DottedBar                    // .|
	InvisibleBar                 // [|]
)

// Bar is a bar line or repeat sign (section 4.8).
type Bar struct {
	Span
	Style BarStyle
	End   int // colons before it: 1 for :|, 2 for ::|
	Start int // colons behind it: 1 for |:
}

// Ending is the number of a variant ending (sections 4.9 and 4.10).
type Ending struct {
	Span
	Numbers []int // rising, without duplicates
	Bracket bool  // written [1 rather than |1
}

// Symbol is a quoted text: a chord symbol (section 4.18), or an annotation
// (section 4.19) if Place is set.
type Symbol struct {
	Span
	Place byte // '^', '_', '<', '>' or '@', or 0 for a chord symbol
	Text  string
}

// Decoration is !trill! or its one-character form (section 4.14).
type Decoration struct {
	Span
	Name   string // canonical, without the marks; "" for a symbol with no meaning
	Letter byte   // the character it was written with, or 0
}

// Slur is ( or ) (section 4.11).
type Slur struct {
	Span
	Open, Dotted bool
}

// Overlay is & (section 7.4): Bars is the number of ampersands, the bars to
// go back.
type Overlay struct {
	Span
	Bars int
}

// MaxOverlays is how many overlays a voice can have beside itself.
const MaxOverlays = 8

// MacroUse is a place where a macro (section 9) stands for music.
type MacroUse struct {
	Span
	Text  string // as written
	Inner []Node // what it stands for
}

// Space is a blank between notes: it ends a beam (section 4.7).
type Space struct{ Span }

// LineEnd is the end of a line of music.
type LineEnd struct {
	Span
	Joined bool // the line ended in a backslash: the music goes on (section 6.1.1)
	Break  bool // a ! or $ inside a line, not the end of one
}

// place says where a tune's text is in its file.
type place struct {
	file      string
	firstLine int // of the text, from 1
	once      sync.Once
	lines     []Pos // where each line begins
}

// Position returns the line and column of p in the file. It may be called from
// several goroutines.
func (t *Tune) Position(p Pos) Position {
	if t.place == nil { // a tune that was not parsed
		return Position{Line: 1, Column: int(p) + 1}
	}
	lines := t.place.lineStarts(t.Text)
	line := max(sort.Search(len(lines), func(i int) bool { return lines[i] > p })-1, 0)
	return Position{File: t.place.file, Line: t.place.firstLine + line, Column: int(p-lines[line]) + 1}
}

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

// Field returns the value of the tune's first header field with this key, or
// "" if there is none.
func (t *Tune) Field(key byte) string {
	for _, nodes := range [][]Node{t.Header, t.Inherited} {
		for _, n := range nodes {
			if f, ok := n.(*Field); ok && f.Key == key && f.Form == LineField {
				return f.Text
			}
		}
	}
	return ""
}

// Title returns the first T: field, with a trailing ", The" left as it is.
func (t *Tune) Title() string { return t.Field('T') }

// Number returns the X: field.
func (t *Tune) Number() string { return strings.TrimSpace(t.Field('X')) }

// Division returns the ticks in a quarter note that a tune asks to be written
// with, by a line such as %%division 1024; 0 if it does not.
func (t *Tune) Division() int {
	for _, n := range t.Header {
		f, ok := n.(*Field)
		if !ok || f.Key != 'I' {
			continue
		}
		if words := strings.Fields(f.Text); len(words) == 2 && words[0] == "division" {
			if n := chars.Number(words[1], 0); n >= 1 && n <= math.MaxInt16 {
				return n
			}
		}
	}
	return 0
}

// key is the header's K: field understood, nil without one.
func (t *Tune) Key() *music.Key {
	for _, n := range t.Header {
		if f, ok := n.(*Field); ok {
			if k, ok := f.Value.(*music.Key); ok {
				return k
			}
		}
	}
	return nil
}

func (e *Ending) Has(n int) bool {
	for _, m := range e.Numbers {
		if m == n {
			return true
		}
	}
	return false
}
