package check

import (
	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
)

// This file checks that repeats and endings have their other half.

// repeats reports each |: that is never closed, and endings without a :| or without the
// endings that belong to them.
func (c *checker) repeats(v *layout.Voice) {
	open := -1           // index of the |: that is not yet closed
	var last *abc.Ending // the ending in progress
	closed := false      // a :| follows that ending
	for i := range v.Items {
		it := &v.Items[i]
		switch it.Kind {
		case layout.ItemBarLine:
			if it.BarLine.End > 0 {
				open, closed = -1, true
			}
			if it.BarLine.Start > 0 {
				if open >= 0 && v.HasSound(open, i) {
					c.report(v.Items[open].Pos, RuleRepeat, "repeat is never closed: another begins first")
				}
				open = i
				c.lastEnding(last, closed)
				last = nil
			}
		case layout.ItemEnding:
			e := it.Ending
			if e.Numbers[0] > 1 && !follows(last, e) {
				c.report(it.Pos, RuleRepeat, "ending %s has no ending %d before it", e, e.Numbers[0]-1)
			}
			if e.Numbers[0] == 1 {
				c.lastEnding(last, closed)
			} else if last != nil && !closed {
				c.report(it.Pos, RuleRepeat, "ending %s has no :| before it", e)
			}
			last, closed = e, false
		}
	}
	if c.unfinished {
		return
	}
	c.lastEnding(last, closed)
	if open >= 0 && (last == nil || closed) {
		c.report(v.Items[open].Pos, RuleRepeat, "repeat is never closed")
	}
}

// follows reports whether ending b may follow ending a, as 2 may follow 1,3.
func follows(a, b *abc.Ending) bool { return a != nil && b.Numbers[0] > a.Numbers[0] }

// lastEnding reports an ending 1 that is the last of its repeat.
func (c *checker) lastEnding(last *abc.Ending, closed bool) {
	if last != nil && len(last.Numbers) == 1 && last.Numbers[0] == 1 {
		what := "has no ending 2 after it"
		if !closed {
			what = "has no :| and no ending 2 after it"
		}
		c.report(last.From, RuleRepeat, "ending 1 %s", what)
	}
}
