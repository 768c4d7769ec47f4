package corpus

import (
	"errors"
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
	if _, err := v.Encode("abc"); !errors.Is(err, ErrUnknown) || !strings.Contains(err.Error(), `"c"`) {
		t.Errorf("unknown symbol: error %v", err)
	}
	text, _ := v.MarshalJSON()
	if want := `{"\n":0,"a":1,"b":2,"|":3,"ä":4}`; string(text) != want {
		t.Errorf("char_to_idx.json is %s, want %s", text, want)
	}
}

func TestVocabularyOfWords(t *testing.T) {
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
	if len(held) != 20 || len(train) != 180 {
		t.Fatalf("%d tunes to learn and %d held out, want 180 and 20", len(train), len(held))
	}
	isHeld := map[string]bool{}
	for _, p := range held {
		isHeld[p] = true
	}
	for _, p := range train {
		if isHeld[p] {
			t.Errorf("%q is on both sides", p)
		}
	}
	more := &Corpus{Pieces: append(corpusOf(200).Pieces, "X: new\n\n", "X: newer\n\n")}
	_, again := more.Split(0.1)
	moved := 0
	for _, p := range again {
		if !isHeld[p] {
			moved++
		}
	}
	if moved > 3 {
		t.Errorf("two more tunes moved %d held-out ones", moved)
	}
	if train, held := c.Split(0); len(held) != 0 || len(train) != 200 {
		t.Error("share 0 held something out")
	}
	twins := &Corpus{Pieces: []string{"X: a\n\n", "X: b\n\n", "X: a\n\n", "X: b\n\n"}}
	train, held = twins.Split(0.25)
	if len(train) != 2 || len(held) != 2 || held[0] != held[1] {
		t.Errorf("equal tunes are on different sides: %q and %q", train, held)
	}
	one := &Corpus{Pieces: []string{"ä" + strings.Repeat("x", 98)}}
	train, held = one.Split(0.1)
	if strings.Join(train, "")+strings.Join(held, "") != one.Pieces[0] || len(held[0]) != 10 {
		t.Errorf("one piece was cut into %d and %d bytes", len(train[0]), len(held[0]))
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
		if got := Start(c.pieces, false); got != c.want {
			t.Errorf("%q start with %q, want %q", c.pieces, got, c.want)
		}
	}
}
