package abcmidi_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/smf"
	"charabanc/abcmidi/transpose"
	"charabanc/data"
)

// The fifteen points on which converters of ABC differ, each with a test of
// its own. Where a point has many cases they are tunes of testdata; here
// stand those that a person asks about first.

// played writes a tune's melody as "onset:key/duration", voices parted by a
// bar.
func played(t *testing.T, body string, o score.Options) string {
	t.Helper()
	if !strings.HasPrefix(body, "X:") {
		body = "X:1\nT:t\nM:4/4\nL:1/4\n" + body
	}
	tune, _ := abc.Parse(body)
	s, _ := play.Play(tune, o)
	return abctest.Voices(s, score.Melody)
}

// keys writes only which keys sound, in order.
func keys(t *testing.T, body string) string {
	t.Helper()
	var words []string
	for _, w := range strings.Fields(played(t, body, score.Options{})) {
		if _, key, ok := strings.Cut(w, ":"); ok {
			key, _, _ = strings.Cut(key, "/")
			words = append(words, key)
		}
	}
	return strings.Join(words, " ")
}

type playedCase struct{ name, body, want string }

func holdKeys(t *testing.T, cases []playedCase) {
	t.Helper()
	for _, c := range cases {
		if got := keys(t, c.body); got != c.want {
			t.Errorf("%s: %q plays %s, want %s", c.name, c.body, got, c.want)
		}
	}
}

func TestPoint01EveryTuneConverts(t *testing.T) {
	var voices strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&voices, "V:%d\nC|\n", i)
	}
	for _, text := range []string{
		"X:1\nP:" + strings.Repeat("A", 1000) + "\nK:C\nP:A\n" + voices.String(),
		"", "\n\n", "X:1", "K:C", "X:1\nK:C\n", "|:::|||[|]", "((((((", "[[[[[", "{{{{", "\"\"\"", "X:1\nK:C\n" + strings.Repeat("(3", 1000),
		"X:1\nK:C\n" + strings.Repeat("[", 5000), "X:1\nP:" + strings.Repeat("(", 500) + "\nK:C\nP:A\nC", "X:1\nK:C\nC" + strings.Repeat("'", 5000),
		"X:1\nP:((((A9999)9999)9999)9999)9999\nK:C\nP:A\n|:CDEF:|", "X:1\nP:" + strings.Repeat("()99999999", 3000) + "A\nK:C\nP:A\nC",
		"X:1\nm:C=" + strings.Repeat("D", 5000) + "\nK:C\n" + strings.Repeat("C", 5000), "\xff\xfe\x00", "X:1\nK:C\nC-", "X:1\nK:C\nA>", "X:1\nK:C\n&&&&C", "X:1\nK:C\n" + strings.Repeat("C,", 1<<19),
	} {
		tune, _ := abc.Parse(text)
		s, _ := play.Play(tune, score.Options{})
		var buf bytes.Buffer
		if err := smf.Write(&buf, s, smf.Options{}); err != nil {
			t.Errorf("%.40q: %v", text, err)
		}
		if _, err := abctest.StrictSMF(buf.Bytes()); err != nil {
			t.Errorf("%.40q: %v", text, err)
		}
	}
}

