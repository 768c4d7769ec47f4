package check

import (
	"fmt"
	"slices"
	"strconv"
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

// Numbered returns the report of a tune that is not checked: its number and its place alone,
// for Files.
func Numbered(src data.Source) (r *Report) {
	first, rest, _ := strings.Cut(src.Text, "\n")
	if strings.HasPrefix(first, "X:") && data.IsFieldLine(rest) && rest[0] != '+' {
		src.Text = first + "\n" // as the number is all that is wanted
	}
	abc.Read(src, func(t *abc.Tune, _ error) {
		c := &checker{tune: t}
		r = &Report{Number: t.Number(), Line: t.Position(0).Line, numbered: t.Position(c.field('X'))}
	})
	return r
}

// Files finds numbers that several tunes of a file have (section 3.1.1). The zero value is
// ready to use.
type Files struct {
	file  string
	line  int              // of the latest tune: the same file may come again
	lines map[int32]int32  // where the tune with a number begins: little memory for a long book
	odd   map[string]int32 // the same, of what is not plainly a number
}

// Add takes the report of the next tune of the files, and adds a finding to it if another
// tune of its file has the number.
func (s *Files) Add(r *Report) {
	if s.lines == nil || s.file != r.numbered.File || r.Line <= s.line {
		*s = Files{file: r.numbered.File, lines: map[int32]int32{}, odd: map[string]int32{}}
	}
	s.line = r.Line
	first, known := int32(0), false
	if n, err := strconv.ParseInt(r.Number, 10, 32); err == nil && r.Number[0] >= '1' && r.Number[0] <= '9' {
		first, known = seen(s.lines, int32(n), r.Line)
	} else if r.Number != "" {
		first, known = seen(s.odd, strings.Clone(r.Number), r.Line) // without the text of its tune
	}
	if known {
		p := r.numbered
		r.Findings = append(r.Findings, Finding{p.File, p.Line, p.Column, RuleNumber, RuleNumber.Severity(), "",
			fmt.Sprintf("X:%.40s is the number of the tune at line %d, too", r.Number, first)})
		r.sort()
	}
}

// seen returns the line of a number, if it is known, or else keeps it.
func seen[K comparable](lines map[K]int32, number K, line int) (first int32, known bool) {
	if first, known = lines[number]; !known {
		lines[number] = int32(line)
	}
	return first, known
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
