package check

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/layout"
	"charabanc/data"
)

// This file has what the package reports, and the checks that need no bars.

// Finding is one thing about a tune that a musician would want to know.
type Finding struct {
	File    string `json:"file,omitempty"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Rule    Rule   `json:"rule"`
	Message string `json:"message"`
}

// String returns the finding as "file:line:column: message".
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
	RuleRange  Rule = "range"  // a note outside the range of melody instruments
	RuleParts  Rule = "parts"  // a part of the order that is not in the tune, or the reverse
	RuleLyrics Rule = "lyrics" // syllables without a note
	RuleEmpty  Rule = "empty"  // no notes
)

// Report is what a check found in a tune.
type Report struct {
	Number   string    `json:"number"` // X:
	Title    string    `json:"title"`
	Line     int       `json:"line"`     // where the tune begins in its file
	Bars     int       `json:"bars"`     // of all voices, as written
	BadBars  int       `json:"bad_bars"` // findings of RuleBar
	Notes    int       `json:"notes"`    // of all voices, as written
	Findings []Finding `json:"findings"` // by line and column; empty, not nil, if there is nothing
}

// Valid reports whether nothing was found.
func (r *Report) Valid() bool { return len(r.Findings) == 0 }

// The range of the instruments that tunes are played on, from the lowest line of the
// bass clef to the highest note of the fiddle. MIDI keys.
const (
	lowestKey  = 43  // G2
	highestKey = 100 // E7
)

// Source parses the text of a tune and checks it.
func Source(src data.Source) *Report { return Tune(abc.ParseSource(src)) }

// Tune checks a whole tune. The arguments are what [abc.Parse] and
// [abc.ParseSource] return: the errors of parsing become findings of RuleSyntax.
func Tune(t *abc.Tune, parsing error) *Report { return check(t, parsing, false) }

// Unfinished checks the beginning of a tune. It is Tune but for what the rest of the
// tune may bring: notes, the end of a repeat, the next ending, a part of the order.
// The end of the text counts as the end of the tune in all else: the last bar may be
// short by the same rules.
func Unfinished(t *abc.Tune, parsing error) *Report { return check(t, parsing, true) }

// check does the checks of Tune, or, if the tune is unfinished, of Unfinished.
func check(t *abc.Tune, parsing error, unfinished bool) *Report {
	c := &checker{tune: t, unfinished: unfinished, result: &Report{
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
	defer l.Release()
	for _, v := range l.Voices {
		c.repeats(v)
		c.notes(v)
		c.lyrics(v)
	}
	l.ShareSigns()
	order := l.Order
	if unfinished { // its parts may not be there yet
		order = nil
	}
	for _, v := range l.Voices {
		c.bars(v, v.Measure(), order)
	}
	c.parts(l)
	if c.result.Notes == 0 && !unfinished {
		c.report(0, RuleEmpty, "the tune has no notes")
	}
	slices.SortStableFunc(c.result.Findings, func(a, b Finding) int {
		return cmp.Or(a.Line-b.Line, a.Column-b.Column)
	})
	return c.result
}

// checker fills a report.
type checker struct {
	tune       *abc.Tune
	unfinished bool
	result     *Report
}

// report adds a finding.
func (c *checker) report(pos abc.Pos, rule Rule, format string, args ...any) {
	p := c.tune.Position(pos)
	c.result.Findings = append(c.result.Findings,
		Finding{p.File, p.Line, p.Column, rule, fmt.Sprintf(format, args...)})
}

// header reports a missing T: (ABC 2.1 section 2.2.1), and a missing M:, without which
// bars cannot be checked. The parser reports X: and K:.
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

// has reports whether the body has a field with a value. M: often follows K:.
func (c *checker) has(key byte) bool {
	return slices.ContainsFunc(c.tune.Body, func(n abc.Node) bool {
		f, ok := n.(*abc.Field)
		return ok && f.Key == key && f.Text != ""
	})
}

// notes counts the notes and reports those out of range.
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

// lyrics reports w: lines with more syllables than notes. One with fewer is legitimate
// (ABC 2.1 section 5.1).
func (c *checker) lyrics(v *layout.Voice) {
	for _, e := range v.Excess {
		syllables := "syllables have"
		if e.Syllables == 1 {
			syllables = "syllable has"
		}
		c.report(e.Pos, RuleLyrics, "%d %s no note: ignored", e.Syllables, syllables)
	}
}

// parts reports parts of the order that are not in the tune, and parts of the tune that
// are not in the order. A tune without any P: in its body is played as written, whatever
// its order.
func (c *checker) parts(l *layout.Layout) {
	if l.Order == nil {
		return
	}
	var ordered, there [256]bool // by name
	none := true
	for _, v := range l.Voices {
		for i := range v.Items {
			if v.Items[i].Kind == layout.ItemPart {
				there[v.Items[i].Part] = true
				none = false
			}
		}
	}
	if none {
		return
	}
	for _, p := range l.Order.Parts {
		if !there[p] && !ordered[p] && !c.unfinished {
			c.report(0, RuleParts, "part %c of the order is not in the tune", p)
		}
		ordered[p] = true
	}
	for p := range there {
		if there[p] && !ordered[p] {
			c.report(0, RuleParts, "part %c is not in the order of parts: never played", p)
		}
	}
}
