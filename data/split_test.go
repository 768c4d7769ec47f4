package data

import (
	"crypto/sha256"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestTunes(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                    nil,
		"about the book\n\n":                  nil,
		"X:1\nK:C\nCDE|":                      {"X:1\nK:C\nCDE|\n\n\n"},
		"book\nX:1\nCDE|\n\n\n\nX: 2\nW:X:\n": {"X:1\nCDE|\n\n\n", "X: 2\nW:X:\n\n\n"},
		"X:1\nC \n \n":                        {"X:1\nC \n \n\n\n"},
	} {
		if got := Tunes(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestRemainder(t *testing.T) {
	r := rand.NewChaCha8([32]byte{})
	for range 50 {
		var number [sha256.Size]byte
		r.Read(number[:])
		want := new(big.Int).Mod(new(big.Int).SetBytes(number[:]), big.NewInt(10)).Int64()
		if got := remainder(number, 10); int64(got) != want {
			t.Errorf("%x modulo 10 is %d, want %d", number, got, want)
		}
	}
}

// TestSplitNottingham wants the counts that figures on the collection go by.
func TestSplitNottingham(t *testing.T) {
	shared := os.Getenv("CHARABANC_SHARED")
	if shared == "" {
		shared = "../../shared"
	}
	files, _ := filepath.Glob(filepath.Join(shared, "corpora/nottingham/abc/*.abc"))
	if len(files) == 0 {
		t.Skip("no Nottingham collection in " + shared)
	}
	for i, file := range files {
		content, err := os.ReadFile(file)
		if err != nil || !matches(content, nottinghamFiles[i]) {
			t.Errorf("%s: error %v, SHA-256 not as pinned for %s", file, err, nottinghamFiles[i].Name)
		}
	}
	dir := t.TempDir()
	parts, names, err := SplitFiles(files, nil, dir)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct{ tunes, bytes int }{{819, 354167}, {115, 48459}, {100, 43401}} {
		written, err := os.ReadFile(names[i])
		if parts[i].Tunes != want.tunes || len(written) != want.bytes || err != nil {
			t.Errorf("%s: %d tunes, %d bytes, error %v, want %v", names[i], parts[i].Tunes, len(written), err, want)
		}
	}
}

func TestSplitFiles(t *testing.T) {
	dir := t.TempDir()
	var text strings.Builder
	for i := range 200 {
		text.WriteString("X:" + strings.Repeat("1", i+1) + "\nK:C\nC|\n\n")
	}
	parts, names, err := SplitFiles([]string{"-"}, strings.NewReader(text.String()), dir)
	if err != nil {
		t.Fatal(err)
	}
	if names[2] != filepath.Join(dir, "tunes-test.txt") {
		t.Errorf("name %s, want tunes-test.txt", names[2])
	}
	sum := 0
	for _, p := range parts {
		sum += p.Tunes
		if p.Tunes < 5 || p.Tunes != len(Tunes(p.Text)) {
			t.Errorf("%s has %d tunes", p.Name, p.Tunes)
		}
	}
	if sum != 200 {
		t.Errorf("%d tunes in the parts, want 200", sum)
	}
	for _, files := range [][]string{{filepath.Join(dir, "nothere.abc")}, {"-"}} {
		if _, _, err := SplitFiles(files, strings.NewReader("no tune"), dir); err == nil {
			t.Errorf("%v: no error", files)
		}
	}
}
