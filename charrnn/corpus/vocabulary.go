package corpus

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxSymbols is the largest size of a vocabulary.
const MaxSymbols = 1 << 16

// ErrUnknown is wrapped by errors about symbols that are not in a vocabulary.
var ErrUnknown = errors.New("symbol not in the vocabulary")

// A Vocabulary maps symbols to ids from 0 to V-1 and back. A symbol is a
// character (a rune) or, with Words, a word between white space. A line end is a
// symbol in both.
type Vocabulary struct {
	Symbols []string // in ascending order; the index is the id
	Words   bool     // symbols are words
	ids     map[string]int32
}

// NewVocabulary returns the vocabulary of the symbols in text.
func NewVocabulary(text string, words bool) (*Vocabulary, error) {
	seen := map[string]bool{}
	for s := range symbols(text, words) {
		seen[s] = true
	}
	return VocabularyOf(slices.Sorted(maps.Keys(seen)), words)
}

// VocabularyOf returns the vocabulary of a sorted list of different symbols.
func VocabularyOf(sorted []string, words bool) (*Vocabulary, error) {
	if len(sorted) == 0 {
		return nil, errors.New("the text is empty")
	}
	if len(sorted) > MaxSymbols {
		return nil, fmt.Errorf("%d different symbols: at most %d can be learned", len(sorted), MaxSymbols)
	}
	v := &Vocabulary{Symbols: sorted, Words: words, ids: make(map[string]int32, len(sorted))}
	for i, s := range sorted {
		v.ids[s] = int32(i)
	}
	if len(v.ids) != len(sorted) {
		return nil, errors.New("the vocabulary contains a symbol twice")
	}
	return v, nil
}

// Len returns the number of symbols, V.
func (v *Vocabulary) Len() int { return len(v.Symbols) }

// Encode returns the ids of the symbols of text. If some symbols are unknown, it
// returns an error that wraps [ErrUnknown] and names one of them.
func (v *Vocabulary) Encode(text string) ([]int32, error) {
	ids, unknown := v.EncodeKnown(text)
	if len(unknown) > 0 {
		return nil, fmt.Errorf("%w: %q", ErrUnknown, slices.Min(slices.Collect(maps.Keys(unknown))))
	}
	return ids, nil
}

// EncodeKnown returns the ids of the known symbols of text, and how often each
// unknown symbol occurs.
func (v *Vocabulary) EncodeKnown(text string) (ids []int32, unknown map[string]int) {
	ids = make([]int32, 0, len(text))
	for s, id := range v.Each(text) {
		if id < 0 {
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

// Each yields the symbols of text in order, with their ids; -1 for unknown ones.
func (v *Vocabulary) Each(text string) iter.Seq2[string, int32] {
	return func(yield func(string, int32) bool) {
		for s := range symbols(text, v.Words) {
			id, ok := v.ids[s]
			if !ok {
				id = -1
			}
			if !yield(s, id) {
				return
			}
		}
	}
}

// EncodeAll is EncodeKnown for each of several texts; unknown counts the symbols
// of all of them.
func (v *Vocabulary) EncodeAll(texts []string) (pieces [][]int32, unknown map[string]int) {
	unknown = map[string]int{}
	for _, text := range texts {
		ids, missing := v.EncodeKnown(text)
		for s, n := range missing {
			unknown[s] += n
		}
		pieces = append(pieces, ids)
	}
	return pieces, unknown
}

// Decode returns the text of ids.
func (v *Vocabulary) Decode(ids []int32) string {
	var b strings.Builder
	var last int32 = -1
	for _, id := range ids {
		b.WriteString(v.Text(last, id))
		last = id
	}
	return b.String()
}

// Text returns what symbol id adds to a text whose last symbol is last, -1 for an
// empty text. A space separates two words of a line.
func (v *Vocabulary) Text(last, id int32) string {
	s := v.Symbols[id]
	if v.Words && last >= 0 && s != "\n" && v.Symbols[last] != "\n" {
		return " " + s
	}
	return s
}

// MarshalJSON returns an object from symbol to id, the content of
// char_to_idx.json.
func (v *Vocabulary) MarshalJSON() ([]byte, error) { return json.Marshal(v.ids) }

// symbols yields the symbols of text in order.
func symbols(text string, words bool) func(func(string) bool) {
	if words {
		return func(yield func(string) bool) { eachWord(text, yield) }
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

// eachWord yields the words of text, and each line end.
func eachWord(text string, yield func(string) bool) {
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
