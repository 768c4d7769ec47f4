package abc

import (
	"strings"
	"testing"
)

// TestChordOrWords: what is a chord, what is for the eye, what was meant as a chord and
// what are words.
func TestChordOrWords(t *testing.T) {
	for want, symbols := range map[string]string{
		"played":  "C|am|G(Em)|G (Em)|G(Em/B)|c(Am)|Am;Dm|Am, Dm|C  G|G or C|G/Em|C/E/G|Am;slow|D m|D m7/F|C (b9)|G (2nd time)|G(hold)|Abb5|B♭m7♭5/F♭|D/f+|Bbb|[Am]?|C7(b9) (Em)",
		"none":    "N.C.|NC|n.c.|No Chord|(N.C.)|tacet|break|x|-",
		"for eye": "(Em)|(G7/B)|(C(b5))|(Am D)|(Am|D)",
		"unknown": "Cxyz|C7xyz|Foo|D8|H7|H|Hm|C7(x)|Am/x|A/|C7b|Gmajj|Csus7x|Cb8",
		"words": "|Fine|.Fine.|D.C. al Fine|D.S.|DC|last time|Coda|1st time|slow|Bass|Chorus|A part|Em on repeat|Bridge|Verse|Da Capo|Allegro|End|Fin|B section|" +
			"Ending|Gently|A1:|%|*|dolce|Dal Segno|Harp|Ab lib|Am is nice",
	} {
		for symbol := range strings.SplitSeq(symbols, "|") {
			c, ok := ParseChord(symbol)
			got := "words"
			switch {
			case c.Unknown && !ok:
				got = "unknown"
			case c.None:
				got = "none"
			case c.ForEye:
				got = "for eye"
			case ok:
				got = "played"
			}
			if got != want {
				t.Errorf("%q: %s, want %s: %+v", symbol, got, want, c)
			}
		}
	}
}

func TestMoveChord(t *testing.T) {
	for symbol, want := range map[string]string{
		"C": "<C>", "G(Em)": "<G>(<Em>)", "C7(b9)": "<C>7(b9)", "(Em)": "(<E>m)", "Am;Dm": "<A>m;<D>m", "D m7/F": "<D> m7/<F>", "C7/b9": "<C>7/b9",
		"C/b": "<C>/<b>", "D/f+": "<D>/<f+>", "Cadd9": "<C>add9", "C(add9)": "<C>(add9)", "G or C": "<G> or <C>", "Fine": "Fine", "B♭m7♭5/F♯": "<B♭>m7♭5/<F♯>",
		"Cxyz": "Cxyz", "N.C.": "N.C.", "[Am]?": "[<A>m]?", "G (2nd time)": "<G> (2nd time)", "G/Em": "<G>/<E>m", "Am, C/E": "<A>m, <C>/<E>",
	} {
		want = strings.Replace(want, "<Em>", "<E>m", 1)
		if got := MoveChord(symbol, func(name string) string { return "<" + name + ">" }); got != want {
			t.Errorf("%q: %q, want %q", symbol, got, want)
		}
	}
}

// FuzzChord: no text makes the reader panic; the same names are found as it reads.
func FuzzChord(f *testing.F) {
	for _, s := range []string{"C7(b9,#11)/E", "G (Em)", "(Am D)", "D m7/F", "Am;Dm", "C/E/G", "B♭m7♭5/F♭", "N.C.", "Fine", "C7(", "G or C", "(((", "A(A(A 0000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, ok := ParseChord(s)
		if ok && !c.None && (len(c.Tones) == 0 || c.Tones[0] < 0 || c.Root < 0 || c.Root > 11 || c.Bass < -1 || c.Bass > 11) {
			t.Fatalf("%q: %+v", s, c)
		}
		if got := MoveChord(s, func(name string) string { return name }); got != s {
			t.Fatalf("%q becomes %q", s, got)
		}
	})
}

func BenchmarkParseChord(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		ParseChord("F#m7(b5)/C#")
	}
}
