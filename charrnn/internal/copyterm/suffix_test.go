package copyterm

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// slowProposal is Suffix.Propose in plain loops: it finds all earlier positions whose
// symbols before them match the end of the text.
func slowProposal(text []int32) (symbol int32, length int, ok bool) {
	for at := len(text) - 1; at >= shortest; at-- {
		n := 0
		for n < at && text[at-1-n] == text[len(text)-1-n] {
			n++
		}
		if n >= shortest && n > length {
			symbol, length, ok = text[at], n, true
		}
	}
	return symbol, length, ok
}

// TestSuffixIsTheLongestMatch compares with plain loops on texts in which no three symbols
// come again so often that matches are left out.
func TestSuffixIsTheLongestMatch(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	found := 0
	for range 200 {
		s := NewSuffix()
		var text []int32
		for range 60 {
			id := random.Int32N(5)
			if random.IntN(8) == 0 {
				s.Push(9, true) // left out
			}
			s.Push(id, false)
			text = append(text, id)
			symbol, length, ok := slowProposal(text)
			got := s.Propose(nil)
			if len(got) == 1 != ok {
				t.Fatalf("%v: proposals %v, want %v", text, got, ok)
			}
			if !ok {
				continue
			}
			found++
			if got[0].Symbol != symbol || s.matches.list[0].length != int32(length) {
				t.Fatalf("%v: %v of length %d, want %d of length %d", text, got, s.matches.list[0].length, symbol, length)
			}
		}
	}
	if found < 1000 {
		t.Errorf("only %d matches", found)
	}
}

// TestSuffixFeatures names the features of a match.
func TestSuffixFeatures(t *testing.T) {
	names := SuffixNames()
	if len(names) != SuffixFeatures {
		t.Fatalf("%d names of %d features", len(names), SuffixFeatures)
	}
	s := NewSuffix()
	want := func(what string, symbol int32, features ...string) {
		t.Helper()
		list := s.Propose(nil)
		if len(list) != 1 || list[0].Symbol != symbol {
			t.Fatalf("%s: %v, want symbol %d", what, list, symbol)
		}
		for i, name := range features {
			if got := names[list[0].Features[i]]; got != name {
				t.Errorf("%s: feature %q, want %q", what, got, name)
			}
		}
	}
	for _, id := range []int32{1, 2, 3, 4, 5, 1, 2, 3} {
		s.Push(id, false)
	}
	want("after 123", 4, "match of 3", "0 others")
	s.Push(4, false)
	want("after 1234", 5, "match of 4", "0 others")
	s.Push(0, true)
	want("after a line end", 5, "match of 4 after a line", "0 others after a line")
	for _, id := range []int32{6, 1, 2, 3} {
		s.Push(id, false)
	}
	want("two matches that agree", 4, "match of 3", "0 others")
	for _, id := range []int32{7, 1, 2, 3} {
		s.Push(id, false)
	}
	want("the latest of three", 7, "match of 3", "2 others")
}

// TestSuffixGoesBack compares a Suffix that went back with one made from scratch.
func TestSuffixGoesBack(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	type symbol struct {
		id  int32
		out bool
	}
	s := NewSuffix()
	var text []symbol
	for range 3000 {
		if random.IntN(20) == 0 {
			n := random.IntN(len(text) + 1)
			s.Back(n)
			text = text[:min(n, len(text))]
		}
		if random.IntN(500) == 0 {
			s.Reset()
			text = text[:0]
		}
		next := symbol{random.Int32N(3), random.IntN(6) == 0}
		s.Push(next.id, next.out)
		text = append(text, next)
		if random.IntN(10) > 0 {
			continue
		}
		fresh := NewSuffix()
		for _, x := range text {
			fresh.Push(x.id, x.out)
		}
		if !slices.Equal(s.text, fresh.text) || !slices.Equal(s.chain, fresh.chain) || s.matches.n != fresh.matches.n ||
			!slices.Equal(s.matches.list[:s.matches.n], fresh.matches.list[:s.matches.n]) || !slices.Equal(s.Propose(nil), fresh.Propose(nil)) {
			t.Fatalf("after going back: %v, %v, want %v, %v", s.text, s.Propose(nil), fresh.text, fresh.Propose(nil))
		}
	}
}

// BenchmarkSuffix reads a symbol and proposes the next.
func BenchmarkSuffix(b *testing.B) {
	random := rand.New(rand.NewPCG(5, 6))
	var text []int32
	for range 400 {
		text = append(text, random.Int32N(40))
		if n := len(text); random.IntN(20) == 0 && n > 40 {
			text = append(text, text[n-40:n-10]...)
		}
	}
	s := NewSuffix()
	var list []Proposal
	b.ReportAllocs()
	for i := 0; i < b.N; {
		s.Reset()
		for _, id := range text {
			s.Push(id, false)
			list = s.Propose(list[:0])
			i++
		}
	}
}
