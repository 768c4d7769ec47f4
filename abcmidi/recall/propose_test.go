package recall

import (
	"slices"
	"strings"
	"testing"
)

// proposed returns the characters that sources propose after a text, without those proposed
// for the sake of structure.
func proposed(r *Recall) string {
	var list []string
	r.Propose(func(c rune, features [4]int) {
		f := features[0]
		if f >= origin.base && f < at.base || f >= chord.base && f < barCount.base {
			list = append(list, string(c))
		}
	})
	slices.Sort(list)
	return strings.Join(slices.Compact(list), "")
}

const head = "X:1\nM:4/4\nL:1/4\nK:C\n"

func TestProposals(t *testing.T) {
	for _, c := range []struct{ what, body, want string }{
		{"nothing in the first bar", "CD", ""},
		{"the bar before", "CDEF|C", "D"},
		{"its first note, after the bar line", "CDEF|", "C"},
		{"its first note, in a new line", "CDEF|\n", "C"},
		{"its bar line", "CDEF|CDEF", "|"},
		{"a length", "C2D2|C", "2"},
		{"after a length", "C2D2|C2", "D"},
		{"moved by a step", "CDEF|D", "E"},
		{"moved by an octave", "CDEF|c", "d"},
		{"moved below", "CDEF|A,", "B"},
		{"an octave mark, moved", "CDEF|A,B", ","},
		{"an octave mark", "C,DEF|C", ","},
		{"two octave marks", "c''def|c'", "'"},
		{"after an octave mark", "C,DEF|C,", "D"},
		{"the same rhythm: no note", "C>DE2|C>EF", "2"},
		{"the same rhythm: not after a note", "CDEF|CE", ""},
		{"another rhythm: nothing", "CDEF|C2", ""},
		{"after another rhythm, the next bar", "CDEF|C2EF|", "C"},
		{"one and two bars before", "CDEF|c4|C", "4D"},
		{"a chord symbol", "\"C\"CDEF|", "\""},
		{"in a chord symbol", "\"Am\"CDEF|\"", "A"},
		{"further in a chord symbol", "\"Am\"CDEF|\"A", "m"},
		{"its end", "\"Am\"CDEF|\"Am", "\""},
		{"after a chord symbol", "\"Am\"CDEF|\"Am\"", "C"},
		{"after another chord symbol", "\"Am\"CDEF|\"D\"", "C"},
		{"the second chord symbol", "\"Am\"CD\"G\"EF|\"Am\"CD\"", "G"},
		{"not in another chord symbol", "\"Am\"CDEF|\"D", ""},
		{"blanks do not matter", "CD EF|C DE", "F"},
		{"the section before", "CDEF|GABc||", "C"},
		{"the bar of the same number", "C4|D4||E4|", "DE"},
		{"a pickup", "G|C4|D3||", "G"},
		{"the first ending", "C4|D4|1E4:|2", "CDE"},
	} {
		if got := proposed(scratch([]rune(head+c.body), nil)); got != c.want {
			t.Errorf("%s: after %s: %q, want %q", c.what, c.body, got, c.want)
		}
	}
}

// TestNoProposals: there are none in headers, fields and comments.
func TestNoProposals(t *testing.T) {
	for _, text := range []string{"", "X:1\nT:CD CD CD", head + "CDEF|\nw:C", head + "CDEF|\n%C", "X:1\nM:4/4\nCDEF|CD"} {
		if got := proposals(scratch([]rune(text), nil)); got != "" {
			t.Errorf("after %q: %s", text, got)
		}
	}
}

// TestBefore: how a bar compared with its source is a feature of the next.
func TestBefore(t *testing.T) {
	for body, want := range map[string]int8{
		"CDEF|CDEF|": same, "CDEF|DEFG|": moved, "CDEF|CDEG|": rhythm, "CDEF|C2D2|": other, "CDEF|CDE2|": other, "CDEF|": absent,
	} {
		if got := scratch([]rune(head+body), nil).align[0].before; got != want {
			t.Errorf("after %s: relation %d, want %d", body, got, want)
		}
	}
}

// TestStructure: the features of structure say how full the bar and the section are.
func TestStructure(t *testing.T) {
	for body, want := range map[string]int{
		"CDE":        barCount.id(0, 0, 1, 0, 0),
		"CDEF":       barCount.id(0, 0, 3, 0, 0),
		"CDEFG":      barCount.id(0, 0, 4, 0, 0),
		"G|CDE":      barCount.id(0, 0, 2, 0, 0),
		"C4|D4|":     barCount.id(0, 2, 0, 0, 0),
		"C4|D4|\n":   barCount.id(0, 2, 0, 0, 1),
		"C4|1D4:|2E": barCount.id(0, 1, 1, 2, 0),
		"C4|1D":      barCount.id(0, 1, 1, 1, 0),
	} {
		r, found := scratch([]rune(head+body), nil), false
		r.Propose(func(c rune, features [4]int) { found = found || c == '|' && features[0] == want })
		if !found {
			t.Errorf("after %q: no proposal with feature %q in\n%s", body, r.Features()[want], proposals(r))
		}
	}
}
