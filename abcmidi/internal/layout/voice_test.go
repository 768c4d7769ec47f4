package layout

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
)

// describe writes the notes and rests of a voice as key/length, z for a rest, tones joined
// by +, with ~ after a tied tone and .n in layer n.
func describe(v *Voice) string {
	var words []string
	for i := range v.Items {
		it := &v.Items[i]
		if !it.Lasts() {
			continue
		}
		var tones []string
		for _, tone := range it.Tones {
			s := fmt.Sprint(tone.Cents / 100)
			if rest := tone.Cents % 100; rest != 0 {
				s += fmt.Sprintf("c%d", rest)
			}
			if tone.Tie {
				s += "~"
			}
			tones = append(tones, s)
		}
		s := strings.Join(tones, "+")
		if it.Kind == ItemRest {
			s = "z"
		}
		s += "/" + it.Length.String()
		if it.Layer > 0 {
			s += fmt.Sprintf(".%d", it.Layer)
		}
		words = append(words, s)
	}
	return strings.Join(words, " ")
}

func TestNotes(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"notes", "CD2E/2", "60/1 62/2 64/1/2"},
		{"key", "K:D\nFC", "66/1 61/1"},
		{"accidental to the bar line", "^FF|F", "66/1 66/1 65/1"},
		{"a key ends accidentals", "^FF[K:C]F", "66/1 66/1 65/1"},
		{"a meter does not", "^FF[M:3/4]F", "66/1 66/1 66/1"},
		{"tie", "C-C", "60~/1 60/1"},
		{"chord", "[CE2G]2", "60+64+67/2"},
		{"tied chord", "[CE]-[CE-]", "60~+64~/1 60+64~/1"},
		{"rests", "z2 Z X2", "z/2 z/4 z/8"},
		{"a bar of rest in free meter", "M:none\nZ", "z/4"},
		{"quarter tone", "^/C _/D", "60c50/1 61c50/1"},
		{"transposed", "K:C transpose=2\nC", "62/1"},
		{"clef of an octave", "K:C treble-8\nC", "48/1"},
		{"%%MIDI transpose and rtranspose", "%%MIDI transpose 2\n%%MIDI rtranspose 1\nC", "63/1"},

		{"broken", "A>B A<B A>>B A<<<B", "69/3/2 71/1/2 69/1/2 71/3/2 69/7/4 71/1/4 69/1/8 71/15/8"},
		{"broken by %%MIDI ratio", "%%MIDI ratio 2 1\nA>B A<B A>>B", "69/4/3 71/2/3 69/2/3 71/4/3 69/7/4 71/1/4"},
		{"broken before the first note", ">AB", "69/1 71/1"},
		{"triplet", "(3ABcd", "69/2/3 71/2/3 72/2/3 74/1"},
		{"duplet", "(2ABc", "69/3/2 71/3/2 72/1"},
		{"quintuplet, simple and compound", "(5ABcde[M:6/8](5ABcde", "69/2/5 71/2/5 72/2/5 74/2/5 76/2/5 69/3/5 71/3/5 72/3/5 74/3/5 76/3/5"},
		{"p:q:r", "(3:2:4ABcde", "69/2/3 71/2/3 72/2/3 74/2/3 76/1"},
		{"nested", "(3:2:5A(3Bcde", "69/2/3 71/4/9 72/4/9 74/4/9 76/2/3"},
		{"a tuplet cut short", "(3A2B(3cdef", "69/4/3 71/2/3 72/2/3 74/2/3 76/2/3 77/1"},

		{"overlay", "C4 & E4 | F4", "60/4 64/4.1 65/4"},
		{"two overlays", "C4 & E4 & G4 | F4", "60/4 64/4.1 67/4.2 65/4"},
		{"group of overlays", "(& C4 | D4 & E4 | F4 &) | G4", "60/4 62/4 64/4.1 65/4.1 67/4"},
		{"group of overlays, bar lines before the signs", "(& C4 | D4 | & E4 | F4 | &) G4", "60/4 62/4 64/4.1 65/4.1 67/4"},
		{"group of several overlays", "(& C4 | D4 & E4 | F4 & G4 | A4 &) | B4", "60/4 62/4 64/4.1 65/4.1 67/4.2 69/4.2 71/4"},
		{"group within a bar", "C2 (& D2 & E2 &) F2 | G4", "60/2 62/2 64/2.1 65/2 67/4"},
		{"group over lines", "(& C4 | D4\n& E4 |\nF4 &) |\nG4", "60/4 62/4 64/4.1 65/4.1 67/4"},
		{"accidentals of a group", "^C2 (& D2 & C2 ^D2 | D2 &) C2 D2", "61/2 62/2 60/2.1 63/2.1 62/2.1 61/2 62/2"},
		{"(& without its &)", "(& C4 & E4 | F4", "60/4 64/4.1 65/4"},
		{"&) without its (&", "C4 & E4 &) | F4", "60/4 64/4.1 65/4"},
		{"group in a group", "(& C4 | (& D4 & E4 | F4 &) | G4", "60/4 62/4 64/4.1 65/4.1 67/4"},
		{"groups of two voices", "V:1\n(& C4 |\nV:2\nc4 | c4 |\nV:1\nD4 & E4 | F4 &) | G4", "60/4 62/4 64/4.1 65/4.1 67/4"},
		{"overlay of two bars", "C4 | D4 && E4 | F4 | G4", "60/4 62/4 64/4.1 65/4.1 67/4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := lay(t, c.body).Voices[0]
			v.Measure()
			if got := describe(v); got != c.want {
				t.Errorf("%q: %s, want %s", c.body, got, c.want)
			}
		})
	}
}

