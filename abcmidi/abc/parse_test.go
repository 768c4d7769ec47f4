package abc

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"charabanc/abcmidi/music"
	"charabanc/data"
)

// findings returns the findings in a text, one a line.
func findings(err error) string {
	list, _ := err.(ErrorList)
	var lines []string
	for _, e := range list {
		lines = append(lines, e.Error())
	}
	return strings.Join(lines, "\n")
}

// nodesOf returns the nodes of one type in the body of a tune, those inside others
// included.
func nodesOf[T Node](tune *Tune) (list []T) {
	var walk func(nodes []Node)
	walk = func(nodes []Node) {
		for _, n := range nodes {
			if n, ok := n.(T); ok {
				list = append(list, n)
			}
			switch n := n.(type) {
			case *Chord:
				walk(n.Inner)
			case *Grace:
				walk(n.Inner)
			case *MacroUse:
				walk(n.Inner)
			}
		}
	}
	walk(tune.Body)
	return list
}

// TestLostMusic: music after the empty line that ends a tune is reported where it is.
func TestLostMusic(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"music", "X:1\nK:C\nC|D|\n\nE|F|\n", "5:1: music after the empty line that ends tune X:1: is the empty line meant?"},
		{"after three lines", "X:2\nK:C\nC|D|\n\n \n\n|:E|F:|\nG|\n\nX:3\nK:C\nC|\n", "7:1: music after the empty line that ends tune X:2: is the empty line meant?"},
		{"words", "X:1\nK:C\nC|\n\nWords | with bars\n", ""},
		{"a tune", "X:1\nK:C\nC|\n\nX:2\nK:C\nC|\n", ""},
		{"a field", "X:1\nK:C\nC|\n\nW:words|\n", ""},
		{"nothing", "X:1\nK:C\nC|\n\n", ""},
	} {
		src, err := data.NewReader(strings.NewReader(c.text), "").Next()
		if err != nil {
			t.Fatal(err)
		}
		_, err = ParseSource(src)
		if got := findings(err); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestFindings: each cause gives one finding, and the rest is read.
func TestFindings(t *testing.T) {
	const head = "X:1\nK:C\n"
	for _, c := range []struct{ name, text, findings, canonical string }{
		{"none", head + "C|", "", "C|"},
		{"typeset text in the header", "X:1\n%%begintext\nsome text\n%%endtext\nK:C\nC|", "", "C|"},
		{"typeset text and a tab", "X:1\n%%begintext\tjustify\nsome text\n%%endtext\nK:C\nC|", "", "C|"},
		{"no X:", "K:C\nC|", "1:1: no X: field at the start of the tune", "C|"},
		{"no K: before music", "X:1\nC|", "2:1: no K: field before the music: taken as K:C", "C|"},
		{"no K: before an empty line", "X:1\n\n", "2:1: no K: field before the empty line: the tune has no music", ""},
		{"no K: at all", "X:1\nT:t", "2:4: no K: field: the tune has no music", ""},
		{"text in the header", "X:1\nsome text\nK:C\nC|", `2:1: text in the header ignored: "some text"`, "C|"},
		{"music-like text in the header", "X:1\nI (1) :| (2) ||\nK:C\nC|", `2:1: text in the header ignored: "I (1) :| (2) ||"`, "C|"},
		{"music in the header", "X:1\nC|D|\nK:G\nC|", "2:1: no K: field before the music: taken as K:C", "C|D|\nK:G\nC|"},
		{"empty line after the header", head + "\nC|", "3:1: empty line between the header and the music ignored", "C|"},
		{"text after the tune", head + "C|\n\ntext", "5:1: text after the empty line that ends the tune ignored", "C|"},
		{"nothing to continue", "+:x\nX:1\nK:C\nC|", "1:1: +: continues no field: ignored", "C|"},
		{"unknown key", "X:1\nK:H\nC|", `2:1: K: unknown key "H" ignored`, "C|"},
		{"unknown meter", "X:1\nM:x\nK:C\nC|", `2:1: M: unknown meter "x" ignored`, "C|"},
		{"text after a meter", "X:1\nM:6/8 (jig)\nK:C\nC|", `2:1: M: unknown text "(jig)" ignored`, "C|"},
		{"text after none", "X:1\nM:none (free)\nK:C\nC|", `2:1: M: unknown text "(free)" ignored`, "C|"},
		{"text after C and a tab", "X:1\nM:C\t4/4\nK:C\nC|", `2:1: M: unknown text "4/4" ignored`, "C|"},
		{"unit note length", "X:1\nL:1/8th\nK:C\nC|", `2:1: L: unknown text "th" ignored`, "C|"},
		{"tempo", "X:1\nQ:x\nK:C\nC|", `2:1: Q: unknown tempo "x" ignored`, "C|"},
		{"tempo after a word", "X:1\nQ:Allegro 1/4=90\nK:C\nC|", `2:1: Q: unknown text "Allegro" ignored`, "C|"},
		{"tempo with a stray dot", "X:1\nQ:1/4.=66 ca\nK:C\nC|", `2:1: Q: unknown text "ca" ignored`, "C|"},
		{"tempo between words", "X:1\nQ:\"Allegro\" 1/4=90 \"molto\"\nK:C\nC|", "", "C|"},
		{"printed accidentals", "X:1\nK:B♭m\nC|", "", "C|"},
		{"tuplet of one in the time of two", head + "(1:2:2CC|", "", "(1:2:2CC|"},
		{"dot before the end of a slur", head + "(A>.)B|", "", "(A>.)B|"},
		{"symbols for the notes of bars", head + "CD|\nd: | * !f!\nEF|", "4:1: d: unknown field ignored", "CD|\nd: | * !f!\nEF|"},
		{"unknown field in the header", "X:1\nE:wide\ni:x\nK:C\nC|", "3:1: i: unknown field ignored", "C|"},
		{"field without its end", head + "C[K:G DE|", `3:2: "[K:G" has no ]`, "C[K:G] DE|"},
		{"meter of C| without its end", head + "C[M:C| DE|[M:C|]F", `3:2: "[M:C|" has no ]`, "C[M:C|] DE|[M:C|]F"},
		{"field without a value or end", head + "C[K:", `3:2: "[K:" has no ]`, "C"},
		{"empty chord without its end", head + "CD[ |", "3:3: chord is not closed", "CD |"},
		{"decoration without its end", head + "!trill C!D.C. |!fed", "3:1: !trill has no second !\n3:9: !D.C. has no second !", "!trill! C!D.C.! |$fed"},
		{"slurs inside a chord and braces", head + "[(CE]D) {(c}d)|", "", "([CE]D) ({c}d)|"},
		{"lengths apart from their notes", head + "c 3 z /2 [CE] 2|c2 2", "3:1: a length must touch its note: \"c 3\" read as \"c3\" (3 lengths in the tune): charabanc print writes them together\n3:20: unexpected \"2\" ignored", "c3 z/ [CE]2|c2"},
		{"HTML after the music", head + "CD|E2\n</html>\n<p>", "4:1: HTML \"</html>\" ignored", "CD|E2"},
		{"HTML within the music", head + "CD|<br>EF|</p>\nC<D|</body></html>", "3:4: HTML \"<br>\" ignored\n4:5: HTML \"</body>\" ignored", "CD|EF|\nC<D|"},
		{"a tag with the name of a note", head + "<B>CD</b>|A<b>c|", "3:1: HTML \"<B>\" ignored", "CD|A<b>c|"},
		{"broken rhythm at the beginning of a line", head + "CD|\n<EF|", "", "CD|\n<EF|"},
		{"voice", "X:1\nV:\nK:C\nC|", `2:1: V: unknown voice "" ignored`, "C|"},
		{"symbol", "X:1\nU:C=!trill!\nK:C\nC|", `2:1: U: unknown symbol "C=!trill!" ignored`, "C|"},
		{"macro", "X:1\nm:x\nK:C\nC|", `2:1: m: unknown macro "x" ignored`, "C|"},
		{"inline field", head + "C[M:x]D|", `3:2: M: unknown meter "x" ignored`, "C[M:x]D|"},
		{"lone accidental", head + "^|C|", `3:1: accidental "^" without a note ignored`, "|C|"},
		{"note out of range", head + "C,,,,,,,,|", "3:1: note out of range", "C,,,,,,,|"},
		{"length 0", head + "C0|", `3:2: length "0" is not possible: taken as 1`, "C|"},
		{"length too long", head + "C9999|", `3:2: length "9999" is not possible: taken as 1`, "C|"},
		{"tie without a note", head + "-C|", "3:1: tie without a note before it ignored", "C|"},
		{"ending 0", head + "[0C|", `3:1: ending "[0" is not possible: ignored`, "C|"},
		{"ending 101", head + "|101C|", `3:2: ending "101" is not possible: ignored`, "|C|"},
		{"tuplet of one", head + "(1C|", `3:1: tuplet "(1" is not possible: ignored`, "C|"},
		{"tuplet of many", head + "(65C|(3:65C|(3:2:65C|", `3:1: tuplet "(65" is not possible: ignored` + "\n" +
			`3:6: tuplet "(3:65" is not possible: ignored` + "\n" + `3:13: tuplet "(3:2:65" is not possible: ignored`, "C|C|C|"},
		{"open chord", head + "[CE G|", "3:1: chord is not closed", "[CE] G|"},
		{"open chord at a bar line", head + "[CE|G]|", "3:1: chord is not closed\n3:6: unexpected \"]\" ignored", "[CE]|G|"},
		{"bracket in a chord symbol", head + `["]"C E|`, "3:1: chord is not closed", `"]"[C] E|`},
		{"empty chord", head + "[]C|", "3:1: empty chord ignored", "C|"},
		{"chord without notes", head + "[!trill!]C|", "3:1: chord without notes ignored", "C|"},
		{"tuplet in a chord", head + "[C(3E]|", `3:3: "(3" inside a chord ignored`, "[CE]|"},
		{"open grace notes", head + "{C|D|", "3:1: grace notes are not closed", "{C}|D|"},
		{"empty braces", head + "{}C|", "3:1: no notes between the braces", "C|"},
		{"ending in braces", head + "{C[1D}E|", `3:3: "[1" inside grace notes ignored`, "{CD}E|"},
		{"open quote", head + `"Am C|`, "3:1: quotation mark is not closed", `"Am" C|`},
		{"escaped quote", head + `"Am\" C|`, "3:1: quotation mark is not closed", `"Am\"" C|`},
		{"lone +", head + "C+D|", `3:2: unexpected "+" ignored`, "CD|"},
		{"illegal characters", head + "C*;D|", "3:2: unexpected \"*\" ignored\n3:3: unexpected \";\" ignored", "CD|"},
		{"lone colon", head + "CD:E|", `3:3: unexpected ":" ignored`, "CDE|"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tune, err := Parse(c.text)
			if got := findings(err); got != c.findings {
				t.Errorf("findings\n%s\nwant\n%s", got, c.findings)
			}
			text := tune.String()
			_, body, _ := strings.Cut(text[strings.Index(text, "K:"):], "\n")
			if got := strings.TrimSuffix(body, "\n"); got != c.canonical {
				t.Errorf("reads %q, want %q", got, c.canonical)
			}
		})
	}
}

