package play_test

import (
	"strings"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
)

// benchTune is a tune of the usual kind: plain notes under chord symbols, most of them in
// one chord a bar.
var benchTune = "X:1\nT:t\nM:6/8\nL:1/8\nR:jig\nK:G\n" + strings.Repeat(
	"|:d|\"G\"GBd gdB|\"C\"cec \"G\"BdB|\"Am\"A2B c2A|\"D7\"FGA D2d|\n\"G\"GBd gdB|\"C\"cec \"G\"BdB|\"D7\"AFD DEF|\"G\"G3 G2:|\n", 2)

// BenchmarkPlay plays one tune. Released beside Kept shows what reusing memory saves;
// Plain beside Trimmed, whose notes are not as long as they are written, shows what the
// short way of plain notes saves.
func BenchmarkPlay(b *testing.B) {
	melody := strings.NewReplacer(`"G"`, "", `"C"`, "", `"Am"`, "", `"D7"`, "").Replace(benchTune)
	for _, c := range []struct {
		name, text string
		released   bool
	}{
		{"Released", benchTune, true},
		{"Kept", benchTune, false},
		{"Plain", melody, true},
		{"Trimmed", strings.Replace(melody, "K:G\n", "K:G\n%%MIDI trim 1/8\n", 1), true},
	} {
		b.Run(c.name, func(b *testing.B) {
			tune, _ := abc.Parse(c.text)
			b.ReportAllocs()
			for b.Loop() {
				s, _ := play.Play(tune, score.Options{})
				if c.released {
					play.Release(s)
				}
			}
		})
	}
}