// TestVoices: which voice music and fields belong to.
func TestVoices(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"none", "C", "1: 60/1"},
		{"in the body", "V:a\nC\nV:b\nD\nV:a\nE", "a: 60/1 64/1 b: 62/1"},
		{"in the header", "V:a\nV:b\nK:C\nV:b\nD", "b: 62/1"},
		{"music before V: is the first voice's", "V:a\nV:b\nK:C\nC\n[V:b]D", "a: 60/1 b: 62/1"},
		{"a voice without notes", "V:a\nC|\nV:b\n|", "a: 60/1"},
		{"a voice of rests", "V:a\nz", "a: z/1"},
		{"a key before any voice is for all", "K:C\nK:D\nV:a\nF\nV:b\nF", "a: 66/1 b: 66/1"},
		{"a key in a voice is that voice's", "K:C\nV:a\nK:D\nF\nV:b\nF", "a: 66/1 b: 65/1"},
		{"a voice's octave, and the key after it", "V:a octave=-1\nK:D\nV:a\nF", "a: 54/1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, v := range lay(t, c.body).Voices {
				got = append(got, v.ID+": "+describe(v))
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("%q: %s, want %s", c.body, s, c.want)
			}
		})
	}
}

// TestHeader: what the header gives the voices, as unit note length, tempo and program.
func TestHeader(t *testing.T) {
	for _, c := range []struct{ name, header, want string }{
		{"nothing", "", "1: 1/8 0 -1"},
		{"L: by the meter", "M:2/4\n", "1: 1/16 0 -1"},
		{"L: before M:", "L:1/4\nM:2/4\n", "1: 1/4 0 -1"},
		{"Q: counts L:", "Q:60\nL:1/4\n", "1: 1/4 60 -1"},
		{"program before any V:", "I:MIDI program 5\nV:1\nV:2\n", "1: 1/8 0 5 2: 1/8 0 5"},
		{"program after a V:", "V:1\nI:MIDI program 5\nV:2\n", "1: 1/8 0 5 2: 1/8 0 -1"},
		{"program of V:", "V:1\nV:2 program=7\n", "1: 1/8 0 -1 2: 1/8 0 7"},
	} {
		tune, _ := abc.Parse("X:1\n" + c.header + "K:C\n" + strings.Repeat("[V:1]C|[V:2]C|", strings.Count(c.header, "V:")/2) + "C|\n")
		var got []string
		for _, v := range Lay(tune).Voices {
			s := v.Items[slices.IndexFunc(v.Items, func(it Item) bool { return it.Lasts() })].Setting
			got = append(got, fmt.Sprintf("%s: %s %s %d", v.ID, s.wholeUnit, s.Tempo, s.MIDI.Program))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s, want %s", c.name, s, c.want)
		}
	}
}

