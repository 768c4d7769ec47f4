package find

import (
	"fmt"
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/transpose"
	"charabanc/data"
)

// found looks for a phrase in the tunes of a text. It returns where it is: the bar and the
// column, with the voice if there are several, the number of the tune if it is not 1, and
// the interval.
func found(t *testing.T, phrase, text string, o Options) string {
	t.Helper()
	p, err := NewPhrase(data.Source{Line: 1, Text: phrase}, o)
	if err != nil {
		return err.Error()
	}
	f := NewFinder(p)
	if err := abctest.EachTune(text, "book", func(src data.Source) error { f.Tune(src); return nil }); err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, m := range f.Matches() {
		s := fmt.Sprintf("%d:%d", m.Bar, m.Column)
		if m.Number != "1" {
			s = m.Number + "/" + s
		}
		if m.Voice != "" {
			s = m.Voice + "/" + s
		}
		if m.Semitones != nil {
			s += fmt.Sprintf("%+d", *m.Semitones)
		}
		list = append(list, s)
	}
	return strings.Join(list, " ")
}

const head = "X:1\nT:T\nL:1/8\nK:C\n"

func TestFind(t *testing.T) {
	same, free, contour := Options{SamePitch: true}, Options{AnyRhythm: true}, Options{Contour: true}
	for _, c := range []struct {
		name, phrase, text string
		o                  Options
		want               string
	}{
		{"as it is written", "GABc d2", head + "C8|GABc d2e2|", Options{}, "2:4+0"},
		{"twice", "GABc d2", head + "GABc d2e2|GABc d2g2|", Options{}, "1:1+0 2:11+0"},
		{"in the middle of a bar", "Bcd", head + "GABc d2e2|ABcd e4|", free, "1:3+0 2:12+0"},
		{"not at all", "GABc d2", head + "GABc c2e2|", Options{}, ""},
		{"in another key", "GABc d2", head + "K:D\nDEFG A2B2|", Options{}, "1:1-5"},
		{"in another octave", "GABc d2", head + "G,A,B,C D2E2|", Options{}, "1:1-12"},
		{"with accidentals", "GABc d2", head + "DE^FG A2B2|", Options{}, "1:1-5"},
		{"not in minor", "GABc d2", head + "A=B^cd e2f2|GA_Bc d2g2|", Options{}, "1:1+2"},
		{"the accidentals of the phrase", "GA_Bc d2", head + "GABc d2d2|GA_Bc d2g2|", Options{}, "2:11+0"},

		{"letters as in the tune", "dfa", "X:1\nL:1/8\nK:D\ndfa|", Options{}, "1:1+0"},
		{"letters as in the tune, a sharp first", "FED", "X:1\nL:1/8\nK:D\nFED|BAG|", Options{}, "1:1+0 2:5+5"},
		{"a tie that holds in some keys alone", "EF-^FG", head + "EF-^FG|", contour, "1:1"},
		{"and not in that of the tune", "EF-^FG", "X:1\nL:1/8\nK:G\nEF-^FG|EF_A=A|", Options{SamePitch: true}, ""},
		{"and then in every key", "dfa", "X:1\nL:1/8\nK:D\ndfa|\n\nX:2\nL:1/8\nK:C\nceg|Ace|", Options{}, "1:1+0 2/1:1-2 2/2:5-5"},
		{"but not if no tune has them", "dfa", "X:1\nL:1/8\nK:C\nceg|Ace|", Options{}, "2:5-5"},
		{"a key that is given", "dfa", "X:1\nL:1/8\nK:C\nceg|Ace|", Options{Key: "D"}, "1:1-2"},
		{"a key in brackets", "[K:D]dfa", "X:1\nL:1/8\nK:C\nceg|Ace|", Options{}, "1:1-2"},
		{"a key on a line", "K:D\ndfa", "X:1\nL:1/8\nK:C\nceg|Ace|", Options{}, "1:1-2"},
		{"a tune", "X:1\nL:1/4\nK:D\ndfa|", "X:1\nL:1/8\nK:C\nceg|Ace|", Options{}, "1:1-2"},

		{"another L:", "G2A2 B4", "X:1\nL:1/4\nK:C\nGAB2|", Options{}, "1:1+0"},
		{"another rhythm", "GAB", head + "GAB2 G2A2B2|", Options{}, "1:6+0"},
		{"any rhythm", "GAB", head + "GAB2 G2A2B2|", free, "1:1+0 1:6+0"},
		{"broken rhythm", "G>AB", head + "G3/A/B|G>AB|", Options{}, "1:1+0 2:8+0"},
		{"rests count", "GzA", head + "GzA|G2A|Gz/z/A|", Options{}, "1:1+0 3:9+0"},
		{"rests at the ends do not", "zGAz", head + "cGAc|", Options{}, "1:2+0"},
		{"rests with any rhythm", "GA", head + "GzA|", free, "1:1+0"},

		{"the same pitches", "GAB", head + "GAB|CDE|gab|", same, "1:1+0"},
		{"the same pitches in the key of the tune", "def", "X:1\nL:1/8\nK:D\ndef|def|=c", same, "1:1+0 2:5+0"},
		{"the same pitches with a key", "def", "X:1\nL:1/8\nK:C\ndef|de^f|", Options{SamePitch: true, Key: "D"}, "2:5+0"},
		{"the contour", "GABG", head + "CEcC|CECc|", contour, "1:1"},
		{"the contour in any rhythm", "GABG", head + "C2EcC|", Options{Contour: true, AnyRhythm: true}, "1:1"},

		{"over a bar line", "GA|Bc", head + "EFGA|BcAG|", Options{}, "1:3+0"},
		{"over a line", "GABc", head + "EFGA|\nw:a b c d\nBcAG|", Options{}, "1:3+0"},
		{"over a repeat", "cBGA", head + "|:GA d2|AGcB:|c4|", Options{}, "2:11+0"},
		{"into both endings", "AGcB", head + "|:DEAG|1 cBc2:|2 cBA2|", Options{}, "1:5+0 1:5+0"},
		{"not from one ending to the next", "cBAB", head + "|:DEAG|1 DEcB:|2 ABA2|", Options{}, ""},
		{"a repeat is found once", "GABc", head + "|:GABc:|", Options{}, "1:3+0"},
		{"parts in their order", "cBGA", "X:1\nL:1/8\nP:BA\nK:C\nP:A\nGAd2|\nP:B\nAGcB|", Options{}, "2:3+0"},

		{"ties", "G4A2", head + "G2-G2A2|G-|G3A2|", Options{}, "1:1+0 2:9+0"},
		{"a note that is written twice", "G4A2", head + "G2G2A2|", Options{}, ""},
		{"grace notes", "GAB", head + "G{c}A{/d}B|", Options{}, "1:1+0"},
		{"chord symbols and decorations", "GAB", head + "\"G\"G!trill!A\"^x\".B|", Options{}, "1:4+0"},
		{"the highest note of a chord", "GAB", head + "[CG][AE][GB,B]|", Options{}, "1:1+0"},
		{"every voice", "GAB", "X:1\nL:1/8\nK:C\nV:1\ncde|\nV:2\nEEE|GAB|\n", Options{}, "1/1:1+5 2/2:5+0"},
		{"overlays", "GAB", head + "CCC & GAB|GAB|", Options{}, "1:7+0 2:11+0"},
		{"not from one overlay to the next", "GAB", head + "CCC & GGA|CCC & BBB|", Options{}, ""},
		{"macros", "GAB", "X:1\nL:1/8\nm:T=GAB\nK:C\nTc|", Options{}, "1:1+0"},
		{"a pickup", "GAB", "X:1\nM:4/4\nL:1/8\nK:C\nGAB|c8|GABc d4|", Options{}, "0:1+0 2:8+0"},
		{"in free meter", "GAB", "X:1\nL:1/8\nK:C\nGAB|c8|GAB|", Options{}, "1:1+0 3:8+0"},
	} {
		if got := found(t, c.phrase, c.text, c.o); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestMatch has the text of a match.
func TestMatch(t *testing.T) {
	for _, c := range []struct{ name, phrase, text, want string }{
		{"a bar", "GABc", head + "C8|\"G\"GABc d4 | C8|", `book:5:7: X:1 T, bar 2: "G"GABc d4 |`},
		{"two bars", "GABc2", head + "CDEFDEGA|Bc2G A4|", "book:5:7: X:1 T, bar 1: CDEFDEGA| Bc2G A4|"},
		{"two lines", "GABc", head + "C2E2D2GA|\nw:a b c d e\n%%MIDI program 1\nBcAG E4|", "book:5:7: X:1 T, bar 1: C2E2D2GA| BcAG E4|"},
		{"back to a repeat", "cBGA", head + "|:GA d2|E4|AGcB:|", "book:5:14: X:1 T, bar 3: AGcB:| ... GA d2|"},
		{"a bar without an end", "GABc", head + "C8|GABc", "book:5:4: X:1 T, bar 2: GABc"},
		{"voices by turns", "GABc", head + "V:1\nC2E2D2GA|\nV:2\nC8|D8|\nV:1\nBcAG E4|\n", "book:6:7: X:1 T, voice 1, bar 1: C2E2D2GA| BcAG E4|"},
		{"voices on a line", "GABc", head + "[V:1] C8| [V:2] GABc|\n", "book:5:17: X:1 T, voice 2, bar 1: GABc|"},
		{"no title", "GABc", "X:7\nK:C\nGABc|", "book:3:1: X:7, bar 1: GABc|"},
	} {
		p, err := NewPhrase(data.Source{Text: c.phrase}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		f := NewFinder(p)
		f.Tune(data.Source{File: "book", Line: 1, Text: c.text + "\n"})
		if m := f.Matches(); len(m) != 1 || m[0].String() != c.want {
			t.Errorf("%s: %v, want %s", c.name, m, c.want)
		}
	}
}

func TestPhraseErrors(t *testing.T) {
	for _, c := range []struct{ phrase, key, want string }{
		{"", "", "phrase of 0 notes: must have 2 or more"},
		{"G", "", "phrase of 1 notes: must have 2 or more"},
		{"z2 G z4", "", "phrase of 1 notes: must have 2 or more"},
		{"hello", "", `phrase: 'h' is no note: write notes as in ABC, such as GABc d2`},
		{"GA # B", "", `phrase: unexpected "#" ignored`},
		{"GAB", "H", `key "H": must be a key as in K:, such as G or Em`},
		{strings.Repeat("GA", 251), "", "phrase of 502 notes and rests: must have 500 or less"},
	} {
		_, err := NewPhrase(data.Source{Text: c.phrase}, Options{Key: c.key})
		if err == nil || err.Error() != c.want {
			t.Errorf("%q: %v, want %s", c.phrase, err, c.want)
		}
	}
}

// opening returns a tune's nodes up to one of its first bar lines, before any repeat sign.
// nil if there is none, or if a tie leads over it.
func opening(nodes []abc.Node) (head []abc.Node) {
	tied := false
	for i, n := range nodes[:min(len(nodes), 30)] {
		switch n := n.(type) {
		case *abc.Note:
			tied = n.Tie
		case *abc.Chord:
			tied = n.Tie
		case *abc.Ending:
			return head
		case *abc.Bar:
			if n.End > 0 {
				return head
			} else if !tied {
				head = nodes[:i+1]
			}
		}
	}
	return head
}

// TestFindInCorpora takes the first bars of each tune for a phrase: they are found in the
// tune, and in the tune in another key.
func TestFindInCorpora(t *testing.T) {
	tried := 0
	abctest.CorpusTunes(t, func(src data.Source) {
		tune, _ := abc.ParseSource(src)
		short := *tune
		short.Body = opening(tune.Body)
		p, err := NewPhrase(data.Source{File: src.File, Text: short.String()}, Options{})
		if err != nil {
			return // it has no two notes
		}
		tried++
		for _, by := range []int{0, 3} {
			f := NewFinder(p)
			f.Tune(data.Source{Text: transpose.Tune(tune, by).String()})
			if m := f.Matches(); len(m) == 0 || *m[0].Semitones != by {
				t.Errorf("%s: X:%s by %d: %v", src.File, tune.Number(), by, m)
			}
		}
	})
	t.Logf("%d tunes", tried)
}

// FuzzFind: any phrase is looked for in any text.
func FuzzFind(f *testing.F) {
	for _, tune := range abctest.GoldenTunes(f) {
		f.Add("GAB", tune)
		f.Add(tune, tune)
	}
	f.Fuzz(func(t *testing.T, phrase, text string) {
		for _, o := range []Options{{}, {AnyRhythm: true}, {Contour: true}, {SamePitch: true, Key: "D"}} {
			p, err := NewPhrase(data.Source{Text: phrase}, o)
			if err != nil {
				continue
			}
			finder := NewFinder(p)
			finder.Tune(data.Source{Text: text})
			for _, m := range finder.Matches() {
				if m.Line < 1 || m.Column < 1 || m.Bar < 0 || strings.Contains(m.Text, "\n") {
					t.Fatalf("%+v", m)
				}
			}
		}
	})
}
