package abc

import (
	"maps"
	"slices"
	"strings"

	"charabanc/abcmidi/music"
	"charabanc/data"
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

// maxValues is how many values are kept, more than a book has.
const maxValues = 500

// remembered returns the value of a field, if it is known.
func (v fieldValues) remembered(key byte, text string) (value any, known bool) {
	value, known = v[fieldText{key, text}]
	return copied(value), known
}

// remember keeps the value of a field. It returns the values, which are empty when there
// are too many.
func (v fieldValues) remember(key byte, text string, value any) fieldValues {
	if v == nil || len(v) >= maxValues {
		v = fieldValues{}
	}
	v[fieldText{key, strings.Clone(text)}] = copied(value)
	return v
}

// copied returns a value of its own for each field: a change of key or meter is told by it.
func copied(value any) any {
	switch x := value.(type) {
	case *music.Key:
		k := *x
		k.Explicit = slices.Clip(k.Explicit)
		return &k
	case *music.Meter:
		m := *x
		m.Groups = slices.Clip(m.Groups)
		return &m
	case *Tempo:
		t := *x
		return &t
	}
	return value
}

// parsed is a tune and its place in one piece of memory.
type parsed struct {
	Tune
	at place
}

// newTune returns an empty tree for the text of a source. From the second tune on it is in
// the same memory.
func (p *Parser) newTune(src data.Source, text string) *Tune {
	t := p.again
	if t == nil {
		t = new(parsed)
		if p.tune != nil {
			p.again = t
		}
	}
	*t = parsed{Tune: Tune{Text: text}, at: place{file: src.File, firstLine: max(src.Line, 1)}}
	t.place = &t.at
	return &t.Tune
}
