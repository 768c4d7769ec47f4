package layout

import (
	"strings"

	"charabanc/abcmidi/abc"
)

// This file puts what w: and s: lines say at the notes of the line of music before
// them.

// maxVerses bounds the w: lines under one line of music; the others are ignored.
const maxVerses = 20

// words puts the syllables of a w: line under the last line of music (ABC 2.1 section
// 5.1), one to each note. A - parts syllables, _ holds one for a note more, * leaves a
// note out, | goes on to the next bar line, ~ is a blank and \- a hyphen.
func (v *Voice) words(text string) {
	l := &lyricLine{v: v, at: v.lineStart, verse: v.verses}
	v.verses++
	hyphen := false // the last character was one
	for k := 0; k < len(text); k++ {
		c := text[k]
		switch c {
		case ' ', '\t':
			l.flush("")
		case '-':
			// A second hyphen, or one after a blank, holds the syllable.
			if l.syllable.Len() == 0 && (hyphen || k == 0 || text[k-1] == ' ') {
				l.put("")
			}
			l.flush("-")
		case '_', '*':
			l.flush("")
			l.put("")
		case '|':
			l.flush("")
			l.at = afterBarLine(v.Items, l.at)
		case '~':
			l.syllable.WriteByte(' ')
		case '\\':
			if k+1 < len(text) && text[k+1] == '-' {
				k++
				l.syllable.WriteByte('-')
			}
		default:
			l.syllable.WriteByte(c)
		}
		hyphen = c == '-'
	}
	l.flush("")
}

// lyricLine is a w: line being read.
type lyricLine struct {
	v        *Voice
	at       int // index of the item after the last note that was used
	verse    int // from 0
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
	it := l.v.nextSound(&l.at)
	if it == nil || syllable == "" || l.verse >= maxVerses {
		return
	}
	l.v.HasLyrics = true
	x := it.ensureExtra()
	for len(x.Lyrics) <= l.verse {
		x.Lyrics = append(x.Lyrics, "")
	}
	x.Lyrics[l.verse] = syllable
}

// nextSound returns the next note or chord from item *i on, those of overlays
// included (section 7.4), and sets *i to the index after it. It returns nil if there
// is none.
func (v *Voice) nextSound(i *int) *Item {
	for *i < len(v.Items) {
		it := &v.Items[*i]
		*i++
		if it.Kind == ItemSound {
			return it
		}
	}
	return nil
}

// symbolLine puts the chord symbols and decorations of an s: line at the last line of
// music (section 4.15).
func (v *Voice) symbolLine(text string) {
	i := v.lineStart
	for _, s := range abc.ParseSymbolLine(text) {
		if s.Bar {
			i = afterBarLine(v.Items, i)
			continue
		}
		it := v.nextSound(&i)
		switch {
		case it == nil:
		case s.Chord != "":
			it.Symbol = v.memory.chord(s.Chord)
		case s.Decoration != "":
			it.Decorations |= decorationOf[s.Decoration]
			if isDynamic(s.Decoration) {
				it.setDynamic(s.Decoration)
			}
		}
	}
}
