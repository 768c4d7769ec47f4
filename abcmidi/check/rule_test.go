package check

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"charabanc/data"
)

// ruleExamples has, for each rule, tunes in which it finds something and no other rule
// does. A text without an X: is the music of a tune in 4/4 that counts quarter notes.
var ruleExamples = map[Rule][]string{
	RuleSyntax:       {"CD@EF|", "CDE@|CDEF|C4|]", "CD]EF|", "-CDEF|", "CDEF|^|", "CDEF|\n%%begintext\nC4|"},
	RuleHeader:       {"X:1\nT:t\nM:4/4\n", "T:t\nM:4/4\nK:C\nC8|", "X:1\nM:4/4\nK:C\nC8|", "X:1\nT:t\nM:4/4\nC8|", "X:1\nT:t\nwords\nM:4/4\nK:C\nC8|"},
	RuleField:        {"X:1\nT:t\nM:4/4\nK:H\nC8|", "C2[K:Xm]C2|", "C2[Q:fast=slow]C2|", "C4|\nV:\nC4|"},
	RuleUnknownField: {"X:1\nT:t\nY:AB\nM:4/4\nK:C\nP:A\nC8|\nP:B\nC8|", "X:1\nT:t\nE:7\nM:4/4\nK:C\nC8|", "CDEF|\nd: | * !f!\nC4|"},
	RuleDirective:    {"X:1\nT:t\nM:4/4\nK:C\n%%MIDI prorgam 1\nC8|", "X:1\nT:t\nM:4/4\n%%MIDI chordprog 200\nK:C\nC8|", "X:1\nT:t\nM:4/4\nK:C\n[I:MIDI=program abc]C8|"},
	RuleNumber:       {"X:abc\nT:t\nM:4/4\nK:C\nC8|", "X:\nT:t\nM:4/4\nK:C\nC8|", "X:1.5\nT:t\nM:4/4\nK:C\nC8|"},
	RuleMeter:        {"X:1\nT:t\nK:C\nC8|"},
	RuleEmptyLine:    {"X:1\nT:t\nM:4/4\nK:C\n\nC8|", "X:1\nT:t\nM:4/4\nK:C\nC8|\n\nwords"},
	RuleHTML:         {"CDEF|\n</pre>", "CDEF|\n</pre>\n</body>\n</html>\n"},
	RuleQuote:        {`CD"Am EF|C4|]`, `CDEF|"Am`, "CD!trill EF|C4|]", "C4|CDEF!D.C. |]", "CD[K:G EF|C4|]", "CDEF|[M:3/4 CDE|"},
	RuleCharacter:    {"CD\u00a0EF|", "C\u200bDEF|", "C’DEF|", "C–CEF|", "CDEF|”", "\"Am”CDEF|"},
	RuleChord:        {"[]CDEF|", "CD[EF|CDEF|C4|]", "[CE{g}]DEF|", "[!trill!]CDEF|"},
	RuleChordSymbol:  {`"Cxyz"CDEF|C4|]`, `"C7xyz"CDEF|C4|]`, `"Foo"CDEF|C4|]`, `"H7"CDEF|C4|]`, "CDEF|\ns:\"C7(x)\"\nC4|]"},
	RuleGrace:        {"{}CDEF|", "CD{gEF|C4|C4|]", "CDEF{g}|]", "{g|}CDEF|"},
	RuleTuplet:       {"CD(3EF|C4|C4|]", "C4|CD(3EF", "(3|CDEF|C4|]", "(0CDEF|", "CDE(3F(3CDE|C4|C4|]"},
	RuleBroken:       {"CDEF>|C4|C4|]", ">CDEF|C4|", "CDEF|CDEF>", "CDE<|D4|C4|]", "CDEF|>CDEF|", "C3D>&C4|C4|]", "CDEF|>|C4|"},
	RuleLength:       {"C 2 D 2|E 3 F|[CE] 2 z 2|]", "C0DEF|", "C/0DEF|", "C4|C99999|C4|]"},
	RuleTie:          {"C3C-|D4|]", "[CE]-[DF]C2|", "C3-z|", "CDEF-|]", "|:D4|1C4-:|2E4|]"},
	RuleSlur:         {"(CDEF|C4|]", "CD)EF|C4|]", "C()DEF|", "((CDEF)|C4|]"},
	RuleDecoration:   {"!foo!CDEF|!foo!C4|]", "!8va(!cdef|c4|]", "cdef!8va)!|c4|]", "!15mb(!CDEF|\n!15mb(!C4|]", "V:1\n!8va(!c4|\nV:2\nC4|\nV:1\nc4|]\nV:2\nC4|", "QCDEF|", "some old words|CDEF|CDEF|"},
	RuleBar:          {"CDEF|CDE|C4|]", "CDEF|CDEFG|C4|]", "CDEF|CDE&E4|C4|]"},
	RuleOverlay: {"C4&C8|C4|]", "C4&C2|C4|]", "C4&C4&C8|C4|]", "C4|C4&&C4|D2|]",
		"(&C4|D4&E4|F2&)|G4|]", "(&C4|D4&E4|F4&G4|A4B4&)|G4|]", "(&C4|D4|]", "C4&)|D4|]", "(&C4|(&D4&E4|F4&)|G4|]"},
	RuleEmptyOverlay: {"C4|&C4|C4|]", "&C4|C4|]", "C4&|C4|]", "(&C4&E4&&)|C4|]", "C4|(&&C4&)|C4|]"},
	RuleVoices:       {"V:1\nC4|C4|C4|]\nV:2\nC4|C4|]", "V:1\nC4|C4|]\nV:2\nC4|C4|C4|]", "V:1\nC|C4|C3|]\nV:2\nC2|C4|C3|]", "[V:1]C4|Z2|[V:2]C4|Z|"},
	RuleScore:        {"%%score 1\nV:1\nC4|\nV:2\nC4|", "V:1\nC4|\nV:2\nC4|\n%%staves {(1 3)}\nV:3\nC4|"},
	RuleRepeat:       {"|:C4|C4|", "|:C4|:C4:|", "|::C4:|"},
	RuleEnding:       {"|:C4|2C4:|", "|:C4|1C4:|", "|:C4|1C4|2C4|]", "|:C4|2C4:|1C4|]", "|:C4|1C4:|1C4|]", "|:C4|1C4:|3C4|]", "|:C4|1,2C4:|2C4|]", "C4|[0C4|"},
	RuleJump:         {"C4|C4!D.S.!|]", "C4|C4!D.C.alfine!|]", "SC4|C4!D.S.alcoda!|]", "C4!dacoda!|C4|]", "V:1\nC4!D.S.!|\nV:2\nC4|"},
	RuleParts:        {"X:1\nT:t\nP:AB\nM:4/4\nK:C\nP:A\nC8|", "X:1\nT:t\nP:A\nM:4/4\nK:C\nP:A\nC8|\nP:B\nC8|"},
	RuleRange:        {"C,,,4|", "g'''4|", "C,,,,,,,,,,4|", "V:1\nC4|\nV:2\nE,,4|"},
	RuleLyrics:       {"C4|\nw:one two"},
	RuleEmpty:        {"X:1\nT:t\nM:4/4\nK:C\n", "|||"},
}