func TestBounds(t *testing.T) {
	_, err := Parse("X:1\nK:C\n" + strings.Repeat("*", 3*maxErrors))
	if got := len(err.(ErrorList)); got != maxErrors {
		t.Errorf("%d findings, want %d", got, maxErrors)
	}
	tune, err := Parse("X:1\nK:C\n" + strings.Repeat("C|\n", maxTuneSize/3))
	if got := findings(err); len(tune.Text) != maxTuneSize || !strings.HasSuffix(got, "the tune is longer than 1048576 bytes: cut there") {
		t.Errorf("a tune of %d bytes: %s", len(tune.Text), got)
	}
	tune, _ = Parse("X:1\nm:n=" + strings.Repeat("n", 1000) + "\nK:C\n" + strings.Repeat("C", 1000))
	if got := len(nodesOf[*MacroUse](tune)); got < maxExpanded/1000 || got > maxExpanded/1000+1 {
		t.Errorf("%d macros are replaced by 1000 bytes each, want %d bytes at most", got, maxExpanded)
	}
}

func TestLineEnds(t *testing.T) {
	for _, text := range []string{"X:1\r\nK:G\r\nC|\r\n", "X:1\rK:G\rC|\r", "\ufeffX:1\nK:G\nC|\n"} {
		tune, err := Parse(text)
		if err != nil || tune.Text != "X:1\nK:G\nC|\n" {
			t.Errorf("%q: text %q, error %v", text, tune.Text, err)
		}
	}
}

