package abcmidi

import (
	"fmt"
	"math"
	"strings"
)

// This file tells a network that practises which of its tunes are worth learning.

// Judge returns how worth learning a tune is for one who wants to write tunes like
// those of a corpus: 0 if CheckSource finds anything in it; else 1, and the share of
// its bars that come again on top of that. Tunes live by phrases that return, which
// a network learns last; but what is more than in the corpus counts no more.
func Judge(corpus []string) func(tune string) float64 {
	usual := 0.0
	for _, tune := range corpus {
		usual += Repetition(tune) / float64(len(corpus))
	}
	return func(tune string) float64 {
		if len(CheckSource(Source{Line: 1, Text: tune}).Findings) > 0 {
			return 0
		}
		return 1 + min(Repetition(tune), usual)
	}
}

// Repetition is the share of a tune's bars that stood in it before, to the letter.
func Repetition(text string) float64 {
	bars := strings.FieldsFunc(Skeleton(text), func(r rune) bool { return strings.ContainsRune("|:[]", r) })
	seen := map[string]bool{}
	again := 0
	for _, b := range bars {
		if seen[b] {
			again++
		}
		seen[b] = true
	}
	return float64(again) / float64(max(len(bars), 1))
}

// Kind names the meter of a tune, and its length in steps that grow with it: to 256
// bytes, 362, 512, 724, and so on.
func Kind(text string) string {
	tune, _ := Parse(text)
	return fmt.Sprintf("%s %.0f", tune.Field('M'), math.Ceil(2*math.Log2(float64(len(text)))))
}
