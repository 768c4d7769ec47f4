package transpose

import (
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/music"
)

const head = "X:1\nT:t\n"

// moved parses a tune, moves it and returns what is printed after X: and T:.
func moved(t *testing.T, text string, semitones int) string {
	t.Helper()
	tune, err := abc.Parse(head + text + "\n")
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	before := tune.String()
	got := Tune(tune, semitones).String()
	if tune.String() != before {
		t.Errorf("%q was changed to\n%s", text, tune)
	}
	return strings.TrimSuffix(strings.TrimPrefix(got, head), "\n")
}

func TestTune(t *testing.T) {
	for _, c := range []struct {
		name, text string
		semitones  int
		want       string
	}{
		{"not at all", "K:G\n^F=F|F", 0, "K:G\n^F=F|F"},
		{"up a tone", "K:G\nGABc dBAF|", 2, "K:A\nABcd ecBG|"},
		{"down a fourth", "K:G\nGABc|", -5, "K:D\nDEFG|"},
		{"down a semitone", "K:C\nC|", -1, "K:B\nB,|"},
		{"an octave", "K:C\nCc,|", 12, "K:C\ncc|"},
		{"two octaves down", "K:C\nc|", -24, "K:C\nC,|"},
		{"accidentals", "K:C\n^F=F_B|^f|", 2, "K:D\n^G=G=c|^g|"},
		{"a sign that becomes a natural", "K:F\n=B|", 7, "K:C\n^f|"},
		{"an accidental holds in the bar", "K:C\n^FFf|F|", 2, "K:D\n^GGg|G|"},
		{"a written one stays written", "K:C\n^F^F|", 2, "K:D\n^G^G|"},
		{"double accidentals", "K:C\n^^C__D|", 1, "K:Db\n^D_D|"},
		{"quarter tones", "K:C\n^/C_3/2B|", 2, "K:D\n^/D_/c|"},
		{"beyond the highest step", "K:C\nc''''''|", 2, "K:D\n=c''''''|"},
		{"a tie carries an accidental", "K:C\n^F-|F F|", 2, "K:D\n^G-|G G|"},
		{"a tied chord", "K:C\n[^FA]-|[FA] F|", 2, "K:D\n[^GB]-|[GB] G|"},
		{"a tie ends at a rest", "K:C\n^F-|z F|", 2, "K:D\n^G-|z G|"},
		{"chords", "K:C\n[CEG]2|", 4, "K:E\n[EGB]2|"},
		{"grace notes", "K:C\n{^fg[ce]z}C|", 2, "K:D\n{^ga[df]z}D|"},
		{"a chord of different lengths", "K:C\n[C2E4G]D2|", 2, "K:D\n[D2F4A]E2|"},
		{"a group of overlays", "K:C\n^F (& F|F & F|^F &) F|", 2, "K:D\n^G (& G|G & G|^G &) G|"},
		{"an overlay", "K:C\n^F F & F F|", 2, "K:D\n^G G & G G|"},
		{"a key in the body", "K:C\nF|[K:G]F|\nK:F\nB|", 2, "K:D\nG|[K:A]G|\nK:G\nc|"},
		{"a key of one voice", "V:1\nV:2\nK:C\nV:2\n[K:G]F|\nV:1\nF|", 2, "V:1\nV:2\nK:D\nV:2\n[K:A]G|\nV:1\nG|"},
		{"a key before any voice", "K:C\n[K:G]F|\nV:2\nF|", 2, "K:D\n[K:A]G|\nV:2\nG|"},
		{"no bar, other octave", "%%propagate-accidentals octave\nK:C\n^Ff|", 2, "%%propagate-accidentals octave\nK:D\n^Gg|"},
		{"own note", "K:C\n[I:propagate-accidentals not]^FF|", 2, "K:D\n[I:propagate-accidentals not]^GG|"},
		{"macros", "m:T=C^F\nK:C\nT|", 2, "K:D\nD^G|"},
		{"what does not move", "M:6/8\nK:C\n!trill!(3z|y &&\nw:a b", 2, "M:6/8\nK:D\n!trill!(3z|y &&\nw:a b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := moved(t, c.text, c.semitones); got != c.want {
				t.Errorf("%q by %d:\n%q, want\n%q", c.text, c.semitones, got, c.want)
			}
		})
	}
}

