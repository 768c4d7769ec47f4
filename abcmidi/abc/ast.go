package abc

import (
	"math"
	"slices"
	"strings"

	"charabanc/abcmidi/internal/chars"
	"charabanc/abcmidi/music"
)

// Tune is the syntax tree of one tune, in the order of its text.
type Tune struct {
	// Text is the text that was parsed, with lines that end in "\n" and without
	// a byte order mark. Every Pos of Header and Body is an offset in it.
	Text string

	// Header holds the fields up to and including K:, Body what follows them.
	Header []Node
	Body   []Node

	// Inherited holds the fields of the file's own header (ABC 2.1
	// section 2.2.2), which hold for every tune of the file. Each Pos is an
	// offset in Source.FileHeader.
	Inherited []Node

	place   *place      // nil if the tune was not parsed
	symbols symbolTable // by U: fields
}

// Node is one piece of a tune. The set is closed: *Field, *Comment, *Note,
// *Rest, *Spacer, *Chord, *Grace, *Tuplet, *Broken, *Bar, *Ending, *Symbol,
// *Decoration, *Slur, *Overlay, *MacroUse, *Space and *LineEnd.
type Node interface {
	Pos() Pos // of its first character
	node()
}

// Span is the part of the text that a node was read from.
type Span struct{ From, To Pos }

// Pos returns where the span begins.
func (s Span) Pos() Pos { return s.From }

func (Span) node() {}

// FieldForm is how a field is written.
type FieldForm uint8

const (
	LineField    FieldForm = iota // K:G on a line of its own
	InlineField                   // [K:G]
	PercentField                  // %%MIDI program 40, which is I:MIDI program 40
)

// Field is an information field (section 3), or a stylesheet directive (section
// 11), whose Key is 'I'.
type Field struct {
	Span
	Key  byte
	Form FieldForm
	Text string // the value, trimmed, comments and continuations resolved

	// Value is what Text means: *music.Key for K:, *music.Meter for M:,
	// music.Fraction (of a whole note) for L:, *Tempo for Q:, *PartOrder for P:
	// and Y: in the header, *VoiceField for V:, Directives for I:. It is nil for other
	// fields, for directives about the printed page, and if Text could not be read.
	Value any
}

// Comment is a % comment (section 2.2.5).
type Comment struct {
	Span
	Text string // after the %, without blanks at its end
}

// Note is one written note (sections 4.1 to 4.3).
type Note struct {
	Span
	Pitch  music.Pitch
	Length music.Fraction // in unit note lengths
	Tie    bool           // a - follows
}

// Rest is z, x, Z or X (section 4.5).
type Rest struct {
	Span
	Kind   byte           // 'z', 'Z' for whole bars; 'x' and 'X' are invisible
	Length music.Fraction // in unit note lengths, or in bars for 'Z' and 'X'
}

// Spacer is y: space on the page that takes no time (section 6.1.2).
type Spacer struct {
	Span
	Length music.Fraction
}

// Chord is notes between brackets (section 4.17). Decorations inside the
// brackets stay there; chord symbols are moved before the chord.
type Chord struct {
	Span
	Inner  []Node         // *Note, *Rest, *Decoration
	Length music.Fraction // after the bracket; multiplies those inside
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
	Slashed bool   // {/, an acciaccatura
	Inner   []Node // *Note, *Rest, *Chord
}

// Tuplet is (p:q:r (section 4.13): the next r notes are played as p in the time
// of q.
type Tuplet struct {
	Span
	P, Q, R int // Q and R are 0 if they are not written
}

// Broken is > or < between two notes (section 4.4).
type Broken struct {
	Span
	Dots int // the number of signs, positive for > and negative for <
}

// String returns the signs.
func (b *Broken) String() string {
	return strings.Repeat(">", max(b.Dots, 0)) + strings.Repeat("<", max(-b.Dots, 0))
}

// BarStyle is the shape of a bar line, apart from its colons.
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
	End   int // colons before the line: 1 for :|, 2 for ::|
	Start int // colons after the line: 1 for |:
}

// Ending is the beginning of a variant ending (sections 4.9 and 4.10).
type Ending struct {
	Span
	Numbers []int // the passes it is for, from 1 to MaxEnding, rising, without duplicates
	Bracket bool  // written [1 rather than |1
}

// Has reports whether the ending is for the nth pass.
func (e *Ending) Has(n int) bool { return slices.Contains(e.Numbers, n) }

// MaxEnding is the highest number of an ending.
const MaxEnding = 100

// Symbol is a text in quotes: a chord symbol (section 4.18), or an annotation
// (section 4.19) if Place is set.
type Symbol struct {
	Span
	Place byte   // '^', '_', '<', '>' or '@'; 0 for a chord symbol
	Text  string // without the quotes and Place
}

// Decoration is !trill!, or the character that is short for it (section 4.14).
type Decoration struct {
	Span
	Name   string // canonical, without the marks; "" for a character without a meaning
	Letter byte   // the character it was written with; 0 for !trill!
}

// Slur is ( or ) (section 4.11).
type Slur struct {
	Span
	Open   bool // (
	Dotted bool // .(
}

// Overlay is & (section 7.4): the music after it is played at the same time as
// the bars before it. Between (& and &), which abcm2ps has, it goes back to the (&.
type Overlay struct {
	Span
	Bars int         // the bars to go back, the number of ampersands
	Edge OverlayEdge // of (& and &): Bars is 0
}

// OverlayEdge is where a group of overlays begins or ends.
type OverlayEdge uint8

const (
	NoEdge     OverlayEdge = iota // &
	GroupOpen                     // (&
	GroupClose                    // &)
)

// MaxOverlays is the number of overlays that a voice can have at a time.
const MaxOverlays = 8

// MacroUse is a use of a macro (section 9).
type MacroUse struct {
	Span
	Text  string // as written
	Inner []Node // the music that the macro stands for; each Pos is that of the use
}

// Space is blanks between notes, which end a beam (section 4.7).
type Space struct{ Span }

// LineEnd is the end of a line of music.
type LineEnd struct {
	Span
	Joined bool // the line ends in a backslash, so the next continues it (section 6.1.1)
	Break  bool // a ! or $, a line break on the page inside a line of text
}

// Field returns the text of the first field with this key in the tune's header,
// or else in the file's header, or "" if there is none.
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

// Title returns the first T: field as PlainText reads it.
func (t *Tune) Title() string { return PlainText(t.Field('T')) }

// Number returns the X: field.
func (t *Tune) Number() string { return strings.TrimSpace(t.Field('X')) }

// Division returns the ticks in a quarter note that the tune asks for by a line
// such as %%division 1024, or 0 if it has no such line.
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

// Key returns the value of the header's K: field, nil if there is none.
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
