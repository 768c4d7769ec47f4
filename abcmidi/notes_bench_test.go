package abcmidi

import (
	"context"
	"io"
	"path/filepath"
	"testing"
)

// BenchmarkConvertCorpus converts the Nottingham MIDI files in every format;
// a second of files/s is to be held against midi2abc on the same files.
func BenchmarkConvertCorpus(b *testing.B) {
	dir := filepath.Join(shared(b, "corpora"), "nottingham", "midi")
	for f := ExactNotes; f <= ABCNotes; f++ {
		b.Run(f.String(), func(b *testing.B) {
			files := 0
			for b.Loop() {
				sum, err := ConvertCorpus(context.Background(), NotesOptions{
					Inputs: []string{dir}, Output: "-", Stdout: io.Discard, Text: NoteTextOptions{Format: f}})
				if err != nil {
					b.Fatal(err)
				}
				files += sum.Files
			}
			b.ReportMetric(float64(files)/b.Elapsed().Seconds(), "files/s")
		})
	}
}

// BenchmarkReadMIDI reads the piano files.
func BenchmarkReadMIDI(b *testing.B) {
	files := corpusFiles(b, "piano/*.mid")
	notes := 0
	for b.Loop() {
		for _, name := range files {
			notes += readFile(b, name).Notes()
		}
	}
	b.ReportMetric(float64(notes)/b.Elapsed().Seconds(), "notes/s")
}
