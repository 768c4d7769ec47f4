package notetext

import (
	"testing"

	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/smf"
)

// BenchmarkText writes the files of each corpus in every format.
func BenchmarkText(b *testing.B) {
	for _, c := range []struct{ name, files string }{{"nottingham", "nottingham/midi/*.mid"}, {"piano", "piano/*.mid"}} {
		var list []*smf.Performance
		notes := 0
		for _, name := range abctest.CorpusFiles(b, c.files) {
			p := abctest.ReadFile(b, name)
			list, notes = append(list, p), notes+p.Notes()
		}
		for f := Exact; f <= ABC; f++ {
			b.Run(c.name+"/"+f.String(), func(b *testing.B) {
				b.ReportAllocs()
				var text []byte
				for b.Loop() {
					for _, p := range list {
						var err error
						if text, err = Append(p, text[:0], &Options{Format: f}); err != nil {
							b.Fatal(err)
						}
					}
				}
				b.ReportMetric(float64(notes)*float64(b.N)/b.Elapsed().Seconds(), "notes/s")
			})
		}
	}
}
