package check

import (
	"fmt"
	"slices"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/abcmidi/music"
)

// Finding is something about a tune that a musician would want to know.
type Finding struct {
	File    string `json:"file,omitempty"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Rule    Rule   `json:"rule"`
	Message string `json:"message"`
}

func (f Finding) String() string {
	return abc.Position{File: f.File, Line: f.Line, Column: f.Column}.String() + ": " + f.Message
}

// Rule names a kind of finding.
type Rule string

const (
	RuleSyntax Rule = "syntax" // text that is not ABC
	RuleHeader Rule = "header" // a field that is missing or unknown
	RuleBar    Rule = "bar"    // a bar whose length is not the meter's
	RuleRepeat Rule = "repeat" // a repeat or ending without its other half
	RuleRange  Rule = "range"  // a note no melody instrument has
	RuleParts  Rule = "parts"  // a part that is named but not there
	RuleEmpty  Rule = "empty"  // no notes
)

// Report is what Check found.
type Report struct {
	Number   string    `json:"number"` // X:
	Title    string    `json:"title"`
	Line     int       `json:"line"`
	Bars     int       `json:"bars"`
	BadBars  int       `json:"bad_bars"`
	Notes    int       `json:"notes"`
	Findings []Finding `json:"findings"`
}

// Valid reports whether nothing was found.
func (r *Report) Valid() bool { return len(r.Findings) == 0 }

// The range of what people play tunes on, from the low G of a bass clef to
// the fiddle's highest.
const (
	lowestKey  = 43  // G2
	highestKey = 100 // E7
)

// CheckSource parses a tune and checks it; what the parser complained of is
// among the findings.
func Source(src abc.Source) *Report {
	_, report := CheckSource(src, false)
	return report
}

// checkSource is CheckSource, of the beginning of a tune if it goes on, with the
// tune it has parsed.
func CheckSource(src abc.Source, goesOn bool) (*abc.Tune, *Report) {
	tune, err := abc.ParseSource(src)
	list, _ := err.(abc.ErrorList)
	return tune, check(tune, list, goesOn)
}

// Check looks a tune over: the length of each bar, repeats and endings, the
// range, the header. Parse has reported what it could not read; CheckSource
// puts both in one report.
func Tune(t *abc.Tune) *Report { return check(t, nil, false) }

// check looks a tune over, or the beginning of one that goes on: of that it does
// not complain that something is not there yet.
func check(t *abc.Tune, errs abc.ErrorList, goesOn bool) *Report {
	c := &checker{tune: t, goesOn: goesOn, report: &Report{
		Number: t.Number(), Title: t.Title(), Line: t.Position(0).Line, Findings: []Finding{},
	}}
	for _, e := range errs {
		c.report.Findings = append(c.report.Findings,
			Finding{e.Pos.File, e.Pos.Line, e.Pos.Column, RuleSyntax, e.Msg})
	}
	c.header()
	l := layout.Lay(t)
	for _, v := range l.Voices {
		c.repeats(v)
		c.notes(v)
	}
	l.ShareStructure()
	order := l.Order
	if goesOn { // parts may not be there yet
		order = nil
	}
	for _, v := range l.Voices {
		c.bars(v, v.Measure(), order)
	}
	c.parts(l)
	l.Release()
	if c.report.Notes == 0 && !goesOn {
		c.found(0, RuleEmpty, "the tune has no notes")
	}
	slices.SortStableFunc(c.report.Findings, func(a, b Finding) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return c.report
}

type checker struct {
	tune   *abc.Tune
	goesOn bool
	report *Report
}

func (c *checker) found(pos abc.Pos, rule Rule, format string, args ...any) {
	p := c.tune.Position(pos)
	c.report.Findings = append(c.report.Findings,
		Finding{p.File, p.Line, p.Column, rule, fmt.Sprintf(format, args...)})
}

// header looks for the fields that a tune must have (section 2.2.1), and M:,
// without which bars mean nothing.
func (c *checker) header() {
	for _, want := range []struct {
		key  byte
		what string
	}{{'T', "title"}, {'M', "meter"}} {
		if c.tune.Field(want.key) == "" && !c.has(want.key) {
			c.found(0, RuleHeader, "no %c: field: the tune has no %s", want.key, want.what)
		}
	}
}

// has reports whether the body has such a field, as M: often stands behind K:.
func (c *checker) has(key byte) bool {
	return slices.ContainsFunc(c.tune.Body, func(n abc.Node) bool {
		f, ok := n.(*abc.Field)
		return ok && f.Key == key && f.Text != ""
	})
}

// bars compares each bar's length with its meter. A short bar may stand at the
// edge of a section (the beginning and end of the tune, a repeat sign, a double
// bar, an ending, a part), where a pickup and the bar it completes share one.
func (c *checker) bars(v *layout.Voice, bars []layout.Measured, order *abc.PartOrder) {
	incomplete := incomplete(v, order)
	for i := range bars {
		b := &bars[i]
		first := v.FirstSound(b)
		if first < 0 {
			continue
		}
		c.report.Bars++
		full := v.Items[first].Ctx.Bar
		if !full.Positive() || b.Length == full {
			continue
		}
		pos := v.Items[first].Pos
		switch {
		case b.Length.IsZero():
		case full.Less(b.Length):
			if wholeRest(v, b, full) {
				continue
			}
			c.badBar(pos, b.Length, full, "long")
		case !edgeBefore(v, b) && !edgeAfter(v, b):
			c.badBar(pos, b.Length, full, "short")
		default:
			if run, ok := incomplete[first]; ok {
				c.badRun(pos, run)
			}
		}
	}
}

func (c *checker) badBar(pos abc.Pos, length, full music.Fraction, what string) {
	c.report.BadBars++
	c.found(pos, RuleBar, "bar is too %s: %s quarter notes, the meter has %s", what, length, full)
}

// badRun complains of short bars at the edges of sections.
func (c *checker) badRun(pos abc.Pos, run shortRun) {
	c.report.BadBars++
	s := run.segments
	if len(s) == 1 {
		c.found(pos, RuleBar, "bar is too short: %s quarter notes, the meter has %s, and no bar before or behind it makes up for that",
			s[0].length, s[0].full)
		return
	}
	c.found(pos, RuleBar, "bars at the edge of a section do not add up: %s and %s quarter notes behind each other, the meter has %s",
		s[0].length, run.sum().Sub(s[0].length), s[0].full)
}

// wholeRest reports whether a bar is one rest for several bars (Z4).
func wholeRest(v *layout.Voice, b *layout.Measured, full music.Fraction) bool {
	rests := 0
	for i := b.From; i < b.To; i++ {
		switch v.Items[i].Kind {
		case layout.ItemSound:
			return false
		case layout.ItemRest:
			rests++
		}
	}
	return rests == 1 && b.Length.Mod(full).IsZero()
}

// edge reports whether a section may begin at an item, or behind it: many write
// the phrases of a tune on lines of their own, with nothing but a bar line between.
func edge(it *layout.Item) bool {
	switch it.Kind {
	case layout.ItemBar:
		b := it.Bar
		if b.Start > 0 || b.End > 0 || b.Style == abc.DoubleBar || b.Style == abc.ThinThickBar || b.Style == abc.ThickThinBar {
			return true
		}
	case layout.ItemEnding, layout.ItemPart, layout.ItemMark:
		return true
	}
	return it.Line
}

// edgeBefore reports whether a bar begins a section.
func edgeBefore(v *layout.Voice, b *layout.Measured) bool {
	for i := b.From - 1; i >= 0 && !v.Items[i].Lasts(); i-- {
		if edge(&v.Items[i]) {
			return true
		}
	}
	for i := b.From; i < b.To; i++ {
		it := &v.Items[i]
		if edge(it) {
			return true
		}
		if it.Lasts() {
			// The very first notes are a pickup.
			return !v.HasSound(layout.Measured{From: 0, To: b.From})
		}
	}
	return false
}

// edgeAfter reports whether a bar ends a section, or has one begin inside it.
func edgeAfter(v *layout.Voice, b *layout.Measured) bool {
	for i := b.From; i < b.To; i++ {
		if it := &v.Items[i]; !it.Lasts() && edge(it) {
			return true
		}
	}
	for i := b.To; i < len(v.Items); i++ {
		it := &v.Items[i]
		if edge(it) {
			return true
		}
		if it.Lasts() {
			return false
		}
	}
	return true // the end of the tune
}

// repeats looks for a |: that is never closed, and for endings without their
// repeat or without the other ending.
func (c *checker) repeats(v *layout.Voice) {
	open := -1           // item of the |: not yet closed
	var last *abc.Ending // the ending in progress
	closed := false      // a :| has come since that ending began
	for i := range v.Items {
		it := &v.Items[i]
		switch it.Kind {
		case layout.ItemBar:
			if it.Bar.End > 0 {
				open, closed = -1, true
			}
			if it.Bar.Start > 0 {
				if open >= 0 && v.HasSound(layout.Measured{From: open, To: i}) {
					c.found(v.Items[open].Pos, RuleRepeat, "repeat is never closed: another begins first")
				}
				open = i
				c.lastEnding(last, closed)
				last = nil
			}
		case layout.ItemEnding:
			e := it.Ending
			if e.Numbers[0] > 1 && (last == nil || e.Numbers[0] != last.Numbers[len(last.Numbers)-1]+1) && !follows(last, e) {
				c.found(it.Pos, RuleRepeat, "ending %s has no ending %d before it", abc.EndingText(e.Numbers), e.Numbers[0]-1)
			}
			if e.Numbers[0] == 1 {
				c.lastEnding(last, closed)
			} else if last != nil && !closed {
				c.found(it.Pos, RuleRepeat, "ending %s has no :| before it", abc.EndingText(e.Numbers))
			}
			last, closed = e, false
		}
	}
	if c.goesOn {
		return
	}
	c.lastEnding(last, closed)
	if open >= 0 && (last == nil || closed) {
		c.found(v.Items[open].Pos, RuleRepeat, "repeat is never closed")
	}
}

// follows reports whether ending b may stand behind ending a: 2 behind 1,3.
func follows(a, b *abc.Ending) bool { return a != nil && b.Numbers[0] > a.Numbers[0] }

// lastEnding complains of a first ending that nothing follows.
func (c *checker) lastEnding(last *abc.Ending, closed bool) {
	if last != nil && len(last.Numbers) == 1 && last.Numbers[0] == 1 {
		what := "has no ending 2 behind it"
		if !closed {
			what = "has no :| and no ending 2 behind it"
		}
		c.found(last.From, RuleRepeat, "ending 1 %s", what)
	}
}

// notes looks at the range.
func (c *checker) notes(v *layout.Voice) {
	for i := range v.Items {
		for _, t := range v.Items[i].Tones {
			c.report.Notes++
			if key := t.Cents / 100; key < lowestKey || key > highestKey {
				c.found(v.Items[i].Pos, RuleRange, "note out of range: MIDI key %d is not from %d to %d", key, lowestKey, highestKey)
			}
		}
	}
}

// parts looks for parts that the order names and the tune has not, and the
// other way round.
func (c *checker) parts(l *layout.Layout) {
	if l.Order == nil {
		return
	}
	var named, there [256]bool
	any := false
	for _, v := range l.Voices {
		for i := range v.Items {
			if v.Items[i].Kind == layout.ItemPart {
				there[v.Items[i].Data[0]] = true
				any = true
			}
		}
	}
	if !any {
		return
	}
	for _, p := range l.Order.Parts {
		if !there[p] && !named[p] && !c.goesOn {
			c.found(0, RuleParts, "part %c of the order is not in the tune", p)
		}
		named[p] = true
	}
	for p := range there {
		if there[p] && !named[p] {
			c.found(0, RuleParts, "part %c is not in the order of parts: never played", p)
		}
	}
}
