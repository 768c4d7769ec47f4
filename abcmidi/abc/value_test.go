package abc

import (
	"fmt"
	"strings"
	"testing"

	"charabanc/abcmidi/music"
)

func TestParseKey(t *testing.T) {
	for _, c := range []struct {
		text, tonic string
		mode        music.Mode
		cents       string // of C D E F G A B
		bad         string
	}{
		{"C", "C", music.Major, "[0 0 0 0 0 0 0]", ""},
		{"F# min", "F#", music.Minor, "[100 0 0 100 100 0 0]", ""},
		{"Bbm", "Bb", music.Minor, "[0 -100 -100 0 -100 -100 -100]", ""},
		{"B♭m", "Bb", music.Minor, "[0 -100 -100 0 -100 -100 -100]", ""},
		{"F♯ min", "F#", music.Minor, "[100 0 0 100 100 0 0]", ""},
		{"Gmix", "G", music.Mixolydian, "[0 0 0 0 0 0 0]", ""},
		{"D  Dorian", "D", music.Dorian, "[0 0 0 0 0 0 0]", ""},
		{"Ddor clef=bass", "D", music.Dorian, "[0 0 0 0 0 0 0]", ""},
		{"A exp ^c", "A", music.Major, "[100 0 0 0 0 0 0]", ""},
		{"A=g", "A", music.Major, "[100 0 0 100 0 0 0]", ""},
		{"^f", "", music.Major, "[0 0 0 100 0 0 0]", ""},
		{"^/f_e", "", music.Major, "[0 0 -100 50 0 0 0]", ""},
		{"none", "", music.Major, "[0 0 0 0 0 0 0]", ""},
		{"", "", music.Major, "[0 0 0 0 0 0 0]", ""},
		{"HP", "HP", music.Major, "[100 0 0 100 0 0 0]", ""},
		{"Hp", "Hp", music.Major, "[100 0 0 100 0 0 0]", ""},
		{"Bass", "", music.Major, "[0 0 0 0 0 0 0]", `unknown key "Bass" ignored`},
		{"Dhex", "D", music.Major, "[100 0 0 100 0 0 0]", `unknown key "hex" ignored`},
		{"G foo bar", "G", music.Major, "[0 0 0 100 0 0 0]", `unknown key "foo" ignored`},
		{"G :word", "G", music.Major, "[0 0 0 100 0 0 0]", ""},
		{"G mozart:word", "G", music.Major, "[0 0 0 100 0 0 0]", ""},
		{"H", "", music.Major, "[0 0 0 0 0 0 0]", `unknown key "H" ignored`},
		{"mozart:word", "", music.Major, "[0 0 0 0 0 0 0]", `unknown key "mozart:word" ignored`},
		{"^", "", music.Major, "[0 0 0 0 0 0 0]", `unknown key "^" ignored`},
	} {
		k, err := ParseKey(c.text)
		bad := ""
		if err != nil {
			bad = err.Error()
		}
		if k.Tonic != c.tonic || k.Mode != c.mode || fmt.Sprint(k.Cents) != c.cents || bad != c.bad {
			t.Errorf("%q: tonic %q, %s, %v, %s", c.text, k.Tonic, k.Mode, k.Cents, bad)
		}
	}
}

