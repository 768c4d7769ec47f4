package corpus

import (
	"crypto/sha256"
	"maps"
	"math"
	"slices"
	"unicode/utf8"

	"charabanc/data"
)

// Split returns the pieces to train on and the pieces to validate on. If HeldOut
// is set, it is the validation set and all Pieces are trained on. Otherwise a
// share of Pieces, at least one, is held out: those whose SHA-256 is smallest.
// The choice depends only on each piece's text, so held-out pieces are spread
// over the corpus, equal pieces are on the same side, and adding pieces moves few
// others. A copy in another key, by data.IsCopy, counts as the piece that it follows. Of a
// corpus of one piece, the end is held out. A share of 0 holds out
// nothing, and of pieces that are all equal nothing can be held out.
func (c *Corpus) Split(share float64) (train, heldOut []string) {
	switch {
	case len(c.HeldOut) > 0:
		return c.Pieces, c.HeldOut
	case share <= 0 || len(c.Pieces) == 0:
		return c.Pieces, nil
	case len(c.Pieces) == 1:
		return splitEnd(c.Pieces[0], share)
	}
	hashes := make([]hash, len(c.Pieces))
	copies := map[hash]int{}
	for i, p := range c.Pieces {
		if i > 0 && data.IsCopy(p) {
			hashes[i] = hashes[i-1]
		} else {
			hashes[i] = sha256.Sum256([]byte(p))
		}
		copies[hashes[i]]++
	}
	held := choose(copies, len(c.Pieces), share)
	for i, p := range c.Pieces {
		if held[hashes[i]] {
			heldOut = append(heldOut, p)
		} else {
			train = append(train, p)
		}
	}
	return train, heldOut
}

type hash = [sha256.Size]byte

// choose returns the hashes of the pieces to hold out. copies has the number of pieces
// for each hash, and n is their sum.
//
// Hashes are taken in ascending order until there are enough pieces. If that holds out far
// more, because many pieces are equal, the share is that of different pieces instead, and
// those with so many copies stay in the training set.
func choose(copies map[hash]int, n int, share float64) map[hash]bool {
	sorted := slices.SortedFunc(maps.Keys(copies), func(a, b hash) int { return slices.Compare(a[:], b[:]) })
	enough := min(max(int(math.Round(share*float64(n))), 1), n-1)
	most := enough + max(2, n/10)
	held, count := map[hash]bool{}, 0
	for _, h := range sorted {
		if count < enough {
			held[h] = true
			count += copies[h]
		}
	}
	if count <= most && count < n {
		return held
	}
	clear(held)
	if len(sorted) == 1 {
		return held
	}
	different, total := max(int(math.Round(share*float64(len(sorted)))), 1), 0
	for _, h := range sorted {
		if len(held) < min(different, len(sorted)-1) && total+copies[h] <= most {
			held[h] = true
			total += copies[h]
		}
	}
	if len(held) == 0 { // each has too many copies: hold out that with the fewest
		held[slices.MinFunc(sorted, func(a, b hash) int { return copies[a] - copies[b] })] = true
	}
	return held
}

// splitEnd cuts a share off the end of a text, at the start of a character.
func splitEnd(text string, share float64) (train, heldOut []string) {
	cut := int(float64(len(text)) * (1 - share))
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return []string{text[:cut]}, []string{text[cut:]}
}