func TestPoint02ExactTicks(t *testing.T) {
	for _, c := range []struct {
		body     string
		division int
		on       []int64
	}{
		{"K:C\nC D E F|", 480, []int64{0, 480, 960, 1440}},
		{"K:C\n(3CDE (5CDEFG C|", 480, []int64{0, 320, 640, 960, 1152, 1344, 1536, 1728, 1920}},
		{"K:C\n(7:4CDEFGAB|", 3360, []int64{0, 1920, 3840, 5760, 7680, 9600, 11520}},
		{"K:C\n(3:2:5C(3DEFG|", 1440, []int64{0, 960, 1600, 2240, 2880}},
		{"K:C\nC/128 D/64 E|", 960, nil},
	} {
		tune, _ := abc.Parse("X:1\nT:t\nM:4/4\nL:1/4\n" + c.body)
		s, _ := play.Play(tune, score.Options{})
		var buf bytes.Buffer
		if err := smf.Write(&buf, s, smf.Options{}); err != nil {
			t.Fatal(err)
		}
		file, err := abctest.StrictSMF(buf.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if file.Division%c.division != 0 || file.Division < 480 {
			t.Errorf("%s: division %d, want a multiple of %d", c.body, file.Division, c.division)
		}
		for i, on := range c.on {
			if got := file.Tracks[1].Notes[i].On; got*int64(c.division) != on*int64(file.Division) {
				t.Errorf("%s: note %d at %d of %d, want %d of %d", c.body, i, got, file.Division, on, c.division)
			}
		}
		for i, n := range file.Tracks[1].Notes {
			if i > 0 && n.On != file.Tracks[1].Notes[i-1].Off {
				t.Errorf("%s: note %d begins at %d, the one before ends at %d", c.body, i, n.On, file.Tracks[1].Notes[i-1].Off)
			}
		}
	}
}

func TestPoint03Repeats(t *testing.T) {
	holdKeys(t, []playedCase{
		{"implied", "K:C\nC:|D:|", "60 60 62 62"},
		{"double bar", "K:C\nC||D:|E", "60 62 62 64"},
		{"thick bar", "K:C\nC|]D:|E", "60 62 62 64"},
		{"three times", "K:C\n|::C::|D", "60 60 60 62"},
		{"four times", "K:C\n|:::C:::|D", "60 60 60 60 62"},
		{"list", "K:C\n|:G|1,3 A:|2 B:|4 c|]", "67 69 67 71 67 69 67 72"},
		{"range", "K:C\n|:C|1-2 D:|3 F|]", "60 62 60 62 60 65"},
		{"endings each section", "K:C\n|:C|1 D:|2 E||F|1 G:|2 A|]", "60 62 60 64 65 67 65 69"},
		{"tail", "K:C\nC:|D", "60 60 62"},
		{"ending without bar", "K:C\n|:C[1D:|[2E|]", "60 62 60 64"},
		{"next |: closes", "K:C\n|:C|1D:|2E|:F:|", "60 62 60 64 65 65"},
	})
}

func TestPoint04Parts(t *testing.T) {
	const parts = "\nM:1/4\nL:1/4\nK:C\nP:A\nC|\nP:B\nD:|\nP:C\nE|\n"
	for order, want := range map[string]string{
		"P:ABC": "60 62 62 64", "P:A2B": "60 60 62 62", "P:(AC)2B": "60 64 60 64 62 62",
		"P:((AC)2B)2": "60 64 60 64 62 62 60 64 60 64 62 62", "P:A.B.C": "60 62 62 64", "Y:CA": "64 60", "Y:CA\nP:AC": "60 64",
	} {
		if got := keys(t, "X:1\n"+order+parts); got != want {
			t.Errorf("%s plays %s, want %s", order, got, want)
		}
	}
}

func TestPoint05Jumps(t *testing.T) {
	holdKeys(t, []playedCase{
		{"D.C.", "K:C\nC|D!D.C.!|", "60 62 60 62"},
		{"D.C. al fine", "K:C\nC!fine!|D!D.C.alfine!|", "60 62 60"},
		{"fine at a note", "K:C\n!fine!CD|E!D.C.!|", "60 62 64 60 62"},
		{"D.C. at a note", "K:C\nC!fine!|!D.C.!DE|", "60 62 64 60"},
		{"D.S.", "K:C\nG|!segno!A|B!D.S.!|c|", "67 69 71 69 71 72"},
		{"D.S. al fine", "K:C\nC|SD!fine!|E!D.S.alfine!|", "60 62 64 62"},
		{"D.S. al coda", "K:C\nC|SD!dacoda!|E!D.S.alcoda!|OF|", "60 62 64 62 65"},
		{"D.C. al coda", "K:C\nC|D!dacoda!|E!D.C.alcoda!|!coda!F|", "60 62 64 60 62 65"},
		{"repeats first", "K:C\n|:C:|!fine!|:D!D.C.!:|", "60 60 62 62 60"},
		{"with blanks", "K:C\nC!Fine!|D!D.C. al Fine!|", "60 62 60"},
		{"plain text", "K:C\nC\"^D.C. al fine\"|D|", "60 62"},
	})
}

func TestPoint06Accidentals(t *testing.T) {
	holdKeys(t, []playedCase{
		{"bar", "K:C\n^G G g|G", "68 68 80 67"},
		{"octave", "K:C\n%%propagate-accidentals octave\n^G g G", "68 79 68"},
		{"not", "K:C\n%%propagate-accidentals not\n^G G", "68 67"},
		{"natural", "K:G\nF =F F|F", "66 65 65 66"},
		{"tie", "K:C\n^F-|F F|", "66 65"},
		{"every bar line", "K:C\n^F|:F||^F:|F", "66 65 66 65 66 65"},
	})
}

func TestPoint07Ties(t *testing.T) {
	for _, c := range []playedCase{
		{"blank", "K:C\nA -A", "0:69/2"},
		{"bar", "K:C\nA2-|A2-|A", "0:69/5"},
		{"chord", "K:C\n[CE]-[CE]", "0:60/2 0:64/2"},
		{"one of a chord", "K:C\n[C-E]C", "0:60/2 0:64/1"},
		{"unison", "K:C\n[EE]-[EE]", "0:64/2 0:64/2"},
		{"into a unison", "K:C\nE-[EE]", "0:64/2 1:64/1"},
		{"slur", "K:C\nG-A-B", "0:67/1 1:69/1 2:71/1"},
		{"repeat", "K:C\n|:A-:|B", "0:69/2 2:71/1"},
		{"endings", "K:C\n|:A-|1A:|2A|", "0:69/2 2:69/2"},
		{"enharmonic", "K:C\n^G-_A", "0:68/2"},
		{"rest", "K:C\nA-zA", "0:69/1 2:69/1"},
		{"slur with a grace note", "K:C\nG-{c}A", "0:67/1 1:72/1/4 5/4:69/3/4"},
	} {
		if got := played(t, c.body, score.Options{}); got != c.want {
			t.Errorf("%s: %q plays %s, want %s", c.name, c.body, got, c.want)
		}
	}
}

func TestPoint08Rhythm(t *testing.T) {
	for _, c := range []playedCase{
		{"unequal", "K:C\nA2>B", "0:69/3 3:71/1/2"},
		{"triplet", "K:C\n(3G>AG", "0:67/1 1:69/1/3 4/3:67/2/3"},
		{"grace", "K:C\nA>{g}B", "0:69/3/2 3/2:79/1/4 7/4:71/1/4"},
		{"nested", "K:C\n(3:2:4G(3ABA", "0:67/2/3 2/3:69/4/9 10/9:71/4/9 14/9:69/4/9"},
		{"cut short", "K:C\n(3G2A (3ABA", "0:67/4/3 4/3:69/2/3 2:69/2/3 8/3:71/2/3 10/3:69/2/3"},
		{"q left out", "K:C\n(3::2AB", "0:69/2/3 2/3:71/2/3"},
		{"compound q", "X:1\nM:6/8\nL:1/8\nK:C\n(5ABcde", "0:69/3/10 3/10:71/3/10 3/5:72/3/10 9/10:74/3/10 6/5:76/3/10"},
		{"simple q", "K:C\n(5:4ABcde", "0:69/4/5 4/5:71/4/5 8/5:72/4/5 12/5:74/4/5 16/5:76/4/5"},
	} {
		if got := played(t, c.body, score.Options{}); got != c.want {
			t.Errorf("%s: %q plays %s, want %s", c.name, c.body, got, c.want)
		}
	}
}

func TestPoint09Metas(t *testing.T) {
	tune, _ := abc.Parse("X:1\nT:Title\nM:2+3/8\nL:1/8\nQ:3/8 1/8=60\nK:Bb minor\nCDEFG|[M:C|][Q:\"Fast\" 1/4=200]C8|\nK:D exp ^g\nM:none\nCDE\n")
	played, _ := play.Play(tune, score.Options{})
	var buf bytes.Buffer
	if err := smf.Write(&buf, played, smf.Options{}); err != nil {
		t.Fatal(err)
	}
	file, err := abctest.StrictSMF(buf.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range file.Tracks[0].Metas {
		got = append(got, fmt.Sprintf("%d:%02x:%x", m.Tick, m.Kind, m.Data))
	}
	want := "0:03:5469746c65 0:51:07a120 0:58:05030c08 0:59:fb01 1200:51:0493e0 1200:58:02013008 3120:59:0200 3840:2f:"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("conductor\n got %s\nwant %s", s, want)
	}
	for key, sharps := range map[string]int{
		"C": 0, "Am": 0, "Gmaj": 1, "Dmix": 1, "EDor": 2, "A minor": 0, "Bb": -2, "F#m": 3, "Ebminor": -6, "C#": 7, "Cb": -7,
		"Flyd": 0, "Bloc": 0, "Ephr": 0, "GAeolian": -2, "DIonian": 2, "HP": 2, "none": 0, "": 0,
	} {
		k, err := abc.ParseKey(key)
		if err != nil || k.Sharps != sharps {
			t.Errorf("K:%s has %d sharps (%v), want %d", key, k.Sharps, err, sharps)
		}
	}
	for text, want := range map[string]string{"3/8=60": "90", "3/8=60 (jig)": "90", "1/4=80-90": "80", "1/4=100bpm": "100", "slow": "120"} {
		tune, _ := abc.Parse("X:1\nL:1/8\nQ:" + text + "\nK:C\nC")
		played, _ := play.Play(tune, score.Options{})
		if got := played.Tempos[0].Quarters.String(); got != want {
			t.Errorf("Q:%s is %s quarter notes a minute, want %s", text, got, want)
		}
	}
}

func TestPoint10ChordSymbols(t *testing.T) {
	for text, want := range map[string]string{
		"C": "0 4 7", "Am": "9: 0 3 7", "G7": "7: 0 4 7 10", "Cmaj7": "0 4 7 11", "F#m7b5": "6: 0 3 6 10", "Bdim": "11: 0 3 6",
		"Caug": "0 4 8", "Dsus4": "2: 0 5 7", "Cd": "0 3 6", "Ca": "0 4 8", "Am/C": "9/0: 0 3 7", "D7/F#": "2/6: 0 4 7 10", "N.C.": "none",
		"Bb": "10: 0 4 7", "G (Em)": "7: 0 4 7", "C6/9": "0 4 7 9 14", "Cadd9": "0 4 7 14", "hello": "no", "G;": "7: 0 4 7", "A part": "no", "Fine": "no", "D.C. al Fine": "no", "G or C": "7: 0 4 7", "Am Dm": "9: 0 3 7", "": "no", "A7sus4": "9: 0 5 7 10",
	} {
		c, ok := abc.ParseChord(text)
		var b strings.Builder
		switch {
		case !ok:
			b.WriteString("no")
		case c.None:
			b.WriteString("none")
		default:
			if c.Root != 0 || c.Bass >= 0 {
				fmt.Fprint(&b, c.Root)
				if c.Bass >= 0 {
					fmt.Fprintf(&b, "/%d", c.Bass)
				}
				b.WriteString(": ")
			}
			b.WriteString(strings.Trim(fmt.Sprint(c.Tones), "[]"))
		}
		if b.String() != want {
			t.Errorf("chord %q is %s, want %s", text, &b, want)
		}
	}
}

func TestPoint11Voices(t *testing.T) {
	for _, c := range []playedCase{
		{"voices", "K:C\nV:1\nC D|\nV:2\nE F|\nV:1\nG|\n", "0:60/1 1:62/1 2:67/1 | 0:64/1 1:65/1"},
		{"inline", "K:C\n[V:1]C|[V:2]E|\n", "0:60/1 | 0:64/1"},
		{"overlay", "K:C\nC D&E2|F|\n", "0:60/1 1:62/1 2:65/1 | 0:64/2"},
		{"macro", "m:~A2={B}A{G}A\nK:C\n~A2", "0:71/1/4 1/4:69/3/4 1:67/1/4 5/4:69/3/4"},
		{"transposing macro", "m:~n2=o/n/\nK:C\n~c2~C2", "0:74/1/2 1/2:72/1/2 1:62/1/2 3/2:60/1/2"},
		{"transpose", "K:C\n%%MIDI transpose 2\nC", "0:62/1"},
		{"staccato", "K:C\n.C2", "0:60/1"},
	} {
		if got := played(t, c.body, score.Options{}); got != c.want {
			t.Errorf("%s: %q plays %s, want %s", c.name, c.body, got, c.want)
		}
	}
}

func TestPoint12Options(t *testing.T) {
	const hornpipe = "X:1\nM:4/4\nL:1/8\nR:hornpipe\nK:C\nAB !trill!c2"
	for _, c := range []struct {
		name string
		o    score.Options
		want string
	}{
		{"plain", score.Options{}, "0:69/1/2 1/2:71/1/2 1:72/1"},
		{"swing", score.Options{Swing: true}, "0:69/2/3 2/3:71/1/3 1:72/1"},
		{"transpose", score.Options{Transpose: -12}, "0:57/1/2 1/2:59/1/2 1:60/1"},
		{"ornaments", score.Options{Ornaments: true}, "0:69/1/2 1/2:71/1/2 1:74/1/8 9/8:72/1/8 5/4:74/1/8 11/8:72/1/8 3/2:74/1/8 13/8:72/1/8 7/4:74/1/8 15/8:72/1/8"},
	} {
		if got := played(t, hornpipe, c.o); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	if got := played(t, strings.Replace(hornpipe, "hornpipe", "reel", 1), score.Options{Swing: true}); !strings.HasPrefix(got, "0:69/1/2 ") {
		t.Errorf("a reel is swung: %s", got)
	}
	tune, _ := abc.Parse("X:1\nQ:1/4=60\nK:C\n!fermata!C D")
	for _, c := range []struct {
		o    score.Options
		want string
	}{
		{score.Options{}, "[{0 60}]"}, {score.Options{Ornaments: true}, "[{0 30} {1/2 60}]"}, {score.Options{Tempo: 90.5}, "[{0 181/2}]"},
	} {
		s, _ := play.Play(tune, c.o)
		if got := fmt.Sprint(s.Tempos); got != c.want {
			t.Errorf("%+v: tempos %s, want %s", c.o, got, c.want)
		}
	}
}

func TestPoint13Recovery(t *testing.T) {
	for _, c := range []struct{ name, text, want, findings string }{
		{"no X:", "T:t\nL:1/4\nK:C\nC D", "60 62", "1:1: no X: field at the start of the tune"},
		{"no K:", "X:1\nL:1/4\nC D|", "60 62", "3:1: no K: field before the music: taken as K:C"},
		{"no L:", "X:1\nK:C\nC D", "60 62", ""},
		{"BOM and CRLF", "\ufeffX:1\r\nK:C\r\nC D\r\n", "60 62", ""},
		{"CR alone", "X:1\rK:C\rC D\r", "60 62", ""},
		{"Latin-1", "X:1\nT:caf\xe9\nK:C\nC \"^\xe9\"D \xe9", "60 62", `4:9: unexpected "\xe9" ignored`},
		{"bang", "X:1\nK:C\nC D!\nE F!\n", "60 62 64 65", ""},
		{"back-ticks", "X:1\nK:C\nC``D`2", "60 62", ""},
		{"unclosed chord", "X:1\nK:C\n[CE D|E", "60 64 62 64", "3:1: chord is not closed"},
		{"unclosed quote", "X:1\nK:C\n\"Am C D|E", "60 62 64", "3:1: quotation mark is not closed"},
		{"empty line after K:", "X:1\nK:C\n\nC D|\n", "60 62", "3:1: empty line between the header and the music ignored"},
		{"unknown field", "X:1\nJ:x\nK:C\nC\nJ:y\nD", "60 62", ""},
	} {
		tune, err := abc.Parse(c.text)
		if got := keys(t, "X:"+strings.TrimPrefix(tune.Text, "X:")); got != c.want {
			t.Errorf("%s: plays %s, want %s", c.name, got, c.want)
		}
		findings := ""
		if err != nil {
			findings = err.Error()
		}
		if findings != c.findings {
			t.Errorf("%s: findings %q, want %q", c.name, findings, c.findings)
		}
	}
	var titles []string
	text := "%abc-2.1\nM:6/8\n\nsome text\n\nX:1\nT:one\nK:C\nC\n\nmore text | with a bar\nX:2\nT:two\nK:C\nD\nX:3\nT:three\nK:C\n\nE|\n\nT:four\nK:D\nF"
	err := abctest.EachTune(text, "f", func(s data.Source) error {
		tune, _ := abc.ParseSource(s)
		titles = append(titles, fmt.Sprintf("%s@%d %s", tune.Title(), s.Line, tune.Field('M')))
		return nil
	})
	if want := "one@6 6/8,two@12 6/8,three@16 6/8,four@22 6/8"; err != nil || strings.Join(titles, ",") != want {
		t.Errorf("tunes %s (%v), want %s", strings.Join(titles, ","), err, want)
	}
}

// TestPoint15TransposeKeepsNotes: moved up and printed, read and moved down, a
// tune sounds as it did; and moved it sounds exactly so much higher.
func TestPoint15TransposeKeepsNotes(t *testing.T) {
	for _, key := range []string{"C", "G", "Dm", "F#", "Ebmix", "Bloc", "HP", "none", "D exp _b ^g", "Gm ^f"} {
		text := "X:1\nT:t\nM:4/4\nL:1/4\nK:" + key + "\nC ^D _E F|F ^^G =B c-|c B __A d|[^Ce]2 {f^g}a2|_B[L:1/8]B_c[M:3/4]c[I:propagate-accidentals octave]B4|__B4-&c4|B4|^^F-|zF3|\n"
		tune, _ := abc.Parse(text)
		for by := -14; by <= 14; by++ {
			moved, err := abc.Parse(transpose.Tune(tune, by).String())
			if err != nil {
				t.Errorf("K:%s by %d: %v", key, by, err)
			}
			want, _ := play.Play(tune, score.Options{Transpose: by})
			got, _ := play.Play(moved, score.Options{})
			if a, b := fmt.Sprint(got.Voices), fmt.Sprint(want.Voices); a != b {
				t.Errorf("K:%s by %d sounds\n%s want\n%s%s", key, by, a, b, moved)
			}
			back, _ := play.Play(transpose.Tune(moved, -by), score.Options{})
			same, _ := play.Play(tune, score.Options{})
			if a, b := fmt.Sprint(back.Voices), fmt.Sprint(same.Voices); a != b {
				t.Errorf("K:%s by %d and back sounds\n%s want\n%s", key, by, a, b)
			}
		}
	}
}

// TestHeaderInstruments: %%MIDI program after a V: of the header is that
// voice's, as abc2midi has it; in front of any it is everybody's.
func TestHeaderInstruments(t *testing.T) {
	for header, want := range map[string]string{
		"V:1\n%%MIDI program 10\nV:2\n%%MIDI program 3 20\n":             "10/-1 0/-1",
		"%%MIDI program 5\nV:1\nV:2\n%%MIDI program 20\n":                "5/-1 20/-1",
		"V:1 clef=bass\nV:2 program=7\n":                                 "0/-1 7/-1",
		"V:1\n%%MIDI channel 9\nV:2\n":                                   "0/8 0/-1",
		"%%MIDI program 1 65\n%%MIDI program 2 0\n%%MIDI program 3 33\n": "65/-1 0/-1",
		"%%MIDI voice 2 instrument=59\n":                                 "0/-1 58/-1",
		"%%MIDI voice 1 mute\n%%MIDI voice 2 instrument=2\n":             "1/-1",
		"V:1\n%%MIDI voice instrument=5\nV:2\n":                          "4/-1 0/-1",
		"%%MIDI voice instrument=5\nV:1\nV:2\n":                          "4/-1 4/-1",
		"%%MIDI programbase 1\n%%MIDI program 5\n":                       "4/-1 4/-1",
		"V:2 clef=perc\n":                                                "0/9 0/-1",
	} {
		tune, _ := abc.Parse("X:1\n" + header + "K:C\nV:1\nC|\nV:2\nE|\n")
		played, _ := play.Play(tune, score.Options{})
		var got []string
		for _, v := range played.Voices {
			got = append(got, fmt.Sprintf("%d/%d", v.Program, v.Channel))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: programs and channels %s, want %s", header, s, want)
		}
	}
}

// TestPercussionStays: nothing transposes what is on channel 10, overlays included.
func TestPercussionStays(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"the option", "X:1\nL:1/4\nK:C\n%%MIDI channel 10\nCD&E2|\n", "[36 38] [40]"},
		{"%%MIDI transpose", "X:1\nL:1/4\nK:C\n%%MIDI channel 10\n%%MIDI transpose 3\nC,,D,,\n", "[36 38]"},
		{"K: transpose=", "X:1\nL:1/4\nK:C transpose=-2\n%%MIDI channel 10\nC,,D,,\n", "[36 38]"},
		{"melody moves", "X:1\nL:1/4\nK:C\nC,,D,,\n", "[39 41]"},
	} {
		text := strings.ReplaceAll(c.text, "CD&E2", "C,,D,,&E,,2")
		tune, _ := abc.Parse(text)
		s, _ := play.Play(tune, score.Options{Transpose: 3})
		var got []string
		for _, v := range s.Voices {
			var keys []uint8
			for _, e := range v.Events {
				keys = append(keys, e.Key)
			}
			got = append(got, fmt.Sprint(keys))
		}
		if all := strings.Join(got, " "); all != c.want {
			t.Errorf("%s: keys %s, want %s", c.name, all, c.want)
		}
	}
}

