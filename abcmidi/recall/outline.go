package recall

import "strings"

// An Outline is a whole tune as a Recall has read it.
type Outline struct {
	Sections []Section
}

// A Section is what stands between two double bar lines, repeat signs or P: fields.
type Section struct {
	Pickup   int // its length, in units of 1/WholeNote; 0: none
	Bars     []Bar
	First    int  // bars before the first ending; 0: no endings
	Repeated bool // it ends with a repeat sign
}

// A Bar is the melody of a bar, without chord symbols.
type Bar struct {
	Text   string // with the bar line
	Steps  []int  // of its notes, above C
	Rhythm string // Text with all notes alike
}

// NewOutline reads a tune.
func NewOutline(tune string) *Outline {
	r := New()
	for _, c := range tune {
		r.Push(c)
	}
	r.begin()
	sections := r.sections
	if n := int32(len(r.bars)); n > r.bar.section {
		sections = append(sections, section{from: r.bar.section, to: n})
	}
	o := &Outline{}
	for _, s := range sections {
		o.Sections = append(o.Sections, r.outline(s))
	}
	return o
}

func (r *Recall) outline(s section) (out Section) {
	for _, b := range r.bars[s.from:s.to] {
		bar := r.outlineBar(b)
		if b.pickup {
			out.Pickup = 1
			continue
		}
		out.Bars = append(out.Bars, bar)
		out.Repeated = strings.HasSuffix(bar.Text, ":")
	}
	return out
}

func (r *Recall) outlineBar(b bar) (out Bar) {
	var text, rhythm strings.Builder
	for _, t := range r.tokens[b.tokens.from:b.tokens.to] {
		if !t.note {
			text.WriteRune(t.char)
			rhythm.WriteRune(t.char)
			continue
		}
		letter, mark, marks := spelling(t.step)
		text.WriteRune(letter)
		text.WriteString(strings.Repeat(string(mark), marks))
		rhythm.WriteByte('A')
		out.Steps = append(out.Steps, int(t.step))
	}
	out.Text, out.Rhythm = text.String(), rhythm.String()
	return out
}
