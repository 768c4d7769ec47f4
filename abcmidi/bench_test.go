package abcmidi_test

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

// BenchmarkConvert turns the Nottingham corpus's tunes into MIDI in memory.
// Beside it, for a ratio: abc2midi FILE on the same files.
func BenchmarkConvert(b *testing.B) {
	var tunes []data.Source
	size := int64(0)
	abctest.CorpusTunes(b, func(s data.Source) {
		tunes = append(tunes, s)
		size += int64(len(s.Text))
	})
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, src := range tunes {
			tune, _ := abc.ParseSource(src)
			played, _ := play.Play(tune, score.Options{})
			if err := smf.Write(io.Discard, played, smf.Options{}); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(tunes))*float64(b.N)/b.Elapsed().Seconds(), "tunes/s")
}