// TestRules: each rule finds what it is there for, alone, and one thing for each cause.
func TestRules(t *testing.T) {
	for _, info := range Rules {
		if len(ruleExamples[info.Rule]) == 0 {
			t.Errorf("rule %s has no example", info.Rule)
		}
		for _, text := range ruleExamples[info.Rule] {
			if !strings.Contains(text, "K:C\n") && !strings.Contains(text, "X:") {
				text = "X:1\nT:t\nM:4/4\nL:1/4\nK:C\n" + text
			}
			found := Source(data.Source{Line: 1, Text: text + "\n"}).Findings
			if len(found) != 1 || found[0].Rule != info.Rule || found[0].Severity != info.Severity {
				t.Errorf("%s: %q: findings %v", info.Rule, text, found)
			}
		}
	}
	if len(ruleExamples) != len(Rules) {
		t.Errorf("%d rules have examples, and there are %d", len(ruleExamples), len(Rules))
	}
}

// TestRulesDocumented: the table in doc.go is Rules.
func TestRulesDocumented(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	for _, r := range Rules {
		fmt.Fprintf(&table, "//\t%-14s %-6s %s\n", r.Rule, r.Severity, r.What)
	}
	if !strings.Contains(string(doc), "//\n"+table.String()+"//\n") {
		t.Errorf("doc.go lacks this table:\n%s", table.String())
	}
}

// TestWrongMeter: where no bar fits the meter, each bar is a finding.
func TestWrongMeter(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       int
	}{
		{"five bars with two endings", "M:9/8\nL:1/8\nK:G\n|:GAB c2d|edc BAG|1ABc def:|2gfe dcB|AGF G3|]", 5},
		{"two sections", "M:9/8\nL:1/8\nK:G\n|:GAB c2d|edc BAG:||:ABc def|gfe dcB:|", 4},
		{"a line for each bar", "M:9/8\nL:1/8\nK:G\nGAB c2d|\nedc BAG|\nABc def|]", 3},
		{"one repeated bar", "M:4/4\nL:1/4\nK:G\n|:GAB:|", 1},
		{"too long", "M:6/8\nL:1/8\nK:G\n|:GAB c2d BAG|edc BAG c3:|", 2},
		{"one bar of a section", "M:4/4\nL:1/4\nK:G\n|:G|GABc|GA:|", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := Source(data.Source{Line: 1, Text: "X:1\nT:t\n" + c.text + "\n"})
			if r.BadBars != c.want || len(r.Findings) != c.want {
				t.Errorf("%d bad bars, findings %v, want %d", r.BadBars, r.Findings, c.want)
			}
		})
	}
}

