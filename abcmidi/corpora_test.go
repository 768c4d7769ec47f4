package abcmidi

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// corpusTunes calls f with every tune of the three ABC corpora.
func corpusTunes(t testing.TB, f func(Source)) {
	root := shared(t, "corpora")
	for _, pattern := range []string{"nottingham/abc/*.abc", "irish/*.abc", "hardy/*.abc"} {
		files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no files (%v)", pattern, err)
		}
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if err := ReadTunes(string(text), filepath.Base(name), func(s Source) error { f(s); return nil }); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestCorporaConvert holds every tune of the corpora to a strict reader: each
// becomes a file it accepts, with the score's own notes in it.
func TestCorporaConvert(t *testing.T) {
	tunes, notes, findings := 0, 0, 0
	corpusTunes(t, func(src Source) {
		tunes++
		tune, err := ParseSource(src)
		if list, ok := err.(ErrorList); ok {
			findings += len(list)
			if testing.Verbose() && findings < 200 {
				for _, e := range list {
					t.Log(e)
				}
			}
		}
		score, err := tune.Score(ScoreOptions{})
		if err != nil {
			t.Errorf("%s:%d: %v", src.File, src.Line, err)
		}
		var buf bytes.Buffer
		if err := WriteMIDI(&buf, score, MIDIOptions{}); err != nil {
			t.Fatalf("%s:%d: %v", src.File, src.Line, err)
		}
		file, err := strictSMF(buf.Bytes())
		if err != nil {
			t.Errorf("%s:%d: %v", src.File, src.Line, err)
			return
		}
		for i, v := range score.Voices {
			if got := len(file.tracks[i+1].notes); got != len(v.Events) {
				t.Errorf("%s:%d: voice %s has %d notes in the file, %d in the score", src.File, src.Line, v.ID, got, len(v.Events))
			}
			notes += len(v.Events)
		}
	})
	t.Logf("%d tunes, %d notes, %d findings", tunes, notes, findings)
}
