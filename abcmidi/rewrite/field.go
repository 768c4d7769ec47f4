package rewrite

import (
	"slices"
	"strconv"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
)

// This file rewrites fields: L:, Q: and %%MIDI trim.

// headerUnit returns the unit note length after headers: that of the last L:, or else the
// last M:'s (section 3.1.7).
func headerUnit(headers ...[]abc.Node) music.Fraction {
	written, byMeter := music.Fraction{}, music.NewFraction(1, 8)
	for _, nodes := range headers {
		for _, n := range nodes {
			f, ok := n.(*abc.Field)
			if !ok {
				continue
			}
			switch v := f.Value.(type) {
			case music.Fraction:
				written = v
			case *music.Meter:
				byMeter = v.UnitLength()
			}
		}
	}
	if written.Positive() {
		return written
	}
	return byMeter
}

// hasUnit reports whether a header has an L: that can be read.
func hasUnit(nodes []abc.Node) bool {
	return slices.ContainsFunc(nodes, func(n abc.Node) bool {
		f, ok := n.(*abc.Field)
		if ok {
			_, ok = f.Value.(music.Fraction)
		}
		return ok
	})
}

// insertUnit adds an L: before the K: of a header.
func (r *rewriter) insertUnit(header []abc.Node) []abc.Node {
	at := slices.IndexFunc(header, func(n abc.Node) bool {
		f, ok := n.(*abc.Field)
		return ok && f.Key == 'K'
	})
	if at < 0 {
		at = len(header)
	}
	var field abc.Node = &abc.Field{Key: 'L', Text: unitText(r.unit), Value: r.unit}
	return slices.Insert(header, at, field)
}

// unitText returns a unit note length as it is written.
func unitText(unit music.Fraction) string {
	if unit.Den() == 1 {
		return unit.String() + "/1"
	}
	return unit.String()
}

// bodyField rewrites a field of the body, and follows the voices and their units as
// package layout does.
func (r *rewriter) bodyField(f *abc.Field, out *[]abc.Node) {
	switch v := f.Value.(type) {
	case *abc.VoiceField:
		if f.Key != 'V' {
			break
		}
		if r.all = v.All(); !r.all {
			r.chosen, r.id, r.cur = true, v.ID, r.voice(v.ID)
		}
	case music.Fraction:
		*r.cur = v
		if !r.chosen || r.all { // it holds for voices that begin later
			r.base = v
		}
		if r.all { // and for those that have begun
			r.voices = map[string]*music.Fraction{r.id: r.cur}
		}
	}
	if f.Key != 'm' {
		*out = append(*out, r.field(f, *r.cur))
	}
}

// field rewrites a field where the old unit holds.
func (r *rewriter) field(f *abc.Field, old music.Fraction) *abc.Field {
	rewritten := *f
	switch v := f.Value.(type) {
	case music.Fraction:
		rewritten.Text, rewritten.Value = unitText(r.unit), r.unit
	case *abc.Tempo:
		if !v.Beat.IsZero() || !v.Rate.Positive() {
			return f
		}
		rewritten.Text = tempoText(f.Text, unitText(old)+"="+strconv.FormatFloat(v.Rate.Float(), 'f', -1, 64))
		rewritten.Value = &abc.Tempo{Beat: old, Rate: v.Rate, Text: v.Text}
	default:
		return r.trim(f, old)
	}
	return &rewritten
}

// tempoText puts a tempo in the place of the one of a Q: field, and leaves the words in
// quotes where they are.
func tempoText(text, tempo string) string {
	var words []string
	for i, part := range strings.Split(text, `"`) {
		switch {
		case i%2 == 1:
			words = append(words, `"`+part+`"`)
		case strings.TrimSpace(part) != "" && tempo != "":
			words = append(words, tempo)
			tempo = ""
		}
	}
	return strings.Join(words, " ")
}

// trim rewrites a directive %%MIDI trim.
func (r *rewriter) trim(f *abc.Field, old music.Fraction) *abc.Field {
	list, _ := f.Value.(abc.Directives)
	if len(list) != 1 || list[0].Name != "trim" {
		return f
	}
	length, ok := abc.ParseLength(list[0].Args[0])
	if !ok {
		return f
	}
	rewritten := *f
	rewritten.Text = string(abc.AppendLength([]byte("MIDI trim "), r.convert(length, old, f.From)))
	if strings.HasSuffix(rewritten.Text, " ") { // the length is 1
		rewritten.Text += "1"
	}
	if list, err := abc.ParseDirectives(rewritten.Text); err == nil {
		rewritten.Value = list
	}
	return &rewritten
}
