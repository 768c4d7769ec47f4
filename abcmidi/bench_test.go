package abcmidi

import (
	"io"
	"testing"
)

// BenchmarkConvert turns the Nottingham corpus's tunes into MIDI in memory.
// Beside it, for a ratio: abc2midi FILE on the same files.
func BenchmarkConvert(b *testing.B) {
	var tunes []Source
	size := int64(0)
	corpusTunes(b, func(s Source) {
		tunes = append(tunes, s)
		size += int64(len(s.Text))
	})
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, src := range tunes {
			tune, _ := ParseSource(src)
			score, _ := tune.Score(ScoreOptions{})
			if err := WriteMIDI(io.Discard, score, MIDIOptions{}); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(tunes))*float64(b.N)/b.Elapsed().Seconds(), "tunes/s")
}