// TestRange: the range depends on the voice.
func TestRange(t *testing.T) {
	for _, c := range []struct {
		name, music string
		want        int
	}{
		{"a low note", "E,,4|", 1},
		{"bass clef", "V:1 clef=bass\nE,,4|", 0},
		{"bass clef by its word", "V:1 bass\nE,,4|", 0},
		{"bass clef in the music", "[K:C clef=bass]E,,4|", 0},
		{"bass clef of another voice", "V:1\nC4|\nV:2 clef=bass\nE,,4|\nV:1\nE,,4|\nV:2\nE,,4|", 1},
		{"octave=", "V:1 octave=-1\nE,4|", 0},
		{"transpose=", "V:1 transpose=-24\nE4|", 0},
		{"octave= up", "V:1 octave=1\ne''4|", 0},
		{"clef of tenor", "V:1 clef=tenor\nD,,4|", 0},
		{"too low for the tenor clef", "V:1 clef=tenor\nB,,,4|", 1},
		{"name", "V:1 name=\"Cello\"\nC,,4|", 0},
		{"ID", "V:Bass\nE,,4|", 0},
		{"program of a bass", "%%MIDI program 33\nE,,4|", 0},
		{"program of a flute", "%%MIDI program 73\nE,,4|", 1},
		{"percussion", "%%MIDI channel 10\nE,,4|", 0},
		{"no instrument is so low", "V:1 clef=bass\nC,,,,4|", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := len(strings.Fields(findings(c.music, RuleRange))); got != c.want {
				t.Errorf("%q: %d findings, want %d", c.music, got, c.want)
			}
		})
	}
}

// TestSound: what is no finding.
func TestSound(t *testing.T) {
	for _, music := range []string{
		"(C|DEF) G|C4|]", "|:(C D E F|1G4):|2A4)|]", "({g}C DEF)|", "{(g}C)DEF|", "[(CE]F2 G)|", // slurs
		"C4-|C4|", "|:C4-|1C4:|2C4|]", "|:D4|1D4-:|2E4|]", "^F4-|F4|", "[CE]2-[CG]2|", "C-CDE|", // ties
		"!8va(!cdef|c4!8va)!|", "!8vb(!CDEF|\n!8vb(!C4!8vb)!|", "!15ma(!c4!15ma)!|!15mb(!C4!15mb)!|", "V:1\n!8va(!c4|\nV:2\nC4|\nV:1\nc4!8va)!|]\nV:2\nC4|", // lines of octaves
		"%%score (1 2) | {3}\nV:1\nC4|\nV:2\nC4|\nV:3\nC4|", "%%score A B\nV:1\nC4|\nV:2\nC4|", // voices that %%score names, or none
		"C4&E4|C4|", "(&C4|D4&E4|F4&)|G4|", "(&C4|D4|&E4|F4|&c4|d2d2|&)G4|", "C2(&D2|E2&F2|G2&)A2|", "V:1\n(&C4|\nV:2\nC4|C4|\nV:1\nD4&E4|F4&)|", "C4|C4&&E4|E4|", "C2E2&z2G2|", // overlays
		"V:1\nC4|Z2|C4|]\nV:2\nC4|C4|C4|C4|]", "V:1\nC|C4|C3|]\nV:2\nC|C4|C4|]", "V:1\nC4|\nV:2\nC4&E4|", // voices
		"V:1\nCD||EF|C4|]\nV:2\nC4|C4|]", "(3CDEF C|", "C>DE<F|C>{g}DE>F|", "A>z C2|", // rhythm
		"|:C4|1,3C4:|2C4|]", "|:C4|1C4:|2C4:|3C4|]", "|::C4::|", // repeats
		"!trill!CTDEF|", "SC4|C4!D.S.!|]", "C4!fine!|C4!D.C.alfine!|]", "C4!dacoda!|C4!D.C.alcoda!|OC4|]", "V:1\nC4!D.S.!|\nV:2\nSC4|", "U:Q=!trill!\nQC4|", "U:T=nil\nTC4|", // decorations
	} {
		if r := Source(data.Source{Line: 1, Text: "X:1\nT:t\nM:4/4\nL:1/4\nK:C\n" + music + "\n"}); len(r.Findings) > 0 {
			t.Errorf("%q: findings %v, want none", music, r.Findings)
		}
	}
}

// TestFiles: a number that two tunes of a file share.
func TestFiles(t *testing.T) {
	var files Files
	var got []string
	for _, src := range []data.Source{
		{File: "a.abc", Line: 1, Text: "X:2\nT:t\nM:4/4\nK:C\nC8|\n"},
		{File: "a.abc", Line: 7, Text: "X:3\nT:t\nM:4/4\nK:C\nC8|\n"},
		{File: "a.abc", Line: 13, Text: "X:2\nT:t\nM:4/4\nK:C\nC8|\n"},
		{File: "b.abc", Line: 1, Text: "X:2\nT:t\nM:4/4\nK:C\nC8|\n"},
	} {
		report := Source(src)
		files.Add(report)
		for _, f := range report.Findings {
			got = append(got, f.String())
		}
		if !report.Valid() {
			t.Errorf("%s:%d is not valid", src.File, src.Line)
		}
	}
	if s := strings.Join(got, "; "); s != "a.abc:13:1: hint: X:2 is the number of the tune at line 1, too" {
		t.Errorf("findings %q", s)
	}
}
