package abc

import (
	"strings"
)

// LineSymbol is one symbol of an s: line (ABC 2.1 section 4.15). It belongs to
// the next note, or to none if Bar is set.
type LineSymbol struct {
	Bar        bool   // |: go on to the next bar
	Chord      string // a chord symbol, without its quotes
	Decoration string // a decoration's canonical name; all empty: * skips a note
}

// symbolLine reads the value of an s: line.
func ParseSymbolLine(text string) (list []LineSymbol) {
	s := scanner{text: text, end: len(text)}
	for t := s.next(); t.kind != tokEnd; t = s.next() {
		word := text[t.from:t.to]
		switch t.kind {
		case tokBar:
			list = append(list, LineSymbol{Bar: true})
		case tokText:
			if len(word) > 2 && !isPlace(word[1]) {
				list = append(list, LineSymbol{Chord: strings.Trim(word, `"`)})
			} else {
				list = append(list, LineSymbol{})
			}
		case tokDecoration:
			name, _ := decorationName(word[1 : len(word)-1])
			list = append(list, LineSymbol{Decoration: name})
		case tokSymbol:
			list = append(list, LineSymbol{Decoration: defaultSymbols[word[0]]})
		case tokIllegal:
			if word == "*" {
				list = append(list, LineSymbol{})
			}
		}
	}
	return list
}
