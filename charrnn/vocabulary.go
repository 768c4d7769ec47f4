package charrnn

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxSymbols bounds a vocabulary: beyond it the text is no text.
const maxSymbols = 1 << 16

// ErrVocabulary is wrapped by errors about symbols a model does not know.
var ErrVocabulary = errors.New("symbol not in the vocabulary")

// Vocabulary maps symbols to the numbers 0 to V-1 and back. A symbol is a
// character (a rune), or, for note text, a word between white space; line ends
// are symbols of their own in both.
type Vocabulary struct {
	Symbols []string // in ascending order; the index is the id
	Tokens  bool     // symbols are words
	ids     map[string]int32
}

// NewVocabulary collects the symbols of text.
func NewVocabulary(text string, tokens bool) (*Vocabulary, error) {
	seen := map[string]bool{}
	for s := range symbols(text, tokens) {
		seen[s] = true
	}
	all := make([]string, 0, len(seen))
	for s := range seen {
		all = append(all, s)
	}
	slices.Sort(all)
	return vocabularyOf(all, tokens)
}

func vocabularyOf(sorted []string, tokens bool) (*Vocabulary, error) {
	if len(sorted) == 0 {
		return nil, errors.New("the text is empty")
	}
	if len(sorted) > maxSymbols {
		return nil, fmt.Errorf("%d different symbols: at most %d can be learnt", len(sorted), maxSymbols)
	}
	v := &Vocabulary{Symbols: sorted, Tokens: tokens, ids: make(map[string]int32, len(sorted))}
	for i, s := range sorted {
		v.ids[s] = int32(i)
	}
	if len(v.ids) != len(sorted) {
		return nil, errors.New("the vocabulary names a symbol twice")
	}
	return v, nil
}

// Len is the number of symbols, V.
func (v *Vocabulary) Len() int { return len(v.Symbols) }

// Encode returns the ids of text's symbols. The first unknown symbol is an
// error that wraps [ErrVocabulary].
func (v *Vocabulary) Encode(text string) ([]int32, error) {
	ids, unknown := v.encode(text)
	for _, s := range slices.Sorted(maps.Keys(unknown)) {
		return nil, fmt.Errorf("%w: %q", ErrVocabulary, s)
	}
	return ids, nil
}

// encode skips unknown symbols and counts them.
func (v *Vocabulary) encode(text string) (ids []int32, unknown map[string]int) {
	ids = make([]int32, 0, len(text))
	for s := range symbols(text, v.Tokens) {
		id, ok := v.ids[s]
		if !ok {
			if unknown == nil {
				unknown = map[string]int{}
			}
			unknown[s]++
			continue
		}
		ids = append(ids, id)
	}
	return ids, unknown
}

// encodeAll encodes texts apart from one another, and counts what is unknown in
// all of them.
func (v *Vocabulary) encodeAll(texts []string) (pieces [][]int32, unknown map[string]int) {
	unknown = map[string]int{}
	for _, text := range texts {
		ids, missing := v.encode(text)
		for s, n := range missing {
			unknown[s] += n
		}
		pieces = append(pieces, ids)
	}
	return pieces, unknown
}

// Decode is the text of ids.
func (v *Vocabulary) Decode(ids []int32) string {
	var b strings.Builder
	var last int32 = -1
	for _, id := range ids {
		b.WriteString(v.text(last, id))
		last = id
	}
	return b.String()
}

// text is what id adds to a text that ended with the symbol last (-1 at its
// beginning): words are parted by a blank, except round a line end.
func (v *Vocabulary) text(last, id int32) string {
	s := v.Symbols[id]
	if v.Tokens && last >= 0 && s != "\n" && v.Symbols[last] != "\n" {
		return " " + s
	}
	return s
}

// MarshalJSON gives char_to_idx.json: an object from symbol to id.
func (v *Vocabulary) MarshalJSON() ([]byte, error) { return json.Marshal(v.ids) }

// symbols yields the symbols of text in order.
func symbols(text string, tokens bool) func(func(string) bool) {
	if tokens {
		return func(yield func(string) bool) { words(text, yield) }
	}
	return func(yield func(string) bool) {
		for len(text) > 0 {
			_, n := utf8.DecodeRuneInString(text)
			if !yield(text[:n]) {
				return
			}
			text = text[n:]
		}
	}
}

// words yields the words of text, and each line end.
func words(text string, yield func(string) bool) {
	for line := range strings.Lines(text) {
		body, ended := strings.CutSuffix(line, "\n")
		for _, w := range strings.Fields(body) {
			if !yield(w) {
				return
			}
		}
		if ended && !yield("\n") {
			return
		}
	}
}