func TestPosition(t *testing.T) {
	tune, _ := ParseSource(data.Source{File: "f.abc", Line: 10, Text: "X:1\nK:C\nCD|\nE"})
	for _, c := range []struct {
		pos  Pos
		want string
	}{{0, "f.abc:10:1"}, {3, "f.abc:10:4"}, {4, "f.abc:11:1"}, {9, "f.abc:12:2"}, {12, "f.abc:13:1"}, {13, "f.abc:13:2"}} {
		if got := tune.Position(c.pos).String(); got != c.want {
			t.Errorf("offset %d: %s, want %s", c.pos, got, c.want)
		}
	}
	if got := new(Tune).Position(4).String(); got != "1:5" {
		t.Errorf("in a tune that was not parsed: %s", got)
	}
	if got, err := ParseSource(data.Source{Text: "X:1\nK:C\n*"}); got.Position(0).Line != 1 || findings(err) != `3:1: unexpected "*" ignored` {
		t.Errorf("without a line number: %v, %v", got.Position(0), err)
	}
}

// TestPositionOfSeveralGoroutines is for the race detector.
func TestPositionOfSeveralGoroutines(t *testing.T) {
	tune, _ := Parse("X:1\nK:C\n" + strings.Repeat("CDEF|\n", 100))
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for p := range Pos(len(tune.Text)) {
				if got := tune.Position(p); p >= 8 && got.Line != int(p-8)/6+3 {
					t.Errorf("offset %d: %v", p, got)
				}
			}
		})
	}
	wait.Wait()
}

