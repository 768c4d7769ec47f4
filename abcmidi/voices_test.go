package abcmidi_test

import (
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
	"charabanc/abcmidi/rewrite"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/transpose"
)

// Of several voices, the repeats and endings that one writes hold for all.

func TestVoicesShareRepeatsAndEndings(t *testing.T) {
	const full = "|:C4|1 D4:|2 E4|]"
	const one, two = "0:60/4 4:62/4 8:60/4 12:64/4", "0:72/4 4:74/4 8:72/4 12:76/4"
	for _, c := range []struct{ name, body, want string }{
		{"the repeat and no endings", "V:1\n" + full + "\nV:2\n|:c4|d4:|e4|]", one + "|" + two},
		{"neither", "V:1\n" + full + "\nV:2\nc4|d4|e4|]", one + "|" + two},
		{"endings and no repeat", "V:1\n" + full + "\nV:2\nc4|1 d4|2 e4|]", one + "|" + two},
		{"only the second ending", "V:1\n" + full + "\nV:2\nc4|d4|2 e4|]", one + "|" + two},
		{"each has what the other has not", "V:1\n|:C4|D4:|E4|]\nV:2\nc4|1 d4|2 e4|]", one + "|" + two},
		{"the poorer one comes first", "V:1\n|:C4|D4:|E4|]\nV:2\n|:c4|1 d4:|2 e4|]", one + "|" + two},
		{"three voices", "V:1\n|:C4|D4:|E4|]\nV:2\n|:c4|1 d4:|2 e4|]\nV:3\nG4|A4|B4|]", one + "|" + two + "|0:67/4 4:69/4 8:67/4 12:71/4"},
		{"line by line", "V:1\n|:C4|\nV:2\n|:c4|\nV:1\n[1 D4:|\nV:2\nd4:|\nV:1\n[2 E4|]\nV:2\ne4|]", one + "|" + two},
		{"in brackets", "[V:1]|:C4|1 D4:|2 E4|]\n[V:2]c4|d4:|e4|]", one + "|" + two},
		{"a :| missing", "V:1\n|:C4|1 D4:|2 E4|]\nV:2\n|:c4|1 d4|2 e4|]", one + "|" + two},
		{"a |: missing after music", "V:1\nB,4|:C4:|E4|]\nV:2\nB4|c4:|e4|]", "0:59/4 4:60/4 8:60/4 12:64/4|0:71/4 4:72/4 8:72/4 12:76/4"},
		{"one repeat in each", "V:1\n|:C4:|E4|]\nV:2\nc4|:e4:|", "0:60/4 4:60/4 8:64/4 12:64/4|0:72/4 4:72/4 8:76/4 12:76/4"},
		{":| and |: of one place", "V:1\n|:C4:|E4:|\nV:2\nc4|:e4:|", "0:60/4 4:60/4 8:64/4 12:64/4|0:72/4 4:72/4 8:76/4 12:76/4"},
		{":: and plain bar lines", "V:1\n|:C4::E4:|\nV:2\nc4|e4|", "0:60/4 4:60/4 8:64/4 12:64/4|0:72/4 4:72/4 8:76/4 12:76/4"},
		{"endings of several passes", "V:1\n|:C4|[1,3 D4:|[2 E4:|\nV:2\nc4|d4:|e4:|", one + " 16:60/4 20:62/4|" + two + " 16:72/4 20:74/4"},
		{"rests of several bars", "V:1\n" + full + "\nV:2\nZ2|e4|]", one + "|12:76/4"},
		{"fewer bars", "V:1\n" + full + "\nV:2\n|:c4|d4:|", one + "|0:72/4 4:74/4 8:72/4"},
		{"a voice that lacks a beat keeps its own", "V:1\n|:C4:|E4:|\nV:2\n|:c3:|e4:|", "0:60/4 4:60/4 8:64/4 12:64/4|0:72/3 3:72/3 6:76/4 10:76/4"},
		{"a D.C. and its Fine in two voices", "V:1\nC4|!fine!D4|E4!D.C.!|]\nV:2\nc4|d4|e4|]", "0:60/4 4:62/4 8:64/4 12:60/4 16:62/4|0:72/4 4:74/4 8:76/4 12:72/4 16:74/4"},
		{"a segno in both, the D.S. in one", "V:1\nC4|!segno!D4|E4!D.S.!|]\nV:2\nc4|!segno!d4|e4|]", "0:60/4 4:62/4 8:64/4 12:62/4 16:64/4|0:72/4 4:74/4 8:76/4 12:74/4 16:76/4"},
	} {
		if got := strings.ReplaceAll(played(t, "K:C\n"+c.body, score.Options{}), " | ", "|"); got != c.want {
			t.Errorf("%s: %q plays\n%s, want\n%s", c.name, c.body, got, c.want)
		}
	}
}

// Where the standard is silent or engines differ, and what is decided (package layout and
// package play have it in their documentation).

