package abc

import (
	"strings"

	"charabanc/abcmidi/internal/chars"
)

// decorationNames maps the names of decorations, those of section 4.14 and others
// in wide use, to their canonical names.
var decorationNames = func() map[string]string {
	m := map[string]string{
		"<": "accent", ">": "accent", "emphasis": "accent", "^": "marcato", "+": "plus",
		"<(": "crescendo(", "<)": "crescendo)", ">(": "diminuendo(", ">)": "diminuendo)",
		"cresc(": "crescendo(", "cresc)": "crescendo)", "dim(": "diminuendo(", "dim)": "diminuendo)",
		"DC": "D.C.", "dacapo": "D.C.", "D.C": "D.C.", "DS": "D.S.", "D.S": "D.S.",
		"D.C.alFine": "D.C.alfine", "D.C.alCoda": "D.C.alcoda",
		"D.S.alFine": "D.S.alfine", "D.S.alCoda": "D.S.alcoda",
		"Fine": "fine", "FINE": "fine", "Coda": "coda", "Segno": "segno", "tocoda": "dacoda",
		"tr": "trill", "mordent": "lowermordent", "pralltriller": "uppermordent",
		"staccato": "staccato", ".": "staccato", "lpralltriller": "uppermordent",
	}
	for _, name := range strings.Fields(`
		trill trill( trill) lowermordent uppermordent roll turn turnx invertedturn invertedturnx
		arpeggio accent fermata invertedfermata tenuto 0 1 2 3 4 5 plus snap slide wedge
		upbow downbow open thumb breath pppp ppp pp p mp mf f ff fff ffff sfz
		crescendo( crescendo) diminuendo( diminuendo) segno coda D.S. D.C. D.S.alcoda D.S.alfine
		D.C.alcoda D.C.alfine dacoda fine shortphrase mediumphrase longphrase
		marcato ghost xstem beambr1 beambr2 cbreath caesura 8va( 8va) 8vb( 8vb) 15ma( 15ma) 15mb( 15mb)
		ped ped-up gmark editorial courtesy stemless rbend style=normal style=rhythm style=x
		glissando( glissando) slur invisible sfp dot -( -) ~( ~) / // ///`) {
		m[name] = name
	}
	return m
}()

// decorationName returns the canonical name of a decoration. Blanks in it are
// ignored, as in "D.C. al Fine". If the name is not known, decorationName returns
// it unchanged.
func decorationName(s string) (name string, known bool) {
	if name, known = decorationNames[strings.ReplaceAll(s, " ", "")]; known {
		return name, true
	}
	return s, false
}

// isDecorationName reports whether the text between two ! or + is the name of a
// decoration rather than music between two line breaks of an old tune: a known
// name, or one word with a letter that is not a note or rest.
func isDecorationName(s string) bool {
	if _, ok := decorationName(s); ok {
		return true
	}
	if s == "" || strings.ContainsAny(s, " \t|\"[]{}:!%") {
		return false
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; chars.IsLetter(c) && !chars.IsNote(c) && c != 'z' && c != 'x' {
			return true
		}
	}
	return false
}

// IsDecoration reports whether a canonical name is that of a known decoration, or an
// annotation of a U: field.
func IsDecoration(name string) bool {
	return decorationNames[name] == name || strings.HasPrefix(name, `"`)
}

// symbolTable maps a character to the decoration it stands for.
type symbolTable map[byte]string

// defaultSymbols holds the characters of section 4.14. A U: field changes them
// (section 4.16).
var defaultSymbols = symbolTable{
	'.': "staccato", '~': "roll", 'H': "fermata", 'L': "accent", 'M': "lowermordent",
	'O': "coda", 'P': "uppermordent", 'S': "segno", 'T': "trill", 'u': "upbow", 'v': "downbow",
	'J': "slide",
}

// name returns the decoration of a character, "" if it has none.
func (t symbolTable) name(c byte) string {
	if name, ok := t[c]; ok {
		return name
	}
	return defaultSymbols[c]
}

// IsSymbol reports whether a character stands for a decoration, or for nothing because a
// U: field says so.
func (t *Tune) IsSymbol(c byte) bool {
	_, ok := t.symbols[c]
	return ok || defaultSymbols[c] != ""
}

// redefine reads the value of a U: field, "T = !trill!", and reports whether it
// could.
func (t *symbolTable) redefine(text string) bool {
	left, right, ok := strings.Cut(text, "=")
	left, right = strings.TrimSpace(left), strings.TrimSpace(right)
	if !ok || len(left) != 1 || left[0] == '.' || singles[left[0]] != tokSymbol || right == "" {
		return false
	}
	name := strings.Trim(right, "!+")
	switch {
	case name == "nil" || name == "none":
		name = ""
	case right[0] == '"':
		name = right // an annotation, which is not played
	default:
		name, _ = decorationName(name)
	}
	if *t == nil {
		*t = symbolTable{}
	}
	(*t)[left[0]] = name
	return true
}

// LineSymbol is one symbol of an s: line (section 4.15). It belongs to the next
// note, unless Bar is set. At most one field is set; if none is, the symbol only
// skips the note, as * does.
type LineSymbol struct {
	Bar        bool   // |, which goes on to the next bar
	Chord      string // a chord symbol, without its quotes
	Decoration string // the canonical name of a decoration
}

// ParseSymbolLine reads the value of an s: line.
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