func TestErrorList(t *testing.T) {
	at := func(line, column int) *Error { return &Error{Pos: Position{Line: line, Column: column}, Msg: "m"} }
	list := ErrorList{at(2, 1), at(1, 9), at(1, 2)}
	list.Sort()
	for i, want := range []string{"no errors", "1:2: m", "1:2: m (and 1 more)", "1:2: m (and 2 more)"} {
		if got := list[:i].Error(); got != want {
			t.Errorf("%d findings: %q, want %q", i, got, want)
		}
	}
	if (ErrorList{}).Err() != nil || list.Err() == nil {
		t.Error("Err of an empty list, or of one with findings, is wrong")
	}
	if !slices.IsSortedFunc(list, func(a, b *Error) int { return a.Pos.Line*100 + a.Pos.Column - b.Pos.Line*100 - b.Pos.Column }) {
		t.Errorf("sorted: %v", list)
	}
}

// TestEndings: the numbers of endings, in every form that they are written in.
func TestEndings(t *testing.T) {
	cases := map[string]string{
		"[10": "[10]", "|1,3": "[1 3]", "|1-3": "[1 2 3]", "|1,3-5": "[1 3 4 5]", "|3,1": "[1 3]", "|1,1-2": "[1 2]",
		`["1st time"`: "[1]", `["2."`: "[2]", "|1. ": "[1]", "|100": "[100]", "|99-101": "[99 100]", "|0,1": "[1]",
	}
	for n := 1; n <= 9; n++ {
		for _, form := range []string{"|%d", "[%d", ":|%d", "|[%d"} {
			cases[fmt.Sprintf(form, n)] = fmt.Sprintf("[%d]", n)
		}
	}
	for text, want := range cases {
		tune, err := Parse("X:1\nK:C\nC" + text + "D|")
		endings := nodesOf[*Ending](tune)
		if len(endings) != 1 || fmt.Sprint(endings[0].Numbers) != want || err != nil {
			t.Errorf("%s: %v, %v; want %s", text, endings, err, want)
			continue
		}
		for n := 1; n <= MaxEnding; n++ {
			if got, want := endings[0].Has(n), slices.Contains(endings[0].Numbers, n); got != want {
				t.Errorf("%s has %d: %t", text, n, got)
			}
		}
		if want := strings.Contains(text, "["); endings[0].Bracket != want {
			t.Errorf("%s: bracket %t", text, endings[0].Bracket)
		}
	}
}

