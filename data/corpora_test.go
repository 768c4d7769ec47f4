package data

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// nottingham is the files of the Nottingham collection, and their text, an empty
// line after each. The test is skipped where the collection is missing.
func nottingham(t testing.TB) (files []string, text string) {
	t.Helper()
	shared := os.Getenv("CHARABANC_SHARED")
	if shared == "" {
		shared = "../../shared"
	}
	files, _ = filepath.Glob(filepath.Join(shared, "corpora/nottingham/abc/*.abc"))
	if len(files) == 0 {
		t.Skip("no Nottingham collection in " + shared)
	}
	for i, file := range files {
		content, err := readPinned(file, nottinghamFiles[i])
		if err != nil {
			t.Fatalf("%s: error %v, pinned for %s", file, err, nottinghamFiles[i].Name)
		}
		text += strings.TrimPrefix(string(content), "\n")
		if !strings.HasSuffix(text, "\n\n") {
			text = strings.TrimSuffix(text, "\n") + "\n\n"
		}
	}
	return files, text
}

// TestNottingham wants the counts that figures on the collection go by, however
// its lines and characters are written, and the text that models have learnt.
func TestNottingham(t *testing.T) {
	files, text := nottingham(t)
	learnt, err := ReadTexts(t.Context(), files, nil, false)
	if err != nil || len(learnt.Pieces) != 1034 || strings.Join(learnt.Pieces, "") != text {
		t.Errorf("%d pieces, error %v, want 1034 that are the text of the files", len(learnt.Pieces), err)
	}
	for name, text := range map[string]string{
		"LF": text, "BOM": byteOrder + text, "CRLF": strings.ReplaceAll(text, "\n", "\r\n"), "CR": strings.ReplaceAll(text, "\n", "\r"),
		"BOM before each X:": strings.ReplaceAll(text, "X:", byteOrder+"X:"), "UTF-16": utf16Text(text, false),
	} {
		parts, kind, err := SplitFiles(t.Context(), []string{"-"}, strings.NewReader(text), t.TempDir())
		if err != nil || kind != ABC {
			t.Fatal(name, kind, err)
		}
		for i, want := range []struct{ pieces, bytes int }{{819, 354167}, {115, 48459}, {100, 43401}} {
			written, err := os.ReadFile(parts[i].File)
			if parts[i].Pieces != want.pieces || len(written) != want.bytes || err != nil {
				t.Errorf("%s: %s: %d tunes, %d bytes, error %v, want %v", name, parts[i].File, parts[i].Pieces, len(written), err, want)
			}
		}
	}
}

// TestStarterCorpus: all of the text that comes along is learnt.
func TestStarterCorpus(t *testing.T) {
	want, err := os.ReadFile("input.txt")
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadTexts(t.Context(), []string{"input.txt"}, nil, false)
	if err != nil || got.Kind != ABC || strings.Join(got.Pieces, "") != string(want) {
		t.Errorf("%d pieces of %v, error %v, which are not the text of the file", len(got.Pieces), got.Kind, err)
	}
}
