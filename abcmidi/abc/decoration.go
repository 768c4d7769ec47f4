package abc

import (
	"strings"

	"charabanc/abcmidi/internal/chars"
)

// decorationNames are the decorations of section 4.14 and those in wide use,
// each with its canonical name.
var decorationNames = func() map[string]string {
	m := map[string]string{
		// Other spellings.
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
		marcato ghost xstem beambr1 beambr2 cbreath caesura 8va( 8va) 8vb( 8vb) 15ma( 15ma)
		ped ped-up gmark editorial courtesy stemless rbend style=normal style=rhythm style=x
		glissando( glissando) slur invisible sfp dot -( -) ~( ~) / // ///`) {
		m[name] = name
	}
	return m
}()

// decorationName returns the canonical name of what stands in !...!, which
// some write with blanks ("D.C. al Fine"); known is false for a name that is
// nobody's.
func decorationName(s string) (name string, known bool) {
	if name, known = decorationNames[s]; !known && strings.IndexByte(s, ' ') >= 0 {
		name, known = decorationNames[strings.ReplaceAll(s, " ", "")]
	}
	if !known {
		return s, false
	}
	return name, true
}

// isDecorationName tells the inside of !...! from music between two line
// breaks of old: it is a known name, or at least one word that could not be
// notes.
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

// symbolTable maps a character to the decoration it stands for.
type symbolTable map[byte]string

// defaultSymbols are section 4.14's; U: redefines them (section 4.16).
var defaultSymbols = symbolTable{
	'.': "staccato", '~': "roll", 'H': "fermata", 'L': "accent", 'M': "lowermordent",
	'O': "coda", 'P': "uppermordent", 'S': "segno", 'T': "trill", 'u': "upbow", 'v': "downbow",
	'J': "slide",
}

// name returns the decoration for a character, "" if it has none.
func (t symbolTable) name(c byte) string {
	if name, ok := t[c]; ok {
		return name
	}
	return defaultSymbols[c]
}

// redefine reads a U: field's value, "T = !trill!"; it reports whether the
// value made sense.
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
		name = right // an annotation: nothing to play
	default:
		name, _ = decorationName(name)
	}
	if *t == nil {
		*t = symbolTable{}
	}
	(*t)[left[0]] = name
	return true
}