// TestInlineMIDI: I:MIDI=program 40 is abcjs's way of writing it.
func TestInlineMIDI(t *testing.T) {
	for _, text := range []string{"[I:MIDI=program 40]", "[I:MIDI program 40]", "%%MIDI program 40\n", "I:MIDI=program 40\n"} {
		tune, _ := abc.Parse("X:1\nL:1/4\nK:C\n" + text + "C\n")
		if s, _ := play.Play(tune, score.Options{}); s.Voices[0].Program != 40 {
			t.Errorf("%q: program %d", text, s.Voices[0].Program)
		}
	}
}

// TestTransposeVoices: music in front of any V: is the first voice's, and its
// accidentals are no other's.
func TestTransposeVoices(t *testing.T) {
	for _, header := range []string{"", "V:A\nV:B\n", "V:B\nV:A\n"} {
		text := "X:1\nL:1/4\nM:4/4\n" + header + "K:Eb\n[K:D]^^F2 _C-\nV:B\nFCFC|\nV:A\n[K:F]^F_BF\nV:B\nF|\nV:A\nC|C\n"
		tune, _ := abc.Parse(text)
		for by := -12; by <= 12; by++ {
			want, _ := play.Play(tune, score.Options{Transpose: by})
			got, _ := play.Play(transpose.Tune(tune, by), score.Options{})
			if a, b := fmt.Sprint(got.Voices), fmt.Sprint(want.Voices); a != b {
				t.Errorf("%q by %d sounds\n%s want\n%s", header, by, a, b)
			}
		}
	}
}

// TestLyricsOfOverlays: syllables disregard the overlay (ABC 2.1 section 7.4).
func TestLyricsOfOverlays(t *testing.T) {
	tune, _ := abc.Parse("X:1\nT:t\nM:4/4\nL:1/8\nK:C\ng4 f4 | e6 e2 |\\\n&& (d8 | c6) c2|\nw:ha-la-|lu-yoh\n+:lu- | -yoh\n")
	played, _ := play.Play(tune, score.Options{})
	var got []string
	for _, v := range played.Voices {
		got = append(got, fmt.Sprint(v.Lyrics))
	}
	want := "[{0 ha-} {2 la-} {4 lu-} {7 yoh}] []"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("lyrics %s, want %s", s, want)
	}
	var buf bytes.Buffer
	if err := smf.Write(&buf, played, smf.Options{}); err != nil {
		t.Error(err)
	}
	if _, err := abctest.StrictSMF(buf.Bytes()); err != nil {
		t.Error(err)
	}
}
