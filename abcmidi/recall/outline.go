package recall

import "strings"

// An Outline is a whole tune as a Recall has read it: its bars, in sections.
type Outline struct {
	Meter    string // value of M:, without blanks; "none" if there is none
	Order    string // the field of the header with the order of parts, such as P:AABB; "" if there is none
	Tonic    bool   // the last note is the tonic
	Sections []Section
}

// A Section is what is between two double bar lines, repeat signs or P: fields.
type Section struct {
	Pickup   bool
	Bars     []Bar // without the pickup
	First    int   // bars before the first ending; 0: there are no endings
	Second   int   // bars before the second ending
	Repeated bool  // it ends with a repeat sign
}

// A Bar is the melody of a bar, without chord symbols, blanks and its bar line.
type Bar struct {
	Text   string
	Rhythm string // Text with the same letter for all notes
	Steps  []int  // of the notes, above C
}

// NewOutline reads a tune.
func NewOutline(tune string) *Outline {
	r := New()
	for _, c := range tune {
		r.Push(c)
	}
	r.begin() // ends the last section
	o := &Outline{Meter: r.meterText(), Order: r.order(), Tonic: r.endsOnTonic()}
	last := section{r.bar.section, int32(len(r.bars)), r.bar.first, r.bar.second}
	for _, s := range append(r.sections, last) {
		if bars := r.bars[r.firstBar(s.from):s.to]; len(bars) > 0 {
			o.Sections = append(o.Sections, r.outline(s, bars))
		}
	}
	return o
}

// outline returns a section that has bars.
func (r *Recall) outline(s section, bars []bar) Section {
	first := r.firstBar(s.from)
	out := Section{Pickup: first > s.from}
	if s.first > 0 && s.second > first+s.first && int(s.second-first) < len(bars) {
		out.First, out.Second = int(s.first), int(s.second-first)
	}
	for _, b := range bars {
		tokens := r.tokens[b.tokens.from:b.tokens.to]
		end := len(tokens) - 1
		out.Bars = append(out.Bars, outlineBar(tokens[:end]))
		out.Repeated = tokens[end].char == ':'
	}
	return out
}

func outlineBar(tokens []token) (out Bar) {
	var text, rhythm strings.Builder
	for _, t := range tokens {
		switch {
		case t.note:
			letter, mark, marks := spelling(t.step)
			text.WriteRune(letter)
			text.WriteString(strings.Repeat(string(mark), marks))
			rhythm.WriteByte('A')
			out.Steps = append(out.Steps, int(t.step))
		case t.char != ' ':
			text.WriteRune(t.char)
			rhythm.WriteRune(t.char)
		}
	}
	out.Text, out.Rhythm = text.String(), rhythm.String()
	return out
}
