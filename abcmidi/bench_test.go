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

// BenchmarkConvert turns the tunes of the ABC corpora into MIDI in memory: in new memory for
// each tune, as callers of this package do, and in used memory, as the commands do.
// Beside it, for a ratio: abc2midi FILE on the same files.
func BenchmarkConvert(b *testing.B) {
	b.Run("new memory", func(b *testing.B) {
		eachTuneOften(b, func(src data.Source) error {
			tune, _ := abc.ParseSource(src)
			played, _ := play.Play(tune, score.Options{})
			return smf.Write(io.Discard, played, smf.Options{})
		})
	})
	b.Run("used memory", func(b *testing.B) {
		eachTuneOften(b, func(src data.Source) (err error) {
			abc.Read(src, func(tune *abc.Tune, _ error) {
				played, _ := play.Play(tune, score.Options{})
				err = smf.Write(io.Discard, played, smf.Options{})
				play.Release(played)
			})
			return err
		})
	})
}

// eachTuneOften calls f with every tune of the ABC corpora, over and over.
func eachTuneOften(b *testing.B, f func(data.Source) error) {
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
			if err := f(src); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(tunes))*float64(b.N)/b.Elapsed().Seconds(), "tunes/s")
}
