package corpus

import (
	"charabanc/abcmidi/abc"
	"charabanc/abcmidi/internal/abctest"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
)

// TestCorporaThroughFiles goes the way of a user: a folder of MIDI files to
// one text, the text to MIDI files.
func TestCorporaThroughFiles(t *testing.T) {
	files := abctest.CorpusFiles(t, "piano/*.mid")
	dir := t.TempDir()
	text := filepath.Join(dir, "notes.txt")
	sum, err := ConvertNotes(context.Background(), NotesOptions{Inputs: []string{filepath.Dir(files[0])}, Output: text})
	if err != nil || sum.Pieces != len(files) || sum.Skipped != 0 {
		t.Fatalf("%+v, %v", sum, err)
	}
	back, err := Convert(context.Background(), Options{Inputs: []string{text}, OutDir: dir,
		Report: func(e *abc.Error) { t.Error(e) }})
	if err != nil || back.Written != len(files) || back.Notes != sum.Notes {
		t.Fatalf("%+v, %v", back, err)
	}
	for i, name := range files {
		a := abctest.Flat(abctest.ReadFile(t, name), true, false)
		b := abctest.Flat(abctest.ReadFile(t, filepath.Join(dir, fmt.Sprintf("notes-%04d.mid", i+1))), true, false)
		if !slices.Equal(a, b) {
			t.Errorf("%s: %d of %d notes come back, %d in all", filepath.Base(name), abctest.Common(a, b), len(a), len(b))
		}
	}
}
