package abc

import (
	"strings"
	"testing"

	"charabanc/abcmidi/music"
)

// TestPrint: each line of music has one canonical form, which is printed as it is.
func TestPrint(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"A  B\tc", "A B c"}, {"A`B", "AB"}, {"A2/4B//c3/3", "A/B/4c"}, {"|:A:||:B:|", "|:A::B:|"}, {"A::B", "A::B"},
		{"A:|:B", "A::B"}, {"A::|::B", "A::|::B"}, {"A|||B", "A||B"}, {"A.|B[|]C[|D|]", "A.|B[|]C[|D|]"}, {"|1A:|2B|[3C", "|1A:|2B| [3C"},
		{"|[1A", "| [1A"}, {"|1. .A", "|1 .A"}, {". |A", ". |A"}, {".(A)", ".(A)"}, {". (A)", ". (A)"}, {". (3ABc", ". (3ABc"},
		{"A>>B<<C > > D", "A>>B<<C > > D"}, {"A && B & & C", "A && B & & C"}, {"Y ::", "Y ::"}, {"A!B", "A$B"}, {"A $ B", "A $B"},
		{"(3:2:3ABc(3::2AB(3:2ABc", "(3:2:3ABc(3::2AB(3:2ABc"}, {"(3 | A", "(3 | A"}, {"\"C\"A \"^x\"B", "\"C\"A \"^x\"B"},
		{"A %x\nB", "A %x\nB"}, {"A\\ % x\nB", "A\\ % x\nB"}, {"%%x\nA", "%%x\nA"}, {"% %x\nA", "% %x\nA"}, {"A\nw: |x\nM:  3/4", "A\nw: |x\nM:3/4"},
		{"A[M: 3/4 ]B", "A[M:3/4]B"}, {"%%begintext\nx  y\n%%endtext\nA", "%%begintext\nx  y\n%%endtext\nA"}, {"  A\n\\\nB", "A\nB"},
		{"(&C|D&E|F&)", "(&C|D&E|F&)"}, {"A<\x01Br A>B", "A< Br A>B"}, {"A<\x01p A>B A<B>C", "A< p A>B A<B>C"},
		{"( & C & ) D", "( & C & ) D"},
	} {
		const head = "X:1\nK:C\n"
		tune, _ := Parse(head + c.text + "\n")
		got := strings.TrimPrefix(tune.String(), head)
		if got != c.want+"\n" {
			t.Errorf("%q is printed %q, want %q", c.text, got, c.want)
		}
		again, _ := Parse(tune.String())
		if again.String() != tune.String() {
			t.Errorf("%q is printed %q, and that %q", c.text, tune, again)
		}
	}
	for _, c := range []struct{ text, want string }{
		{"", "X:1\nK:C\n"}, {"T:t\nK:G\nA", "X:1\nT:t\nK:G\nA\n"}, {"X:3\nT:t\nm:T=A\nK:G\nT", "X:3\nT:t\nK:G\nA\n"},
	} {
		if tune, _ := Parse(c.text); tune.String() != c.want {
			t.Errorf("%q is printed %q, want %q", c.text, tune, c.want)
		}
	}
}

func TestBars(t *testing.T) {
	for text, want := range map[string]string{
		"|": "|", "||": "||", "|||": "||", "|]": "|]", "[|": "[|", "[|]": "[|]", ".|": ".|", "|:": "|:", ":|": ":|", ":|]": ":|", "[|:": "|:",
		"::": "::", ":|:": "::", ":||:": "::", "::::": "::|::", "|::": "|::", "::|": "::|", ":|::": ":|::", ":::": "::", ":]": ":|",
	} {
		tune, err := Parse("X:1\nK:C\nAC" + text + "C")
		bars := nodesOf[*Bar](tune)
		if len(bars) != 1 || bars[0].String() != want || err != nil {
			t.Errorf("%s: %v, %v; want %s", text, bars, err, want)
		}
	}
}

// TestUnknownValues: printing a node with values that no text gives does not panic.
func TestUnknownValues(t *testing.T) {
	for _, b := range []*Bar{{Style: 99}, {Style: 255, Start: -1, End: -1}, {Start: 1, End: -3}, {Start: -3, End: 1}} {
		if got := b.String(); !strings.Contains(got, "|") {
			t.Errorf("%+v: %q", b, got)
		}
	}
	if got := (&Ending{}).String(); got != "" {
		t.Errorf("an ending without numbers: %q", got)
	}
	tune := &Tune{
		Header: []Node{&Field{Key: 'I', Form: 99, Text: "begintext", Span: Span{2, 50}}, &Field{Key: 'I', Form: PercentField, Text: "begintext", Span: Span{2, 50}}},
		Body: []Node{
			&Overlay{Bars: -1}, &Broken{Dots: -2}, &Tuplet{P: -1}, &Bar{Style: 77}, &Rest{Length: music.NewFraction(-1, 3)}, &Spacer{},
			&Note{Pitch: music.Pitch{Step: -300, Accidental: music.Accidental{Num: -128, Den: -1}}}, &Chord{}, &Grace{}, &Slur{}, &Symbol{}, &Decoration{},
			&LineEnd{Joined: true}, &Comment{}, &MacroUse{}, &Field{Form: InlineField}, &Space{},
		},
	}
	if tune.String() == "" {
		t.Error("nothing is printed")
	}
	if got := (Position{}).String(); got != "0:0" {
		t.Errorf("the zero Position is %s", got)
	}
}

func TestEndingString(t *testing.T) {
	for _, c := range []struct {
		numbers []int
		want    string
	}{
		{[]int{1}, "1"}, {[]int{1, 2}, "1,2"}, {[]int{1, 2, 3}, "1-3"}, {[]int{1, 3, 4, 5, 7, 8, 100}, "1,3-5,7,8,100"},
	} {
		if got := (&Ending{Numbers: c.numbers}).String(); got != c.want {
			t.Errorf("%v: %s, want %s", c.numbers, got, c.want)
		}
	}
}

func TestAppendLength(t *testing.T) {
	for _, c := range []struct {
		num, den int64
		want     string
	}{{1, 1, ""}, {2, 1, "2"}, {1, 2, "/"}, {3, 2, "3/"}, {1, 4, "/4"}, {3, 4, "3/4"}, {15, 1, "15"}} {
		if got := string(AppendLength(nil, music.NewFraction(c.num, c.den))); got != c.want {
			t.Errorf("%d/%d: %q, want %q", c.num, c.den, got, c.want)
		}
	}
}

func TestAppendPitch(t *testing.T) {
	for _, text := range []string{"C", "B", "c", "b", "C,", "B,,", "c'", "b''", "^C", "__c", "=f", "^/g", "_3/A", "^5/3B,"} {
		tune, _ := Parse("X:1\nK:C\n" + text)
		p := nodesOf[*Note](tune)[0].Pitch
		if got := string(AppendPitch(nil, p)); got != text {
			t.Errorf("%s is written %s", text, got)
		}
	}
}

// TestMicrotones: an accidental of any number of cents is written so that it is
// read as the same number.
func TestMicrotones(t *testing.T) {
	for cents := -198; cents <= 198; cents++ {
		text := string(appendAccidental(nil, music.AccidentalOf(cents)))
		if got := parseAccidental(text).Cents(); got != cents {
			t.Errorf("%d cents are written %s, which is %d cents", cents, text, got)
		}
	}
}
