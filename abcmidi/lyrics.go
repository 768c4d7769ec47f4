package abcmidi

import "strings"

// words lays one w: line under the last line of music (section 5.1): a
// syllable a note, - between syllables, _ for a note more, * for a note
// without, | on to the next bar, ~ and \- for a blank and a hyphen.
func (v *voice) words(text string) {
	i := v.lineStart
	verse := v.verses
	v.verses++
	put := func(syllable string) {
		for ; i < len(v.items); i++ {
			if v.items[i].kind == itemSound && v.items[i].layer == 0 {
				if syllable != "" {
					x := v.items[i].more()
					for len(x.lyrics) <= verse && verse < maxVerses {
						x.lyrics = append(x.lyrics, "")
					}
					if verse < maxVerses {
						x.lyrics[verse] = syllable
					}
				}
				i++
				return
			}
		}
	}
	var syllable strings.Builder
	flush := func(hyphen bool) {
		if syllable.Len() > 0 {
			if hyphen {
				syllable.WriteByte('-')
			}
			put(syllable.String())
			syllable.Reset()
		}
	}
	afterHyphen := false
	for k := 0; k < len(text); k++ {
		c := text[k]
		hyphen := false
		switch c {
		case ' ', '\t':
			flush(false)
		case '-':
			// A second hyphen, or one behind a blank, holds the syllable.
			hyphen = true
			if syllable.Len() == 0 && (afterHyphen || k == 0 || text[k-1] == ' ') {
				put("")
			}
			flush(true)
		case '_':
			flush(false)
			put("")
		case '*':
			flush(false)
			put("")
		case '|':
			flush(false)
			i = v.nextBar(i)
		case '~':
			syllable.WriteByte(' ')
		case '\\':
			if k+1 < len(text) && text[k+1] == '-' {
				k++
				syllable.WriteByte('-')
			}
		default:
			syllable.WriteByte(c)
		}
		afterHyphen = hyphen
	}
	flush(false)
}

const maxVerses = 20

// nextBar returns the item behind the next bar line.
func (v *voice) nextBar(i int) int {
	for i < len(v.items) && v.items[i].kind != itemBar {
		i++
	}
	return i + 1
}

// symbolLine lays one s: line under the last line of music (section 4.15):
// chord symbols and decorations, * to skip a note, | on to the next bar.
func (v *voice) symbolLine(text string) {
	i := v.lineStart
	s := scanner{text: text, end: len(text)}
	target := func() *item {
		for ; i < len(v.items); i++ {
			if it := &v.items[i]; it.kind == itemSound && it.layer == 0 {
				i++
				return it
			}
		}
		return nil
	}
	for t := s.next(); t.kind != tokEnd; t = s.next() {
		word := text[t.from:t.to]
		switch t.kind {
		case tokBar:
			i = v.nextBar(i)
		case tokText:
			if it := target(); it != nil && len(word) > 2 && strings.IndexByte("^_<>@", word[1]) < 0 {
				it.symbol = strings.Trim(word, `"`)
			}
		case tokDecoration, tokSymbol:
			name := word[1 : len(word)-1*min(1, len(word)-1)]
			if canonical, ok := decorationNames[name]; ok {
				name = canonical
			}
			if it := target(); it != nil {
				it.deco |= decoOf[name]
				if isDynamic(name) {
					it.setDynamic(name)
				}
			}
		case tokIllegal:
			if word == "*" {
				target()
			}
		}
	}
}
