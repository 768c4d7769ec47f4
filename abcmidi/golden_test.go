package abcmidi_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/smf"
	"charabanc/data"
)

var update = flag.Bool("update", false, "write what the tunes of testdata become into testdata")

// TestGolden holds every tune in testdata/*.txtar to what stands after it in
// its archive: NAME.abc is the tune, NAME.abc.options what it is played with,
// and the test keeps NAME.abc.played, .canonical and .findings, the last only
// where there are any. -update writes them; look at the difference.
func TestGolden(t *testing.T) {
	for _, name := range abctest.GoldenFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			want := &txtar.Archive{Comment: archive.Comment}
			for _, f := range archive.Files {
				if !strings.HasSuffix(f.Name, ".abc") {
					continue
				}
				options := goldenFile(archive, f.Name+".options")
				want.Files = append(want.Files, f)
				if options != "" {
					want.Files = append(want.Files, txtar.File{Name: f.Name + ".options", Data: []byte(options)})
				}
				for _, g := range goldenTune(t, f, options) {
					want.Files = append(want.Files, g)
					if got := goldenFile(archive, g.Name); got != string(g.Data) && !*update {
						t.Errorf("%s:\n%swant:\n%s", g.Name, g.Data, got)
					}
				}
			}
			if !*update {
				return
			}
			if text := txtar.Format(want); !bytes.Equal(text, txtar.Format(archive)) {
				if err := os.WriteFile(name, text, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func goldenFile(a *txtar.Archive, name string) string {
	for _, f := range a.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

// goldenTune makes what an archive keeps of one tune.
func goldenTune(t *testing.T, f txtar.File, options string) []txtar.File {
	tune, parsing := abc.ParseSource(data.Source{Line: 1, Text: string(f.Data)})
	played, scoring := play.Play(tune, goldenOptions(t, options))
	canonical := tune.String()
	files := []txtar.File{
		{Name: f.Name + ".played", Data: []byte(describe(played))},
		{Name: f.Name + ".canonical", Data: []byte(canonical)},
	}
	var findings strings.Builder
	for _, err := range []error{parsing, scoring} {
		if list, ok := err.(abc.ErrorList); ok {
			for _, e := range list {
				fmt.Fprintln(&findings, e)
			}
		}
	}
	if findings.Len() > 0 {
		files = append(files, txtar.File{Name: f.Name + ".findings", Data: []byte(findings.String())})
	}
	again, _ := abc.Parse(canonical)
	if s := again.String(); s != canonical {
		t.Errorf("%s: canonical ABC is not a fixed point:\n%s", f.Name, s)
	}
	if replayed, _ := play.Play(again, goldenOptions(t, options)); describe(replayed) != describe(played) {
		t.Errorf("%s: canonical ABC sounds different:\n%swant:\n%s", f.Name, describe(replayed), describe(played))
	}
	var buf bytes.Buffer
	if err := smf.Write(&buf, played, smf.Options{}); err != nil {
		t.Errorf("%s: %v", f.Name, err)
	} else if _, err := abctest.StrictSMF(buf.Bytes()); err != nil {
		t.Errorf("%s: %v", f.Name, err)
	}
	return files
}

func goldenOptions(t *testing.T, words string) (o score.Options) {
	for _, w := range strings.Fields(words) {
		switch w {
		case "swing":
			o.Swing = true
		case "ornaments":
			o.Ornaments = true
		default:
			a, err := score.ParseAccompaniment(w)
			if err != nil {
				t.Fatal(err)
			}
			o.Accompaniment = a
		}
	}
	return o
}

// describe writes a score as a person would read it: for each voice its notes
// as onset, name, duration and velocity, a bar of text every eight.
func describe(s *score.Score) string {
	var b strings.Builder
	for _, c := range s.Tempos {
		fmt.Fprintf(&b, "%s tempo %s\n", c.At, c.Quarters)
	}
	for _, c := range s.Meters {
		fmt.Fprintf(&b, "%s meter %s\n", c.At, c.Meter.Text)
	}
	for _, c := range s.Keys {
		fmt.Fprintf(&b, "%s key %+d\n", c.At, c.Sharps)
	}
	for i := range s.Voices {
		v := &s.Voices[i]
		fmt.Fprintf(&b, "voice %s program %d", v.ID, v.Program)
		if v.Channel >= 0 {
			fmt.Fprintf(&b, " channel %d", v.Channel+1)
		}
		for j, e := range v.Events {
			sep := "  "
			if j%8 == 0 {
				sep = "\n\t"
			}
			fmt.Fprintf(&b, "%s%s %s %s v%d", sep, e.Onset, noteName(e), e.Duration, e.Velocity)
		}
		b.WriteByte('\n')
		for _, c := range v.Controls {
			fmt.Fprintf(&b, "\t%s message %02x %d %d\n", c.At, c.Status, c.Data[0], c.Data[1])
		}
		for _, l := range v.Lyrics {
			fmt.Fprintf(&b, "\t%s sings %q\n", l.At, l.Text)
		}
	}
	fmt.Fprintf(&b, "length %s\n", s.Length)
	return b.String()
}

func noteName(e score.Event) string {
	name := [...]string{"C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"}[e.Key%12]
	name = fmt.Sprintf("%s%d", name, int(e.Key)/12-1)
	if e.Cents != 0 {
		name += fmt.Sprintf("%+d", e.Cents)
	}
	return name
}
