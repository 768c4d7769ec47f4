package corpus

import (
	"context"
	"io"
	"path/filepath"
	"testing"

	"charabanc/abcmidi/internal/abctest"
	"charabanc/abcmidi/notetext"
)

// BenchmarkConvertNotes converts the MIDI files of each corpus in every format;
// a second of files/s is to be held against midi2abc on the same files.
func BenchmarkConvertNotes(b *testing.B) {
	for _, c := range []struct{ name, folder string }{{"nottingham", "nottingham/midi"}, {"piano", "piano"}} {
		dir := filepath.Join(abctest.Shared(b, "corpora"), filepath.FromSlash(c.folder))
		for f := notetext.Exact; f <= notetext.ABC; f++ {
			b.Run(c.name+"/"+f.String(), func(b *testing.B) {
				b.ReportAllocs()
				files := 0
				for b.Loop() {
					sum, err := ConvertNotes(context.Background(), NotesOptions{
						Inputs: []string{dir}, Output: "-", Stdout: io.Discard, Text: notetext.Options{Format: f}})
					if err != nil {
						b.Fatal(err)
					}
					files += sum.Files
				}
				b.ReportMetric(float64(files)/b.Elapsed().Seconds(), "files/s")
			})
		}
	}
}