// TestResultsAreTheCallers: what a caller does to the numbers of an ending, the
// tones of a chord or a meter does not show in what is parsed after it.
func TestResultsAreTheCallers(t *testing.T) {
	const text = "X:1\nK:C\n|:C|1D:|2E|]"
	parse := func() []*Ending {
		tune, _ := Parse(text)
		return nodesOf[*Ending](tune)
	}
	endings := parse()
	endings[0].Numbers[0] = 7
	if _ = append(endings[0].Numbers, 8); endings[1].Numbers[0] != 2 {
		t.Errorf("ending 2 is now %v", endings[1].Numbers)
	}
	if got := parse()[0].Numbers[0]; got != 1 {
		t.Errorf("ending 1 reads as %d", got)
	}
	for _, name := range []string{"C", "Cm", "C7/E", "Cm7(b5)", "Cmaj9"} {
		c, _ := ParseChord(name)
		want := slices.Clone(c.Tones)
		c.Tones[1] = 99
		if d, _ := ParseChord(name); !slices.Equal(d.Tones, want) {
			t.Errorf("the tones of %s are now %v", name, d.Tones)
		}
	}
	m, _ := ParseMeter("C")
	m.Groups[0], m.Den = 3, 8
	if n, _ := ParseMeter("C"); n.Groups[0] != 4 || n.Den != 4 {
		t.Errorf("C is now %v", n)
	}
}

// TestParserIsReused: a Parser that has read another tune reads as a new one does.
func TestParserIsReused(t *testing.T) {
	p := new(Parser)
	for _, text := range []string{
		"X:1\nm:T=C2\nU:T=!trill!\nK:C\nT|:C>D (3CDE \"Am\"[CE]z|1C:|2D y|]\n",
		"X:2\nK:G\nT C|: -\n",
		"X:1\nT:x\n\n",
		"",
	} {
		want, wantErr := Parse(text)
		got, err := p.Parse(data.Source{Text: text})
		if got.String() != want.String() || findings(err) != findings(wantErr) {
			t.Errorf("%q reads\n%s%s\nwant\n%s%s", text, got, findings(err), want, findings(wantErr))
		}
	}
}

func TestFileHeader(t *testing.T) {
	tune, err := ParseSource(data.Source{
		FileHeader: "% comment\nM:6/8\nK:D\nU:T=!roll!\nm:x=C2\n%%begintext\nK:A\n%%endtext\nO:Ireland\n",
		Text:       "X:1\nT:t\nK:G\nTA x|",
	})
	if err != nil {
		t.Error(err)
	}
	if tune.Field('O') != "Ireland" || tune.Field('M') != "6/8" || tune.Field('K') != "G" || tune.Field('T') != "t" || tune.Field('Z') != "" {
		t.Errorf("fields O: %q M: %q K: %q T: %q", tune.Field('O'), tune.Field('M'), tune.Field('K'), tune.Field('T'))
	}
	if got := nodesOf[*Decoration](tune); len(got) != 1 || got[0].Name != "roll" {
		t.Errorf("decorations %v", got)
	}
	const want = "X:1\nT:t\n% comment\nM:6/8\nU:T=!roll!\nO:Ireland\nK:G\nTA C2|\n"
	if got := tune.String(); got != strings.Replace(want, "% comment\n", "", 1) {
		t.Errorf("printed\n%s", got)
	}
}

