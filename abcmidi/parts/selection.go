package parts

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"charabanc/abcmidi/smf"
)

// Selection says which parts of a performance are wanted. doc.go has its grammar.
type Selection struct {
	text  string
	tests []test
}

// test is one test of a selection.
type test struct {
	not   bool
	field string // melody, piano, drums, track, channel, program, name
	from  int    // numbers; 0 for text
	to    int
	value string // text in small letters
}

// fields are the fields with numbers, and the largest of each.
var fields = map[string]int{"track": 65535, "channel": 16, "program": 128}

// Parse reads a selection, such as "piano,no-drums".
func Parse(text string) (*Selection, error) {
	s := &Selection{text: text}
	for word := range strings.SplitSeq(text, ",") {
		t, err := parseTest(strings.ToLower(strings.TrimSpace(word)))
		if err != nil {
			return nil, err
		}
		s.tests = append(s.tests, t)
	}
	return s, nil
}

// parseTest reads one test.
func parseTest(word string) (t test, err error) {
	text := word
	text, t.not = strings.CutPrefix(text, "no-")
	name, value, valued := strings.Cut(text, "=")
	t.field = strings.TrimSpace(name)
	value = strings.TrimSpace(value)
	most, numbers := fields[t.field]
	switch {
	case !valued && slices.Contains([]string{"melody", "piano", "drums"}, t.field):
		return t, nil
	case !valued || !numbers && t.field != "name":
		return t, fmt.Errorf("%q: must be melody, piano, drums, track=NUMBER, channel=NUMBER, program=NUMBER or name=TEXT, with no- before it or not", word)
	case value == "":
		return t, fmt.Errorf("%q: nothing after the =", word)
	case t.field == "name":
		t.value = value
		return t, nil
	}
	first, last, isRange := strings.Cut(value, "-")
	if !isRange {
		last = first
	}
	from, fromErr := strconv.Atoi(strings.TrimSpace(first))
	to, toErr := strconv.Atoi(strings.TrimSpace(last))
	switch {
	case fromErr != nil && t.field == "program":
		t.value = value
	case fromErr != nil || toErr != nil || from < 1 || to > most || to < from:
		return t, fmt.Errorf("%q: must be a number from 1 to %d, or two such as 1-8", word, most)
	default:
		t.from, t.to = from, to
	}
	return t, nil
}

// String returns the text of the selection.
func (s *Selection) String() string { return s.text }

// Pick returns the performance with the notes of the parts alone that are wanted. The other parts
// keep their sustain pedal, which works on a whole channel. It does not change p.
func (s *Selection) Pick(p *smf.Performance) *smf.Performance {
	q := *p
	q.Parts = slices.Clone(p.Parts)
	tune := melody(p)
	for i := range q.Parts {
		if !s.wants(&q.Parts[i], i == tune) {
			q.Parts[i].Notes = nil
		}
	}
	return &q
}

// wants reports whether a part is wanted.
func (s *Selection) wants(part *smf.Part, isMelody bool) bool {
	all, picked := true, false
	for i := range s.tests {
		t := &s.tests[i]
		passed := t.passes(part, isMelody)
		if t.not {
			if passed {
				return false
			}
			continue
		}
		all = false
		picked = picked || passed
	}
	return all || picked
}

// passes reports whether a part passes the test, without its no-.
func (t *test) passes(part *smf.Part, isMelody bool) bool {
	in := func(n int) bool { return t.from <= n && n <= t.to }
	switch t.field {
	case "melody":
		return isMelody
	case "piano":
		return part.Program < 8 && !part.Drums()
	case "drums":
		return part.Drums()
	case "track":
		return in(part.Track + 1)
	case "channel":
		return in(part.Channel + 1)
	case "name":
		return strings.Contains(strings.ToLower(part.Name), t.value)
	}
	if part.Drums() {
		return false
	}
	if t.value != "" {
		return strings.Contains(strings.ToLower(Instrument(part.Program)), t.value)
	}
	return in(part.Program + 1)
}
