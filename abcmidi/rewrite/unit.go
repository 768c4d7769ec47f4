package rewrite

import (
	"fmt"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
)

// Unit returns t with another unit note length, given in whole notes, such as 1/8. Every
// length is written anew, so that t sounds as before. t itself is not changed, but the
// result shares nodes with it.
//
// The error is an [*abc.Error] at the first length that cannot be written; the tune that
// is returned is then t as it was.
func Unit(t *abc.Tune, unit music.Fraction) (*abc.Tune, error) {
	r := &rewriter{tune: t, unit: unit, voices: map[string]*music.Fraction{}, first: "1"}
	out := *t
	out.Inherited = r.header(t.Inherited, headerUnit(t.Inherited))
	out.Header = r.header(t.Header, headerUnit(t.Inherited, t.Header))
	if !hasUnit(t.Inherited) && !hasUnit(t.Header) {
		out.Header = r.insertUnit(out.Header)
	}
	r.id, r.cur = r.first, r.voice(r.first)
	out.Body = nil
	r.nodes(t.Body, &out.Body)
	if r.err != nil {
		same := *t
		return &same, r.err
	}
	return &out, nil
}

// rewriter rewrites nodes. It keeps track of the old unit note length of each voice.
type rewriter struct {
	tune   *abc.Tune
	unit   music.Fraction             // the new one
	voices map[string]*music.Fraction // the old ones by the ID of V:
	cur    *music.Fraction            // of the voice that music belongs to
	base   music.Fraction             // of a voice that begins

	first    string // ID of the voice of music before any V:
	declared bool   // the header has a V:, so first is its ID
	chosen   bool   // the body has had a V:
	id       string // of the voice that music belongs to
	all      bool   // fields hold for all voices, after V:*

	err error // at the first length that cannot be written
}

// voice returns the old unit of a voice. A new one begins with r.base.
func (r *rewriter) voice(id string) *music.Fraction {
	v := r.voices[id]
	if v == nil {
		unit := r.base
		v = &unit
		r.voices[id] = v
	}
	return v
}

// header rewrites the fields of a header, in which the unit holds.
func (r *rewriter) header(nodes []abc.Node, unit music.Fraction) []abc.Node {
	r.base = unit
	var out []abc.Node
	for _, n := range nodes {
		f, ok := n.(*abc.Field)
		if !ok {
			out = append(out, n)
			continue
		}
		if v, ok := f.Value.(*abc.VoiceField); ok && !r.declared && !v.All() {
			r.first, r.declared = v.ID, true
		}
		if f.Key != 'm' { // macros are replaced
			out = append(out, r.field(f, unit))
		}
	}
	return out
}

// nodes rewrites the nodes of a body, or of the inside of a macro.
func (r *rewriter) nodes(nodes []abc.Node, out *[]abc.Node) {
	for _, n := range nodes {
		switch n := n.(type) {
		case *abc.MacroUse:
			r.nodes(n.Inner, out)
		case *abc.Grace:
			rewritten := *n
			rewritten.Inner = make([]abc.Node, len(n.Inner))
			for i, inner := range n.Inner {
				rewritten.Inner[i] = r.timed(inner, true)
			}
			*out = append(*out, &rewritten)
		case *abc.Field:
			r.bodyField(n, out)
		default:
			*out = append(*out, r.timed(n, false))
		}
	}
}

// timed rewrites a note, rest or chord; other nodes stay as they are. Among grace notes,
// a Z is no bar but a rest.
func (r *rewriter) timed(n abc.Node, grace bool) abc.Node {
	switch n := n.(type) {
	case *abc.Note:
		rewritten := *n
		rewritten.Length = r.length(n.Length, n.From)
		return &rewritten
	case *abc.Rest:
		if !grace && (n.Kind == 'Z' || n.Kind == 'X') {
			return n
		}
		rewritten := *n
		rewritten.Length = r.length(n.Length, n.From)
		return &rewritten
	case *abc.Chord:
		return r.chord(n)
	}
	return n
}

// chord rewrites a chord: the lengths of its notes, which it multiplies, if they alone are
// written, and else its own.
func (r *rewriter) chord(c *abc.Chord) *abc.Chord {
	rewritten := *c
	one, inside := music.NewFraction(1, 1), false
	for _, n := range c.Notes() {
		inside = inside || n.Length.Cmp(one) != 0
	}
	if !inside || c.Length.Cmp(one) != 0 {
		rewritten.Length = r.length(c.Length, c.From)
		return &rewritten
	}
	rewritten.Inner = make([]abc.Node, len(c.Inner))
	for i, n := range c.Inner {
		rewritten.Inner[i] = r.timed(n, true)
	}
	return &rewritten
}

// length returns a length of the voice in the new unit.
func (r *rewriter) length(l music.Fraction, at abc.Pos) music.Fraction {
	return r.convert(l, *r.cur, at)
}

// convert returns a length, given in an old unit, in the new one.
func (r *rewriter) convert(l, old music.Fraction, at abc.Pos) music.Fraction {
	factor := old.Mul(inverse(r.unit))
	converted := l.Mul(factor)
	if converted.Num() > abc.MaxNoteLength || converted.Den() > abc.MaxNoteLength || converted.Mul(inverse(factor)).Cmp(l) != 0 {
		if r.err == nil {
			r.err = &abc.Error{Pos: r.tune.Position(at), Msg: fmt.Sprintf("a length that %s cannot write: the tune is left as it is", unitText(r.unit))}
		}
		return l
	}
	return converted
}

// inverse returns 1/f.
func inverse(f music.Fraction) music.Fraction { return music.NewFraction(f.Den(), f.Num()) }
