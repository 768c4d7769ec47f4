package abc

import (
	"fmt"
	"sort"
	"strconv"
)

// Pos is a place in a tune's text: a byte offset from its beginning.
type Pos int32

// Position is a place as people name it.
type Position struct {
	File   string // may be empty
	Line   int    // from 1, in the file
	Column int    // from 1, in bytes
}

func (p Position) String() string {
	s := strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
	if p.File != "" {
		s = p.File + ":" + s
	}
	return s
}

// Error is one thing that is wrong in a tune's text, and where. Parsing has
// gone on behind it.
type Error struct {
	Pos Position
	Msg string // lower case; says what was done about it where that is not plain
}

func (e *Error) Error() string { return fmt.Sprintf("%s: %s", e.Pos, e.Msg) }

// ErrorList is everything found wrong in one tune, in the order of the text.
type ErrorList []*Error

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

func (l ErrorList) Sort() {
	sort.SliceStable(l, func(i, j int) bool {
		a, b := l[i].Pos, l[j].Pos
		return a.Line < b.Line || a.Line == b.Line && a.Column < b.Column
	})
}

// tokenKind says what a stretch of a music line is.
type tokenKind uint8

const (
	tokEnd        tokenKind = iota // end of the line
	tokSpace                       // blanks
	tokLetter                      // A to G, a to g
	tokAccidental                  // ^ ^^ = _ __ ^/ _3/2
	tokOctave                      // ' and ,
	tokLength                      // 2 / // /4 3/2
	tokRest                        // z x Z X
	tokSpacer                      // y
	tokBar                         // | || |] :| |: :: and their kin
	tokEnding                      // 1 or [1 or 1,3 or [1-3, behind or without a bar
	tokChordOpen                   // [
	tokChordClose                  // ]
	tokGraceOpen                   // { or {/
	tokGraceClose                  // }
	tokSlurOpen                    // ( or .(
	tokSlurClose                   // )
	tokTuplet                      // (3 (3:2 (3:2:4 (3::2
	tokBroken                      // > >> < <<
	tokTie                         // - or .-
	tokOverlay                     // & &&
	tokText                        // "..." with its quotes
	tokDecoration                  // !...! or +...+ with its marks
	tokSymbol                      // a decoration in one character: . ~ H to W, h to w
	tokField                       // [K:G] with its brackets
	tokContinue                    // \ at the end of the line
	tokBreak                       // a lone ! or $: a line break of old
	tokComment                     // % to the end of the line
	tokIllegal                     // anything else
)

// token is a stretch of text [from, to) with its kind.
type token struct {
	kind     tokenKind
	from, to Pos
}
