package abcmidi

import (
	"fmt"
	"slices"
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
	return Position{f.File, f.Line, f.Column}.String() + ": " + f.Message
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
func CheckSource(src Source) *Report {
	_, report := checkSource(src, false)
	return report
}

// checkSource is CheckSource, of the beginning of a tune if it goes on, with the
// tune it has parsed.
func checkSource(src Source, goesOn bool) (*Tune, *Report) {
	tune, err := ParseSource(src)
	list, _ := err.(ErrorList)
	return tune, check(tune, list, goesOn)
}

// Check looks a tune over: the length of each bar, repeats and endings, the
// range, the header. Parse has reported what it could not read; CheckSource
// puts both in one report.
func Check(t *Tune) *Report { return check(t, nil, false) }

// check looks a tune over, or the beginning of one that goes on: of that it does
// not complain that something is not there yet.
func check(t *Tune, errs ErrorList, goesOn bool) *Report {
	c := &checker{tune: t, goesOn: goesOn, report: &Report{
		Number: t.Number(), Title: t.Title(), Line: t.Position(0).Line, Findings: []Finding{},
	}}
	for _, e := range errs {
		c.report.Findings = append(c.report.Findings,
			Finding{e.Pos.File, e.Pos.Line, e.Pos.Column, RuleSyntax, e.Msg})
	}
	c.header()
	l := lay(t)
	for _, v := range l.voices {
		c.repeats(v)
		c.notes(v)
	}
	l.shareStructure()
	order := l.order
	if goesOn { // parts may not be there yet
		order = nil
	}
	for _, v := range l.voices {
		c.bars(v, v.measure(), order)
	}
	c.parts(l)
	l.release()
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
	tune   *Tune
	goesOn bool
	report *Report
}

func (c *checker) found(pos Pos, rule Rule, format string, args ...any) {
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
	return slices.ContainsFunc(c.tune.Body, func(n Node) bool {
		f, ok := n.(*Field)
		return ok && f.Key == key && f.Text != ""
	})
}

// bars compares each bar's length with its meter. A short bar may stand at the
// edge of a section (the beginning and end of the tune, a repeat sign, a double
// bar, an ending, a part), where a pickup and the bar it completes share one.
func (c *checker) bars(v *voice, bars []measured, order *PartOrder) {
	incomplete := v.incomplete(order)
	for i := range bars {
		b := &bars[i]
		first := v.firstSound(b)
		if first < 0 {
			continue
		}
		c.report.Bars++
		full := v.items[first].ctx.bar
		if !full.Positive() || b.length == full {
			continue
		}
		pos := v.items[first].pos
		switch {
		case b.length.IsZero():
		case full.Less(b.length):
			if v.wholeRest(b, full) {
				continue
			}
			c.badBar(pos, b.length, full, "long")
		case !v.edgeBefore(b) && !v.edgeAfter(b):
			c.badBar(pos, b.length, full, "short")
		default:
			if run, ok := incomplete[first]; ok {
				c.badRun(pos, run)
			}
		}
	}
}

func (c *checker) badBar(pos Pos, length, full Fraction, what string) {
	c.report.BadBars++
	c.found(pos, RuleBar, "bar is too %s: %s quarter notes, the meter has %s", what, length, full)
}

// badRun complains of short bars at the edges of sections.
func (c *checker) badRun(pos Pos, run shortRun) {
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
func (v *voice) wholeRest(b *measured, full Fraction) bool {
	rests := 0
	for i := b.from; i < b.to; i++ {
		switch v.items[i].kind {
		case itemSound:
			return false
		case itemRest:
			rests++
		}
	}
	return rests == 1 && b.length.Mod(full).IsZero()
}

// edge reports whether a section may begin at an item, or behind it: many write
// the phrases of a tune on lines of their own, with nothing but a bar line between.
func (it *item) edge() bool {
	switch it.kind {
	case itemBar:
		b := it.bar
		if b.Start > 0 || b.End > 0 || b.Style == DoubleBar || b.Style == ThinThickBar || b.Style == ThickThinBar {
			return true
		}
	case itemEnding, itemPart, itemMark:
		return true
	}
	return it.line
}

// edgeBefore reports whether a bar begins a section.
func (v *voice) edgeBefore(b *measured) bool {
	for i := b.from - 1; i >= 0 && !v.items[i].lasts(); i-- {
		if v.items[i].edge() {
			return true
		}
	}
	for i := b.from; i < b.to; i++ {
		it := &v.items[i]
		if it.edge() {
			return true
		}
		if it.lasts() {
			// The very first notes are a pickup.
			return !v.hasSound(measured{from: 0, to: b.from})
		}
	}
	return false
}

// edgeAfter reports whether a bar ends a section, or has one begin inside it.
func (v *voice) edgeAfter(b *measured) bool {
	for i := b.from; i < b.to; i++ {
		if it := &v.items[i]; !it.lasts() && it.edge() {
			return true
		}
	}
	for i := b.to; i < len(v.items); i++ {
		it := &v.items[i]
		if it.edge() {
			return true
		}
		if it.lasts() {
			return false
		}
	}
	return true // the end of the tune
}

// repeats looks for a |: that is never closed, and for endings without their
// repeat or without the other ending.
func (c *checker) repeats(v *voice) {
	open := -1       // item of the |: not yet closed
	var last *Ending // the ending in progress
	closed := false  // a :| has come since that ending began
	for i := range v.items {
		it := &v.items[i]
		switch it.kind {
		case itemBar:
			if it.bar.End > 0 {
				open, closed = -1, true
			}
			if it.bar.Start > 0 {
				if open >= 0 && v.hasSound(measured{from: open, to: i}) {
					c.found(v.items[open].pos, RuleRepeat, "repeat is never closed: another begins first")
				}
				open = i
				c.lastEnding(last, closed)
				last = nil
			}
		case itemEnding:
			e := it.ending
			if e.Numbers[0] > 1 && (last == nil || e.Numbers[0] != last.Numbers[len(last.Numbers)-1]+1) && !follows(last, e) {
				c.found(it.pos, RuleRepeat, "ending %s has no ending %d before it", endingText(e.Numbers), e.Numbers[0]-1)
			}
			if e.Numbers[0] == 1 {
				c.lastEnding(last, closed)
			} else if last != nil && !closed {
				c.found(it.pos, RuleRepeat, "ending %s has no :| before it", endingText(e.Numbers))
			}
			last, closed = e, false
		}
	}
	if c.goesOn {
		return
	}
	c.lastEnding(last, closed)
	if open >= 0 && (last == nil || closed) {
		c.found(v.items[open].pos, RuleRepeat, "repeat is never closed")
	}
}

// follows reports whether ending b may stand behind ending a: 2 behind 1,3.
func follows(a, b *Ending) bool { return a != nil && b.Numbers[0] > a.Numbers[0] }

// lastEnding complains of a first ending that nothing follows.
func (c *checker) lastEnding(last *Ending, closed bool) {
	if last != nil && len(last.Numbers) == 1 && last.Numbers[0] == 1 {
		what := "has no ending 2 behind it"
		if !closed {
			what = "has no :| and no ending 2 behind it"
		}
		c.found(last.From, RuleRepeat, "ending 1 %s", what)
	}
}

// notes looks at the range.
func (c *checker) notes(v *voice) {
	for i := range v.items {
		for _, t := range v.items[i].tones {
			c.report.Notes++
			if key := t.cents / 100; key < lowestKey || key > highestKey {
				c.found(v.items[i].pos, RuleRange, "note out of range: MIDI key %d is not from %d to %d", key, lowestKey, highestKey)
			}
		}
	}
}

// parts looks for parts that the order names and the tune has not, and the
// other way round.
func (c *checker) parts(l *layout) {
	if l.order == nil {
		return
	}
	var named, there [256]bool
	any := false
	for _, v := range l.voices {
		for i := range v.items {
			if v.items[i].kind == itemPart {
				there[v.items[i].data[0]] = true
				any = true
			}
		}
	}
	if !any {
		return
	}
	for _, p := range l.order.Parts {
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
