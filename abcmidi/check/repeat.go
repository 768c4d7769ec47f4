package check

import (
	"slices"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
)

// This file checks that repeats and endings have their other half.

// repeats reports each |: that is never closed, or by another number of colons, and the
// endings that are not right.
func (c *checker) repeats(v *layout.Voice) {
	open := -1 // index of the |: that is not yet closed
	var g endings
	for i := range v.Items {
		it := &v.Items[i]
		switch it.Kind {
		case layout.ItemBarLine:
			if it.BarLine.End > 0 {
				c.closes(v, open, i)
				open, g.closed = -1, i
			}
			if it.BarLine.Start > 0 {
				if open >= 0 && v.HasSound(open, i) {
					c.report(v.Items[open].Pos, RuleRepeat, "repeat is never closed: another begins first")
				}
				open = i
				c.endings(&g, true)
				g = endings{}
			}
		case layout.ItemEnding:
			if !g.takes(v, i) {
				c.endings(&g, true)
				g = endings{}
			}
			g.add(c, it.Ending)
		}
	}
	inEnding := len(g.list) > 0 && g.closed < 0
	c.endings(&g, !c.unfinished)
	if c.unfinished {
		return
	}
	if open >= 0 && !inEnding {
		c.report(v.Items[open].Pos, RuleRepeat, "repeat is never closed")
	}
}

// closes compares the colons of a repeat's two ends.
func (c *checker) closes(v *layout.Voice, open, end int) {
	if open < 0 {
		return
	}
	if a, b := v.Items[open].BarLine.Start, v.Items[end].BarLine.End; a != b {
		c.report(v.Items[end].Pos, RuleRepeat, "repeat begins with %d colons and ends with %d", a, b)
	}
}

// endings is the variant endings of one repeat.
type endings struct {
	list   []*abc.Ending
	has    [abc.MaxEnding + 1]bool
	closed int  // index of the :| after the latest one; -1 for none
	wrong  bool // one of them is reported
}

// takes reports whether the ending at item i belongs to the same repeat. An ending 1
// begins another, unless it comes at once after an ending that should not be before it:
// after another 1, or after 2 alone.
func (g *endings) takes(v *layout.Voice, i int) bool {
	if len(g.list) == 0 || v.Items[i].Ending.Numbers[0] > 1 {
		return true
	}
	only := g.list[len(g.list)-1].Numbers
	return len(g.list) == 1 && (only[0] > 1 || len(only) == 1) && g.closed >= 0 && !v.HasSound(g.closed, i)
}

// add adds an ending and reports the first that is wrong.
func (g *endings) add(c *checker, e *abc.Ending) {
	n := e.Numbers[0]
	before := len(g.list)
	switch {
	case g.wrong:
	case before > 0 && slices.ContainsFunc(e.Numbers, func(n int) bool { return g.has[n] }):
		g.blame(c, e, "ending %s comes after ending %s", e, g.list[before-1])
	case before > 0 && n < g.list[before-1].Numbers[0]:
		g.blame(c, g.list[before-1], "ending %s comes before ending %s", g.list[before-1], e)
	case before > 0 && g.closed < 0:
		g.blame(c, e, "ending %s has no :| before it", e)
	}
	for _, n := range e.Numbers {
		g.has[n] = true
	}
	g.list, g.closed = append(g.list, e), -1
}

func (g *endings) blame(c *checker, e *abc.Ending, format string, args ...any) {
	g.wrong = true
	c.report(e.From, RuleEnding, format, args...)
}

// endings reports what the endings of a repeat lack; all says that no more of them come.
func (c *checker) endings(g *endings, all bool) {
	if g.wrong || len(g.list) == 0 {
		return
	}
	for _, e := range g.list {
		for n := e.Numbers[0] - 1; n > 0; n-- {
			if !g.has[n] {
				g.blame(c, e, "ending %s has no ending %d before it", e, n)
				return
			}
		}
	}
	if e := g.list[0]; all && len(g.list) == 1 && len(e.Numbers) == 1 {
		what := "has no ending 2 after it"
		if g.closed < 0 {
			what = "has no :| and no ending 2 after it"
		}
		g.blame(c, e, "ending 1 %s", what)
	}
}
