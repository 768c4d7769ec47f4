package layout

import (
	"strings"

	"charabanc/abcmidi/abc"
)

// This file puts what w: and s: lines say at the notes before them.

// maxVerses bounds the w: lines under the same notes; the others are ignored.
const maxVerses = 20

// alignment is where w: lines, or s: lines, begin: at the first note after those that
// earlier lines are for, whether or not these had a syllable for each (ABC 2.1 section
// 5.1). Lines that follow each other without a note between are for the same notes.
type alignment struct {
	from, to int // items that the latest line is for
	line     int // number of that line among those for the same items, from 0
}

// next begins a line: it moves on if there are notes after those of the latest line.
func (a *alignment) next(v *Voice) {
	for i := a.to; i < len(v.Items); i++ {
		if v.aligned(i) {
			a.from, a.to, a.line = a.to, len(v.Items), 0
			return
		}
	}
	a.line++
}

// aligned reports whether syllables are put at item i: notes and chords, but for those of
// overlays (section 7.4).
func (v *Voice) aligned(i int) bool { return v.Items[i].Kind == ItemSound && v.Items[i].Layer == 0 }

// Excess is a w: line with more syllables than there are notes for them.
type Excess struct {
	Pos       abc.Pos
	Syllables int // without a note
}

// words puts the syllables of a w: line at the notes before it (section 5.1), one to
// each. A - parts syllables, _ holds one for a note more, * leaves a note out, | goes on
// to the next bar line, ~ is a blank and \- a hyphen. A character made of an
// escape or entity (section 8.2) is part of its syllable.
func (v *Voice) words(f *abc.Field) {
	v.lyrics.next(v)
	l := &lyricLine{v: v, at: v.lyrics.from, verse: v.lyrics.line}
	text := f.Text
	hyphen := false // the last character was one
	for k := 0; k < len(text); k++ {
		c := text[k]
		if c == '\\' || c == '&' || c == noBreakSpace[0] {
			if plain, size := lyricEscape(text[k:]); size > 0 {
				l.syllable.WriteString(plain)
				if plain == "" {
					l.flush("")
				}
				k, hyphen = k+size-1, false
				continue
			}
		}
		switch c {
		case ' ', '\t':
			l.flush("")
		case '-':
			// A second hyphen, or one after a blank, holds the syllable.
			if l.syllable.Len() == 0 && (hyphen || k == 0 || text[k-1] == ' ') {
				l.put("")
			}
			l.flush("-")
		case '*':
			l.flush("")
			l.put("")
		case '_':
			l.flush("")
			l.hold()
		case '|':
			l.flush("")
			l.at = afterBarLine(v.Items, l.at)
		case '~':
			l.syllable.WriteByte(' ')
		default:
			if c >= ' ' && c != 0x7f { // control characters are in no text
				l.syllable.WriteByte(c)
			}
		}
		hyphen = c == '-'
	}
	l.flush("")
	if l.excess > 0 && v.Overlays == 0 { // people write those of an overlay on the same line
		v.Excess = append(v.Excess, Excess{f.From, l.excess})
	}
}

// noBreakSpace parts syllables as a blank does: it is in text that was copied from a page.
const noBreakSpace = "\u00a0"

// lyricEscape reads what a w: line has with a backslash or as an entity: one character of
// a syllable, whatever it is. Beside those of other text (abc.Escape) these are the signs
// that w: has a use for. plain is "" for what is a blank.
func lyricEscape(text string) (plain string, size int) {
	if strings.HasPrefix(text, noBreakSpace) {
		return "", len(noBreakSpace)
	}
	if plain, size = abc.Escape(text); size > 0 || text[0] != '\\' {
		return plain, size
	}
	if len(text) > 1 && strings.IndexByte("_*|~", text[1]) >= 0 {
		return text[1:2], 2
	}
	return "", 0
}

// lyricLine is a w: line being read.
type lyricLine struct {
	v        *Voice
	at       int // index of the item after the last note that was used
	verse    int // from 0
	excess   int // syllables without a note
	syllable strings.Builder
}

// flush gives the next note the syllable read so far, if there is one, with a tail.
func (l *lyricLine) flush(tail string) {
	if l.syllable.Len() > 0 {
		l.put(l.syllable.String() + tail)
		l.syllable.Reset()
	}
}

// put gives the next note a syllable, "" for none.
func (l *lyricLine) put(syllable string) {
	it := l.v.nextAligned(&l.at)
	if syllable == "" || l.verse >= maxVerses {
		return
	}
	if it == nil {
		l.excess++
		return
	}
	l.v.HasLyrics = true
	x := it.ensureExtra()
	for len(x.Lyrics) <= l.verse {
		x.Lyrics = append(x.Lyrics, "")
	}
	x.Lyrics[l.verse] = syllable
}

// hold lets the next note have the syllable before, too.
func (l *lyricLine) hold() {
	if it := l.v.nextAligned(&l.at); it != nil && l.verse < maxVerses {
		it.ensureExtra().Held |= 1 << l.verse
	}
}

// nextAligned returns the next note or chord that syllables are put at, from item *i on,
// and sets *i to the index after it. It returns nil if there is none.
func (v *Voice) nextAligned(i *int) *Item {
	for *i < len(v.Items) {
		*i++
		if v.aligned(*i - 1) {
			return &v.Items[*i-1]
		}
	}
	return nil
}

// symbolLine puts the chord symbols and decorations of an s: line at the notes before it
// (section 4.15), as words does.
func (v *Voice) symbolLine(text string) {
	v.symbols.next(v)
	i := v.symbols.from
	for _, s := range abc.ParseSymbolLine(text) {
		if s.Bar {
			i = afterBarLine(v.Items, i)
			continue
		}
		it := v.nextAligned(&i)
		switch {
		case it == nil:
		case s.Chord != "":
			it.Symbol = v.memory.chord(abc.PlainText(s.Chord), v.setting.MIDI.chordNames)
		case s.Decoration != "":
			it.Decorations |= decorationOf[s.Decoration]
			it.ensureExtra().Symbols = append(it.ensureExtra().Symbols, s.Decoration)
			if isDynamic(s.Decoration) {
				it.setDynamic(s.Decoration)
			}
		}
	}
}