func TestTuneFields(t *testing.T) {
	for _, c := range []struct {
		header   string
		title    string
		number   string
		division int
		sharps   int // of Key; 99 for nil
	}{
		{"X: 7 \nT:One\nT:Two\n%%division 1024\nK:D", "One", "7", 1024, 2},
		{"X:1\nI:division 96\nK:C", "", "1", 96, 0},
		{"X:1\n%%division 0\n%%division x\n%%division 32768\n%%division\nK:C", "", "1", 0, 0},
		{"X:1\n%%division 32767\nK:C", "", "1", 32767, 0},
		{"X:1\nT:The End, The\n", "The End, The", "1", 0, 99},
	} {
		tune, _ := Parse(c.header)
		sharps := 99
		if k := tune.Key(); k != nil {
			sharps = k.Sharps
		}
		if tune.Title() != c.title || tune.Number() != c.number || tune.Division() != c.division || sharps != c.sharps {
			t.Errorf("%q: %q %q %d %d", c.header, tune.Title(), tune.Number(), tune.Division(), sharps)
		}
	}
}

// TestSpans: the span of a node is the text that it was read from.
func TestSpans(t *testing.T) {
	const line = `"Am"!trill!^c'2-(3CDE[CEG]2{/gf}z4x|[1A>B:|[K:G]&y.(C)`
	tune, err := Parse("X:1\nK:C\n" + line)
	if err != nil {
		t.Error(err)
	}
	var got []string
	for _, n := range tune.Body {
		var s Span
		switch n := n.(type) {
		case *Symbol:
			s = n.Span
		case *Decoration:
			s = n.Span
		case *Note:
			s = n.Span
		case *Tuplet:
			s = n.Span
		case *Chord:
			s = n.Span
		case *Grace:
			s = n.Span
		case *Rest:
			s = n.Span
		case *Bar:
			s = n.Span
		case *Ending:
			s = n.Span
		case *Broken:
			s = n.Span
		case *Field:
			s = n.Span
		case *Overlay:
			s = n.Span
		case *Spacer:
			s = n.Span
		case *Slur:
			s = n.Span
		case *LineEnd:
			s = n.Span
		}
		if s.Pos() != n.Pos() {
			t.Errorf("%T: Pos %d, span from %d", n, n.Pos(), s.From)
		}
		got = append(got, tune.Text[s.From:s.To])
	}
	const want = `"Am" !trill! ^c'2 (3 C D E [CEG] {/gf} z4 x | [1 A > B :| [K:G] & y .( C ) `
	if text := strings.Join(got, " "); text != want {
		t.Errorf("%s\nwant\n%s", text, want)
	}
}

func TestNotes(t *testing.T) {
	for _, c := range []struct {
		text   string
		step   int16
		acc    music.Accidental
		length string
		tie    bool
	}{
		{"C", 0, music.Accidental{}, "1", false}, {"b'", 20, music.Accidental{}, "1", false}, {"^^c2-", 7, music.Accidental{Num: 2, Den: 1}, "2", true},
		{"=B,,/", -8, music.Accidental{Num: 0, Den: 1}, "1/2", false}, {"_/e3/2", 9, music.Accidental{Num: -1, Den: 2}, "3/2", false},
		{"C'',3//", 7, music.Accidental{}, "3/4", false}, {"D/8", 1, music.Accidental{}, "1/8", false}, {"D///", 1, music.Accidental{}, "1/8", false},
		{"D//3", 1, music.Accidental{}, "1/6", false}, {"D4096", 1, music.Accidental{}, "4096", false}, {"D/4096", 1, music.Accidental{}, "1/4096", false},
		{"D9 -", 1, music.Accidental{}, "9", true}, {"^3/2D10", 1, music.Accidental{Num: 3, Den: 2}, "10", false},
		{"^99D", 1, music.Accidental{Num: 12, Den: 1}, "1", false}, {"^1/200D", 1, music.Accidental{Num: 1, Den: 100}, "1", false},
	} {
		tune, err := Parse("X:1\nK:C\n" + c.text)
		notes := nodesOf[*Note](tune)
		if err != nil || len(notes) != 1 {
			t.Errorf("%s: %d notes, %v", c.text, len(notes), err)
			continue
		}
		n := notes[0]
		if n.Pitch.Step != c.step || n.Pitch.Accidental != c.acc || n.Length.String() != c.length || n.Tie != c.tie {
			t.Errorf("%s: %v, length %s, tie %t", c.text, n.Pitch, n.Length, n.Tie)
		}
	}
	for _, text := range []string{"0", "4097", "/4097", "/0", "1/64/65"} {
		if f, ok := ParseLength(text); ok || f.String() != "1" {
			t.Errorf("ParseLength(%q) = %s, %t", text, f, ok)
		}
	}
}

