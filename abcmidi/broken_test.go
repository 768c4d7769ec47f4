package abcmidi_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/check"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/smf"
	"charabanc/data"
)

// TestBrokenFiles: whatever a file holds, each tune of it becomes a MIDI file in
// which every note begins, lasts and ends; findings say where they are.
func TestBrokenFiles(t *testing.T) {
	const head = "X:1\nT:t\nK:C\n"
	noise := make([]byte, 4096)
	for i := range noise {
		noise[i] = byte(i * i >> 3)
	}
	place := regexp.MustCompile(`^f:\d+:\d+: .`)
	for name, text := range map[string]string{
		"empty":          "",
		"noise":          string(noise),
		"noise in music": head + strings.ReplaceAll(string(noise), "\n", "|"),
		"zero bytes":     strings.Repeat("\x00", 3000),
		"UTF-16":         "\xff\xfeX\x00:\x001\x00\n\x00K\x00:\x00C\x00\n\x00C\x00",
		"HTML":           "<html>\nX:1\nT:<b>x</b>\nK:G\nGABc|<br>dedB|</html>\n",
		"open chords":    head + strings.Repeat("[CEG", 2000),
		"open braces":    head + strings.Repeat("{", 2000) + "C}}}",
		"open quotes":    head + "\"a\"b\"c\"d|\"g|A\"B|",
		"open fields":    head + "[K:[M:[V:1]C]D[K:G[CE]F]|[:]|[A:]|[x:y\n[V:1\nC D|",
		"ties":           head + strings.Repeat("C-", 5000) + "|",
		"tuplets":        head + strings.Repeat("(64:64:64", 500) + "CDE|(0ab(1c(99d(3:0:3efg(3:2:0abc|",
		"lengths":        head + "L:1/4096\nC/4096 C4096 C0 C/0 C//////////////// C99999999999|[C0E0]0|Z999999 x99999 C",
		"repeats":        head + strings.Repeat("|:C", 50) + strings.Repeat(":|", 50) + "::::::C:::::::|:|:|",
		"bars":           head + "||||:|:|[|[|[|]|]]]]:::|1|2|3[1[2[3|]C",
		"parts":          "X:1\nP:" + strings.Repeat("(", 99) + "A" + strings.Repeat(")9", 99) + "\nK:C\nP:A\n|:CDEF:|",
		"meters":         "X:1\nM:0/0\nL:0/4\nQ:0\nK:Z#\nC|\nM:1/3\nE|\nM:999999/1\nF|\nQ:1/4=999999999\nG|\nL:1/0\nA|",
		"jumps":          head + "!segno!C!coda!D!D.S.!E!D.C.!F!fine!!D.S.alcoda!!D.C.!|:!fine!:|!coda!",
		"voices":         head + strings.Repeat("V:\nC|\n[V:]D|\nV:\"\"\nE|\n", 50),
		"macros":         "X:1\nm:C=CC\nm:n=nnn\nm:~n=~n~n\nm:=x\nm:x=\nK:C\n~C~C CCCC xx C|",
		"groups":         head + "(&C(&&D&)&)(&|(&[C&)E]{&)}&)(&|:C:|&D&E&F&G&A&B&c&d&e|1&)&|&(&C",
		"overlays":       head + "&&&C&D&E&F&G&A&B&c&d&e|&&&&&&&&|&C|",
		"graces":         head + "{}C{/}D{C/0}E{C99999}F/4096{{g}}A{|}{<>}{>a>>b<}B{g",
		"octaves":        "X:1\nK:C octave=9 transpose=99\nC'''''''''C,,,,,,,,,,,^^c'''''''__C,,,,,,,|",
		"decorations":    head + "!!!!!!!! +++++ !a!!b!!c +C+E+ !trill C| !trill!!trill!",
		"lyrics":         head + "w:a-b_c*d|e~f\\-g\nC|\nw:" + strings.Repeat("-_*|", 500) + "\ns:\"Am\"!f!*|\"\n+:\n",
		"directives":     head + "%%MIDI\n%%MIDI program 999 -1\n%%MIDI grace 0/0\n%%MIDI trim 99\n%%MIDI ratio 0 0\n%%MIDI drum d9999 300\n%%MIDI drumon\n%%MIDI gracedivider 0\n%%MIDI transpose 999\n\"C\"{g}C2>D2 .E|",
		"no music":       strings.Repeat("X:1\nK:C\n\n", 100),
	} {
		t.Run(name, func(t *testing.T) {
			err := abctest.EachTune(text, "f", func(src data.Source) error {
				for _, f := range check.Source(src).Findings {
					if !place.MatchString(f.String()) {
						t.Errorf("finding without a place: %s", f)
					}
				}
				tune, _ := abc.ParseSource(src)
				s, _ := play.Play(tune, score.Options{})
				var buf bytes.Buffer
				if err := smf.Write(&buf, s, smf.Options{}); err != nil {
					return err
				}
				if _, err := abctest.StrictSMF(buf.Bytes()); err != nil {
					return err
				}
				played, err := smf.Read(&buf)
				if err != nil {
					return err
				}
				if played.Stuck > 0 || played.Loose > 0 {
					t.Errorf("%d notes without an end, %d ends without a note", played.Stuck, played.Loose)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}