func TestParseMeter(t *testing.T) {
	for text, want := range map[string]string{
		"C": "[4]/4", "c": "[4]/4", "C|": "[2]/2", "6/8": "[6]/8", " 6 / 8": "[6]/8", "2+3/8": "[2 3]/8", "(2+3+2)/8": "[2 3 2]/8",
		"3": "[3]/4", "none": "free", "NONE": "free", "": "free", "256/256": "[256]/256",
		"257/4": "", "0/4": "", "4/0": "", "4/3": "", "4/512": "", "x": "", "4/4/4": "", "1+/4": "", "-4/4": "",
		strings.Repeat("1+", 15) + "1/4": "[1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1]/4", strings.Repeat("1+", 16) + "1/4": "",
	} {
		m, err := ParseMeter(text)
		got := ""
		switch {
		case err != nil:
		case m.Free:
			got = "free"
		default:
			got = fmt.Sprintf("%v/%d", m.Groups, m.Den)
		}
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestParseUnitLength(t *testing.T) {
	for text, want := range map[string]string{
		"1/8": "1/8", " 1 / 16": "1/16", "1": "1", "1/1": "1", "3/8": "3/8", "64/4096": "1/64",
		"": "", "0": "", "2": "", "65/8": "", "1/0": "", "1/": "", "1/4097": "", "x": "",
	} {
		f, err := ParseUnitLength(text)
		if got := f.String(); err == nil && got != want || (err != nil) != (want == "") {
			t.Errorf("%q: %s, %v; want %s", text, got, err, want)
		}
	}
}

// TestParseTempo gives the quarter notes a minute of tempos, with a unit note
// length of an eighth.
func TestParseTempo(t *testing.T) {
	for text, want := range map[string]string{
		"1/4=120": "120", "3/8=40": "60", "1/4 1/8=40": "60", "120": "60", "C=120": "60", "C3=40": "60", "c2 = 60": "60",
		`"Allegro"`: "126", `"allegro."`: "126", `"Fast"`: "no speed", `1/4=90 "Slow"`: "90", `"Slow" 1/4=90`: "90", `"Slow`: "no speed",
		"1/4=90.5": "181/2", "1/4=0.5": "", "1/4=10000": "10000", "1/4=10001": "", "1/4=1": "1", "1/4=": "", "x": "", "": "", "x=90": "", "1/4=x": "",
	} {
		tempo, err := parseTempo(text)
		got := ""
		if err == nil {
			got = "no speed"
			if rate, ok := tempo.Quarters(music.NewFraction(1, 8)); ok {
				got = rate.String()
			}
		}
		if got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestParseVoiceField(t *testing.T) {
	for _, c := range []struct {
		text, id, name string
		program, shift int
	}{
		{"1", "1", "", -1, 0}, {`T1 name="Tenor 1" clef=treble-8`, "T1", "Tenor 1", -1, -12}, {"B nm=Bass program=32 octave=-1", "B", "Bass", 32, -12},
		{"1 instrument=200 odd=1 t=2", "1", "", 127, 2},
	} {
		v, err := parseVoiceField(c.text)
		if err != nil || v.ID != c.id || v.Name != c.name || v.Program != c.program || v.Staff.Shift() != c.shift {
			t.Errorf("%q: %+v, %v", c.text, v, err)
		}
	}
}

func TestPartOrder(t *testing.T) {
	for text, want := range map[string]string{
		"ABA": "ABA", "A2B": "AAB", "(AB)3": "ABABAB", "A2(BC)2.D": "AABCBCD", "((AB)2C)2": "ABABCABABC", "A, B - C\t": "ABC",
		"": "", "1": "", "(AB": "", "AB)": "", "A!": "", "()": "",
	} {
		o, ok := parsePartOrder(text)
		got := ""
		if ok {
			got = string(o.Parts)
		}
		if got != want || ok && o.Text != text {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	if o, _ := parsePartOrder("((A99)99)99"); len(o.Parts) < maxOrder || len(o.Parts) > 2*maxOrder {
		t.Errorf("an order of %d parts", len(o.Parts))
	}
	if _, ok := parsePartOrder(strings.Repeat("(", 51) + "A" + strings.Repeat(")", 51)); ok {
		t.Error("51 brackets are an order")
	}
	tune, _ := Parse("X:1\nP:AB\nY:BA\nK:C\nP:A\nC|")
	if _, ok := tune.Header[1].(*Field).Value.(*PartOrder); !ok || tune.Header[2].(*Field).Value == nil {
		t.Error("no order in the header")
	}
	if got := tune.Body[0].(*Field).Value; got != nil {
		t.Errorf("in the body, P:A has the value %v", got)
	}
}

// TestParseChord has the tones of every kind of chord.
func TestParseChord(t *testing.T) {
	for tones, kinds := range map[string]string{
		"[0 4 7]":          ", maj M major",
		"[0 3 7]":          "m min - mi minor",
		"[0 4 7 10]":       "7 dom7",
		"[0 3 7 10]":       "m7 min7 -7 mi7",
		"[0 4 7 11]":       "maj7 M7 j7 ma7 ^7 Maj7 MA7 Δ7 Δ ∆ 7M (maj7)",
		"[0 3 7 11]":       "mM7 m(maj7) mmaj7 mmaj m(M7) m/maj7 -Δ7 mΔ -maj7 m#7 m+7",
		"[0 3 6]":          "dim d o ° m(b5) mb5 m-5 m♭5",
		"[0 3 6 9]":        "dim7 d7 o7 °7",
		"[0 3 6 10]":       "m7b5 m7(b5) ø ø7 h h7 m7-5 -7b5 m7♭5",
		"[0 4 8]":          "aug a + aug5",
		"[0 4 8 10]":       "aug7 a7 +7 7#5 7+ 7aug 7+5 7(#5) 7♯5 7(+5) 7(aug5)",
		"[0 4 6 10]":       "7b5 7-5 7(b5) 7♭5",
		"[0 5 7]":          "sus sus4 4",
		"[0 2 7]":          "sus2 2",
		"[0 5 7 10]":       "7sus 7sus4 sus7 7(sus4) sus(7)",
		"[0 5 7 10 14]":    "9sus 9sus4",
		"[0 2 7 10]":       "7sus2",
		"[0 7]":            "5 no3 power",
		"[0 4 7 9]":        "6 maj6 M6",
		"[0 3 7 9]":        "m6 min6 -6",
		"[0 4 7 9 14]":     "6/9 69 6add9 6(9)",
		"[0 3 7 9 14]":     "m6/9 m69",
		"[0 4 7 10 14]":    "9",
		"[0 3 7 10 14]":    "m9 min9 -9",
		"[0 4 7 11 14]":    "maj9 M9 ma9",
		"[0 4 7 14]":       "add9 add2 (add9) /9 /add9",
		"[0 3 7 14]":       "madd9 m(add9)",
		"[0 4 7 17]":       "add4 add11",
		"[0 4 7 10 13]":    "7b9 7(b9) 7-9",
		"[0 4 7 10 15]":    "7#9 7(#9) 7+9",
		"[0 4 7 10 14 17]": "11",
		"[0 3 7 10 14 17]": "m11",
		"[0 4 7 10 18]":    "7#11 7(#11)",
		"[0 4 7 10 14 21]": "13",
		"[0 3 7 10 14 21]": "m13",
		"[0 4 7 11 14 21]": "maj13 M13",
		"[0 4 7 11 18]":    "maj7#11 M7#11",
		"[0 4 6]":          "(b5) -5",
		"[0 4 8 11]":       "maj7#5 M7#5 +M7 aug(maj7) maj7+",
		"[0 4 8 10 13 15]": "7alt alt",
		"[0 4 7 10 13 18]": "7b9#11 7(b9,#11) 7(b9#11) 7♭9♯11 7/b9/#11",
		"[0 4 8 10 13]":    "7b9#5 7#5b9 7(#5,b9) 7+b9",
		"[0 4 7 10 14 18]": "9#11 9(#11)",
		"[0 4 7 10 13 21]": "13b9 13(b9)",
		"[0 4 7 10 14 20]": "9b13",
		"[0 4 8 10 14]":    "9#5 aug9 +9 9+",
		"[0 3 7 11 14]":    "mM9 m(maj9) mmaj9",
		"[0 3 6 11]":       "dim(maj7) °M7",
		"[0 3 6 10 14]":    "ø9 m9b5",
		"[0 5 7 10 14 21]": "13sus4 13sus",
		"[0 2 5 7]":        "sus2sus4 sus24",
		"[0 7 10]":         "7no3 7omit3 7(no3) 7(omit3)",
		"[0 4 10]":         "7no5 7(omit5)",
		"[0 3 8]":          "m#5 m(#5) m+5 m+",
		"[0 3 7 8]":        "mb6 m(b6)",
		"[0 3 7 10 17]":    "m7add11 m7(11)",
	} {
		for _, kind := range strings.Fields(kinds) {
			if kind == "," {
				kind = ""
			}
			symbols := []string{"D" + kind, "D" + kind + "/A"}
			for i, symbol := range symbols {
				c, ok := ParseChord(symbol)
				bass := int8(-1)
				if i+1 == len(symbols) {
					bass = 9
				}
				if got := fmt.Sprint(c.Tones); !ok || c.Root != 2 || c.Bass != bass || c.None || c.Words || got != tones {
					t.Errorf("%s: %+v, want %s", symbol, c, tones)
				}
			}
		}
	}
	for _, c := range []struct {
		text       string
		root, bass int8
		minor      bool
	}{
		{"C/E", 0, 4, false}, {"Cm/Bb", 0, 10, true}, {"F#m7/C#", 6, 1, true}, {"Cb", 11, -1, false}, {"B#", 0, -1, false}, {"E♭", 3, -1, false},
		{"F♯m", 6, -1, true}, {"G=", 7, -1, false}, {"am", 9, -1, true}, {"[Am]?", 9, -1, true}, {"G (Em)", 7, -1, false},
		{"Em;C", 4, -1, true}, {"Em, C", 4, -1, true}, {"G or C", 7, -1, false}, {"Am/G7", 9, -1, true}, {"C6/9", 0, -1, false},
	} {
		got, ok := ParseChord(c.text)
		if !ok || got.Root != c.root || got.Bass != c.bass || (got.Tones[1] == 3) != c.minor {
			t.Errorf("%q: %+v, %t", c.text, got, ok)
		}
	}
	for _, text := range []string{"N.C.", "NC", "n.c.", "No Chord", "-", "x"} {
		if c, ok := ParseChord(text); !ok || !c.None {
			t.Errorf("%q: %+v, %t", text, c, ok)
		}
	}
	for _, text := range []string{"", "Fine", "H", "A part", "Bridge", "Chorus", "Am/x", "Am" + strings.Repeat("m", maxChordSymbol)} {
		if c, ok := ParseChord(text); ok {
			t.Errorf("%q: %+v", text, c)
		}
	}
	if _, ok := ParseChord("Am" + strings.Repeat(" ", maxChordSymbol-3) + "D"); !ok {
		t.Error("the longest chord symbol is not read")
	}
}

func TestDecorations(t *testing.T) {
	for _, c := range []struct{ text, name string }{
		{"!trill!", "trill"}, {"!tr!", "trill"}, {"!<(!", "crescendo("}, {"!D.C. al Fine!", "D.C.alfine"}, {"!D.C.alfine!", "D.C.alfine"}, {"!emphasis!", "accent"},
		{"!unheard-of!", "unheard-of"}, {"~", "roll"}, {"T", "trill"}, {"u", "upbow"}, {"H", "fermata"}, {"h", ""}, {"+segno+", "segno"},
	} {
		tune, err := Parse("X:1\nK:C\n" + c.text + "C")
		list := nodesOf[*Decoration](tune)
		if err != nil || len(list) != 1 || list[0].Name != c.name || (list[0].Letter == 0) != (len(c.text) > 1) {
			t.Errorf("%s: %v, %v", c.text, list, err)
		}
	}
	for field, want := range map[string]string{
		"T=!fermata!": "fermata", "T = +fermata+": "fermata", "T=!tr!": "trill", "T=!nil!": "", "T=!none!": "", `T="^x"`: `"^x"`, "T=unknown": "unknown",
	} {
		var s symbolTable
		if !s.redefine(field) || s.name('T') != want || s.name('u') != "upbow" {
			t.Errorf("U:%s: %q, want %q", field, s.name('T'), want)
		}
	}
	for _, field := range []string{"", "T", "T=", ".=!trill!", "C=!trill!", "TT=!trill!", "=x", "z=!trill!"} {
		if s := (symbolTable{}); s.redefine(field) {
			t.Errorf("U:%s is taken", field)
		}
	}
}

func TestParseSymbolLine(t *testing.T) {
	bar, skip := LineSymbol{Bar: true}, LineSymbol{}
	want := []LineSymbol{{Chord: "Am"}, skip, {Decoration: "trill"}, bar, skip, {Decoration: "upbow"}, skip}
	if got := ParseSymbolLine(`"Am" * !tr! | "^slow" u h ;`); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", got, want)
	}
}
