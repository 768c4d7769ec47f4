package check

import (
	"slices"
	"strings"

	"charabanc/abcmidi/abc"
	"charabanc/data"
)

// This file checks the fields of the header, and the numbers of the tunes of a file.

// header reports a missing T: (ABC 2.1 section 2.2.1), a missing M: (section 3.1.6: the
// meter is free), a number that is none (section 3.1.1) and fields that the standard does
// not have. The parser reports X: and K:.
func (c *checker) header() {
	if !c.has('T') {
		c.report(0, RuleHeader, "no T: field: the tune has no title")
	}
	if !c.has('M') {
		c.report(0, RuleMeter, "no M: field: the meter is free")
	}
	for _, n := range c.tune.Header {
		f, ok := n.(*abc.Field)
		switch {
		case !ok || f.Form == abc.PercentField:
		case f.Key == 'X' && (f.Text == "" || strings.Trim(f.Text, "0123456789") != ""):
			c.hint(f.From, RuleNumber, "X:%.40s is not a number", f.Text)
		case f.Key == 'Y' && f.Value != nil:
			c.hint(f.From, RuleUnknownField, "Y: is not a field of the standard: taken as P:, the order of parts")
		case strings.IndexByte("EJY", f.Key) >= 0:
			c.hint(f.From, RuleUnknownField, "%c: is not a field of the standard: ignored", f.Key)
		}
	}
}

// has reports whether the header or the body has a field with a value. M: often follows K:.
func (c *checker) has(key byte) bool {
	return c.tune.Field(key) != "" || slices.ContainsFunc(c.tune.Body, func(n abc.Node) bool {
		f, ok := n.(*abc.Field)
		return ok && f.Key == key && f.Text != ""
	})
}

// Files checks the tunes of files one after another, and reports a number that another
// tune of the same file has too (section 3.1.1). The zero value is ready to use.
type Files struct {
	file  string
	lines map[string]int // where the tune with a number begins
}

// Source is like the function [Source].
func (s *Files) Source(src data.Source) *Report {
	if s.lines == nil || s.file != src.File {
		s.file, s.lines = src.File, map[string]int{}
	}
	tune, parsing := abc.ParseSource(src)
	c := &checker{tune: tune, result: Tune(tune, parsing)}
	number := tune.Number()
	if line, known := s.lines[number]; known && number != "" {
		c.hint(c.field('X'), RuleNumber, "X:%.40s is the number of the tune at line %d, too", number, line)
		c.sort()
	} else {
		s.lines[number] = c.result.Line
	}
	return c.result
}

// field returns where the first field with a key is in the header.
func (c *checker) field(key byte) abc.Pos {
	for _, n := range c.tune.Header {
		if f, ok := n.(*abc.Field); ok && f.Key == key {
			return f.From
		}
	}
	return 0
}
