package check

import (
	"charabanc/abcmidi/abc"
	"charabanc/data"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestCheckBars: which bars are right. The tunes are in 4/4 and count quarter notes
// unless they give another meter. A want is the line:column of each finding; lines count
// from the first after the header.
func TestCheckBars(t *testing.T) {
	for _, c := range []struct{ name, music, want string }{
		{"whole bars", "CDEF|GABc|]", ""},
		{"a short bar", "CDEF|GAB|CDEF|]", "1:6"},
		{"a long bar", "CDEF|GABcd|CDEF|]", "1:6"},
		{"pickup and last bar", "|:C|DEFG|ABc:|", ""},
		{"pickup, last bar whole", "|:C|DEFG|ABcd:|", "1:3"},
		{"last bar without pickup", "|:CDEF|GAB:|", "1:8"},
		{"last bar too short for the pickup", "|:C|DEFG|AB:|", "1:10"},
		{"two sections", "|:C|DEFG|ABc:||:d|cBAG|FED:|", ""},
		{"two sections, wrong in the second", "|:C|DEFG|ABc:||:d|cBAG|FE:|", "1:24"},
		{"pickup before the |:", "C|:DEFG|ABcC:|DEFG|ABc|]", ""},
		{"endings", "|:C|DEFG|1ABc:|2ABcd|]", ""},
		{"a short first ending", "|:C|DEFG|1AB:|2ABcd|]", "1:11"},
		{"second ending leads on", "|:C|DEFG|1ABc:|2ABc||d|cBAG|FED|]", ""},
		{"repeat within a bar", "cd|CDEF|GA:|:Bc|DEFG|AB:|", ""},
		{"the end of a tune with a pickup", "C|DEFG|ABc|]", ""},
		{"the end of a tune, cut short", "CDEF|GA|]", ""},
		{"an end without a bar line", "CDEF|GA", ""},
		{"most of a bar to begin, the rest to end", "CDE|CDEF|G|]", ""},
		{"hardly an end", "CDEF|G|]", "1:6"},
		{"a pickup of almost a bar", "CDE/F/G/|CDEF|GABc|]", "1:1"},
		{"D.C. with a pickup", "C|DEFG|ABc!fine!||d|cBAG|FED!D.C.!|]", ""},
		{"meter that changes", "CDEF|\nM:3/4\nCDE|FGA|]", ""},
		{"meter that changes, a bar of before", "CDEF|\nM:3/4\nCDEF|FGA|]", "3:1"},
		{"rests for bars", "Z2|CDEF|X|]", ""},
		{"free meter", "M:none\nCDEFGAB|C|DE|]", ""},
		{"an overlay", "C2D2&E4|FGAB|]", ""},
		{"a chord of different lengths", "[C2E4G]D2|[CE8]DEF|]", ""},
		{"a chord of different lengths, tied over others", "[C2E4-]D2|EFGA|]", ""},
		{"a chord of different lengths that is too short", "EFGA|[CE2]D2|EFGA|]", "1:6"},
		{"a short bar with an overlay", "CDEF|CD&E4|FGAB|]", "1:6"},
		{"voices, one without repeats", "V:1\n|:C|DEFG|ABc:|\nV:2\nC|DEFG|ABc|", ""},
		{"phrases on lines of their own", "C|DEFG|ABc|\nd|cBAG|FED|]", ""},
		{"phrases that do not add up", "C|DEFG|AB|\nd|cBAG|FED|]", "1:8"},
		{"a bar line too many", "CDEF|GA|Bc|CDEF|]", "1:6 1:9"},
		{"hardly an end, with a pickup", "C|DEFG|AB/|]", "1:8"},
		{"an end of half a bar", "CDEF|G3/2|]", "1:6"},
		{"a pickup of three quarters", "CDE|CDEF|GABc|]", ""},
		{"an end that makes a bar with the pickup", "C/|DEFG|ABc3/2|]", ""},
		{"short bars in the middle of a line", "CDEF|GAB|C|CDEF|]", "1:6 1:10"},
		{"a short bar at a double bar", "CDEF|GAB||C|CDEF|]", ""},
		{"long bars of rest", "CDEF|z8|z6|]", "1:9"},
		{"a part begins within a bar", "P:A\nC\nP:B\nDEFG|ABcd|]", ""},
		{"tuplets and broken rhythm", "(3CDE F>G|A4|]", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := findings(c.music, RuleBar); got != c.want {
				t.Errorf("%q: findings at %q, want %q", c.music, got, c.want)
			}
		})
	}
}

// findings returns where a body has findings of a rule.
func findings(music string, rules ...Rule) string {
	var at []string
	for _, f := range Source(data.Source{Line: 1, Text: "X:1\nT:t\nC:x\nM:4/4\nL:1/4\nQ:1/4=100\nK:C\n" + music + "\n"}).Findings {
		if slices.Contains(rules, f.Rule) {
			at = append(at, fmt.Sprintf("%d:%d", f.Line-7, f.Column))
		}
	}
	return strings.Join(at, " ")
}

