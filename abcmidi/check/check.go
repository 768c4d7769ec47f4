package check

import (
	"errors"
	"fmt"
	"slices"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
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

// Source parses the text of a tune and checks it.
func Source(src abc.Source) *Report { return Tune(abc.ParseSource(src)) }

// Tune checks a tune: the length of each bar, repeats and endings, the range, the
// header. What parsing returned as its error is among the findings; it may be
// nil.
func Tune(t *abc.Tune, parsing error) *Report { return check(t, parsing, false) }

// Unfinished checks the beginning of a tune that goes on: it does not report
// what may still come, such as the end of a repeat.
func Unfinished(t *abc.Tune, parsing error) *Report { return check(t, parsing, true) }

func check(t *abc.Tune, parsing error, goesOn bool) *Report {
	c := &checker{tune: t, goesOn: goesOn, result: &Report{
		Number: t.Number(), Title: t.Title(), Line: t.Position(0).Line, Findings: []Finding{},
	}}
	var errs abc.ErrorList
	errors.As(parsing, &errs)
	for _, e := range errs {
		c.result.Findings = append(c.result.Findings,
			Finding{e.Pos.File, e.Pos.Line, e.Pos.Column, RuleSyntax, e.Msg})
	}
	c.header()
	l := layout.Lay(t)
	for _, v := range l.Voices {
		c.repeats(v)
		c.notes(v)
	}
	l.ShareSigns()
	order := l.Order
	if goesOn { // parts may not be there yet
		order = nil
	}
	for _, v := range l.Voices {
		c.bars(v, v.Measure(), order)
	}
	c.parts(l)
	l.Release()
	if c.result.Notes == 0 && !goesOn {
		c.report(0, RuleEmpty, "the tune has no notes")
	}
	slices.SortStableFunc(c.result.Findings, func(a, b Finding) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return c.result
}

type checker struct {
	tune   *abc.Tune
	goesOn bool
	result *Report
}

func (c *checker) report(pos abc.Pos, rule Rule, format string, args ...any) {
	p := c.tune.Position(pos)
	c.result.Findings = append(c.result.Findings,
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
			c.report(0, RuleHeader, "no %c: field: the tune has no %s", want.key, want.what)
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

// notes looks at the range.
func (c *checker) notes(v *layout.Voice) {
	for i := range v.Items {
		for _, t := range v.Items[i].Tones {
			c.result.Notes++
			if key := t.Cents / 100; key < lowestKey || key > highestKey {
				c.report(v.Items[i].Pos, RuleRange, "note out of range: MIDI key %d is not from %d to %d", key, lowestKey, highestKey)
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
				there[v.Items[i].Part] = true
				any = true
			}
		}
	}
	if !any {
		return
	}
	for _, p := range l.Order.Parts {
		if !there[p] && !named[p] && !c.goesOn {
			c.report(0, RuleParts, "part %c of the order is not in the tune", p)
		}
		named[p] = true
	}
	for p := range there {
		if there[p] && !named[p] {
			c.report(0, RuleParts, "part %c is not in the order of parts: never played", p)
		}
	}
}