func TestPartPlayedAsOftenAsItHasEndings(t *testing.T) {
	holdKeys(t, []playedCase{
		{"|: and four endings, four times in all", "P:A4\nK:C\nP:A\n|:C|1 D:|2 E:|3 F:|4 G|]", "60 62 60 64 60 65 60 67"},
		{"|: and two endings, twice each time", "P:A2\nK:C\nP:A\n|:C|1 D:|2 E|]", "60 62 60 64 60 62 60 64"},
		{"two voices", "P:A3\nK:C\nV:1\nP:A\n|:C|1 D:|2 E:|3 F|]\nV:2\nc|d:|e:|f|]", "60 62 60 64 60 65 72 74 72 76 72 77"},
	})
}

func TestRepeatGoesBackToThePart(t *testing.T) {
	holdKeys(t, []playedCase{
		{"without an order", "K:C\nP:A\nC4|\nP:B\nD4:|", "60 62 62"},
		{"a |: that is written holds past it", "K:C\nP:A\n|:C4|\nP:B\nD4:|", "60 62 60 62"},
		{"a double bar", "K:C\nP:A\nC4||\nP:B\nD4:|", "60 62 62"},
		{"in an order", "P:AB\nK:C\nP:A\nC4|\nP:B\nD4:|", "60 62 62"},
	})
}

func TestTieHoldsOverGraceNotes(t *testing.T) {
	if got, want := played(t, "K:C\nC4-|{d}C4|E4|", score.Options{}), "0:60/8 8:64/4"; got != want {
		t.Errorf("plays %s, want %s", got, want)
	}
}

func TestDirectivesHoldInTheOrderOfTheText(t *testing.T) {
	// The transposition is that of the note's place: A is played again without it.
	holdKeys(t, []playedCase{
		{"parts", "P:ABA\nK:C\nP:A\nC|\nP:B\n%%MIDI transpose 12\nD|", "60 74 60"},
		{"a repeat", "K:C\n|:C|\n%%MIDI transpose 12\nD:|", "60 74 60 74"},
	})
}

// V:* is no voice: what it says holds for all.
func TestFieldsForAllVoices(t *testing.T) {
	cases := []playedCase{
		{"a property in the header", "V:* octave=-1\nV:1\nV:2\nK:C\nV:1\nC|\nV:2\nc|", "48 60"},
		{"after the voices are declared", "V:1\nV:2 octave=1\nV:* octave=-1\nK:C\nV:1\nC|\nV:2\nc|", "48 84"},
		{"a key between lines", "K:C\nV:1\nF|\nV:2\nf|\nV:*\nK:G\nV:1\nF|\nV:2\nf|", "65 66 77 78"},
		{"inline", "K:C\nV:1\nF|\nV:2\nf|\n[V:*][K:G]\n[V:1]F|\n[V:2]f|", "65 66 77 78"},
		{"a key before the voices", "K:C\n[V:*][K:G]\n[V:1]F|\n[V:2]f|", "66 78"},
		{"a voice's own key comes after", "K:C\nV:*\nK:G\nV:1\nF|\nV:2\nK:F\nf|", "66 77"},
		{"music goes on in the voice before", "K:C\nV:1\nF|\n[V:*][K:G] F|\nV:2\nf|", "65 66 78"},
		{"a directive", "K:C\nV:1\nF|\nV:2\nf|\nV:*\n%%MIDI transpose 2\nV:1\nF|\nV:2\nf|", "65 67 77 79"},
		{"a property in the body", "K:C\nV:1\nF|\nV:2\nf|\nV:* octave=-1\nV:1\nF|\nV:2\nf|", "65 53 77 65"},
	}
	holdKeys(t, cases)
	for _, c := range cases {
		text := "X:1\nT:t\nM:4/4\nL:1/4\n" + c.body + "\n"
		tune, _ := abc.Parse(text)
		moved := playedText(t, transpose.Tune(transpose.Tune(tune, 2), -2).String())
		if want := playedText(t, text); moved != want {
			t.Errorf("%s: moved there and back it plays %s, want %s", c.name, moved, want)
		}
	}
}

func TestUnitForAllVoices(t *testing.T) {
	text := "X:1\nT:t\nM:4/4\nL:1/4\nK:C\nV:1\nC|\nV:2\nc|\nV:*\nL:1/2\nV:1\nD|\nV:2\nd|\nV:3\nG|\n"
	const want = "0:60/1 1:62/2|0:72/1 1:74/2|0:67/2"
	if got := playedText(t, text); got != want {
		t.Errorf("plays %s, want %s", got, want)
	}
	tune, _ := abc.Parse(text)
	tune, err := rewrite.Unit(tune, music.NewFraction(1, 8))
	if got := playedText(t, tune.String()); err != nil || got != want {
		t.Errorf("in another unit it plays %s (%v), want %s", got, err, want)
	}
}

// playedText writes the melody of a whole tune.
func playedText(t *testing.T, text string) string {
	t.Helper()
	return strings.ReplaceAll(played(t, text, score.Options{}), " | ", "|")
}
