package charrnn

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestVocabulary(t *testing.T) {
	v, err := NewVocabulary("a|bä\n|", false)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"\n", "a", "b", "|", "ä"}; !reflect.DeepEqual(v.Symbols, want) {
		t.Errorf("symbols %q, want %q", v.Symbols, want)
	}
	ids, err := v.Encode("bä\n")
	if err != nil || v.Decode(ids) != "bä\n" {
		t.Errorf("%v, %v came back as %q", ids, err, v.Decode(ids))
	}
	if _, err := v.Encode("abc"); !errors.Is(err, ErrVocabulary) || !strings.Contains(err.Error(), `"c"`) {
		t.Errorf("unknown symbol: error %v", err)
	}
	text, _ := v.MarshalJSON()
	if want := `{"\n":0,"a":1,"b":2,"|":3,"ä":4}`; string(text) != want {
		t.Errorf("char_to_idx.json is %s, want %s", text, want)
	}
}

func TestVocabularyOfTokens(t *testing.T) {
	const text = "C4:1 E4:1\nG4.B4:2 C4:1\n\nC4:1\n"
	v, err := NewVocabulary(text, true)
	if err != nil {
		t.Fatal(err)
	}
	if v.Len() != 4 {
		t.Errorf("symbols %q, want three words and the line end", v.Symbols)
	}
	ids, _ := v.Encode("  C4:1\t E4:1\nG4.B4:2   C4:1\n\nC4:1\n")
	if got := v.Decode(ids); got != text {
		t.Errorf("came back as %q, want %q", got, text)
	}
}

func TestSplitAtTunes(t *testing.T) {
	for _, c := range []struct {
		name, text string
		tokens     bool
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
		if got := split(c.text, c.tokens); !reflect.DeepEqual(got, c.want) {
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

func TestReadCorpus(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a.abc"), filepath.Join(dir, "b.abc")
	os.WriteFile(a, []byte("X:1\nK:C\nA\n\n"), 0o644)
	os.WriteFile(b, []byte("X:2\nK:C\nB\n\n"), 0o644)
	c, err := ReadCorpus([]string{a, "-", b}, strings.NewReader("X:3\nK:C\nC\n\n"), false)
	if err != nil || len(c.Pieces) != 3 || !strings.HasPrefix(c.Pieces[1], "X:3") {
		t.Errorf("corpus %v, error %v", c, err)
	}
	for _, name := range []string{filepath.Join(dir, "none"), dir} {
		if _, err := ReadCorpus([]string{name}, nil, false); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v, want one line", name, err)
		}
	}
	if _, err := ReadCorpus([]string{"-"}, strings.NewReader("\n\n"), false); err == nil {
		t.Error("an empty corpus was taken")
	}
}

func corpusOf(n int) *Corpus {
	c := &Corpus{}
	for i := range n {
		c.Pieces = append(c.Pieces, "X: "+strings.Repeat("ab", i%7)+string(rune('a'+i%26))+string(rune('a'+i/26))+"\n\n")
	}
	return c
}

func TestSplitForValidation(t *testing.T) {
	c := corpusOf(200)
	train, held := c.Split(0.1)
	if len(held.Pieces) != 20 || len(train.Pieces) != 180 {
		t.Fatalf("%d tunes to learn and %d held out, want 180 and 20", len(train.Pieces), len(held.Pieces))
	}
	isHeld := map[string]bool{}
	for _, p := range held.Pieces {
		isHeld[p] = true
	}
	for _, p := range train.Pieces {
		if isHeld[p] {
			t.Errorf("%q is on both sides", p)
		}
	}
	more := &Corpus{Pieces: append(corpusOf(200).Pieces, "X: new\n\n", "X: newer\n\n")}
	_, again := more.Split(0.1)
	moved := 0
	for _, p := range again.Pieces {
		if !isHeld[p] {
			moved++
		}
	}
	if moved > 3 {
		t.Errorf("two more tunes moved %d held-out ones", moved)
	}
	if train, held := c.Split(0); len(held.Pieces) != 0 || len(train.Pieces) != 200 {
		t.Error("share 0 held something out")
	}
	twins := &Corpus{Pieces: []string{"X: a\n\n", "X: b\n\n", "X: a\n\n", "X: b\n\n"}}
	train, held = twins.Split(0.25)
	if len(train.Pieces) != 2 || len(held.Pieces) != 2 || held.Pieces[0] != held.Pieces[1] {
		t.Errorf("equal tunes were parted: %q and %q", train.Pieces, held.Pieces)
	}
	one := &Corpus{Pieces: []string{"ä" + strings.Repeat("x", 98)}}
	train, held = one.Split(0.1)
	if train.Text()+held.Text() != one.Text() || len(held.Text()) != 10 {
		t.Errorf("one piece was cut into %d and %d bytes", len(train.Text()), len(held.Text()))
	}
}

func TestStart(t *testing.T) {
	for _, c := range []struct {
		pieces []string
		want   string
	}{
		{[]string{"X: 1\nT:A\n\n", "X: 27\nT:B\n\n"}, "X: "},
		{[]string{"X: 1\nT:A\n\n", "X: 1\nT:A\n\n"}, "X: 1\n"},
		{[]string{"äx", "äy", "ây"}, ""},
		{[]string{"to be"}, "t"},
	} {
		if got := (&Corpus{Pieces: c.pieces}).start(false); got != c.want {
			t.Errorf("%q start with %q, want %q", c.pieces, got, c.want)
		}
	}
}