// TestOrderAndRhythm: P: counts more than the Y: of the Nottingham corpus.
func TestOrderAndRhythm(t *testing.T) {
	for header, want := range map[string]string{"P:AB\n": "AB", "Y:BA\n": "BA", "P:AB\nY:BA\n": "AB", "Y:BA\nP:AB\n": "AB"} {
		tune, _ := abc.Parse("X:1\n" + header + "R:jig\nK:C\nC\n")
		l := Lay(tune)
		if got := string(l.Order.Parts); got != want || l.Rhythm != "jig" {
			t.Errorf("%q: order %s, want %s; rhythm %s", header, got, want, l.Rhythm)
		}
	}
}

// TestControls: the messages of %%MIDI control and pitchbend.
func TestControls(t *testing.T) {
	for text, want := range map[string]string{
		"control 7 100": "[176 7 100]", "pitchbend 0 127": "[224 0 127]",
		"control 128 100": "", "control 7 128": "", "control 7": "", "control x 1": "",
	} {
		got := ""
		for _, it := range lay(t, "%%MIDI "+text+"\nC").Voices[0].Items {
			if it.Kind == ItemControl {
				got += fmt.Sprint(it.Message)
			}
		}
		if got != want {
			t.Errorf("%%%%MIDI %s: message %s, want %s", text, got, want)
		}
	}
}

func TestVoiceNames(t *testing.T) {
	l := lay(t, "V:1 name=\"Fiddle\"\nV:2\nK:C\n[V:1]C|[V:2]C|")
	if l.Voices[0].Name != "Fiddle" || l.Voices[1].Name != "" {
		t.Errorf("names %q and %q, want Fiddle and none", l.Voices[0].Name, l.Voices[1].Name)
	}
}

func TestTooManyVoices(t *testing.T) {
	for _, c := range []struct {
		voices  int
		crowded bool
	}{{MaxVoices, false}, {MaxVoices + 1, true}} {
		var body strings.Builder
		for i := range c.voices {
			fmt.Fprintf(&body, "V:%d\nC\n", i)
		}
		if l := lay(t, body.String()); l.Crowded != c.crowded || len(l.Voices) != MaxVoices {
			t.Errorf("%d voices: %d laid out, crowded %t", c.voices, len(l.Voices), l.Crowded)
		}
	}
}

