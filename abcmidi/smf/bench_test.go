package smf_test

import (
	"bytes"
	"io"
	"os"
	"testing"

	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/play"
	"charabanc/abcmidi/score"
	"charabanc/abcmidi/smf"
	"charabanc/data"
)

// BenchmarkRead reads the files of each corpus from memory.
func BenchmarkRead(b *testing.B) {
	for _, c := range []struct{ name, files string }{{"nottingham", "nottingham/midi/*.mid"}, {"piano", "piano/*.mid"}} {
		var files [][]byte
		size := 0
		for _, name := range abctest.CorpusFiles(b, c.files) {
			file, err := os.ReadFile(name)
			if err != nil {
				b.Fatal(err)
			}
			files, size = append(files, file), size+len(file)
		}
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(size))
			notes := 0
			for b.Loop() {
				for _, file := range files {
					p, err := smf.Read(bytes.NewReader(file))
					if err != nil {
						b.Fatal(err)
					}
					notes += p.Notes()
				}
			}
			b.ReportMetric(float64(notes)/b.Elapsed().Seconds(), "notes/s")
		})
	}
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
