package abc

import (
	"maps"
	"slices"

	"charabanc/abcmidi/music"
)

// This file keeps what the tunes of a book have in common from one to the next: the header
// of the file, and what the values of K:, M:, L: and Q: mean.

// fileHeader is the fields before the first tune of a file.
type fileHeader struct {
	text    string
	nodes   []Node // without K:
	macros  []macro
	symbols symbolTable
}

// inherit gives the tune the fields of a file header.
func (p *Parser) inherit(text string) {
	if text == "" {
		return
	}
	if p.header == nil || p.header.text != text {
		p.header = readFileHeader(text)
	}
	p.tune.Inherited = p.header.nodes
	p.macros = slices.Clip(p.header.macros)
	p.tune.symbols = maps.Clone(p.header.symbols) // the tune may redefine them
}

// readFileHeader reads the fields before the first tune of a file. A K: is ignored
// there: section 3 does not allow it.
func readFileHeader(text string) *fileHeader {
	sub := &Parser{reading: reading{tune: &Tune{Text: text, place: &place{firstLine: 1}}, here: -1}}
	for from := 0; from < len(text); {
		to := lineEnd(text, from)
		sub.fieldLine(from, to)
		from = to + 1
		if f, ok := sub.lastField(); ok && f.Form == PercentField {
			from = sub.skipText(f, from)
		}
	}
	nodes := slices.DeleteFunc(sub.out, func(n Node) bool {
		f, ok := n.(*Field)
		return ok && f.Key == 'K'
	})
	return &fileHeader{text, nodes, sub.macros, sub.tune.symbols}
}

// fieldValues are the values of fields that could be read, by the letter and the text of
// the field.
type fieldValues map[fieldText]any

type fieldText struct {
	key  byte
	text string
}

const (
	maxValues     = 500 // values that are kept, more than a book has
	maxRemembered = 100 // bytes of a field whose value is kept
)

// remembered returns the value of a field, if it is known. Each field has a value of its own:
// a change of key or meter is told by it.
func (p *Parser) remembered(key byte, text string) (value any, known bool) {
	value, known = p.values[fieldText{key, text}]
	switch x := value.(type) {
	case *music.Key:
		k := p.nodes.keys.New()
		*k = *x
		return k, true
	case *music.Meter:
		m := p.nodes.meters.New()
		*m = *x
		return m, true
	case *Tempo:
		t := *x
		return &t, true
	}
	return value, known
}

// remember keeps the value of a field. When there are too many, all are forgotten.
func (p *Parser) remember(key byte, text string, value any) {
	if p.values == nil || len(p.values) >= maxValues {
		p.values = fieldValues{}
	}
	switch x := value.(type) {
	case *music.Key:
		k := *x
		k.Explicit = slices.Clip(k.Explicit)
		value = &k
	case *music.Meter:
		m := *x
		m.Groups = slices.Clip(m.Groups)
		value = &m
	case *Tempo:
		t := *x
		value = &t
	}
	p.values[fieldText{key, text}] = value
}
