package layout

import (
	"strings"

	"charabanc/abcmidi/abc"
)

// words lays one w: line under the last line of music (section 5.1): a
// syllable a note, - between syllables, _ for a note more, * for a note
// without, | on to the next bar, ~ and \- for a blank and a hyphen.
func (v *Voice) words(text string) {
	l := &lyricLine{v: v, at: v.lineStart, verse: v.verses}
	v.verses++
	hyphen := false // the character before was one
	for k := 0; k < len(text); k++ {
		c := text[k]
		switch c {
		case ' ', '\t':
			l.flush("")
		case '-':
			// A second hyphen, or one behind a blank, holds the syllable.
			if l.syllable.Len() == 0 && (hyphen || k == 0 || text[k-1] == ' ') {
				l.put("")
			}
			l.flush("-")
		case '_', '*':
			l.flush("")
			l.put("")
		case '|':
			l.flush("")
			l.at = v.nextBar(l.at)
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

// lyricLine is a w: line on its way under the notes.
type lyricLine struct {
	v        *Voice
	at       int // the item to look for the next note from
	verse    int
	syllable strings.Builder
}

// flush puts the syllable read so far at a note.
func (l *lyricLine) flush(tail string) {
	if l.syllable.Len() > 0 {
		l.put(l.syllable.String() + tail)
		l.syllable.Reset()
	}
}

// put gives the next note a syllable, or none.
func (l *lyricLine) put(syllable string) {
	it := l.v.nextSound(&l.at)
	if it == nil || syllable == "" || l.verse >= maxVerses {
		return
	}
	l.v.Lyrics = true
	x := it.more()
	for len(x.Lyrics) <= l.verse {
		x.Lyrics = append(x.Lyrics, "")
	}
	x.Lyrics[l.verse] = syllable
}

// nextSound returns the next note or chord from item *i on, and moves *i
// behind it; nil if there is none. Those of overlays count like any other
// (section 7.4).
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

const maxVerses = 20

// nextBar returns the item behind the next bar line.
func (v *Voice) nextBar(i int) int {
	for i < len(v.Items) && v.Items[i].Kind != ItemBar {
		i++
	}
	return i + 1
}

// symbolLine lays one s: line under the last line of music (section 4.15).
func (v *Voice) symbolLine(text string) {
	i := v.lineStart
	for _, s := range abc.ParseSymbolLine(text) {
		if s.Bar {
			i = v.nextBar(i)
			continue
		}
		it := v.nextSound(&i)
		switch {
		case it == nil:
		case s.Chord != "":
			it.Symbol = v.memory.chord(s.Chord)
		case s.Decoration != "":
			it.Deco |= decoOf[s.Decoration]
			if isDynamic(s.Decoration) {
				it.setDynamic(s.Decoration)
			}
		}
	}
}
