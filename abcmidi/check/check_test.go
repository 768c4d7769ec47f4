package check

import (
	"charabanc/data"
	"fmt"
	"strings"
	"testing"
)

// TestCheckBars: which bars are right. The tunes are in 4/4 and count quarters
// unless they say otherwise; a want names line:column of each finding behind
// the header's seven lines.
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
		{"hardly an end", "CDEF|G|]", "1:6"},
		{"a pickup of almost a bar", "CDE/F/G/|CDEF|GABc|]", "1:1"},
		{"D.C. with a pickup", "C|DEFG|ABc!fine!||d|cBAG|FED!D.C.!|]", ""},
		{"meter that changes", "CDEF|\nM:3/4\nCDE|FGA|]", ""},
		{"meter that changes, a bar of before", "CDEF|\nM:3/4\nCDEF|FGA|]", "3:1"},
		{"rests for bars", "Z2|CDEF|X|]", ""},
		{"free meter", "M:none\nCDEFGAB|C|DE|]", ""},
		{"an overlay", "C2D2&E4|FGAB|]", ""},
		{"a short bar with an overlay", "CDEF|CD&E4|FGAB|]", "1:6"},
		{"voices, one without repeats", "V:1\n|:C|DEFG|ABc:|\nV:2\nC|DEFG|ABc|", ""},
		{"phrases on lines of their own", "C|DEFG|ABc|\nd|cBAG|FED|]", ""},
		{"phrases that do not add up", "C|DEFG|AB|\nd|cBAG|FED|]", "1:8"},
		{"a bar line too many", "CDEF|GA|Bc|CDEF|]", "1:6 1:9"},
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

func findings(music string, rule Rule) string {
	var at []string
	for _, f := range Source(data.Source{Line: 1, Text: "X:1\nT:t\nC:x\nM:4/4\nL:1/4\nQ:1/4=100\nK:C\n" + music + "\n"}).Findings {
		if f.Rule == rule {
			at = append(at, fmt.Sprintf("%d:%d", f.Line-7, f.Column))
		}
	}
	return strings.Join(at, " ")
}

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
		"|:C4|1D4:|3E4|]":       "",
		"|:C4|1D4:|2E4|]\n|:F4": "2:1",
	} {
		if got := findings(music, RuleRepeat); got != want {
			t.Errorf("%q: findings at %q, want %q", music, got, want)
		}
	}
}

// TestCheckFindings holds what is said of headers, keys, range and parts.
func TestCheckFindings(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing wrong", "X:1\nT:t\nM:4/4\nL:1/4\nK:C\nCDEF|]\n", ""},
		{"no X:", "T:t\nM:4/4\nL:1/4\nK:C\nCDEF|]\n", "1:1 no X: field at the start of the tune"},
		{"no T:, no M:", "X:1\nL:1/4\nK:C\nCDEF|]\n", "1:1 no T: field: the tune has no title; 1:1 no M: field: the tune has no meter"},
		{"no K:", "X:1\nT:t\nM:4/4\nL:1/4\nCDEF|]\n", "5:1 no K: field before the music: taken as K:C"},
		{"unknown key", "X:1\nT:t\nM:4/4\nL:1/4\nK:H\nCDEF|]\n", `5:1 K: unknown key "H" ignored`},
		{"unknown key in the body", "X:1\nT:t\nM:4/4\nL:1/4\nK:C\nCD[K:Xm]EF|]\n", `6:3 K: unknown key "Xm" ignored`},
		{"unknown mode", "X:1\nT:t\nM:4/4\nL:1/4\nK:D bluesy\nCDEF|]\n", `5:1 K: unknown key "bluesy" ignored`},
		{"range", "X:1\nT:t\nM:4/4\nL:1/4\nK:C\nC,,,DEg'''|]\n", "6:1 note out of range: MIDI key 24 is not from 43 to 100; 6:7 note out of range: MIDI key 115 is not from 43 to 100"},
		{"no notes", "X:1\nT:t\nM:4/4\nL:1/4\nK:C\n", "1:1 the tune has no notes"},
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