// TestCheckRepeats: which repeats and endings are right.
func TestCheckRepeats(t *testing.T) {
	for music, want := range map[string]string{
		"|:C4:|":                "",
		"C4:|D4:|":              "",
		"|:C4|D4":               "1:1",
		"|:C4|:D4:|":            "1:1",
		"|:C4|1D4:|2E4|]":       "",
		"|:C4|1D4|2E4|]":        "1:10",
		"|:C4|1D4:|":            "1:6",
		"C4|2D4|]":              "1:4",
		"|:C4|1,3D4:|2E4|]":     "",
		"|:C4|1D4:|2E4:|3F4|]":  "",
		"|:C4|1D4:|3E4|]":       "1:11",
		"|:C4|1D4:|2E4|]\n|:F4": "2:1",
	} {
		if got := findings(music, RuleRepeat, RuleEnding); got != want {
			t.Errorf("%q: findings at %q, want %q", music, got, want)
		}
	}
}

// TestCheckFindings holds the messages.
func TestCheckFindings(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing wrong", "X:1\nT:t\nM:4/4\nL:1/4\nK:C\nCDEF|]\n", ""},
		{"no X:", "T:t\nM:4/4\nL:1/4\nK:C\nCDEF|]\n", "1:1 no X: field at the start of the tune"},
		{"no T:, no M:", "X:1\nL:1/4\nK:C\nCDEF|]\n", "1:1 no T: field: the tune has no title; 1:1 no M: field: the meter is free"},
		{"no K:", "X:1\nT:t\nM:4/4\nL:1/4\nCDEF|]\n", "5:1 no K: field before the music: taken as K:C"},
		{"unknown key", "X:1\nT:t\nM:4/4\nL:1/4\nK:H\nCDEF|]\n", `5:1 K: unknown key "H" ignored`},
		{"unknown key in the body", "X:1\nT:t\nM:4/4\nL:1/4\nK:C\nCD[K:Xm]EF|]\n", `6:3 K: unknown key "Xm" ignored`},
		{"unknown mode", "X:1\nT:t\nM:4/4\nL:1/4\nK:D bluesy\nCDEF|]\n", `5:1 K: unknown key "bluesy" ignored`},
		{"range", "X:1\nT:t\nM:4/4\nL:1/4\nK:C\nC,,,DEg'''|]\n", "6:1 note out of range: MIDI key 24 is not from 43 to 100; 6:7 note out of range: MIDI key 115 is not from 43 to 100"},
		{"no notes", "X:1\nT:t\nM:4/4\nL:1/4\nK:C\n", "1:1 the tune has no notes"},
		{"lowest and highest note", "X:1\nT:t\nM:4/4\nL:1/4\nK:C\nG,,e''^F,,=f''|]\n", "6:7 note out of range: MIDI key 42 is not from 43 to 100; 6:11 note out of range: MIDI key 101 is not from 43 to 100"},
		{"M: after K:", "X:1\nT:t\nL:1/4\nK:C\nM:4/4\nCDEF|]\n", ""},
		{"long bar", "X:1\nT:t\nM:4/4\nL:1/4\nK:C\nCDEFG|CDEF|]\n", "6:1 bar is too long: 5 quarter notes, the meter has 4"},
		{"short bar", "X:1\nT:t\nM:4/4\nL:1/4\nK:C\nCDEF|CDE|CDEF|]\n", "6:6 bar is too short: 3 quarter notes, the meter has 4"},
		{"short bar at an edge", "X:1\nT:t\nM:4/4\nL:1/4\nK:C\n|:CDEF|GAB:|\n", "6:8 bar is too short: 3 quarter notes, the meter has 4, and no bar before or after it makes up for that"},
		{"short bars at an edge", "X:1\nT:t\nM:4/4\nL:1/4\nK:C\n|:C|DEFG|AB:|DEFG|]\n", "6:10 bars at the edge of a section do not add up: 2 and then 1 quarter notes, the meter has 4"},
		{"|: without :|", "X:1\nT:t\nM:4/4\nL:1/4\nK:C\n|:CDEF|\n", "6:1 repeat is never closed"},
		{"|: after |:", "X:1\nT:t\nM:4/4\nL:1/4\nK:C\n|:CDEF|:CDEF:|\n", "6:1 repeat is never closed: another begins first"},
		{"ending 1 alone", "X:1\nT:t\nM:4/4\nL:1/4\nK:C\n|:CDEF|1CDEF:|\n", "6:8 ending 1 has no ending 2 after it"},
		{"ending 1 alone without :|", "X:1\nT:t\nM:4/4\nL:1/4\nK:C\nCDEF|1CDEF|\n", "6:6 ending 1 has no :| and no ending 2 after it"},
		{"ending 2 alone", "X:1\nT:t\nM:4/4\nL:1/4\nK:C\nCDEF|2CDEF|\n", "6:6 ending 2 has no ending 1 before it"},
		{"ending 1 without :|", "X:1\nT:t\nM:4/4\nL:1/4\nK:C\n|:CDEF|1CDEF|2CDEF:|\n", "6:14 ending 2 has no :| before it"},
		{"parts", "X:1\nT:t\nM:4/4\nL:1/4\nP:AC\nK:C\nP:A\nCDEF|\nP:B\nCDEF|]\n", "1:1 part C of the order is not in the tune; 1:1 part B is not in the order of parts: never played"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, f := range Source(data.Source{Line: 1, Text: c.text}).Findings {
				got = append(got, fmt.Sprintf("%d:%d %s", f.Line, f.Column, f.Message))
			}
			if s := strings.Join(got, "; "); s != c.want {
				t.Errorf("findings %q, want %q", s, c.want)
			}
		})
	}
}

