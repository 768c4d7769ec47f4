package critic

import (
	"fmt"
	"slices"
	"strings"

	"charabanc/abcmidi/recall"
)

// recurrence counts what comes again within tunes, and how tunes are built.
type recurrence struct {
	bars, exact, moved, next int // bars; those that stood in the tune before, also moved by steps; right before

	rhythms int // different rhythms of bars, by tune

	sections, eight int // sections; those of eight bars
	fifth, sixth    int // of these: bar 5 is bar 1; bars 5 and 6 are bars 1 and 2
	pairs, sharing  int // tunes of two sections or more; the first two have a bar in common
	tunes, tonic    int // tunes; those that end on the tonic
	lengths         histogram[int]
	forms           histogram[string] // letters of sections, such as AABB
}

// add counts one tune.
func (c *recurrence) add(text string) {
	o := recall.NewOutline(text)
	if len(o.Sections) == 0 {
		return
	}
	c.tunes++
	if o.Tonic {
		c.tonic++
	}
	c.addBars(o)
	for _, s := range o.Sections {
		c.addSection(s)
	}
	if len(o.Sections) > 1 {
		c.pairs++
		if haveCommonBar(o.Sections[0], o.Sections[1]) {
			c.sharing++
		}
	}
	c.forms[formLetters(o)]++
}

// addBars counts bars that come again.
func (c *recurrence) addBars(o *recall.Outline) {
	texts, shapes, rhythms := map[string]bool{}, map[string]bool{}, map[string]bool{}
	last := ""
	for _, s := range o.Sections {
		for _, b := range s.Bars {
			shape := shapeOf(b)
			c.bars++
			c.exact += count(texts[b.Text])
			c.moved += count(shapes[shape])
			c.next += count(b.Text == last)
			c.rhythms += count(!rhythms[b.Rhythm])
			texts[b.Text], shapes[shape], rhythms[b.Rhythm], last = true, true, true, b.Text
		}
	}
}

// addSection counts a section.
func (c *recurrence) addSection(s recall.Section) {
	c.sections++
	c.lengths[len(s.Bars)]++
	if len(s.Bars) != 8 {
		return
	}
	c.eight++
	if s.Bars[4].Text == s.Bars[0].Text {
		c.fifth++
		c.sixth += count(s.Bars[5].Text == s.Bars[1].Text)
	}
}

// shapeOf returns what a bar has in common with the same bar moved by steps.
func shapeOf(b recall.Bar) string {
	shape := b.Rhythm
	for _, step := range b.Steps {
		shape += fmt.Sprint(" ", step-b.Steps[0])
	}
	return shape
}

// haveCommonBar reports whether two sections have a bar in common.
func haveCommonBar(a, b recall.Section) bool {
	return slices.ContainsFunc(a.Bars, func(x recall.Bar) bool {
		return slices.ContainsFunc(b.Bars, func(y recall.Bar) bool { return x.Text == y.Text })
	})
}

// formLetters returns a letter for each section, twice if it is repeated: AABB.
func formLetters(o *recall.Outline) string {
	var b strings.Builder
	for i, s := range o.Sections {
		n := 1
		if s.Repeated {
			n = 2
		}
		b.WriteString(strings.Repeat(string(rune('A'+min(i, 25))), n))
	}
	return b.String()
}

// figures returns the figures of all tunes.
func (c *recurrence) figures() Recurrence {
	lengths := Shares{}
	for n, s := range c.lengths.shares() {
		lengths[fmt.Sprint(n)] = s
	}
	return Recurrence{
		Exact: share(c.exact, c.bars), Moved: share(c.moved, c.bars), Next: share(c.next, c.bars), Rhythms: share(c.rhythms, c.bars),
		Eight: share(c.eight, c.sections), Fifth: share(c.fifth, c.eight), Sixth: share(c.sixth, c.eight),
		Sharing: share(c.sharing, c.pairs), Tonic: share(c.tonic, c.tunes), Sections: lengths, Forms: c.forms.shares(),
	}
}

// count returns 1 for true.
func count(b bool) int {
	if b {
		return 1
	}
	return 0
}
