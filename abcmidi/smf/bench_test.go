package smf_test

import (
	"testing"

	"charabanc/abcmidi/internal/abctest"
)

// BenchmarkReadMIDI reads the piano files.
func BenchmarkReadMIDI(b *testing.B) {
	files := abctest.CorpusFiles(b, "piano/*.mid")
	notes := 0
	for b.Loop() {
		for _, name := range files {
			notes += abctest.ReadFile(b, name).Notes()
		}
	}
	b.ReportMetric(float64(notes)/b.Elapsed().Seconds(), "notes/s")
}
