package layout

import (
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
)

// lay lays out the body of a tune in 4/4 that counts quarter notes. A header may be
// part of it, up to and with K:.
func lay(t *testing.T, body string) *Layout {
	t.Helper()
	if !strings.Contains(body, "K:") {
		body = "K:C\n" + body
	}
	tune, _ := abc.Parse("X:1\nT:t\nM:4/4\nL:1/4\n" + body + "\n")
	return Lay(tune)
}

// playedText returns the notes of a voice in the order of playing, each as the character
// it is written with.
func playedText(l *Layout, v *Voice, most int) (text string, cut bool) {
	played, cut := v.Unroll(l.Order, most)
	var b strings.Builder
	for _, s := range played {
		for i := s.From; i < s.To; i++ {
			if v.Items[i].Lasts() {
				b.WriteByte(l.Tune.Text[v.Items[i].Pos])
			}
		}
	}
	return b.String(), cut
}

func TestUnroll(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"as written", "A|B|", "AB"},
		{"repeat", "|:A|B:|c", "ABABc"},
		{"repeat without |:", "A|B:|c", "ABABc"},
		{"repeat back to a double bar", "A||B:|", "ABB"},
		{"repeat back to the end of the last repeat", "A:|B:|", "AABB"},
		{"repeat back to the part", "P:A\nA|\nP:B\nB:|", "ABB"},
		{"a repeat within a part of an order", "P:AB\nK:C\nP:A\nA|\nP:B\nB:|", "ABB"},
		{"a part after endings", "|:A|1 B:|2 c|\nP:B\nd:|", "ABAcdd"},
		{"a thin or dotted bar line is not a beginning", "A|B.|c:|", "ABcABc"},
		{"a part within a repeat", "|:A|\nP:B\nB:|", "ABAB"},
		{"a part right after |:", "|::\nP:B\nA::|", "AAA"},
		{"three times", "|::A::|B", "AAAB"},
		{"more colons before the end", "|:A::|B", "AAAB"},
		{":: ends and begins", "|:A::B:|", "AABB"},

		{"two endings", "|:A|1 B:|2 c|]", "ABAc"},
		{"an ending for two passes", "|:A|1,3 B:|2 c:|", "ABAcAB"},
		{"a range of passes", "|:A|1-2 B:|3 c|]", "ABABAc"},
		{"an ending without :|", "|:A|1 B|2 c|]", "ABAc"},
		{"an ending 1 alone", "|:A|1 B:|c|]", "ABAc"},
		{"a pass without an ending", "|:A|1 B:|3 c|]", "ABAc"},
		{"endings from 2 on", "A|2 B|]c", "ABc"},
		{"endings from the beginning", "[1A:|[2B|]", "AB"},
		{"the group ends at |:", "|:A|1 B:|2 c|:d|1 e:|2 f|]", "ABAcdedf"},
		{"the group ends at ending 1", "|:A|1 B:|2 c|d|1 e:|2 f|]", "ABAcdedf"},
		{"an ending ends at a double bar", "|:A|1 B||c:|2 d|]", "ABcAcd"},
		{"||1 begins no repeat", "|:A||1 B:|2 c|]", "ABAc"},

		{"order of parts", "P:BA\nK:C\nP:A\nA|\nP:B\nB|", "BA"},
		{"what comes before the parts", "P:BA\nK:C\nc|\nP:A\nA|\nP:B\nB|", "cBA"},
		{"unknown parts", "P:XY\nK:C\nP:A\nA|\nP:B\nB|", "AB"},
		{"the first part of a name", "P:AA\nK:C\nP:A\nA|\nP:A\nB|", "AA"},
		{"an ending each time", "P:AA\nK:C\nP:A\nA|1 B:|2 c|]", "ABAc"},
		{"the last ending without a bar line", "P:AA\nK:C\nP:A\nA|1 B:|2 c", "ABAc"},
		{"a section after the endings", "P:A\nK:C\nP:A\n|:A|1 B:|2 c||d:|", "ABAcdd"},
		{"three endings, other parts between", "P:AdAdA\nK:C\nP:A\nA|1 B:|2 c:|3 e|]\nP:d\nd|", "ABdAcdAe"},
		{"two endings, another part between", "P:AdA\nK:C\nP:A\nA|1 B:|2 c|]\nP:d\nd|", "ABAcdABAc"},
		{"endings of a part with |:", "P:AA\nK:C\nP:A\n|:A|1 B:|2 c|]", "ABAcABAc"},
		{"|: and four endings, four times", "P:A4\nK:C\nP:A\n|:A|1 B:|2 c:|3 d:|4 e|]", "ABAcAdAe"},
		{"|: and endings of two passes, four times", "P:A4\nK:C\nP:A\n|:A|1,3 B:|2,4 c:|", "ABAcABAc"},
		{"|: and four endings, other parts between", "P:ABABA\nK:C\nP:A\n|:A|1 B:|2 c:|3 d|]\nP:B\ne|", "ABeAceAd"},
		{"|: and four endings, once", "P:A\nK:C\nP:A\n|:A|1 B:|2 c:|3 d:|4 e|]", "ABAcAdAe"},
		{"|: after music, three times", "P:A3\nK:C\nP:A\nf|:A|1 B:|2 c:|3 d|]", "fABAcAdfABAcAdfABAcAd"},
		{"fewer times than endings", "P:A\nK:C\nP:A\nA|1 B:|2 c|]", "ABAc"},

		{"D.C.", "A|B!D.C.!|c|", "ABABc"},
		{"D.C. at the end", "A|B!D.C.!", "ABAB"},
		{"D.C. waits for its repeat", "|:A|B!D.C.!:|c|", "ABABABc"},
		{"D.C. al fine", "A|!fine!B|c!D.C.alfine!|", "ABcAB"},
		{"Fine between notes holds at once", "AB!fine!|c!D.C.!|", "ABcAB"},
		{"Fine after notes, before a bar line", "A B !fine! c d|e!D.C.!|", "ABcdeAB"},
		{"Fine at a note holds to the end of its bar", "A !fine!B c|d!D.C.!|", "ABcdABc"},
		{"Fine at a chord holds to the end of its bar", "A !fine![Bd] c|d!D.C.!|", "A[cdA[c"},
		{"Fine at the beginning of a bar", "A|!fine!B c|d!D.C.!|", "ABcdABc"},
		{"Fine after the bar line of a part", "A|\nP:B\n!fine! B c|d!D.C.!|", "ABcdABc"},
		{"no Fine before the jump", "A!fine!|B|", "AB"},
		{"D.C. al coda ignores Fine", "A!fine!|B!dacoda!|c!D.C.alcoda!|!coda!d|", "ABcABd"},
		{"D.C. al fine ignores the coda", "A!dacoda!|B!fine!|c!D.C.alfine!|!coda!d|", "ABcAB"},
		{"D.C. takes last endings and no repeats", "|:A|1 B:|2 c|d!D.C.!|e|", "ABAcdAcde"},
		{"D.S.", "A|!segno!B|c!D.S.!|d|", "ABcBcd"},
		{"D.S. to the segno before it", "A|!segno!B|!segno!c|d!D.S.!|!segno!e|", "ABcdcde"},
		{"D.S. to a segno after it", "A|B!D.S.!|!segno!c|", "ABc"},
		{"D.S. without a segno", "A|B!D.S.!|c|", "ABABc"},
		{"D.S. into an earlier part", "P:ABC\nK:C\nP:A\nA!segno!|c|\nP:B\nB|\nP:C\nd!D.S.!|", "AcBdcBd"},
		{"D.S. al coda", "G|!segno!A|B!dacoda!|c!D.S.alcoda!|!coda!d|", "GABcABd"},
		{"To Coda at a note", "A|!dacoda!B c|d!D.C.alcoda!|!coda!e|", "ABcdABce"},
		{"two coda signs", "A|B!coda!|c!D.C.!|!coda!d|", "ABcABd"},
		{"To Coda after the coda", "A|!coda!B|c!dacoda!|d!D.C.!|", "ABcdABcd"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := lay(t, c.body)
			if got, cut := playedText(l, l.Voices[0], MaxPlayed); got != c.want || cut {
				t.Errorf("%q: plays %s, want %s", c.body, got, c.want)
			}
		})
	}
}

func TestUnrollIsCut(t *testing.T) {
	l := lay(t, "|::::A|B::::|c")
	for _, c := range []struct {
		most int
		cut  bool
	}{{5, true}, {1000, false}} {
		text, cut := playedText(l, l.Voices[0], c.most)
		if cut != c.cut || len(text) > c.most {
			t.Errorf("at most %d items: %q, cut %t", c.most, text, cut)
		}
	}
}
