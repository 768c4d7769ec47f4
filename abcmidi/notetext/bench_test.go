package notetext

import (
	"testing"

	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/smf"
)

// BenchmarkText writes the Nottingham and piano files in every format.
func BenchmarkText(b *testing.B) {
	var list []*smf.Performance
	notes := 0
	for _, pattern := range []string{"nottingham/midi/*.mid", "piano/*.mid"} {
		for _, name := range abctest.CorpusFiles(b, pattern) {
			p := abctest.ReadFile(b, name)
			list, notes = append(list, p), notes+p.Notes()
		}
	}
	for f := Exact; f <= ABC; f++ {
		b.Run(f.String(), func(b *testing.B) {
			for b.Loop() {
				for _, p := range list {
					if _, err := Text(p, Options{Format: f}); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(notes)*float64(b.N)/b.Elapsed().Seconds(), "notes/s")
		})
	}
}
