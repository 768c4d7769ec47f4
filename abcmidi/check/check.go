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
	File     string   `json:"file,omitempty"`
	Line     int      `json:"line"`
	Column   int      `json:"column"`
	Rule     Rule     `json:"rule"`
	Severity Severity `json:"severity"`        // of the rule
	Voice    string   `json:"voice,omitempty"` // the ID of V:, of what is wrong in one of several voices
	Message  string   `json:"message"`
}

// String returns the finding as "file:line:column: message", with "hint: " before the
// message of a hint.
func (f Finding) String() string {
	message := f.Message
	if f.Severity == Hint {
		message = "hint: " + message
	}
	return abc.Position{File: f.File, Line: f.Line, Column: f.Column}.String() + ": " + message
}

// FromParser returns the finding that an error of the parser is.
func FromParser(e *abc.Error) Finding {
	rule := ruleOf(e.Kind)
	return Finding{File: e.Pos.File, Line: e.Pos.Line, Column: e.Pos.Column, Rule: rule, Severity: rule.Severity(), Message: e.Msg}
}

// Report is what a check found in a tune.
type Report struct {
	Number   string    `json:"number"` // X:
	Title    string    `json:"title"`
	Line     int       `json:"line"`     // where the tune begins in its file
	Bars     int       `json:"bars"`     // of all voices, as written
	BadBars  int       `json:"bad_bars"` // bars whose length is not the meter's
	Notes    int       `json:"notes"`    // of all voices, as written
	Findings []Finding `json:"findings"` // by line and column; empty, not nil, if there is nothing

	numbered abc.Position // where the X: is
}

// Valid reports whether nothing was found but hints.
func (r *Report) Valid() bool {
	return !slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Severity == Fault })
}

// Source parses the text of a tune and checks it.
func Source(src data.Source) (r *Report) {
	abc.Read(src, func(t *abc.Tune, parsing error) { r = Tune(t, parsing) })
	return r
}

// Tune checks a whole tune. The arguments are what [abc.Parse] and
// [abc.ParseSource] return: the errors of parsing become findings of the rule of their kind.
func Tune(t *abc.Tune, parsing error) *Report { return check(t, parsing, false) }

// Unfinished checks the beginning of a tune. It is Tune but for what the rest of the
// tune may bring: notes, the end of a repeat, the next ending, a part of the order.
// The end of the text counts as the end of the tune in all else: the last bar may be
// short by the same rules. Of the hints it gives only that of a missing meter.
func Unfinished(t *abc.Tune, parsing error) *Report { return check(t, parsing, true) }

// check does the checks of Tune, or, if the tune is unfinished, of Unfinished.
func check(t *abc.Tune, parsing error, unfinished bool) *Report {
	c := &checker{tune: t, unfinished: unfinished, result: &Report{
		Number: t.Number(), Title: t.Title(), Line: t.Position(0).Line, Findings: []Finding{},
	}}
	c.result.numbered = t.Position(c.field('X'))
	var errs abc.ErrorList
	errors.As(parsing, &errs)
	c.parsing(errs)
	c.header()
	c.text()
	l := layout.Lay(t)
	defer l.Release()
	c.layout(l)
	if c.result.Notes == 0 && !unfinished && !c.lost(errs) {
		c.report(0, RuleEmpty, "the tune has no notes")
	}
	c.result.sort()
	return c.result
}

// parsing takes over the errors of the parser.
func (c *checker) parsing(errs abc.ErrorList) {
	for _, e := range errs {
		f := FromParser(e)
		if f.Severity == Hint && c.unfinished {
			continue
		}
		c.result.Findings = append(c.result.Findings, f)
		if changesLength[e.Kind] {
			c.mar(e.At)
		}
	}
}

