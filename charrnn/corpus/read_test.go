package corpus

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestSplitAtTunes(t *testing.T) {
	for _, c := range []struct {
		name, text string
		words      bool
		want       []string
	}{
		{"tunes", "X:1\nK:C\nABC|\n\n\nX: 2\nK:G\ndef|\n\n", false, []string{"X:1\nK:C\nABC|\n\n\n", "X: 2\nK:G\ndef|\n\n"}},
		{"text before", "% a book\n\nX:1\nK:C\nA\n\n", false, []string{"X:1\nK:C\nA\n\n"}},
		{"no blank line at the end", "X:1\nK:C\nA", false, []string{"X:1\nK:C\nA\n\n"}},
		{"no tunes", "to be or\nnot", false, []string{"to be or\nnot"}},
		{"X: inside a line", "say X: now\n", false, []string{"say X: now\n"}},
		{"blank", " \n\n", false, nil},
		{"words", "a b\nc\n\n\nd e\n", true, []string{"a b\nc\n\n\n", "d e\n\n"}},
	} {
		if got := split(c.text, c.words); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"\ufeffX:1\r\nK:C\r": "X:1\nK:C\n",
		"T:Caf\xe9":          "T:Café", // Latin-1
		"T:Café":             "T:Café",
	} {
		if got := plain([]byte(in)); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a.abc"), filepath.Join(dir, "b.abc")
	os.WriteFile(a, []byte("X:1\nK:C\nA\n\n"), 0o644)
	os.WriteFile(b, []byte("X:2\nK:C\nB\n\n"), 0o644)
	c, err := Read([]string{a, "-", b}, strings.NewReader("X:3\nK:C\nC\n\n"), false)
	if err != nil || len(c.Pieces) != 3 || !strings.HasPrefix(c.Pieces[1], "X:3") {
		t.Errorf("corpus %v, error %v", c, err)
	}
	for _, name := range []string{filepath.Join(dir, "none"), dir} {
		if _, err := Read([]string{name}, nil, false); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v, want one line", name, err)
		}
	}
	if _, err := Read([]string{"-"}, strings.NewReader("\n\n"), false); err == nil {
		t.Error("an empty corpus was taken")
	}
}
