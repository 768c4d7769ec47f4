package corpus

import (
	"crypto/sha256"
	"fmt"
	"math"
	"slices"
	"testing"

	"charabanc/data"
)

// copies returns so many equal tunes.
func copies(tune string, n int) (list []string) {
	for range n {
		list = append(list, tune)
	}
	return list
}

// TestSplitKeys splits note text in several keys: the keys of a piece stay together.
func TestSplitKeys(t *testing.T) {
	c := &Corpus{Words: true}
	for i := range 50 {
		c.Pieces = append(c.Pieces, fmt.Sprintf("%%%%notes exact 480\nC%d:1\n\n", i))
		for key := range 11 {
			c.Pieces = append(c.Pieces, fmt.Sprintf("%%%%notes exact 480 copy\nC%d:1 D%d:1\n\n", i, key))
		}
	}
	train, held := c.Split(0.1)
	if len(held) != 60 || len(train)+len(held) != len(c.Pieces) {
		t.Errorf("%d held out of %d, want 60", len(held), len(c.Pieces))
	}
	for i, p := range held {
		if (i%12 == 0) == data.IsCopy(p) {
			t.Errorf("%d: %q", i, p)
		}
	}
}

// TestSplitCopies splits corpora with many equal tunes. No tune may be on both sides.
func TestSplitCopies(t *testing.T) {
	for name, test := range map[string]struct {
		pieces    []string
		share     float64
		low, high int // pieces held out
	}{
		"all equal":             {copies("a", 40), 0.1, 0, 0},
		"two equal":             {copies("a", 2), 0.5, 0, 0},
		"two halves":            {append(copies("a", 20), copies("b", 20)...), 0.1, 20, 20},
		"400 and 40 others":     {append(copies("a", 400), corpusOf(40).Pieces...), 0.1, 3, 44},
		"400 and 40, a third":   {append(copies("a", 400), corpusOf(40).Pieces...), 0.33, 10, 40},
		"400 and 1 other":       {append(copies("a", 400), "b"), 0.1, 1, 1},
		"each twice":            {append(corpusOf(100).Pieces, corpusOf(100).Pieces...), 0.1, 20, 20},
		"each three times":      {slices.Concat(corpusOf(100).Pieces, corpusOf(100).Pieces, corpusOf(100).Pieces), 0.1, 30, 32},
		"all but one":           {corpusOf(10).Pieces, 0.9, 9, 9},
		"half of it three":      {append(copies("a", 50), corpusOf(50).Pieces...), 0.1, 5, 20},
		"large share of copies": {append(copies("a", 60), corpusOf(40).Pieces...), 0.5, 20, 60},
	} {
		c := &Corpus{Pieces: test.pieces}
		train, held := c.Split(test.share)
		if len(held) < test.low || len(held) > test.high || len(train)+len(held) != len(test.pieces) || len(train) == 0 {
			t.Errorf("%s: %d held out of %d, want %d to %d", name, len(held), len(test.pieces), test.low, test.high)
		}
		for _, p := range held {
			if slices.Contains(train, p) {
				t.Errorf("%s: %q is on both sides", name, p)
			}
		}
	}
}

// TestSplitStays compares the choice with that of earlier versions, on which the results
// of existing runs depend: all pieces up to the hash with the rank of the share.
func TestSplitStays(t *testing.T) {
	for n := 2; n < 120; n++ {
		for _, share := range []float64{0.01, 0.1, 0.25, 0.5} {
			var pieces []string
			for i := range n {
				pieces = append(pieces, fmt.Sprint("tune ", i-i%17/16)) // some twice
			}
			var hashes []string
			for _, p := range pieces {
				sum := sha256.Sum256([]byte(p))
				hashes = append(hashes, string(sum[:]))
			}
			rank := min(max(int(math.Round(share*float64(n))), 1), n-1)
			last := slices.Sorted(slices.Values(hashes))[rank-1]
			var want []string
			for i, p := range pieces {
				if hashes[i] <= last {
					want = append(want, p)
				}
			}
			if _, held := (&Corpus{Pieces: pieces}).Split(share); !slices.Equal(held, want) {
				t.Fatalf("%d pieces, share %v: held out %q, want %q", n, share, held, want)
			}
		}
	}
}