func TestKeys(t *testing.T) {
	for _, c := range []struct {
		key       string
		semitones int
		want      string
	}{
		{"C", 1, "Db"}, {"C", 6, "F#"}, {"C", 11, "B"}, {"Am", 1, "Bbm"}, {"Am", 3, "Cm"}, {"A minor", 2, "B minor"}, {"D dor", 2, "E dor"},
		{"Gmix", 5, "Cmix"}, {"Ddorian clef=bass", -2, "Cdorian clef=bass"}, {"F#", 1, "G"}, {"Cb", 1, "C"}, {"Cb", 2, "Db"},
		{"HP", 0, "HP"}, {"HP", 2, "E"}, {"Hp", -2, "C"}, {"none", 2, "none"}, {"clef=bass", 2, "clef=bass"}, {"", 2, ""},
		{"D exp ^f", 2, "E exp ^g"}, {"A =g", 2, "B =a"}, {"C ^c_B", 2, "D ^d=C"}, {"C ^f", 5, "F =b"},
	} {
		if got, _, _ := strings.Cut(strings.TrimPrefix(moved(t, "K:"+c.key+"\nz|", c.semitones), "K:"), "\n"); got != c.want {
			t.Errorf("K:%s by %d: %q, want %q", c.key, c.semitones, got, c.want)
		}
	}
}

func TestChordSymbols(t *testing.T) {
	for _, c := range []struct {
		key, symbol string
		semitones   int
		want        string
	}{
		{"C", "C", 2, "D"}, {"C", "Am7", 2, "Bm7"}, {"C", "G/B", 2, "A/C#"}, {"C", "Fmaj7", 2, "Gmaj7"}, {"C", "F#dim", 2, "Abdim"}, {"F", "Bb", 3, "Db"},
		{"C", "am/e", 2, "bm/f#"}, {"C", "G (Em)", 2, "A (F#m)"}, {"C", "G;C", -2, "F;Bb"}, {"C", "Cadd9", 2, "Dadd9"}, {"C", "N.C.", 2, "N.C."},
		{"C", "^Play C", 2, "^Play C"}, {"C", "A part", 2, "A part"}, {"C", "Fine", 2, "Fine"}, {"C", "Bb", 1, "B"}, {"C", "Cm(add9)", 2, "Dm(add9)"},
		{"C", "C7(b9)", 2, "D7(b9)"}, {"C", "C7/b9", 2, "D7/b9"}, {"C", "(Em)", 2, "(F#m)"}, {"C", "G(Em)", 2, "A(F#m)"}, {"C", "D m7/F", 2, "E m7/G"},
		{"C", "C♯7♭9/G♯", 2, "E♭7♭9/B♭"}, {"C", "D/f+", 2, "E/ab"}, {"C", "CΔ7", 2, "DΔ7"}, {"C", "Cxyz", 2, "Cxyz"}, {"C", "Db", 12, "Db"}, {"C", "C#", -12, "C#"},
		{"C", "Am;Dm/F", 2, "Bm;Em/G"}, {"C", "C  G", 2, "D  A"}, {"C", "Fbb", 2, "F"},
	} {
		text := moved(t, "K:"+c.key+"\n\""+c.symbol+"\"z|", c.semitones)
		if _, got, _ := strings.Cut(text, `"`); got != c.want+`"z|` {
			t.Errorf("%q by %d: %q, want %q", c.symbol, c.semitones, got, c.want)
		}
	}
}

// TestSounds moves every note of a chromatic scale in every key by every interval:
// it must sound exactly so much higher, and moved back as it did before.
func TestSounds(t *testing.T) {
	const scale = "C^CD^DEF^FG^GA^AB|c_d=dff_g=g_a|=A__B^^C^/E|E-|E=F-|F"
	for _, tonic := range strings.Fields("C G D A E B F# C# F Bb Eb Ab Db Gb Cb") {
		for _, mode := range []string{"", "m", "dor"} {
			tune, _ := abc.Parse(head + "K:" + tonic + mode + "\n" + scale)
			want := sounding(tune)
			for by := -36; by <= 36; by++ {
				got := sounding(Tune(tune, by))
				for i := range want {
					if got[i] != want[i]+100*by {
						t.Fatalf("K:%s%s by %d: note %d is at %d cents, want %d", tonic, mode, by, i+1, got[i], want[i]+100*by)
					}
				}
			}
		}
	}
}

// sounding returns the pitches of a tune's notes in cents. Tied notes have the
// pitch of the first.
func sounding(tune *abc.Tune) (cents []int) {
	key := tune.Key().Cents
	var bar music.Accidentals
	tied := map[int16]int{}
	for _, n := range tune.Body {
		switch n := n.(type) {
		case *abc.Bar:
			bar.Clear()
		case *abc.Note:
			at, ok := tied[n.Pitch.Step]
			if !ok || n.Pitch.Accidental.Written() {
				at = music.StepCents(int(n.Pitch.Step)) + bar.Resolve(n.Pitch, music.ScopePitch, &key)
			}
			clear(tied)
			if n.Tie {
				tied[n.Pitch.Step] = at
			}
			cents = append(cents, at)
		}
	}
	return cents
}

func TestParseInterval(t *testing.T) {
	for text, want := range map[string]int{"0": 0, "3": 3, "+2": 2, "-3": -3, "36": 36, "-36": -36} {
		if got, err := ParseInterval(text); got != want || err != nil {
			t.Errorf("%q: %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "x", "37", "-37", "1.5"} {
		if _, err := ParseInterval(text); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("%q: error %v", text, err)
		}
	}
}
