package data

import (
	"crypto/sha256"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

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

func TestSplitFiles(t *testing.T) {
	dir := t.TempDir()
	var text strings.Builder
	for i := range 200 {
		text.WriteString("X:" + strings.Repeat("1", i+1) + "\nK:C\nC|\n\n")
	}
	parts, kind, err := SplitFiles(t.Context(), []string{"-"}, strings.NewReader(text.String()), dir)
	if err != nil || kind != ABC {
		t.Fatal(kind, err)
	}
	sum := 0
	for _, p := range parts {
		written, err := os.ReadFile(p.File)
		if err != nil || string(written) != p.Text {
			t.Errorf("%s: %d bytes, error %v, want %d", p.File, len(written), err, len(p.Text))
		}
		again, _, err := readText(p.Text)
		if err != nil || p.Pieces < 5 || p.Pieces != len(again) {
			t.Errorf("%s has %d tunes, error %v", p.Name, p.Pieces, err)
		}
		if whole := Split(again); whole[0].Text+whole[1].Text+whole[2].Text != p.Text {
			t.Errorf("%s: a tune changes its part", p.Name)
		}
		sum += p.Pieces
	}
	if want := filepath.Join(dir, "tunes-test.txt"); sum != 200 || parts[2].File != want {
		t.Errorf("%d tunes, file %s, want 200, %s", sum, parts[2].File, want)
	}
}

// TestSplitCopies splits pieces of note text in four keys each: the keys of a piece stay together.
func TestSplitCopies(t *testing.T) {
	var pieces []Source
	for i := range 100 {
		note := strings.Repeat("C4:1 ", i+1)
		pieces = append(pieces, Source{Text: "%%notes exact 480\n" + note + "\n"})
		for key := range 3 {
			pieces = append(pieces, Source{Text: "%%notes exact 480 copy\n" + note + strings.Repeat("D4:1 ", key+1) + "\n"})
		}
	}
	sum := 0
	for _, p := range Split(pieces) {
		if n := strings.Count(p.Text, "480\n"); n < 3 || p.Pieces != 4*n || 3*n != strings.Count(p.Text, "copy\n") || strings.HasPrefix(p.Text, "%%notes exact 480 copy") {
			t.Errorf("%s: %d pieces, %d of them no copies", p.Name, p.Pieces, n)
		}
		sum += p.Pieces
	}
	if sum != len(pieces) {
		t.Errorf("%d pieces of %d", sum, len(pieces))
	}
}

func TestIsCopy(t *testing.T) {
	for text, want := range map[string]bool{
		"%%notes exact 480 copy\nC4:1\n": true, "%%notes classic copy\r\nC4\n": true, "%%notes exact 480\ncopy\n": false,
		"%%notes": false, "%%notescopy": false, "%%notesx copy\n": false, "X:1 copy\n": false, "": false,
	} {
		if got := IsCopy(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestSplitFilesFails(t *testing.T) {
	dir := writeTexts(t, map[string]string{"a.abc": "X:1\nC|", "n.txt": "%%notes\nC4", "p.txt": "to be"})
	a, n, p := filepath.Join(dir, "a.abc"), filepath.Join(dir, "n.txt"), filepath.Join(dir, "p.txt")
	for _, c := range []struct {
		names []string
		want  string
	}{
		{[]string{filepath.Join(dir, "nothere.abc")}, "nothere.abc"},
		{[]string{p}, p + ": no tune in it"},
		{[]string{a, p}, p + ": no tune in it"},
		{[]string{a, n}, a + " is ABC, " + n + " is note text"},
		{nil, "no file"},
	} {
		if _, _, err := SplitFiles(t.Context(), c.names, nil, dir); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %s", c.names, err, c.want)
		}
	}
	if _, _, err := SplitFiles(t.Context(), []string{a}, nil, dir); err != nil {
		t.Fatal(err)
	}
	parts := []string{a, filepath.Join(dir, "a-train.txt")}
	if _, _, err := SplitFiles(t.Context(), parts, nil, dir); err == nil || !strings.Contains(err.Error(), "a-train.txt: it is one of the files to read") {
		t.Errorf("a part in place of an input: error %v", err)
	}
	if _, _, err := SplitFiles(t.Context(), []string{a}, nil, filepath.Join(a, "x")); err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("error %v, want one line", err)
	}
}