func TestLyrics(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"syllables", "CDE\nw:a b c", "a,b,c"},
		{"hyphens", "CDE\nw:a-b c", "a-,b,c"},
		{"a second hyphen holds", "CDE\nw:a--b", "a-,,b"},
		{"a hyphen after a blank holds", "CDE\nw:a - b", "a,,b"},
		{"_ holds, * leaves out", "CDEF\nw:a_*b", "a,,,b"},
		{"| goes on to the bar line", "CD|E\nw:a|b", "a,,b"},
		{"| without a bar line", "CD\nw:a|b", "a,"},
		{"P: is not a bar line", "CD[P:B]EF|G\nw:a|b", "a,,,,b"},
		{"~ and \\-", "CD\nw:a~b c\\-d", "a b,c-d"},
		{"control characters", "CD\nw:a\x07b \x00c", "ab,c"},
		{"rests have none", "Cz D\nw:a b", "a,,b"},
		{"two verses", "CD\nw:a b\nw:c", "a/c,b"},
		{"the second line of music", "C\nw:a\nDE\nw:b c", "a,b,c"},
		{"too many syllables", "C\nw:a b", "a"},
		{"two lines of music before w:", "CD|\nEF|\nw:a b c d", "a,b,c,d"},
		{"each has its own", "CD|\nw:a b\nEF|\nw:c d", "a,b,c,d"},
		{"the next w: begins after the notes of the last", "CD|\nw:a\nEF|\nw:b c", "a,,b,c"},
		{"an empty w: leaves its notes out", "CD|\nw:a b\nEF|\nw:\nGA|\nw:c d", "a,b,,,c,d"},
		{"two verses of two lines", "CD|\nEF|\nw:a b c d\nw:e f g h", "a/e,b/f,c/g,d/h"},
		{"verses with a field between", "CD|\nw:a b\nK:G\nw:c d", "a/c,b/d"},
		{"| over two lines", "CD|\nEF|\nw:a|b", "a,,b,"},
		{"groups of overlays are disregarded", "(& C|D & E|F &)|G\nw:a b c", "a,b,,,c"},
		{"overlays are disregarded", "CD&EF|G\nw:a b c", "a,b,,,c"},
	} {
		v := lay(t, c.body).Voices[0]
		var got []string
		for i := range v.Items {
			if !v.Items[i].Lasts() {
				continue
			}
			syllables := ""
			if x := v.Items[i].Extra; x != nil {
				syllables = strings.Join(x.Lyrics, "/")
			}
			got = append(got, syllables)
		}
		if s := strings.Join(got, ","); s != c.want || !v.HasLyrics {
			t.Errorf("%s: %q sings %s, want %s", c.name, c.body, s, c.want)
		}
	}
}

func TestExcess(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{"C\nw:a", "[]"},
		{"CD\nw:a", "[]"},
		{"C\nw:a b-c", "[{26 2}]"},
		{"C\nw:a\nw:b c", "[{30 1}]"},
		{"C\nw:a * _ |", "[]"},
		{"w:a\nC", "[{24 1}]"},
		{"C&D|\nw:a b", "[]"},
	} {
		var got []Excess
		for _, v := range lay(t, c.body).Voices {
			got = append(got, v.Excess...)
		}
		if s := fmt.Sprint(got); s != c.want {
			t.Errorf("%q: %s, want %s", c.body, s, c.want)
		}
	}
}

func TestSymbolLines(t *testing.T) {
	v := lay(t, "CD|\nEF|\ns:\"G\"*\"C\"|\nGA|\ns:*!f!").Voices[0]
	var got []string
	for i := range v.Items {
		if it := &v.Items[i]; it.Symbol != nil || it.Extra != nil {
			symbol := ""
			if it.Symbol != nil {
				symbol = fmt.Sprint(it.Symbol.Root)
			}
			got = append(got, fmt.Sprint(i, symbol))
		}
	}
	if s := strings.Join(got, ","); s != "07,30,7" {
		t.Errorf("symbols at %s", s)
	}
}

func TestTooManyVerses(t *testing.T) {
	v := lay(t, "C"+strings.Repeat("\nw:a", maxVerses+1)).Voices[0]
	if n := len(v.Items[0].Extra.Lyrics); n != maxVerses {
		t.Errorf("%d verses, want %d", n, maxVerses)
	}
}

func TestSymbolLine(t *testing.T) {
	v := lay(t, "CD|E\ns:\"Am\" !trill! | !f!").Voices[0]
	v.Measure()
	if c := v.Items[0].Symbol; c == nil || c.Root != 9 {
		t.Errorf("no Am at the first note: %v", c)
	}
	if v.Items[1].Decorations != DecoTrill {
		t.Error("no trill at the second note")
	}
	if x := v.Items[3].Extra; x == nil || x.dynamic != "f" {
		t.Error("no dynamic after the bar line")
	}
}

