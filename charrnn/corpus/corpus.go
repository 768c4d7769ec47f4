// Package corpus turns text into batches of symbol ids for the network. Text
// files come in; pieces, a vocabulary and batches go out.
//
//	corpus.go      the corpus
//	split.go       pieces -> training pieces and held-out pieces
//	vocabulary.go  pieces -> symbol ids, and back
//	batch.go       the batch: inputs, targets, resets
//	lanes.go       ids -> batches that read on from one to the next
//	windows.go     ids -> batches of shuffled, overlapping windows
//	whole.go       ids -> batches that predict every symbol once, for evaluation
package corpus

import (
	"crypto/sha256"
	"encoding/hex"
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