// layout checks the voices: each as it is written, and then, with the signs of all, its
// bars and ties in the order of playing.
func (c *checker) layout(l *layout.Layout) {
	for _, v := range l.Voices {
		c.enter(l, v)
		c.repeats(v)
		c.notes(v)
		c.lyrics(v)
		c.chordSymbols(v)
		c.signs(v)
		if v.Unlisted {
			c.hint(v.Items[0].Pos, RuleScore, "voice %s is in no %%%%score or %%%%staves: it is not played", v.ID)
		}
	}
	c.voice = ""
	slices.Sort(c.marred)
	for _, f := range l.LostJumps() {
		c.hint(f.Pos, ruleOf(f.Kind), "%s", f.Msg)
	}
	l.ShareSigns()
	order := l.Order
	if c.unfinished { // its parts may not be there yet
		order = nil
	}
	var voices [][]voiceBar
	for _, v := range l.Voices {
		c.enter(l, v)
		voices = append(voices, c.bars(v, v.Measure(), order))
		c.ties(v, order)
	}
	c.voice = ""
	c.voices(l.Voices, voices)
	c.parts(l)
}

// sort sorts the findings by place.
func (r *Report) sort() {
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(a.Line-b.Line, a.Column-b.Column)
	})
}

// checker fills a report.
type checker struct {
	tune       *abc.Tune
	unfinished bool
	result     *Report
	voice      string    // the ID of the voice that is looked at, if the tune has several
	hints      int       // given by hint
	marred     []abc.Pos // where a fault may have changed the length of its bar; rising
}

// changesLength has the errors of the parser that may change the length of their bar.
var changesLength = map[abc.Kind]bool{
	abc.KindText: true, abc.KindQuote: true, abc.KindChord: true, abc.KindGrace: true, abc.KindTuplet: true,
	abc.KindLength: true, abc.KindEnding: true, abc.KindCharacter: true,
}

// mar says that there is a fault that may have changed the length of its bar.
func (c *checker) mar(pos abc.Pos) { c.marred = append(c.marred, pos) }

// isMarred reports whether there is such a fault from one place to another.
func (c *checker) isMarred(from, to abc.Pos) bool {
	i, _ := slices.BinarySearch(c.marred, from)
	return i < len(c.marred) && c.marred[i] <= to
}

// hint adds the finding of a rule that gives hints, if the tune is whole.
func (c *checker) hint(pos abc.Pos, rule Rule, format string, args ...any) {
	if c.unfinished || c.hints >= maxHints {
		return
	}
	c.hints++
	c.report(pos, rule, format, args...)
}

// maxHints is the number of hints that are given for a tune.
const maxHints = 200

// report adds a finding.
func (c *checker) report(pos abc.Pos, rule Rule, format string, args ...any) {
	p := c.tune.Position(pos)
	c.result.Findings = append(c.result.Findings,
		Finding{p.File, p.Line, p.Column, rule, rule.Severity(), c.voice, fmt.Sprintf(format, args...)})
}

// enter begins to look at a voice.
func (c *checker) enter(l *layout.Layout, v *layout.Voice) {
	if len(l.Voices) > 1 {
		c.voice = v.ID
	}
}

// lost reports whether the parser has said of what is after the header that it is not read.
func (c *checker) lost(errs abc.ErrorList) bool {
	end := abc.Pos(0)
	if n := len(c.tune.Header); n > 0 {
		end = c.tune.Header[n-1].Pos()
	}
	return slices.ContainsFunc(errs, func(e *abc.Error) bool { return e.At > end })
}

// signs reports what package layout has found: broken rhythm and tuplets without all of
// their notes. They go on in the next bar, and change its length too.
func (c *checker) signs(v *layout.Voice) {
	for _, f := range v.Faults {
		c.mar(f.Pos)
		c.report(f.Pos, ruleOf(f.Kind), "%s", f.Msg)
		inNext := false
		for i := range v.Items {
			it := &v.Items[i]
			if it.Pos > f.Pos && it.EndsBar() {
				inNext = true
			} else if inNext && it.Lasts() {
				c.mar(it.Pos)
				break
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

// chordSymbols gives a hint of each chord symbol that is not known.
func (c *checker) chordSymbols(v *layout.Voice) {
	for i := range v.Items {
		if s := v.Items[i].Symbol; s != nil && s.Unknown {
			c.hint(v.Items[i].Pos, RuleChordSymbol, "chord symbol %q is not known: nothing is played for it: write ^ before words", s.Text)
		}
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