// TestShareSigns: voices without signs are played with those of the first voice that has
// them.
func TestShareSigns(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"repeat", "V:1\n|:A|B:|\nV:2\nc|d|", "ABAB cdcd"},
		{"each voice has a |: of its own", "V:1\n|:A|B:|\nV:2\nc|:d:|", "ABB cdd"},
		{"endings", "V:1\n|:A|1B:|2c|\nV:2\nd|e|f|", "ABAc dedf"},
		{"from the second voice", "V:1\nA|B|\nV:2\n|:c|d:|", "ABAB cdcd"},
		{"a sign within a note", "V:1\n|:A:|B|\nV:2\nc2|d|", "AAB ccd"},
		{"parts", "P:BA\nK:C\nV:1\nP:A\nA|\nP:B\nB|\nV:2\nc|d|", "BA dc"},
		{"D.C.", "V:1\nA|B!D.C.!|c|\nV:2\nd|e|f|", "ABABc dedef"},
		{"Fine", "V:1\nA|B!fine!|c!D.C.!|\nV:2\nd|e|f|", "ABcAB defde"},
		{"segno after the bar line", "V:1\nA|!segno!B|c!D.S.!|\nV:2\nd|e|f|", "ABcBc defef"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := lay(t, c.body)
			l.ShareSigns()
			var got []string
			for _, v := range l.Voices {
				text, _ := playedText(l, v, MaxPlayed)
				got = append(got, text)
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("%q: plays %s, want %s", c.body, s, c.want)
			}
		})
	}
}

// TestShareSignsMergesBarLines: a bar line that both voices have is not there twice.
func TestShareSignsMergesBarLines(t *testing.T) {
	l := lay(t, "V:1\n|:A|B:|\nV:2\n|c|d|")
	l.ShareSigns()
	var bars []string
	for _, b := range l.Voices[1].Measure() {
		bars = append(bars, b.Length.String())
	}
	if s := strings.Join(bars, " "); s != "0 1 1 0" {
		t.Errorf("bars %s, want 0 1 1 0", s)
	}
}

// TestReleaseServesTheNextLayout lays tunes out in memory that was used before.
func TestReleaseServesTheNextLayout(t *testing.T) {
	bodies := []string{"K:D\n|:F>A \"G\"{c}!f!B (3cde|1 f:|2 g|]\nw:a b", "C & E|", "V:1\nP:A\n|:C:|\nV:2\nz"}
	text := func(body string) string {
		l := lay(t, body)
		defer l.Release()
		var b strings.Builder
		for _, v := range l.Voices {
			bars := v.Measure()
			played, _ := v.Unroll(l.Order, MaxPlayed)
			fmt.Fprintln(&b, v.ID, describe(v), bars, played, v.HasLyrics, len(v.Items))
			for i := range v.Items {
				it := v.Items[i]
				fmt.Fprint(&b, it.Kind, it.Velocity, it.Symbol != nil, it.Extra != nil, it.StartsLine, " ")
			}
		}
		return b.String()
	}
	var want []string
	for _, body := range bodies {
		want = append(want, text(body))
	}
	for i := range 3 * len(bodies) {
		if got := text(bodies[i%len(bodies)]); got != want[i%len(bodies)] {
			t.Errorf("%q in used memory:\n%swant:\n%s", bodies[i%len(bodies)], got, want[i%len(bodies)])
		}
	}
}

func ExampleLay() {
	tune, _ := abc.Parse("X:1\nT:t\nM:4/4\nL:1/4\nK:G\n|:G A F>G:|\n")
	l := Lay(tune)
	l.ShareSigns()
	for _, v := range l.Voices {
		for _, bar := range v.Measure() {
			fmt.Println("bar of", bar.Length)
		}
		played, _ := v.Unroll(l.Order, MaxPlayed)
		for _, s := range played {
			for _, it := range v.Items[s.From:s.To] {
				if it.Kind == ItemSound {
					fmt.Print(it.Tones[0].Cents/100, "/", it.Length, " ")
				}
			}
		}
	}
	l.Release()
	// Output:
	// bar of 0
	// bar of 4
	// bar of 0
	// 67/1 69/1 66/3/2 67/1/2 67/1 69/1 66/3/2 67/1/2
}
