package charrnn

import (
	"math/rand/v2"
	"strings"
	"unicode/utf8"

	"charabanc/charrnn/corpus"
)

// PassageLength is the usual number of symbols of a passage.
const PassageLength = 64

// RandomPiece returns a random piece of text, to sample from its beginning. If c was
// trained on text, it is a held-out piece.
func (c *Checkpoint) RandomPiece(text *corpus.Corpus, seed uint64) string {
	pieces := text.Pieces
	if _, held, ok := c.HeldOut(text); ok {
		pieces = held
	}
	return pieces[rand.New(rand.NewPCG(seed, PassageLength)).IntN(len(pieces))]
}

// Beginning returns the first symbols of a text: characters, or words and line ends if
// the symbols of c are words. Symbols that are not in the vocabulary are among them.
func (c *Checkpoint) Beginning(text string, symbols int) string {
	at := 0
	for ; symbols > 0 && at < len(text); symbols-- {
		if !c.Vocabulary.Words {
			_, size := utf8.DecodeRuneInString(text[at:])
			at += size
			continue
		}
		at += len(text[at:]) - len(strings.TrimLeft(text[at:], " \t"))
		if end := strings.IndexAny(text[at:], " \t\n"); end < 0 {
			at = len(text)
		} else {
			at += max(end, 1) // a line end is a symbol
		}
	}
	return text[:at]
}
