package abcmidi_test

import (
	"strings"
	"testing"

	"charabanc/abcmidi/score"
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
