package musicxml_test

import (
	"bytes"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/musicxml"
)

var update = flag.Bool("update", false, "write the documents of testdata anew")

// document returns the document of a tune.
func document(t testing.TB, text string) string {
	tune, _ := abc.Parse(text)
	var b bytes.Buffer
	if _, err := musicxml.Write(&b, tune); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestGolden holds every tune of testdata/*.txtar to the document after it: NAME.abc is the
// tune, and NAME.musicxml what is between the list of parts and the end, or all of it if
// the name begins with "whole". -update writes them; look at the difference.
func TestGolden(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no testdata: %v", err)
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want := &txtar.Archive{Comment: archive.Comment}
		documents := map[string]string{}
		for _, f := range archive.Files {
			documents[f.Name] = string(f.Data)
		}
		for _, f := range archive.Files {
			base, ok := strings.CutSuffix(f.Name, ".abc")
			if !ok {
				continue
			}
			got := document(t, string(f.Data))
			wellFormed(t, got)
			if !strings.HasPrefix(base, "whole") {
				_, got, _ = strings.Cut(got, "</part-list>\n")
				got, _, _ = strings.Cut(got, "</score-partwise>")
			}
			want.Files = append(want.Files, f, txtar.File{Name: base + ".musicxml", Data: []byte(got)})
			if !*update && documents[base+".musicxml"] != got {
				t.Errorf("%s: %s:\n%swant:\n%s", name, base, got, documents[base+".musicxml"])
			}
		}
		if *update {
			if err := os.WriteFile(name, txtar.Format(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// wellFormed fails the test if a document is not well-formed XML of one score.
func wellFormed(t *testing.T, document string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(document))
	depth, roots := 0, 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%v in %.500s", err, document)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth == 0 && token.Name.Local == "score-partwise" {
				roots++
			}
			depth++
		case xml.EndElement:
			depth--
		}
	}
	if roots != 1 {
		t.Fatalf("%d scores in %.500s", roots, document)
	}
}

// TestParts: what notation programs need of a document with several voices.
func TestParts(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string // in this order
	}{
		{"two voices", "X:1\nM:4/4\nL:1/4\nK:C\nV:1 name=\"High\"\nV:2 clef=bass\n[V:1]CDEF|G4|\n[V:2]C,4|\n",
			[]string{">High<", ">2<", `<part id="P1">`, `number="2"`, `<part id="P2">`, "<sign>F<", `number="2"`, `<rest measure="yes"/>`}},
		{"markup in texts", "X:1\nT:A <b> & \"c\"\nK:C\n\"^x<y\"C|\nw:a&b\n",
			[]string{"A &lt;b&gt; &amp; &#34;c&#34;", "x&lt;y", "a&amp;b"}},
		{"control characters", "X:1\nT:A\x01B\nK:C\nC|\n", []string{"<work-title>AB<"}},
		{"no notes", "X:1\nT:None\nK:C\n", []string{`<part id="P1">`, `<measure number="1">`}},
		{"drums", "X:1\nL:1/4\nK:C\n%%MIDI channel 10\nC,,D,,|\n",
			[]string{`id="P1-D36"`, "<midi-channel>10<", "<midi-unpitched>37<", "<sign>percussion<", "<display-step>C<", `<instrument id="P1-D36"/>`}},
		{"a transposing instrument", "X:1\nL:1/4\nK:D transpose=-2\nD|\n",
			[]string{"<diatonic>-1<", "<chromatic>-2<", "<step>D<"}},
		{"octaves of a clef", "X:1\nL:1/4\nK:C clef=treble-8\nC|\n", []string{"<clef-octave-change>-1<", "<octave>3<"}},
		{"a rest of four bars", "X:1\nM:2/4\nL:1/4\nK:C\nZ4|CD|\n",
			[]string{"<multiple-rest>4<", `number="4"`, `number="5"`, "<step>C<"}},
		{"five eighths", "X:1\nM:5/8\nL:1/8\nK:C\nC5|\n", []string{"<type>half<", `<tied type="start"/>`, "<type>eighth<", `<tied type="stop"/>`}},
		{"an accidental in another octave", "X:1\nL:1/4\nK:C\n^F f F|\n", []string{"<accidental>sharp<", "<accidental>sharp<"}},
		{"chord symbols", "X:1\nL:1/4\nK:C\n\"Bbm7b5/Db\"C\"C7(#5)\"C\"(Em)\"C\"N.C.\"C\"F and so on\"C|\n", []string{
			"<root-step>B<", "<root-alter>-1<", `<kind text="m7b5">half-diminished<`, "<bass-step>D<", "<bass-alter>-1<",
			`<kind text="7(#5)">augmented-seventh<`, "<words>(Em)<", `<kind text="N.C.">none<`, "<words>F and so on<",
		}},
		{"chords of the tune and of symbol lines", "X:1\nL:1/4\nK:C\n%%MIDI chordname odd 0 3 6\n\"Codd\"CD|\ns: * \"G7\"\n", []string{
			`<kind text="odd">diminished<`, "<root-step>G<", `<kind text="7">dominant<`,
		}},
		{"a mode with accidentals of its own", "X:1\nL:1/4\nK:D phr ^f\nD|\n", []string{"<key-step>F<", "<key-alter>1<", "<key-step>E<", "<key-alter>-1<"}},
	} {
		got := document(t, c.text)
		wellFormed(t, got)
		rest := got
		for _, want := range c.want {
			i := strings.Index(rest, want)
			if i < 0 {
				t.Errorf("%s: no %s in\n%s", c.name, want, rest)
				break
			}
			rest = rest[i+len(want):]
		}
	}
}

// TestExtensions: what abcm2ps and abc2svg have beyond the standard.
func TestExtensions(t *testing.T) {
	for _, c := range []struct {
		name, music, sign string
		want              int
	}{
		{"a voice that %%score leaves out", "%%score A\nV:A\nC|\nV:B\nD|", "<part id=", 1},
		{"%%score of other voices", "%%score X\nV:A\nC|\nV:B\nD|", "<part id=", 2},
		{"a line of octaves is written at the pitch that sounds", "!8va(!c!8va)!", "<octave>5</octave>", 1},
		{"a line two octaves lower", "!15mb(!C,!15mb)!C", `type="up" size="15"`, 1},
		{"a group of overlays over two bars", "(&CDEF|G4&E4|F4&)|", "<voice>2</voice>", 2},
		{"a chord whose notes differ in length", "[C2E4G]D2|", "<type>half</type>", 4},
	} {
		got := document(t, "X:1\nT:t\nM:4/4\nL:1/4\nK:C\n"+c.music+"\n")
		wellFormed(t, got)
		if n := strings.Count(got, c.sign); n != c.want {
			t.Errorf("%s: %q has %s %d times, want %d", c.name, c.music, c.sign, n, c.want)
		}
	}
}

// failing is a file that cannot be written.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestWriteFails(t *testing.T) {
	tune, _ := abc.Parse("X:1\nK:C\nC|\n")
	if _, err := musicxml.Write(failing{}, tune); err != io.ErrShortWrite {
		t.Errorf("error %v", err)
	}
}

// FuzzWrite: any text becomes well-formed XML.
func FuzzWrite(f *testing.F) {
	abctest.Seed(f)
	f.Fuzz(func(t *testing.T, text string) { wellFormed(t, document(t, text)) })
}

// BenchmarkWrite writes the golden tunes.
func BenchmarkWrite(b *testing.B) {
	var tunes []*abc.Tune
	for _, text := range abctest.GoldenTunes(b) {
		tune, _ := abc.Parse(text)
		tunes = append(tunes, tune)
	}
	for b.Loop() {
		for _, tune := range tunes {
			if _, err := musicxml.Write(io.Discard, tune); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.N)*float64(len(tunes))/b.Elapsed().Seconds(), "tunes/s")
}