// TestUnfinished: what a tune that goes on is not yet blamed for, and what it is.
func TestUnfinished(t *testing.T) {
	for _, c := range []struct{ name, text, whole, unfinished string }{
		{"no notes", "K:C\n", "empty", ""},
		{"an open repeat", "K:C\n|:CDEF|", "repeat", ""},
		{"an ending 1", "K:C\n|:CDEF|1CDEF:|", "ending", ""},
		{"a part to come", "P:AB\nK:C\nP:A\nCDEF|", "parts", ""},
		{"a part that is not in the order", "P:A\nK:C\nP:A\nCDEF|\nP:B\nCDEF|", "parts", "parts"},
		{"a repeat that another one follows", "K:C\n|:CDEF|:CDEF|", "repeat repeat", "repeat"},
		{"an ending 2 alone", "K:C\nCDEF|2CDEF|", "ending", "ending"},
		{"a long bar", "K:C\nCDEFG|", "bar", "bar"},
		{"a short bar", "K:C\nCDEF|CD|CDEF|", "bar", "bar"},
		{"a short end", "K:C\nCDEF|C", "bar", "bar"},
		{"a note out of range", "K:C\nC,,,DEF|", "range", "range"},
		{"a syntax error", "K:C\nCDE[F|", "chord", "chord"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tune, parsing := abc.Parse("X:1\nT:t\nM:4/4\nL:1/4\n" + c.text + "\n")
			if got := rules(Tune(tune, parsing)); got != c.whole {
				t.Errorf("Tune finds %q, want %q", got, c.whole)
			}
			if got := rules(Unfinished(tune, parsing)); got != c.unfinished {
				t.Errorf("Unfinished finds %q, want %q", got, c.unfinished)
			}
		})
	}
}

func rules(r *Report) string {
	var names []string
	for _, f := range r.Findings {
		names = append(names, string(f.Rule))
	}
	return strings.Join(names, " ")
}

// TestReport: the numbers of a report, and the order of its findings.
func TestReport(t *testing.T) {
	r := Source(data.Source{File: "a.abc", Line: 7, Text: "X:3\nT:Hop\nM:4/4\nL:1/4\nK:C\nV:1\nCDEF|C,,,DE|CDEF|2C4|\nV:2\nC4|[CE]4|C4|C4|\n"})
	if r.Number != "3" || r.Title != "Hop" || r.Line != 7 || r.Bars != 8 || r.BadBars != 1 || r.Notes != 17 || r.Valid() {
		t.Errorf("report %+v", r)
	}
	var got []string
	for _, f := range r.Findings {
		got = append(got, f.String())
	}
	want := `a.abc:13:6: note out of range: MIDI key 24 is not from 43 to 100
a.abc:13:6: bar is too short: 3 quarter notes, the meter has 4
a.abc:13:18: ending 2 has no ending 1 before it`
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("findings\n%s\nwant\n%s", s, want)
	}
	if r := Source(data.Source{Text: "X:1\nT:t\nM:4/4\nK:C\nC8|\n"}); !r.Valid() || r.Findings == nil {
		t.Errorf("a tune without faults: findings %v, want an empty list", r.Findings)
	}
}

func ExampleSource() {
	report := Source(data.Source{Line: 1, Text: "X:1\nT:Hop\nM:4/4\nL:1/4\nK:G\n|:GABc|GA:|\n"})
	for _, f := range report.Findings {
		fmt.Println(f)
	}
	fmt.Println(report.Title, report.Bars, "bars", report.BadBars, "bad")
	// Output:
	// 6:8: bar is too short: 2 quarter notes, the meter has 4, and no bar before or after it makes up for that
	// Hop 2 bars 1 bad
}

func ExampleUnfinished() {
	tune, err := abc.Parse("X:1\nT:Hop\nM:4/4\nL:1/4\nK:G\n|:GABc|GABc|")
	fmt.Println(Tune(tune, err).Findings)
	fmt.Println(Unfinished(tune, err).Valid())
	// Output:
	// [6:1: repeat is never closed]
	// true
}
