package smf_test

import (
	"io"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/smf"
	"charabanc/data"
)

// BenchmarkRead reads the piano files.
func BenchmarkRead(b *testing.B) {
	files := abctest.CorpusFiles(b, "piano/*.mid")
	notes := 0
	for b.Loop() {
		for _, name := range files {
			notes += abctest.ReadFile(b, name).Notes()
		}
	}
	b.ReportMetric(float64(notes)/b.Elapsed().Seconds(), "notes/s")
}

// BenchmarkWrite writes the tunes of the ABC corpora, whose voices nearly all
// go the fast way of encoder.chords.
func BenchmarkWrite(b *testing.B) {
	var scores []*score.Score
	abctest.CorpusTunes(b, func(src data.Source) {
		tune, _ := abc.ParseSource(src)
		s, _ := play.Play(tune, score.Options{})
		scores = append(scores, s)
	})
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range scores {
			if err := smf.Write(io.Discard, s, smf.Options{}); err != nil {
				b.Fatal(err)
			}
		}
	}
}
