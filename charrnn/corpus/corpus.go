// Package corpus turns text into batches of symbol ids for the network. Text
// files come in; pieces, a vocabulary and batches go out.
//
//	read.go        files -> pieces (a tune of ABC, a passage of note text)
//	corpus.go      pieces -> training pieces and held-out pieces
//	vocabulary.go  pieces -> symbol ids, and back
//	batch.go       the batch: inputs, targets, resets
//	lanes.go       ids -> batches that read on from one to the next
//	windows.go     ids -> batches of shuffled, overlapping windows
//	whole.go       ids -> batches that predict every symbol once, for evaluation
package corpus

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Corpus is text to learn from, cut into pieces: one for each ABC tune, one
// for each passage of note text (separated by blank lines), or a single one for
// any other text.
type Corpus struct {
	Pieces []string
	Words  bool // symbols are words, not characters

	// HeldOut are the pieces to validate on. If there are none, Split holds out
	// a share of Pieces.
	HeldOut []string
}

// Fingerprint returns the SHA-256 of the text in hexadecimal. A resumed run and
// eval use it to recognize the corpus.
func (c *Corpus) Fingerprint() string {
	sum := sha256.Sum256([]byte(strings.Join(c.Pieces, "") + strings.Join(c.HeldOut, "")))
	return hex.EncodeToString(sum[:])
}

// Split returns the pieces to train on and the pieces to validate on. If HeldOut
// is set, it is the validation set and all Pieces are trained on. Otherwise a
// share of Pieces, at least one, is held out: those whose SHA-256 is smallest.
// The choice depends only on each piece's text, so held-out pieces are spread
// over the corpus, equal pieces are on the same side, and adding pieces moves few
// others. Of a corpus of one piece, the end is held out. A share of 0 holds out
// nothing.
func (c *Corpus) Split(share float64) (train, heldOut []string) {
	switch {
	case len(c.HeldOut) > 0:
		return c.Pieces, c.HeldOut
	case share <= 0 || len(c.Pieces) == 0:
		return c.Pieces, nil
	case len(c.Pieces) == 1:
		return splitEnd(c.Pieces[0], share)
	}
	hashes := make([]string, len(c.Pieces))
	for i, p := range c.Pieces {
		sum := sha256.Sum256([]byte(p))
		hashes[i] = string(sum[:])
	}
	n := int(math.Round(share * float64(len(c.Pieces))))
	n = min(max(n, 1), len(c.Pieces)-1)
	last := slices.Sorted(slices.Values(hashes))[n-1]
	for i, p := range c.Pieces {
		if cmp.Compare(hashes[i], last) <= 0 {
			heldOut = append(heldOut, p)
		} else {
			train = append(train, p)
		}
	}
	return train, heldOut
}

// splitEnd cuts a share off the end of a text, at the start of a character.
func splitEnd(text string, share float64) (train, heldOut []string) {
	cut := int(float64(len(text)) * (1 - share))
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return []string{text[:cut]}, []string{text[cut:]}
}

// Start returns the text that all pieces begin with, such as "X: ". Sampling
// starts from it if the user gives no text. It is at most one line. For a single
// piece and for words it is the first symbol.
func Start(pieces []string, words bool) string {
	if len(pieces) == 0 {
		return ""
	}
	common := pieces[0]
	for _, p := range pieces[1:] {
		n := 0
		for n < min(len(common), len(p)) && common[n] == p[n] {
			n++
		}
		common = common[:n]
	}
	for s := range symbols(common, words) {
		if len(pieces) == 1 || words {
			return s
		}
	}
	for len(common) > 0 && !utf8.ValidString(common) {
		common = common[:len(common)-1]
	}
	if header, _, many := strings.Cut(common, "\n"); many {
		common = header + "\n" // copies of one tune share more than their beginning
	}
	return common
}