func TestBrokenFactors(t *testing.T) {
	for dots, want := range map[int]string{1: "3/2 1/2", 2: "7/4 1/4", -1: "1/2 3/2", -3: "1/8 15/8", 8: "511/256 1/256", 9: "511/256 1/256", -20: "1/256 511/256"} {
		before, after := BrokenFactors(dots)
		if got := before.String() + " " + after.String(); got != want {
			t.Errorf("%d: %s, want %s", dots, got, want)
		}
	}
}

// TestGroups: chords and grace notes in canonical form.
func TestGroups(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"[CEG]2-", "[CEG]2-"}, {"[C2E/]", "[C2E/]"}, {"+CEG+2", "[CEG]2"}, {`[C"Am"E]`, `"Am"[CE]`}, {`[!trill!C(Ey]`, "([!trill!CE]"},
		{"[z2E]", "[z2E]"}, {"[z2]3", "z6"}, {"[ C E ]", "[CE]"}, {"{A>B}", "{A3/B/}"}, {"{A<B}", "{A/B3/}"}, {"{/A[CE]z}", "{/A[CE]z}"},
		{"{A B}", "{AB}"}, {"{A4096>B}", "{A4096B/}"}, {"{A<B/4096}", "{A/B/4096}"}, {"{A>B/4096}", "{A3/B/4096}"}, {"{[CE]>z}", "{[CE]3/z/}"},
	} {
		tune, _ := Parse("X:1\nK:C\n" + c.text + "\n")
		if got := strings.TrimPrefix(tune.String(), "X:1\nK:C\n"); got != c.want+"\n" {
			t.Errorf("%s reads %q, want %q", c.text, got, c.want)
		}
	}
}

func TestMacros(t *testing.T) {
	for _, c := range []struct{ macros, text, want string }{
		{"m:~G2={A}G{F}G", "~G2 ~A2", "{A}G{F}G ~A2"},
		{"m:~n2=o/n/m/n", "~G2 ~g,2 ~B'2 ~G4 ~C2", "A/G/F/G A/G/F/G c'/b/a/b ~G4 D/C/B,/C"},
		{"m:~n=nhz", "~c ~c2 ~c/", "cDa' ~c2 ~c/"},
		{"m:T=C\nm:T=D", "T", "D"},
		{"m:T=C\nm:TT=D", "TTT", "DC"},
		{"m:T=C\nN:x\n+:y", "T", "C"},
		{"m:T=C\n+:2", "T", "C"},
	} {
		tune, _ := Parse("X:1\n" + c.macros + "\nK:C\n" + c.text + "\n")
		if _, got, _ := strings.Cut(tune.String(), "K:C\n"); got != c.want+"\n" {
			t.Errorf("%s: %q, want %q", c.macros, got, c.want)
		}
		for _, use := range nodesOf[*MacroUse](tune) {
			for _, n := range use.Inner {
				if n.Pos() != use.Pos() || !strings.HasPrefix(tune.Text[use.From:], use.Text) {
					t.Errorf("%s: %q at %d, %T at %d", c.macros, use.Text, use.Pos(), n, n.Pos())
				}
			}
		}
	}
}
